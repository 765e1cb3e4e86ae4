"""Mails about money that goes out."""

import logging
from contextlib import suppress

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import OrganisationKind, Person
from wisselwerk.apps.payouts.claim_paper import claim_paper
from wisselwerk.apps.payouts.models import BankAccount, ClaimNotice, SetAside
from wisselwerk.apps.payouts.payee_paper import payee_paper
from wisselwerk.apps.payouts.queries.accounts import account_on, without_account
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.queries.keepers import looked_after_by
from wisselwerk.apps.payouts.queries.payable import is_due_again
from wisselwerk.apps.payouts.queries.payee_notices import is_needed, payee_notice
from wisselwerk.apps.payouts.services import (
    claim_everything_back,
    deliver_claim,
    deliver_payee_notice,
    tell_payees,
)
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats import iban
from wisselwerk.jobs.mail import send
from wisselwerk.wording import name_of, whom_to_ask

logger = logging.getLogger(__name__)


def send_account_change(account_id: int, person_id: int) -> None:
    """Tell somebody who acts for an organisation that its account number is to change, and where to confirm that.

    Nothing is sent when it was confirmed or replaced meanwhile, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    account = _account(account_id)
    if account.confirmed_at is None and account.closed_at is None:
        _tell("account_change", account, person_id)


def send_account_confirmed(account_id: int, person_id: int) -> None:
    """Tell that a change of account was confirmed, from when it is used, and how one can still object.

    Nothing is sent when it was withdrawn meanwhile, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    account = _account(account_id)
    if account.closed_at is None and account.usable_from is not None:
        _tell("account_confirmed", account, person_id)


def send_account_refused(account_id: int, person_id: int) -> None:
    """Tell who gives an organisation's account number that the bank cannot pay on it, and that another is needed.

    It promises money only where a payment to it is due again. Where no mail is taken, a letter has to go.

    Nothing is sent when another is in use, comes or waits to be confirmed, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    account = _account(account_id)
    lacking = without_account([account.organisation_id], today())
    if not any(one.coming_from is None and not one.has_change for one in lacking):
        return
    arrived = _tell("account_refused", account, person_id, is_due=is_due_again(account))
    for notice in account.notices.all():
        deliver_payee_notice(
            SYSTEM, notice=notice, state=DeliveryState.MAILED if arrived else DeliveryState.MAIL_REFUSED
        )


def send_set_off(notice_id: int, person_id: int) -> None:
    """Mail a payee that what we owed it counted for what is asked back, or counts no more; keep that it left or was refused.

    Nothing is sent when it left before, or what counted was taken back meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    notice = payee_notice(notice_id)
    if notice.state != DeliveryState.WAITING or not is_needed(notice) or notice.line is None:
        return
    person, state = Person.objects.filter(pk=person_id).first(), DeliveryState.MAIL_REFUSED
    if person is not None and person.email:
        with translation.override(settings.LANGUAGE_CODE):
            paper = payee_paper(notice, url="")
        url = settings.BASE_URL + reverse("finance:claim", args=[notice.line.payment_id])
        with suppress(MailRefused):
            send("notice", person.email, {"paper": paper, "url": url})
            state = DeliveryState.MAILED
    deliver_payee_notice(SYSTEM, notice=notice, state=state)


def _account(account_id: int) -> BankAccount:
    return BankAccount.objects.select_related("organisation").get(pk=account_id)


def _tell(template: str, account: BankAccount, person_id: int, **more: object) -> bool:
    """Mail it; False when nobody can have it by mail."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email:
        return False
    context: dict[str, object] = {
        "organisation": name_of(account.organisation),
        "iban": iban.show(account.iban),
        "ending": account.iban[-4:],
        "used_from": account.usable_from,
        "in_use": account_on(account.organisation, today()) is not None,
        "contacts": [whom_to_ask(one) for one in looked_after_by(account.organisation_id)],
        "url": settings.BASE_URL + reverse("finance:account-confirm", args=[account.pk]),
        "give_url": settings.BASE_URL + reverse(_page_of(account)),
        **more,
    }
    with suppress(MailRefused):
        send(template, person.email, context)
        return True
    return False


def _page_of(account: BankAccount) -> str:
    """Where the number of this organisation is given."""
    pays = account.organisation.kind == OrganisationKind.LOKAAL_BESTUUR
    return "finance:account" if pays else "enterprise:account"


def send_payment_question(set_aside_id: int, person_id: int) -> None:
    """Ask a coordinator to look into an invoice that a director does not pay for now, and tell why.

    Nothing is sent once it was taken up again or the words were erased, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    parts = ("payer", "redemption__payee", "redemption__voucher__scheme")
    aside = SetAside.objects.select_related(*parts).get(pk=set_aside_id)
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email or aside.lifted_at is not None or not aside.text:
        return
    code = aside.redemption.voucher.code
    context: dict[str, object] = {
        "aside": aside,
        "redemption": aside.redemption,
        "payee": name_of(aside.redemption.payee),
        "url": settings.BASE_URL + reverse("coordinator:voucher", args=[code]),
    }
    with suppress(MailRefused):
        send("payment_question", person.email, context)


def claim_repayments() -> None:
    """Ask back what was undone after it was paid, remind who did not pay back yet, and tell what else payees must know."""
    logger.info("payees_asked_to_pay_back", extra={"number": claim_everything_back(SYSTEM, on=today())})
    logger.info("payees_told", extra={"number": tell_payees(SYSTEM, on=today())})


def send_claim(notice_id: int) -> None:
    """Mail that money has to be paid back, and keep that it left, or was refused.

    Nothing is sent when it left before or the money came back meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    notice = ClaimNotice.objects.select_related("person").get(pk=notice_id)
    found = open_claims().filter(pk=notice.payment_id).first()
    if found is None or notice.state != DeliveryState.WAITING:
        return
    if notice.person is None or not notice.person.email:
        deliver_claim(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
        return
    with translation.override(settings.LANGUAGE_CODE):
        paper = claim_paper(Claim(found), notice)
    url = settings.BASE_URL + reverse("finance:claim", args=[found.pk])
    try:
        send("notice", notice.person.email, {"paper": paper, "url": url})
    except MailRefused:
        deliver_claim(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
    else:
        deliver_claim(SYSTEM, notice=notice)
