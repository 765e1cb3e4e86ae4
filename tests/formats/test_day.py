"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.formats.day import parse_day


@pytest.mark.parametrize("written", ["01/02/2026", "1/2/2026", "1.2.2026", "01-02-2026", "2026-02-01"])
def test_the_day_comes_before_the_month(written: str) -> None:
    assert parse_day(written) == date(2026, 2, 1)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_both_ways(day: date) -> None:
    assert parse_day(f"{day:%d/%m/%Y}") == parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "written",
    [
        "", "gisteren", "2026", "46023", "31/12/26", "30/02/2026", "12/31/2026", "2026-2-1", "20260201", "1/2/2026 ",
        "2026-02-01T00:00:00", "31/12/9999", "31/12/1899", "01/01/2200", "00/01/2026", "١/٢/٢٠٢٦", "1/2/2026\n",
    ],
)  # fmt: skip
def test_what_names_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_day(written)
