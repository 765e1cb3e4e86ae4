"""What proves that a business paid its own part: to the cent and to the day."""

from datetime import date

import pytest

from wisselwerk.domain.money import Cents
from wisselwerk.domain.own_payment import OwnPart, against
from wisselwerk.domain.refusal import RefusalCode

PART = OwnPart(needed_cents=Cents(25_000), total_cents=Cents(60_500), invoiced_on=date(2026, 11, 10))
TODAY = date(2026, 11, 25)


def codes(amount_cents: int, paid_on: date, part: OwnPart = PART) -> list[RefusalCode]:
    return [one.code for one in against(part, amount_cents=amount_cents, paid_on=paid_on, today=TODAY)]


@pytest.mark.parametrize("amount_cents", [25_000, 35_500, 60_500])
@pytest.mark.parametrize("paid_on", [date(2026, 11, 10), TODAY])
def test_from_the_own_part_up_to_the_whole_invoice_on_any_day_from_the_invoice_to_today(
    amount_cents: int, paid_on: date
) -> None:
    assert codes(amount_cents, paid_on) == []


def test_a_cent_short_is_named() -> None:
    (reason,) = against(PART, amount_cents=24_999, paid_on=TODAY, today=TODAY)
    assert reason.code is RefusalCode.OWN_PART_TOO_LOW
    assert reason.params == {
        "amount_cents": 24_999,
        "needed_cents": 25_000,
        "vat_basis": "without_vat",
        "missing_cents": 1,
    }


def test_a_cent_above_the_invoice_is_a_typing_error() -> None:
    assert codes(60_501, TODAY) == [RefusalCode.OWN_PART_TOO_HIGH]


def test_an_invoice_whose_vat_was_not_kept_has_no_upper_limit() -> None:
    part = OwnPart(needed_cents=Cents(25_000), total_cents=None, invoiced_on=PART.invoiced_on)
    assert codes(60_501, TODAY, part) == []


def test_a_day_before_the_invoice_and_a_day_to_come_are_named() -> None:
    assert codes(25_000, date(2026, 11, 9)) == [RefusalCode.PAID_BEFORE_INVOICE]
    assert codes(25_000, date(2026, 11, 26)) == [RefusalCode.DAY_TO_COME]


@pytest.mark.parametrize("amount_cents", [0, -1, -25_000])
def test_nothing_and_less_than_nothing_are_missing_all_of_it(amount_cents: int) -> None:
    (reason,) = against(PART, amount_cents=amount_cents, paid_on=TODAY, today=TODAY)
    assert reason.params["missing_cents"] == 25_000 - amount_cents


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert codes(1, date(2026, 11, 9)) == [RefusalCode.OWN_PART_TOO_LOW, RefusalCode.PAID_BEFORE_INVOICE]
