"""Telling payees of their money what they would not see otherwise: that what we owed them counted for what is asked back, and
that no account number of theirs can be used. By mail to who acts for them, by letter where no mail goes.
"""

from collections.abc import Collection
from datetime import date
from functools import partial

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import BankAccount, BankLine, PayeeNotice
from wisselwerk.apps.payouts.queries.claims import who_is_told
from wisselwerk.apps.payouts.queries.keepers import keepers_of
from wisselwerk.apps.payouts.queries.payee_notices import proof_of_payee_notice, set_off_to_tell
from wisselwerk.apps.payouts.queries.stranded import is_asked, without_letter
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.services.arrivals import TellTrail, held, keep_letter, keep_mail
from wisselwerk.clock import day_of, now
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor


def tell_refused(payer: Organisation, account: BankAccount) -> None:
    """Tell who gives an account number that the bank does not pay on it. Call it inside the transaction that closes it."""
    told = _reachable(keepers_of(account.organisation_id))
    _keep(payer, account.organisation, told=bool(told), account=account)
    for somebody in told:
        enqueue("send_account_refused", account_id=account.pk, person_id=somebody)


def tell_payees(actor: Actor, *, on: date) -> int:
    """Tell every payee what it was not told yet, each in a transaction of its own; returns how many."""
    counted = sum(tell_set_off(actor, line=one, on=on) for one in set_off_to_tell())
    lacking = without_letter(on)
    return counted + sum(ask_for_account(actor, payer=payer, payee=payee, on=on) for payer, payee in lacking)


@command
def tell_set_off(actor: Actor, *, line: BankLine, on: date) -> bool:
    """Tell a payee that what we owed it counted for what is asked back, or counts no more. False when that was told.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "tell_set_off")
    # Whoever waited for the line sees what was told meanwhile.
    BankLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    found = set_off_to_tell().filter(pk=line.pk).first()
    if found is None or found.payment is None:
        return False
    person = who_is_told(found.payment)
    notice = _keep(
        found.file.payer, found.payment.redemption.payee, told=person is not None, line=found, on=on
    )
    if person is not None:
        enqueue("send_set_off", notice_id=notice.pk, person_id=person.pk)
    record(actor, "tell_set_off", f"payee_notice:{notice.pk}")
    return True


@command
def ask_for_account(actor: Actor, *, payer: Organisation, payee: Organisation, on: date) -> bool:
    """Have a letter ask a payee that no mail reaches for an account number. False when one does.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "ask_for_account")
    Organisation.objects.select_for_update(no_key=True).get(pk=payee.pk)
    if is_asked(payer, payee, on):
        return False
    notice = _keep(payer, payee, told=False, on=on)
    record(actor, "ask_for_account", f"payee_notice:{notice.pk}")
    return True


@command
def deliver_payee_notice(
    actor: Actor, *, notice: PayeeNotice, state: DeliveryState = DeliveryState.MAILED
) -> bool:
    """Record that the mail server took it, or (``MAIL_REFUSED``) never will; False when that changes nothing.

    Several people may act for a payee: it has it when one of them has.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "deliver_payee_notice")
    found = held(notice)
    return keep_mail(found, state, _to_trail(actor, "deliver_payee_notice", found))


@command
def post_payee_notice(actor: Actor, *, notice: PayeeNotice) -> PayeeNotice:
    """Record that its letter was sent by post today, or handed over.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it was delivered before.
    """
    require(actor, "post_payee_notice", notice.payer_id)
    found = held(notice)
    keep_letter(found, _to_trail(actor, "post_payee_notice", found))
    return found


def _keep(
    payer: Organisation,
    payee: Organisation,
    *,
    told: bool,
    line: BankLine | None = None,
    account: BankAccount | None = None,
    on: date | None = None,
) -> PayeeNotice:
    """Keep that it waits for a mail to leave, or for a letter where nobody is ``told`` by mail."""
    moment = now()
    return PayeeNotice.objects.create(
        payer=payer,
        payee=payee,
        line=line,
        account=account,
        asked_on=on or day_of(moment),
        state=DeliveryState.WAITING if told else DeliveryState.TO_POST,
        at=moment,
    )


def _to_trail(actor: Actor, done: str, notice: PayeeNotice) -> TellTrail:
    return partial(record, actor, done, f"payee_notice:{notice.pk}", authority=proof_of_payee_notice(notice))


def _reachable(people: Collection[int]) -> list[int]:
    found = Person.objects.filter(pk__in=people, email__isnull=False)
    return list(found.order_by("pk").values_list("pk", flat=True))
