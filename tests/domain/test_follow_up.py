"""Do you still work together: what the answers of two sides come to, and when they are asked."""

from datetime import date, timedelta

import pytest

from wisselwerk.domain.follow_up import (
    ASKED_WITHIN,
    Outcome,
    Said,
    Tally,
    due,
    is_over,
    may_follow,
    outcome,
    tally,
)
from wisselwerk.domain.period import months_later


@pytest.mark.parametrize(
    ("business", "provider", "comes_to"),
    [
        (Said.YES, Said.YES, Outcome.LASTS),
        (Said.YES, None, Outcome.LASTS),
        (None, Said.YES, Outcome.LASTS),
        (Said.NO, Said.NO, Outcome.ENDED),
        (None, Said.NO, Outcome.ENDED),
        (Said.YES, Said.NO, Outcome.CONTRADICTED),
        (Said.NO, Said.YES, Outcome.CONTRADICTED),
        (None, None, Outcome.UNANSWERED),
    ],
)
def test_what_two_sides_come_to(business: Said | None, provider: Said | None, comes_to: Outcome) -> None:
    assert outcome([business, provider], is_asked=True) is comes_to


def test_who_could_not_be_asked_is_not_silent() -> None:
    assert outcome([], is_asked=False) is Outcome.NOT_ASKED


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_the_same_day_so_many_months_later(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


def test_a_pair_is_due_from_that_day_and_not_for_ever() -> None:
    first, then = date(2026, 1, 15), date(2026, 7, 15)
    assert not due(first, 6, then - timedelta(days=1))
    assert due(first, 6, then)
    assert due(first, 6, then + ASKED_WITHIN - timedelta(days=1))
    assert not due(first, 6, then + ASKED_WITHIN)


def test_silence_is_what_can_be_answered_no_more() -> None:
    found = tally(
        {
            (Outcome.LASTS, True): 2,
            (Outcome.LASTS, False): 3,
            (Outcome.ENDED, False): 4,
            (Outcome.CONTRADICTED, False): 1,
            (Outcome.UNANSWERED, True): 6,
            (Outcome.UNANSWERED, False): 7,
            (Outcome.NOT_ASKED, False): 8,
        }
    )
    assert found == Tally(lasts=5, ended=4, contradicted=1, silent=7, open=6, not_asked=8)
    assert (found.clear, found.answered, found.unknown, found.followed) == (9, 10, 22, 31)


def test_a_year_is_over_when_its_last_pair_can_answer_no_more() -> None:
    assert not is_over(2025, 6, date(2026, 10, 28))
    assert is_over(2025, 6, date(2026, 10, 29))
    assert not is_over(2025, 12, date(2027, 4, 30))
    assert is_over(2025, 12, date(2027, 5, 1))


def test_what_is_shown_by_municipality_follows_only_where_no_few_answered_in_between() -> None:
    shown = {"a": Tally(lasts=6, ended=6), "b": Tally(lasts=7, ended=5), "c": Tally(lasts=1)}
    assert may_follow({**shown, "a": Tally(lasts=11, ended=6)}, shown)
    assert not may_follow({**shown, "a": Tally(lasts=10, ended=6), "b": Tally(lasts=8, ended=5)}, shown)
    # One more where nothing is shown: the whole less what is shown would tell it.
    assert not may_follow({**shown, "a": Tally(lasts=11, ended=6), "c": Tally(lasts=2)}, shown)
    assert may_follow({**shown, "c": Tally(lasts=6)}, shown)
    few = {"a": Tally(lasts=3, ended=6)}
    assert may_follow({"a": Tally(lasts=4, ended=6)}, few)
