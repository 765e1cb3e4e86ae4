"""Which recognition ends before a voucher does."""

from datetime import date

import pytest

from wisselwerk.domain.period import Period
from wisselwerk.domain.recognition import ending_before

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
