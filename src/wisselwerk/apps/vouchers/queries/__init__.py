"""Reads shaped for a screen, scoped by actor, with a fixed number of queries."""

from wisselwerk.apps.vouchers.queries.applications import (
    application_for,
    applications_of,
    confirmation_by_token,
    coordinated_application,
    coordinated_applications,
    latest_decision,
    outcomes_of,
    reasons_of,
    waiting_applications,
)
from wisselwerk.apps.vouchers.queries.deliveries import delivery_of, undelivered_applications
from wisselwerk.apps.vouchers.queries.lines import MainLines, Week, main_lines, uptake, voucher_states
from wisselwerk.apps.vouchers.queries.pdf_invoices import (
    coordinated_pdf_invoice,
    pdf_file,
    pdf_invoices_on,
    pdf_invoices_to_check,
)
from wisselwerk.apps.vouchers.queries.vouchers import (
    Due,
    Event,
    coordinated_voucher,
    due_to,
    history_of,
    redemptions_of,
    voucher_for,
    vouchers_coordinated,
    vouchers_held,
    vouchers_offered,
)

__all__ = [
    "Due",
    "Event",
    "MainLines",
    "Week",
    "application_for",
    "applications_of",
    "confirmation_by_token",
    "coordinated_application",
    "coordinated_applications",
    "coordinated_pdf_invoice",
    "coordinated_voucher",
    "delivery_of",
    "due_to",
    "history_of",
    "latest_decision",
    "main_lines",
    "outcomes_of",
    "pdf_file",
    "pdf_invoices_on",
    "pdf_invoices_to_check",
    "reasons_of",
    "redemptions_of",
    "undelivered_applications",
    "uptake",
    "voucher_for",
    "voucher_states",
    "vouchers_coordinated",
    "vouchers_held",
    "vouchers_offered",
    "waiting_applications",
]
