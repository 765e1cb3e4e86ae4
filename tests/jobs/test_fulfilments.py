"""The business is asked by mail, a dispute reaches provider and coordinator, and its end reaches whom it concerns."""

from datetime import date

import pytest
from django.core.mail import EmailMessage

from tests.jobs.test_redemptions import both_forms
from tests.payments import Treasury
from tests.proofs import DELIVERY, MONDAY, on, set_proof
from tests.scene import EMAIL, actor
from tests.web.stage import work
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import FulfilmentStep, Redemption, Remark
from wisselwerk.apps.vouchers.services import (
    confirm_delivery,
    contest_voucher,
    dispute_delivery,
    find_delivered,
    resume_voucher,
    reverse_redemption,
    tell_redemptions,
    withdraw_dispute,
)
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.jobs.fulfilments import send_fulfilment

pytestmark = pytest.mark.django_db

OWNER, COLLEAGUE, PROVIDER, COORDINATOR = (
    EMAIL[key] for key in ("owner", "colleague", "provider_staff", "coordinator_genk")
)
WORDS = "De <helft> ontbreekt & de rest is nat."


@pytest.fixture
def asked(mailoutbox: list[EmailMessage]) -> tuple[Treasury, Redemption]:
    """A redemption of which the question has just been put in the outbox."""
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        one = treasury.redeem()
        grant_role(SYSTEM, person=person(COLLEAGUE), organisation=one.voucher.holder, role=Role.HOLDER)
        work()
        mailoutbox.clear()
        tell_redemptions(SYSTEM)
    return treasury, one


def sent(mailoutbox: list[EmailMessage]) -> dict[str, EmailMessage]:
    """The mails of now, by address: nobody gets two."""
    with on(MONDAY):
        work()
    mails = {mail.to[0]: mail for mail in mailoutbox}
    assert len(mails) == len(mailoutbox)
    mailoutbox.clear()
    return mails


def test_everybody_of_the_business_is_asked_once_and_the_provider_hears_what_it_gave(
    asked: tuple[Treasury, Redemption], mailoutbox: list[EmailMessage]
) -> None:
    _, one = asked
    mails = sent(mailoutbox)
    assert mails.keys() == {OWNER, COLLEAGUE, PROVIDER}
    assert "de cheque betaalt" in str(mails[PROVIDER].subject)
    for to in (OWNER, COLLEAGUE):
        assert mails[to].subject == "Is factuur F-1 van De Zilverspar geleverd?"
        for said in both_forms(mails[to]):
            assert (
                "U kunt antwoorden tot en met 13\N{NO-BREAK SPACE}november\N{NO-BREAK SPACE}2026".replace(
                    "\N{NO-BREAK SPACE}", " "
                )
                in said
            )
            assert f"/mijn/cheques/{one.voucher.code}/levering/{one.pk}/" in said
            assert "De cheque betaalt: € 250,00" in said
            assert "gebeurt er niets" not in said


def test_a_business_hears_when_the_days_to_answer_go_on_after_a_hold(
    asked: tuple[Treasury, Redemption], mailoutbox: list[EmailMessage]
) -> None:
    treasury, one = asked
    sent(mailoutbox)
    with on(MONDAY):
        contest_voucher(treasury.scene.coordinator, voucher=one.voucher, reason="Niet aangevraagd.")
    assert sent(mailoutbox).keys() == set(), "that it is stopped is no news to whoever contests it"
    with on(date(2026, 12, 24)):
        resume_voucher(treasury.scene.coordinator, voucher=one.voucher, reason="Toch wel.")
    mails = sent(mailoutbox)
    assert mails.keys() == {OWNER, COLLEAGUE}
    for mail in mails.values():
        for said in both_forms(mail):
            assert "U kunt antwoorden tot en met 30 december 2026." in said


def test_a_question_on_hold_names_no_day(mailoutbox: list[EmailMessage]) -> None:
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        one = treasury.redeem()
        contest_voucher(treasury.scene.coordinator, voucher=one.voucher, reason="Niet aangevraagd.")
        work()
        mailoutbox.clear()
        tell_redemptions(SYSTEM)
    mails = sent(mailoutbox)
    assert OWNER not in mails
    for said in both_forms(mails[COORDINATOR]):
        assert "De dagen om te antwoorden beginnen als dat voorbij is" in said
        assert "None" not in said
    with on(MONDAY):
        dispute_delivery(treasury.scene.coordinator, redemption=one.pk, reason=WORDS)
    sent(mailoutbox)
    with on(MONDAY):
        withdraw_dispute(treasury.scene.coordinator, redemption=one.pk, reason="Misverstand.")
    withdrawn = sent(mailoutbox)[PROVIDER]
    for said in both_forms(withdrawn):
        assert "dus de dagen om te antwoorden staan stil" in said
        assert "None" not in said


