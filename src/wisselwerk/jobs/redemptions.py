"""Mails about a voucher that paid, and about one whose payment was undone."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.payouts.queries.accounts import without_account
from wisselwerk.apps.vouchers.models import CreditNote, InvoiceCheck, PdfInvoice, Redemption, Remark, Reversal
from wisselwerk.apps.vouchers.queries.checks import broken_rules
from wisselwerk.apps.vouchers.queries.deadlines import CAN_LAPSE
from wisselwerk.apps.vouchers.queries.pdf_waiting import hand_in_until
from wisselwerk.apps.vouchers.services import tell_redemptions as tell
from wisselwerk.apps.vouchers.terms import vat_basis_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.pdf_invoice import TIME_TO_MEND, PdfState
from wisselwerk.domain.voucher import show_code
from wisselwerk.jobs.evaluations import last_part_context
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
    redemption = Redemption.objects.select_related("voucher__rule_set").get(pk=redemption_id)
    _send("redemption", redemption_id, person_id, last_part_context(redemption))


def send_reversal(reversal_id: int, remark_id: int, person_id: int) -> None:
    """Mail that a redemption was undone, and why, in the coordinator's own words as long as those are kept.

    Raises:
        MailDelayed: try again later.
    """
    undone = Reversal.objects.get(pk=reversal_id)
    why = Remark.objects.filter(pk=remark_id).values_list("text", flat=True).first()
    _send("reversal", str(undone.redemption_id), person_id, {"why": why or ""})


def send_credit_note(credit_note_id: int, person_id: int) -> None:
    """Mail that a credit note was taken in, what it took back, and what the voucher still pays of its invoice.

    Raises:
        MailDelayed: try again later.
    """
    note = CreditNote.objects.select_related(
        "replacement", "undone__voucher__application", "undone__voucher__rule_set"
    ).get(pk=credit_note_id)
    pays = note.replacement.voucher_part_cents if note.replacement else 0
    more = {"note": note, "pays_cents": pays, "vat_basis": vat_basis_of(note.undone.voucher)}
    _send("credit_note", str(note.undone_id), person_id, more)


def send_invoice_check(redemption_id: str, person_id: int) -> None:
    """Mail which official rules an invoice breaks, and what to do. Nothing is sent once it is undone or accepted.

    Raises:
        MailDelayed: try again later.
    """
    found = InvoiceCheck.objects.filter(redemption=UUID(redemption_id), redemption__is_reversed=False)
    check = found.select_related("redemption__voucher").first()
    if check is not None and check.state == CheckState.FAILED:
        broken = [one for one in broken_rules(check) if one.is_fatal]
        voucher = check.redemption.voucher
        until = hand_in_until(voucher)
        # A check that fails moves the last day once.
        is_moved = until > voucher.claim_until
        days = None if is_moved else TIME_TO_MEND.days
        _send("invoice_check", redemption_id, person_id, {"broken": broken, "until": until, "days": days})


PDF_MAILS = {
    PdfState.TO_CHECK: "pdf_invoice_to_check",
    PdfState.REFUSED: "pdf_invoice_refused",
}
"""The states that are told, and by which mail."""


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
    is_used = state != PdfState.REFUSED or invoice.voucher.state not in CAN_LAPSE
    until = None if is_used else hand_in_until(invoice.voucher)
    context = {
        "invoice": invoice,
        "voucher": invoice.voucher,
        "shown_code": show_code(invoice.voucher.code),
        "reasons": invoice.told_reasons(),
        "why": invoice.why.text if invoice.why else "",
        "until": until,
        "is_late": until is not None and until < today(),
        "url": settings.BASE_URL + reverse("enterprise:voucher", args=[invoice.voucher.code]),
    }
    # Whose address is no good any more sees it on the page all the same.
    with suppress(MailRefused):
        send(PDF_MAILS[PdfState(state)], person.email, context)


def _send(template: str, redemption_id: str, person_id: int, more: dict[str, object]) -> None:
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email:
        return
    redemption = Redemption.objects.select_related(
        "supplier", "voucher__holder", "voucher__scheme", "voucher__account", "voucher__application"
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
        "account_url": account_url(redemption) if is_applicant else "",
        "url": settings.BASE_URL + page,
    }
    # Whose address is no good any more sees it on the page all the same.
    with suppress(MailRefused):
        send(template, person.email, {**context, **more})


def account_url(redemption: Redemption) -> str:
    """Where a business that is paid back gives its account number; empty when it did, or when another is paid."""
    lacking = without_account([redemption.payee_id], today()) if redemption.voucher.pays_holder else []
    is_asked = any(one.coming_from is None for one in lacking)
    return settings.BASE_URL + reverse("enterprise:account") if is_asked else ""
