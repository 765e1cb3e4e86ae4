"""Who hears that a voucher paid, that this was undone, or that its invoice is not in order: whoever applied, and who acts
for the provider.
"""

from collections.abc import Iterator

from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import CreditNote, InvoiceCheck, PdfInvoice, Redemption, Remark, Reversal
from wisselwerk.apps.vouchers.queries.proofs import PARTS
from wisselwerk.apps.vouchers.services.fulfilments import ask_delivery
from wisselwerk.apps.vouchers.services.hearers import (
    concerned_by_pdf,
    provider_staff_of,
    tell_fulfilment,
)
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor

AT_ONCE = 200
"""Redemptions told in one transaction: what is left waits for the next round, not the other way round."""


@command
def tell_redemptions(actor: Actor) -> int:
    """Put the mails about redemptions that were not told yet in the outbox; of how many redemptions that was.

    Redeeming does not do so itself: it is one call to the database, and who hears of it is not known there. Call it
    when ``Redemption.is_told`` is false somewhere; another worker that does the same passes over what is taken. Where
    the rules ask whether it was delivered, the business gets that question instead, and its clock begins.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "tell_redemptions")
    untold = Redemption.objects.filter(is_told=False).order_by("redeemed_at")
    locked = untold.select_for_update(skip_locked=True, no_key=True)
    taken = list(locked.values_list("pk", flat=True)[:AT_ONCE])
    # Only now: a voucher that is joined to a row is older than its lock. What was undone since was told as that.
    standing = Redemption.objects.filter(pk__in=taken, is_reversed=False).select_related(*PARTS)
    for one in standing.order_by("redeemed_at"):
        _tell(one)
    Redemption.objects.filter(pk__in=taken).update(is_told=True)
    return len(taken)


def tell_reversal(reversal: Reversal, reason: Remark) -> None:
    """Put the mails about a reversal in the outbox. Call it inside the command that reverses."""
    for person_id in _concerned(reversal.redemption):
        enqueue("send_reversal", reversal_id=reversal.pk, remark_id=reason.pk, person_id=person_id)


def _tell(one: Redemption) -> None:
    question = ask_delivery(one)
    if question is not None:
        tell_fulfilment(question)
    for person_id in _concerned(one) if question is None else provider_staff_of(one):
        enqueue("send_redemption", redemption_id=str(one.pk), person_id=person_id)


def tell_credit_note(note: CreditNote) -> None:
    """Put the mails about a credit note in the outbox. Call it inside the command that takes it in."""
    for person_id in _concerned(note.undone):
        enqueue("send_credit_note", credit_note_id=note.pk, person_id=person_id)


def tell_check(check: InvoiceCheck) -> None:
    """Put the mails about an invoice that breaks official rules in the outbox. Call it where that is written."""
    for person_id in _concerned(check.redemption):
        enqueue("send_invoice_check", redemption_id=str(check.pk), person_id=person_id)


def tell_pdf_invoice(one: PdfInvoice) -> None:
    """Put the mails about an invoice that waits for a check, or was refused after it, in the outbox.

    That one was accepted is told as any other redemption. Call it inside the command that changed its state.
    """
    for person_id in sorted(set(concerned_by_pdf(one))):
        enqueue("send_pdf_invoice", invoice_id=str(one.pk), state=one.state, person_id=person_id)


def _concerned(redemption: Redemption) -> Iterator[int]:
    applicant = redemption.voucher.application.applicant_id
    if applicant is not None:
        yield applicant
    yield from provider_staff_of(redemption)