def test_who_is_paid_back_is_asked_with_its_own_amounts_and_for_its_account(
    mailoutbox: list[EmailMessage],
) -> None:
    with on(MONDAY):
        treasury = set_proof(DELIVERY, {"payee": {"paid_to": "holder"}})
        one = treasury.redeem()
        grant_role(SYSTEM, person=person(COLLEAGUE), organisation=one.voucher.holder, role=Role.HOLDER)
        work()
        mailoutbox.clear()
        tell_redemptions(SYSTEM)
    mails = sent(mailoutbox)
    for to in (OWNER, COLLEAGUE):
        for said in both_forms(mails[to]):
            assert "De onderneming krijgt terug: € 250,00" in said
            assert "De onderneming betaalt zelf" not in said
            assert ("/mijn/rekening/" in said) == (to == OWNER)


def test_a_dispute_reaches_the_provider_and_the_coordinator_with_its_words(
    asked: tuple[Treasury, Redemption], mailoutbox: list[EmailMessage]
) -> None:
    treasury, one = asked
    sent(mailoutbox)
    with on(MONDAY):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WORDS)
    mails = sent(mailoutbox)
    assert mails.keys() == {PROVIDER, COORDINATOR}
    for mail in mails.values():
        assert mail.subject == "Factuur F-1: de onderneming zegt dat er niet geleverd is"
        assert WORDS in str(mail.body)
        assert "De &lt;helft&gt; ontbreekt &amp; de rest" in str(mail.alternatives[0][0])  # type: ignore[attr-defined]
    with on(MONDAY):
        find_delivered(treasury.scene.coordinator, redemption=one.pk, reason="Gezien.")
    mails = sent(mailoutbox)
    assert mails.keys() == {OWNER, COLLEAGUE, PROVIDER}
    assert all("stelde vast dat er toch geleverd is" in both_forms(mail)[1] for mail in mails.values())


def test_a_withdrawal_names_the_new_last_day_and_a_later_yes_the_end(
    asked: tuple[Treasury, Redemption], mailoutbox: list[EmailMessage]
) -> None:
    treasury, one = asked
    with on(MONDAY):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WORDS)
        work()
        mailoutbox.clear()
        withdraw_dispute(treasury.scene.coordinator, redemption=one.pk, reason="Misverstand.")
    mails = sent(mailoutbox)
    assert mails.keys() == {OWNER, COLLEAGUE, PROVIDER}
    assert all("tot en met 13 november 2026" in both_forms(mail)[0] for mail in mails.values())
    with on(MONDAY):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WORDS)
        work()
        mailoutbox.clear()
        confirm_delivery(actor("owner"), redemption=one.pk)
    assert sent(mailoutbox).keys() == {PROVIDER, COORDINATOR}


def test_a_plain_yes_bothers_nobody(
    asked: tuple[Treasury, Redemption], mailoutbox: list[EmailMessage]
) -> None:
    _, one = asked
    sent(mailoutbox)
    with on(MONDAY):
        confirm_delivery(actor("owner"), redemption=one.pk)
    assert sent(mailoutbox) == {}


def test_where_nobody_of_the_business_is_left_the_coordinator_is_asked(
    mailoutbox: list[EmailMessage],
) -> None:
    """Silence counts, so somebody must hear the question."""
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        treasury.redeem()
        erase_person(SYSTEM, email=OWNER)
        work()
        mailoutbox.clear()
        tell_redemptions(SYSTEM)
        assert FulfilmentStep.objects.exists()
    mails = sent(mailoutbox)
    assert mails.keys() == {COORDINATOR, PROVIDER}
    assert "geleverd?" in str(mails[COORDINATOR].subject)


def test_nothing_goes_to_who_was_erased_or_of_what_was_undone(
    asked: tuple[Treasury, Redemption], mailoutbox: list[EmailMessage]
) -> None:
    treasury, one = asked
    erased, step = person(COLLEAGUE), FulfilmentStep.objects.get()
    erase_person(SYSTEM, email=COLLEAGUE)
    send_fulfilment(step.pk, erased.pk)
    assert mailoutbox == []
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Fout.")
    send_fulfilment(step.pk, person(OWNER).pk)
    assert mailoutbox == []


def test_words_that_were_erased_meanwhile_are_left_out(
    asked: tuple[Treasury, Redemption], mailoutbox: list[EmailMessage]
) -> None:
    _, one = asked
    sent(mailoutbox)
    with on(MONDAY):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WORDS)
    Remark.objects.update(text="")
    for mail in sent(mailoutbox).values():
        assert "Wat de onderneming zegt" not in str(mail.body)
