"""Who hears that a voucher paid, and that this was undone: whoever applied, and who acts for the provider."""

from collections.abc import Iterator

from django.db.models import Q

from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Person, RoleHolding
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import Redemption, Remark, Reversal, Voucher
from wisselwerk.apps.vouchers.pdf_models import PdfInvoice
from wisselwerk.clock import today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor, ActorKind, Role

AT_ONCE = 200
"""Redemptions told in one transaction: what is left waits for the next round, not the other way round."""


@command
def tell_redemptions(actor: Actor) -> int:
    """Put the mails about redemptions that were not told yet in the outbox; of how many redemptions that was.

    Redeeming does not do so itself: it is one call to the database, and who hears of it is not known there. Call it
    when ``Redemption.is_told`` is false somewhere; another worker that does the same passes over what is taken.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "tell_redemptions")
    untold = Redemption.objects.filter(is_told=False).order_by("redeemed_at")
    taken = list(
        untold.select_for_update(skip_locked=True, of=("self",), no_key=True).select_related(
            "voucher__application"
        )[:AT_ONCE]
    )
    # What was undone since was told as that.
    for one in (one for one in taken if not one.is_reversed):
        for person_id in _concerned(one):
            enqueue("send_redemption", redemption_id=str(one.pk), person_id=person_id)
    Redemption.objects.filter(pk__in=[one.pk for one in taken]).update(is_told=True)
    return len(taken)


def tell_reversal(reversal: Reversal, reason: Remark) -> None:
    """Put the mails about a reversal in the outbox. Call it inside the command that reverses."""
    for person_id in _concerned(reversal.redemption):
        enqueue("send_reversal", reversal_id=reversal.pk, remark_id=reason.pk, person_id=person_id)


def tell_pdf_invoice(one: PdfInvoice) -> None:
    """Put the mails about an invoice that waits for a check, or was refused after it, in the outbox.

    That one was accepted is told as any other redemption. Call it inside the command that changed its state.
    """
    about = Q(role=Role.PROVIDER, organisation__enterprise_number=one.supplier_number)
    told = set(_both_sides(one.voucher, about))
    kind, _, number = one.handed_in_by.partition(":")
    if kind == ActorKind.PERSON and Person.objects.filter(pk=number).exists():
        told.add(int(number))
    for person_id in sorted(told):
        enqueue("send_pdf_invoice", invoice_id=str(one.pk), state=one.state, person_id=person_id)


def _concerned(redemption: Redemption) -> Iterator[int]:
    return _both_sides(redemption.voucher, Q(role=Role.PROVIDER, organisation=redemption.payee_id))


def _both_sides(voucher: Voucher, of_provider: Q) -> Iterator[int]:
    applicant = voucher.application.applicant_id
    if applicant is not None:
        yield applicant
    staff = RoleHolding.objects.on(today()).filter(of_provider)
    yield from staff.exclude(person=applicant).order_by("person").values_list("person", flat=True).distinct()
