"""Mails about a voucher that paid, and about one whose payment was undone."""

from contextlib import suppress

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.vouchers.models import Redemption, Remark, Reversal
from wisselwerk.apps.vouchers.pdf_models import PdfInvoice
from wisselwerk.apps.vouchers.queries.pdf_waiting import mend_until
from wisselwerk.apps.vouchers.services import tell_redemptions as tell
from wisselwerk.apps.vouchers.terms import vat_basis_of
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.pdf_invoice import PdfState
from wisselwerk.domain.voucher import show_code
from wisselwerk.jobs.mail import send


def tell_redemptions() -> None:
    """Have everybody hear of the redemptions that were not told yet. It is asked often, so it looks before it locks."""
    if Redemption.objects.filter(is_told=False).exists():
        tell(SYSTEM)


def send_redemption(redemption_id: str, person_id: int) -> None:
    """Mail that an invoice was taken in, and what the voucher pays of it. Nothing is sent to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    _send("redemption", redemption_id, person_id, {})


def send_reversal(reversal_id: int, remark_id: int, person_id: int) -> None:
    """Mail that a redemption was undone, and why, in the coordinator's own words as long as those are kept.

    Raises:
        MailDelayed: try again later.
    """
    undone = Reversal.objects.get(pk=reversal_id)
    why = Remark.objects.filter(pk=remark_id).values_list("text", flat=True).first()
    _send("reversal", str(undone.redemption_id), person_id, {"why": why or ""})


def send_pdf_invoice(invoice_id: str, state: str, person_id: int) -> None:
    """Mail that an invoice waits for a check, or was refused after it and why. Nothing when it went on meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    one = PdfInvoice.objects.select_related(
        "voucher__scheme", "voucher__holder", "voucher__application", "why"
    )
    invoice = one.get(pk=invoice_id)
    if invoice.state != state or person is None or not person.email:
        return
    context = {
        "invoice": invoice,
        "voucher": invoice.voucher,
        "shown_code": show_code(invoice.voucher.code),
        "reasons": invoice.told_reasons(),
        "why": invoice.why.text if invoice.why else "",
        "mend_until": mend_until(invoice.voucher_id) if state == PdfState.REFUSED else None,
        "url": settings.BASE_URL + reverse("enterprise:voucher", args=[invoice.voucher.code]),
    }
    # Whose address is no good any more sees it on the page all the same.
    with suppress(MailRefused):
        send(f"pdf_invoice_{state}", person.email, context)


def _send(template: str, redemption_id: str, person_id: int, more: dict[str, object]) -> None:
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email:
        return
    redemption = Redemption.objects.select_related(
        "payee",
        "voucher__holder",
        "voucher__scheme",
        "voucher__account",
        "voucher__application",
        "voucher__rule_set",
    ).get(pk=redemption_id)
    voucher = redemption.voucher
    is_applicant = voucher.application.applicant_id == person_id
    page = (
        reverse("enterprise:voucher", args=[voucher.code]) if is_applicant else reverse("provider:dashboard")
    )
    context = {
        "redemption": redemption,
        "voucher": voucher,
        "shown_code": show_code(voucher.code),
        "left_cents": voucher.account.balance_cents,
        "vat_basis": vat_basis_of(voucher),
        "url": settings.BASE_URL + page,
    }
    # Whose address is no good any more sees it on the page all the same.
    with suppress(MailRefused):
        send(template, person.email, {**context, **more})
