"""Reminders go out in time, and nothing ends before two did, however long the system stood still."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.reminder import (
    DatedLadder,
    Ladder,
    days_of,
    ladder_on,
    last_day,
    may_lapse,
    reminder_due,
)

LADDER = Ladder((30, 14, 3))
DEADLINE = date(2026, 9, 30)


def before(days: int) -> date:
    return DEADLINE - timedelta(days=days)


def after(days: int) -> date:
    return DEADLINE + timedelta(days=days)


ladders = (
    st.lists(st.integers(1, 60), min_size=2, max_size=5, unique=True)
    .map(lambda days: tuple(sorted(days, reverse=True)))
    .map(Ladder)
)
awake = st.lists(st.booleans(), min_size=1, max_size=200)
"""On which days, one after the other, the system ran; from then on it runs every day."""


def lived(ladder: Ladder, start: date, runs: list[bool]) -> tuple[list[date], date]:
    """What a system that starts looking on ``start`` sends, and the first day on which the right may lapse."""
    sent: list[date] = []
    for passed in range(1000):
        today = start + timedelta(days=passed)
        if passed < len(runs) and not runs[passed]:
            continue
        if may_lapse(ladder, DEADLINE, sent, today):
            return sent, today
        if reminder_due(ladder, DEADLINE, sent, today) is not None:
            sent.append(today)
    raise AssertionError("a right that never ends")


@given(ladders, st.integers(-100, 100), awake)
def test_a_right_ends_only_after_two_reminders_and_the_days_that_follow_the_second(
    ladder: Ladder, early: int, runs: list[bool]
) -> None:
    sent, lapsed_on = lived(ladder, before(early), runs)
    assert len(sent) >= 2
    assert lapsed_on > DEADLINE
    assert lapsed_on - sent[1] > timedelta(days=ladder.days_before[-1])
    assert len(set(sent)) == len(sent)


@given(ladders)
def test_a_system_that_runs_reminds_on_every_rung_and_moves_nothing(ladder: Ladder) -> None:
    sent, lapsed_on = lived(ladder, before(100), [True])
    assert sent == sorted(days_of(ladder, DEADLINE).values())
    assert lapsed_on == after(1)


@given(ladders, st.integers(-100, 100), st.lists(st.integers(-100, 100), max_size=4))
def test_another_reminder_never_ends_a_right_before_the_deadline(
    ladder: Ladder, today: int, sent: list[int]
) -> None:
    on_record = [after(one) for one in sent if one <= today]
    end = last_day(ladder, DEADLINE, on_record, after(today))
    assert end >= DEADLINE
    if len(set(on_record)) < 2:
        assert end > after(today)
        assert not may_lapse(ladder, DEADLINE, on_record, after(today))


@given(ladders, st.integers(-100, 100), st.lists(st.integers(-100, 100), max_size=4), st.integers(0, 30))
def test_the_last_day_never_comes_nearer_while_time_passes(
    ladder: Ladder, today: int, sent: list[int], later: int
) -> None:
    on_record = [after(one) for one in sent if one <= today]
    assert last_day(ladder, DEADLINE, on_record, after(today + later)) >= last_day(
        ladder, DEADLINE, on_record, after(today)
    )


@pytest.mark.parametrize(
    ("sent", "today", "due"),
    [
        ([], before(31), None),
        ([], before(30), 30),
        ([before(30)], before(30), None),
        ([before(30)], before(15), None),
        ([before(30)], before(14), 14),
        ([before(30), before(14)], before(4), None),
        ([before(30), before(14)], before(3), 3),
        ([before(30), before(14), before(3)], DEADLINE, None),
        ([before(30), before(14)], DEADLINE, 3),  # late, and still in time to be read
        ([before(30), before(14)], after(1), None),  # over
        ([], before(20), 30),  # late: the one that was missed
        ([], before(14), 14),  # of two that were missed, the latest
    ],
)
def test_which_reminder_is_due(sent: list[date], today: date, due: int | None) -> None:
    assert reminder_due(LADDER, DEADLINE, sent, today) == due


def test_a_system_that_was_down_until_after_the_deadline_gives_fourteen_days_from_its_first_reminder() -> (
    None
):
    today = after(5)
    assert last_day(LADDER, DEADLINE, [], today) == after(19)
    assert reminder_due(LADDER, DEADLINE, [], today) == 14
    assert reminder_due(LADDER, DEADLINE, [today], after(15)) is None
    assert reminder_due(LADDER, DEADLINE, [today], after(16)) == 3
    sent = [today, after(16)]
    assert last_day(LADDER, DEADLINE, sent, after(16)) == after(19)
    assert not may_lapse(LADDER, DEADLINE, sent, after(19))
    assert may_lapse(LADDER, DEADLINE, sent, after(20))


def test_a_system_that_stood_still_between_two_reminders_leaves_the_days_of_the_last_rung() -> None:
    sent = [before(30)]
    assert last_day(LADDER, DEADLINE, sent, before(3)) == DEADLINE
    assert last_day(LADDER, DEADLINE, sent, before(2)) == after(1)
    assert reminder_due(LADDER, DEADLINE, sent, before(2)) == 3


def test_two_reminders_on_one_day_are_one() -> None:
    assert not may_lapse(LADDER, DEADLINE, [before(5), before(5)], after(3))


@pytest.mark.parametrize("days", [(), (3,), (3, 3), (3, 14), (14, 0), (14, -1)])
def test_a_ladder_that_cannot_remind_twice_is_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="go down and end at one or more"):
        Ladder(days)


def test_the_ladder_of_a_day_is_the_latest_that_has_begun() -> None:
    shorter = DatedLadder(date(2026, 1, 1), Ladder((10, 2)), "Besluit van een test")
    ladders = [DatedLadder(date(2025, 1, 1), LADDER, "Besluit van een test"), shorter]
    assert ladder_on(date(2025, 12, 31), ladders) == LADDER
    assert ladder_on(date(2026, 1, 1), ladders) == Ladder((10, 2))
    assert ladder_on(date(2026, 1, 1)) == Ladder((30, 14, 3))
    with pytest.raises(ValueError, match="no reminder ladder holds on 2024-12-31"):
        ladder_on(date(2024, 12, 31), ladders)
