"""The invoice itself, for who orders or signs its payment: the PDF that was judged, or the e-invoice as it was received.

A PDF is there for its term, an e-invoice only while it waits for the official check, which takes it away.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from wisselwerk.apps.payouts.queries.sight import invoices_opened_by
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.formats.packed import unpack


class FileKind(StrEnum):
    """What a file of an invoice is, as its name ends."""

    PDF = "pdf"
    E_INVOICE = "xml"


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """One, as it came in."""

    kind: FileKind
    data: bytes


def invoice_file(actor: Actor, redemption: UUID, day: date) -> InvoiceFile | None:
    """The file of an invoice that the actor's local government pays; None where none is kept any more. One query.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to open.
    """
    one = invoices_opened_by(actor, day).get(pk=redemption)
    pdf = getattr(getattr(one, "pdf_invoice", None), "file", None)
    if pdf is not None:
        return InvoiceFile(FileKind.PDF, bytes(pdf.data))
    return _e_invoice(one)


def _e_invoice(one: Redemption) -> InvoiceFile | None:
    check = getattr(one, "invoice_check", None)
    if check is None or check.data is None:
        return None
    return InvoiceFile(FileKind.E_INVOICE, unpack(bytes(check.data)))


def kept_file(actor: Actor, redemption: UUID, day: date) -> FileKind | None:
    """Which file the actor can open now. One query, which reads no file."""
    found = invoices_opened_by(actor, day).filter(pk=redemption)
    pages, state = found.values_list("pdf_invoice__file__pages", "invoice_check__state").first() or (
        None,
        None,
    )
    if pages is not None:
        return FileKind.PDF
    return FileKind.E_INVOICE if state == CheckState.WAITING else None
