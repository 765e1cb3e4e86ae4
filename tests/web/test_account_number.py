"""Giving and changing an account number: first what will happen, then the number, then a second confirmation by mail."""

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tests.payments import PAYEE_IBAN, PAYER_IBAN, Treasury, set_treasury
from tests.scene import EMAIL
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.parties.services import enterprise, grant_role, person
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import account_on, change_of
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.formats.iban import show

pytestmark = pytest.mark.django_db

OTHER = "NL91ABNA0417164300"
NAME = "Houthandel Lindekruin"
PAGES = [("provider_staff", "/aanbieder/rekening/"), ("financial_director", "/financien/rekening/")]


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


def give(client: Client, url: str, organisation: int, iban: str, **more: str) -> Any:
    sent = {"once": token(client.get(url)), "organisation": str(organisation), "iban": iban, **more}
    return client.post(url, sent, follow=True)


@pytest.mark.parametrize(("who", "url"), PAGES)
def test_a_change_is_seen_first_then_given_then_confirmed_from_the_mail(
    treasury: Treasury, mailoutbox: list[EmailMessage], who: str, url: str
) -> None:
    organisation = treasury.payee if who == "provider_staff" else treasury.payer
    now = PAYEE_IBAN if who == "provider_staff" else PAYER_IBAN
    client = browser(who)
    assert show(now) in text(client.get(url))
    seen = text(give(client, url, organisation.pk, "nl91 abna 0417 1643 00"))
    assert "Iedereen die voor deze organisatie optreedt, krijgt een mail" in seen
    assert show(OTHER) in seen
    assert change_of(organisation) is None
    done = text(give(client, url, organisation.pk, OTHER, give="yes"))
    assert "Er is een mail onderweg" in done
    assert "Wacht op bevestiging vanuit de mail" in done
    work()
    mail = next(one for one in mailoutbox if one.to == [EMAIL[who]])
    found = re.search(r"/rekening/\d+/bevestigen/", str(mail.body))
    assert found
    page = text(client.get(found[0]))
    assert f"het nieuwe rekeningnummer van {organisation}" in page
    assert EMAIL[who] in page
    confirmed = text(client.post(found[0], follow=True))
    assert "Het nieuwe rekeningnummer wordt gebruikt vanaf" in confirmed
    change = BankAccount.objects.get(iban=OTHER)
    assert change.usable_from is not None
    assert account_on(organisation, change.usable_from) == change
    current = account_on(organisation, today())
    assert current is not None
    assert current.iban == now
    assert client.post(found[0], follow=True).status_code == 200, "pressed again"
    assert "gebruikt vanaf" in text(client.get(url))


def test_the_first_number_is_used_at_once(treasury: Treasury) -> None:
    holder = enterprise(OWN_ENTERPRISE.number)
    grant_role(SYSTEM, person=person(EMAIL["owner"]), organisation=holder, role=Role.HOLDER)
    client, url = browser("owner"), "/mijn/rekening/"
    assert "Het is het eerste nummer" in text(give(client, url, holder.pk, OTHER, in_name_of=NAME))
    assert "Het rekeningnummer is in gebruik" in text(
        give(client, url, holder.pk, OTHER, in_name_of=NAME, give="yes")
    )
    account = account_on(holder, today())
    assert account is not None
    assert (account.iban, account.holder_name) == (OTHER, NAME)


@pytest.mark.parametrize("iban", ["", "BE68539007547035", "rekening", "BE68 5390 0754"])
def test_what_is_no_account_number_is_told_before_anything_happens(treasury: Treasury, iban: str) -> None:
    answer = give(browser("provider_staff"), "/aanbieder/rekening/", treasury.payee.pk, iban, give="yes")
    assert answer.status_code == 422
    assert ("Vul het rekeningnummer in" if not iban else "is geen rekeningnummer") in text(answer)
    assert change_of(treasury.payee) is None


def test_nobody_gives_the_number_of_another(treasury: Treasury) -> None:
    answer = give(browser("provider_staff"), "/aanbieder/rekening/", treasury.payer.pk, OTHER, give="yes")
    assert answer.status_code == 422
    assert not BankAccount.objects.filter(iban=OTHER).exists()


def test_a_change_that_was_withdrawn_has_nothing_to_confirm(treasury: Treasury) -> None:
    client, url = browser("provider_staff"), "/aanbieder/rekening/"
    give(client, url, treasury.payee.pk, OTHER, give="yes")
    change = change_of(treasury.payee)
    assert change is not None
    assert "Dit nummer is al in gebruik" in text(give(client, url, treasury.payee.pk, PAYEE_IBAN))
    give(client, url, treasury.payee.pk, PAYEE_IBAN, give="yes")
    confirm = f"/rekening/{change.pk}/bevestigen/"
    said = text(client.get(confirm))
    assert "Deze wijziging geldt niet meer" in said
    assert "Bevestig de wijziging" not in said
    assert client.post(confirm).status_code == 422


def test_only_who_acts_for_the_organisation_confirms(treasury: Treasury) -> None:
    give(browser("provider_staff"), "/aanbieder/rekening/", treasury.payee.pk, OTHER, give="yes")
    change = change_of(treasury.payee)
    assert change is not None
    confirm = f"/rekening/{change.pk}/bevestigen/"
    assert browser().get(confirm).status_code == 302
    for who in ("financial_director", "general_director", "coordinator_genk", "auditor"):
        assert browser(who).post(confirm).status_code == 404, who
    change.refresh_from_db()
    assert change.confirmed_at is None
    assert browser("provider_staff").get("/rekening/999999/bevestigen/").status_code == 404


def test_who_acts_for_two_chooses_for_whom(treasury: Treasury) -> None:
    other = enterprise(OWN_ENTERPRISE.number)
    grant_role(SYSTEM, person=person(EMAIL["provider_staff"]), organisation=other, role=Role.HOLDER)
    client, url = browser("provider_staff"), "/mijn/rekening/"
    assert "Voor wie?" in text(client.get(url))
    answer = client.post(url, {"once": token(client.get(url)), "iban": OTHER})
    assert answer.status_code == 422
    assert "Kies voor wie" in text(answer)
    nameless = give(client, url, other.pk, OTHER, give="yes")
    assert nameless.status_code == 422
    assert "De naam die de bank kent, ontbreekt" in text(nameless)
    give(client, url, other.pk, OTHER, in_name_of=NAME, give="yes")
    assert account_on(other, today()) is not None
