"""Holding invoices to the official rules: here, and nowhere else that serves, the rules themselves are in memory."""

from wisselwerk.apps.vouchers.queries.checks import is_check_due
from wisselwerk.apps.vouchers.services import check_invoices as check
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.en16931 import findings_in


def check_invoices() -> None:
    """Judge the invoices that wait. It is asked often, so it looks before it begins."""
    if is_check_due():
        check(SYSTEM, judge=findings_in)
