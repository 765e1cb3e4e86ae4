"""Holding invoices to the official rules once they were handed in, and letting one through that a person looked at.

Redeeming only puts the invoice aside, in its own write. Background work does the rest, with a judge that it brings
along: the rules need memory that only who applies them should spend.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeAlias
from uuid import UUID

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import InvoiceCheck, Redemption, RemarkSubject
from wisselwerk.apps.vouchers.queries.sight import Parties, may_see
from wisselwerk.apps.vouchers.services.decisions import remark, wrong_state
from wisselwerk.apps.vouchers.services.tellings import tell_check
from wisselwerk.apps.vouchers.services.vouchers import lock_voucher
from wisselwerk.clock import now
from wisselwerk.db import command, command_without_transaction, in_one_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.invoice_check import (
    CheckState,
    Finding,
    is_left_to_a_person,
    not_checked,
    state_after,
    wait_after,
)
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats.packed import unpack

logger = logging.getLogger(__name__)

Judge: TypeAlias = Callable[[bytes], Sequence[Finding]]
"""From an invoice to the rules it breaks. Whatever it raises is no judgement."""

AT_ONCE_SECONDS = 3
"""After so long no other invoice is begun in one call: a day's invoices must not keep a processor from people."""


@command_without_transaction
def check_invoices(actor: Actor, *, judge: Judge) -> int:
    """Hold invoices that wait to the official rules, oldest first, for some seconds; how many were judged.

    Each is a transaction of its own, begun after the judging, which may take long. Where the judge breaks down the
    invoice stays where it is, and is tried again later and later; nobody is told that something is wrong with it. After
    ``TRIES`` a coordinator may decide, and it is tried once a day until then.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "check_invoices")
    ends, judged = time.monotonic() + AT_ONCE_SECONDS, 0
    while time.monotonic() < ends and (check := _begin()) is not None:
        try:
            findings = judge(unpack(bytes(check.data or b"")))
        except Exception:  # whatever it is, it is not the invoice that is judged
            logger.exception("invoice_check_broke_down", extra={"redemption": str(check.pk)})
            if is_left_to_a_person(check.tries + 1) and check.redemption.is_reversed:
                # Nobody decides about what was undone meanwhile.
                judged += _record(actor, check.pk, [not_checked()])
            continue
        judged += _record(actor, check.pk, findings)
    return judged


@command
def accept_invoice(actor: Actor, *, redemption: UUID, reason: str) -> InvoiceCheck:
    """Have an invoice count that did not pass the official check, or could not be checked, and say why.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; WRONG_STATE when nothing keeps it or it was accepted already;
            MOTIVATION_MISSING.
    """
    found = Redemption.objects.select_related(
        "voucher__application", "voucher__scheme", "voucher__provider"
    ).get(pk=redemption)
    if not may_see(actor, Parties.of(found.voucher)):
        raise Redemption.DoesNotExist
    require(actor, "accept_invoice", found.voucher.scheme.partnership_id)
    voucher = lock_voucher(found.voucher)
    check = give_up_check(actor, redemption)
    if Redemption.objects.filter(pk=redemption, is_reversed=True).exists():
        raise Refusal(Reason(RefusalCode.ALREADY_REVERSED))
    if check.state != CheckState.FAILED:
        raise wrong_state(check.state)
    remark(actor, voucher.application, RemarkSubject.ACCEPTANCE, reason)
    check.state = CheckState.ACCEPTED
    check.save(update_fields=["state"])
    record(actor, "accept_invoice", f"redemption:{redemption}")
    return check


def pass_by_hand(actor: Actor, redemption_id: UUID) -> None:
    """Have an invoice count that a person checked: it is no e-invoice, so the official rules are not about it.

    The trail tells who found it in order. Call it in the transaction that redeems it: it never waits.
    """
    entry = record(actor, "check_invoices", f"redemption:{redemption_id}", authority=CheckState.PASSED)
    waiting = InvoiceCheck.objects.filter(pk=redemption_id, state=CheckState.WAITING)
    waiting.update(state=CheckState.PASSED, data=None, checked_at=entry.at)


def give_up_check(actor: Actor, redemption_id: UUID) -> InvoiceCheck:
    """Where a person decides what could not be checked, no check follows, and the invoice itself goes.

    Call it inside the command that decides: its row stays locked.
    """
    check = InvoiceCheck.objects.select_for_update(of=("self",), no_key=True).get(pk=redemption_id)
    if check.state == CheckState.WAITING and check.is_for_a_person:
        _write(actor, check, [not_checked()])
    return check


def _begin() -> InvoiceCheck | None:
    """The next invoice to judge, not to be begun by others meanwhile; None when there is none.

    That it was begun is kept before it is: one that ends the whole process does not come first again.
    """
    while True:
        due = InvoiceCheck.objects.filter(state=CheckState.WAITING, try_at__lte=now()).order_by(
            "try_at", "pk"
        )
        check = due.first()
        if check is None:
            return None
        tries = check.tries + 1
        mine = InvoiceCheck.objects.filter(pk=check.pk, state=CheckState.WAITING, tries=check.tries)
        if mine.update(tries=tries, try_at=now() + wait_after(tries)):
            return check


def _record(actor: Actor, redemption_id: UUID, findings: Sequence[Finding]) -> bool:
    """Write what was found and take the invoice away; False when somebody else did so meanwhile."""

    def whole() -> bool:
        check = InvoiceCheck.objects.select_for_update(of=("self",), no_key=True).get(pk=redemption_id)
        if check.state != CheckState.WAITING:
            return False
        _write(actor, check, findings)
        if check.state == CheckState.FAILED and not check.redemption.is_reversed:
            tell_check(check)
        return True

    return in_one_transaction(whole)


def _write(actor: Actor, check: InvoiceCheck, findings: Sequence[Finding]) -> None:
    state = state_after(findings)
    entry = record(actor, "check_invoices", f"redemption:{check.pk}", authority=state)
    check.state, check.data, check.checked_at = state, None, entry.at
    check.findings = [asdict(one) for one in findings]
    check.save(update_fields=["state", "data", "findings", "checked_at"])
