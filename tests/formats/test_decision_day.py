"""Days as pages tell them."""

from datetime import date

import pytest

from wisselwerk.formats.decision_day import read_day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-13", date(2024, 5, 13)),
        ("2024-05-13T20:01:00.000+02:00", date(2024, 5, 13)),
        ("2024-05-27T17:00:00.0000000Z", date(2024, 5, 27)),
        ("2024-05-26T22:00:00Z", date(2024, 5, 27)),
        ("2024-01-26T22:59:59Z", date(2024, 1, 26)),
        ("2024-01-26T23:00Z", date(2024, 1, 27)),
        ("2024-05-26T22:00:00", date(2024, 5, 26)),
        ("2024-05-26 22:00:00+0200", date(2024, 5, 26)),
        ("ma 13/05/2024 - 20:00", date(2024, 5, 13)),
        ("13.5.2024", date(2024, 5, 13)),
        ("donderdag 23 mei 2024", date(2024, 5, 23)),
        (" 1 December 2023 ", date(2023, 12, 1)),
    ],
)
def test_days(written: str, day: date) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "mei 2024",
        "2024",
        "2024-02-30",
        "31 april 2024",
        "13/13/2024",
        "2024-05-13T25:00:00Z",
        "1823-05-01",
        "12345-01-01",
    ],
)
def test_what_is_no_day(written: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|hour|year"):
        read_day(written)
