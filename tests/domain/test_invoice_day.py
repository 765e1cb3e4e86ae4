"""The day of an invoice: in the period of the voucher, and not still to come, whatever else is right about it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.test_redemption import (
    ADDING_UP,
    AWARDED_ON,
    GENK,
    HANDED_IN_ON,
    INVOICE,
    VALID_UNTIL,
    ZUIDOOST_LIMBURG,
    codes,
    settled,
)
from wisselwerk.domain.redemption import VoucherTerms
from wisselwerk.domain.refusal import RefusalCode


@pytest.mark.parametrize(
    ("issued_on", "expected"),
    [
        (HANDED_IN_ON, []),
        (HANDED_IN_ON + timedelta(days=1), [RefusalCode.INVOICE_DATE_TO_COME]),
        (VALID_UNTIL, [RefusalCode.INVOICE_DATE_TO_COME]),
        # Waiting does not mend it, so nobody is told to wait.
        (VALID_UNTIL + timedelta(days=1), [RefusalCode.INVOICE_OUTSIDE_PERIOD]),
    ],
)
@pytest.mark.parametrize("terms", [ZUIDOOST_LIMBURG, GENK, ADDING_UP])
def test_an_invoice_of_a_day_to_come_does_not_count_yet(
    terms: VoucherTerms, issued_on: date, expected: list[RefusalCode]
) -> None:
    assert codes(settled(terms, replace(INVOICE, issued_on=issued_on))) == expected


@pytest.mark.parametrize(
    ("issued_on", "ok"),
    [
        (AWARDED_ON - timedelta(days=1), False),
        (AWARDED_ON, True),
        (VALID_UNTIL, True),
        (VALID_UNTIL + timedelta(days=1), False),
    ],
)
def test_both_ends_of_the_period_are_in_it(issued_on: date, ok: bool) -> None:
    invoice = replace(INVOICE, issued_on=issued_on)
    settlement = settled(ZUIDOOST_LIMBURG, invoice, on=VALID_UNTIL + timedelta(days=2))
    assert codes(settlement) == ([] if ok else [RefusalCode.INVOICE_OUTSIDE_PERIOD])
