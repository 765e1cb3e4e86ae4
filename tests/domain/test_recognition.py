"""Which recognition ends before a voucher does, and which day counts for an invoice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.test_redemption import AWARDED_ON, INVOICE, PROVIDER, ZUIDOOST_LIMBURG, codes, settled
from wisselwerk.domain.period import Period
from wisselwerk.domain.recognition import ending_before
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.rule.provider import RecognitionDay

AFTER_AWARD = AWARDED_ON + timedelta(days=1)
LAST_DAY = date(2026, 6, 30)
"""Of the voucher."""
OLD = Period(date(2019, 1, 1), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("recognitions", "ending"),
    [
        pytest.param({}, None, id="never recognised"),
        pytest.param({"a": Period(date(2019, 1, 1))}, None, id="goes on"),
        pytest.param({"a": OLD}, "a", id="ends before"),
        pytest.param({"a": Period(OLD.start, date(2026, 6, 30))}, "a", id="ends the day before"),
        pytest.param({"a": Period(OLD.start, date(2026, 7, 1))}, None, id="ends together"),
        pytest.param({"a": OLD, "b": Period(date(2026, 5, 1))}, None, id="a newer one goes on"),
        pytest.param(
            {"a": OLD, "b": Period(date(2026, 5, 1), date(2026, 6, 1))}, "b", id="a newer one ends too"
        ),
        pytest.param({"a": OLD, "b": Period(date(2026, 7, 1))}, "a", id="a newer one comes too late"),
        pytest.param({"a": OLD, "b": Period(LAST_DAY)}, None, id="a newer one is just in time"),
        pytest.param({"b": Period(date(2010, 1, 1), date(2019, 1, 1)), "a": OLD}, "a", id="the last one"),
    ],
)
def test_a_recognition_ends_before_a_voucher_or_does_not(
    recognitions: dict[str, Period], ending: str | None
) -> None:
    assert ending_before(recognitions, LAST_DAY) == ending


@pytest.mark.parametrize(
    ("chosen", "recognised", "ok"),
    [
        (PROVIDER, Period(AWARDED_ON, AFTER_AWARD), True),
        (PROVIDER, Period(date(2020, 1, 1), AWARDED_ON), False),
        (PROVIDER, Period(AFTER_AWARD, INVOICE.issued_on), False),
        (PROVIDER, Period(INVOICE.issued_on), True),
        (None, Period(AWARDED_ON, AFTER_AWARD), False),
        (None, Period(INVOICE.issued_on), True),
    ],
    ids=[
        "on the day of the award only",
        "until the day before the award",
        "neither on that day nor on that of the invoice",
        "on the day of the invoice only",
        "nobody was chosen",
        "nobody was chosen, on the day of the invoice",
    ],
)
def test_where_the_day_of_the_award_counts_a_recognition_that_ends_takes_nothing_away(
    chosen: str | None, recognised: Period, ok: bool
) -> None:
    terms = replace(
        ZUIDOOST_LIMBURG,
        provider_number=chosen,
        recognitions={PROVIDER: (recognised,)},
        recognition_day=RecognitionDay.AWARD,
    )
    assert codes(settled(terms, INVOICE)) == ([] if ok else [RefusalCode.PROVIDER_NOT_RECOGNISED])


def test_the_day_of_the_award_makes_no_voucher_last_longer() -> None:
    terms = replace(ZUIDOOST_LIMBURG, recognition_day=RecognitionDay.AWARD)
    late = replace(INVOICE, issued_on=terms.valid_until + timedelta(days=1))
    assert codes(settled(terms, late)) == [RefusalCode.INVOICE_OUTSIDE_PERIOD]
