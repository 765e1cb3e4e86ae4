"""Invoices handed in as a PDF, for who may see them: what waits for a check, and what became of the others."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.vouchers.models import PdfFile, PdfInvoice, Voucher
from wisselwerk.apps.vouchers.queries.sight import coordinated_by, looked_after_by, spoken_for_by
from wisselwerk.domain.actor import Actor, ActorKind, Role
from wisselwerk.domain.pdf_invoice import PdfState

WITH_ITS_VOUCHER = (
    "voucher__scheme",
    "voucher__holder",
    "voucher__application",
    "voucher__rule_set",
    "why",
    "file",
)


def pdf_invoices_to_check(actor: Actor) -> QuerySet[PdfInvoice]:
    """What waits for the actor's check, oldest first. One query."""
    waiting = PdfInvoice.objects.filter(state=PdfState.TO_CHECK).filter(_coordinated(actor))
    return waiting.select_related("voucher__scheme", "voucher__holder").order_by("handed_in_at", "pk")


def coordinated_pdf_invoice(actor: Actor, invoice: UUID) -> PdfInvoice:
    """One that the actor may check, or could have. One query.

    Raises:
        PdfInvoice.DoesNotExist: there is none, or it is not the actor's.
    """
    found = PdfInvoice.objects.filter(_coordinated(actor)).select_related(*WITH_ITS_VOUCHER)
    return found.defer("file__data").get(pk=invoice)


def own_pdf_invoices_to_check(actor: Actor) -> list[PdfInvoice]:
    """Those of the providers the actor acts for that wait for a check, oldest first. Two queries."""
    waiting = PdfInvoice.objects.filter(state=PdfState.TO_CHECK, supplier_number__in=_own_numbers(actor))
    found = waiting.select_related("voucher__scheme", "voucher__holder").order_by("handed_in_at", "pk")
    return list(found)


def pdf_invoices_on(actor: Actor, voucher: Voucher) -> list[PdfInvoice]:
    """Those on one voucher that the actor may see, newest first. One query; one more for who acts for a provider."""
    found = PdfInvoice.objects.filter(_visible(actor), voucher=voucher).select_related("why", "file")
    return list(found.defer("file__data").order_by("-handed_in_at", "pk"))


def pdf_invoice_for(actor: Actor, invoice: UUID) -> PdfInvoice:
    """One that the actor may see, with why it was refused. One query; one more for who acts for a provider.

    Raises:
        PdfInvoice.DoesNotExist: there is none, or it is not the actor's to see.
    """
    return PdfInvoice.objects.filter(_visible(actor)).select_related("voucher", "why").get(pk=invoice)


def pdf_file(actor: Actor, invoice: UUID) -> bytes:
    """The PDF of one that the actor may see.

    Raises:
        PdfFile.DoesNotExist: there is none, it is not the actor's to see, or its term is over.
    """
    visible = PdfInvoice.objects.filter(_visible(actor), pk=invoice)
    return bytes(PdfFile.objects.get(invoice__in=visible).data)


def _visible(actor: Actor) -> Q:
    """Who speaks for the holder and who looks after it; of the providers only the one that the invoice is of."""
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    vouchers = Voucher.objects.filter(spoken_for_by(actor) | looked_after_by(actor))
    return Q(voucher__in=vouchers) | Q(supplier_number__in=_own_numbers(actor))


def _own_numbers(actor: Actor) -> QuerySet[Any]:
    """Part of the query that asks for them: no question of its own. Who has no number matches nothing."""
    mine = Organisation.objects.filter(pk__in=actor.organisations(Role.PROVIDER))
    return mine.exclude(enterprise_number=None).values("enterprise_number")


def _coordinated(actor: Actor) -> Q:
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    return Q(voucher__in=Voucher.objects.filter(coordinated_by(actor)))
