"""The clock of a delivery: the days a business has to answer, and what a dispute does to them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.fulfilment import (
    ALLOWED,
    DELIVERED,
    FulfilmentState,
    FulfilmentVerb,
    Said,
    asked,
    said,
)
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.working_day import is_working_day, working_days_left
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

A_DAY = timedelta(days=1)
V, S = FulfilmentVerb, FulfilmentState


def question(on: date, days: int) -> Said:
    return asked(on, days, BELGIAN_HOLIDAYS)


def then(before: Said, verb: FulfilmentVerb, on: date) -> Said:
    return said(before, verb, on, BELGIAN_HOLIDAYS)


@pytest.mark.parametrize(
    ("on", "days", "until"),
    [
        # Armistice Day 2026 is a Wednesday.
        (date(2026, 11, 10), 1, date(2026, 11, 12)),
        (date(2026, 11, 9), 1, date(2026, 11, 10)),
        (date(2026, 11, 9), 2, date(2026, 11, 12)),
        # Asked on the holiday itself.
        (date(2026, 11, 11), 1, date(2026, 11, 12)),
        # Labour Day 2026 is a Friday; that of 2027 a Saturday, and costs no working day.
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2027, 4, 30), 1, date(2027, 5, 3)),
        # Easter Monday 2026 is 6 April; Good Friday is worked.
        (date(2026, 4, 2), 1, date(2026, 4, 3)),
        (date(2026, 4, 2), 2, date(2026, 4, 7)),
        (date(2026, 4, 3), 1, date(2026, 4, 7)),
        # Asked in a weekend.
        (date(2026, 11, 14), 1, date(2026, 11, 16)),
        # Over the end of the year: Christmas is a Friday, New Year's Day too.
        (date(2026, 12, 24), 5, date(2027, 1, 4)),
    ],
)
def test_the_last_day_to_answer_is_the_nth_working_day_after_the_question(
    on: date, days: int, until: date
) -> None:
    clock = question(on, days)
    assert clock.until == until
    assert clock.state(until) is S.ASKED
    assert clock.state(until + A_DAY) is S.SILENT
    assert clock.since(until + A_DAY) == until + A_DAY


def test_a_dispute_stops_the_clock_and_a_withdrawal_gives_the_days_back() -> None:
    clock = question(date(2026, 11, 6), 5)  # Friday; 9, 10, 12, 13, 16 November
    assert clock.until == date(2026, 11, 16)
    disputed = then(clock, V.DISPUTE, date(2026, 11, 10))
    assert (disputed.until, disputed.days_left) == (None, 3)
    assert disputed.state(date(2030, 1, 1)) is S.DISPUTED
    # Withdrawn the day before Christmas: 28, 29 and 30 December.
    again = then(disputed, V.WITHDRAW, date(2026, 12, 24))
    assert again.until == date(2026, 12, 30)
    assert again.state(date(2026, 12, 30)) is S.ASKED
    assert again.state(date(2026, 12, 31)) is S.SILENT


def test_a_dispute_on_the_last_day_leaves_that_day_alone() -> None:
    clock = question(date(2026, 11, 10), 1)
    disputed = then(clock, V.DISPUTE, date(2026, 11, 12))
    assert disputed.days_left == 0
    again = then(disputed, V.WITHDRAW, date(2026, 11, 20))
    assert again.until == date(2026, 11, 20)
    assert again.state(date(2026, 11, 20)) is S.ASKED
    assert again.state(date(2026, 11, 21)) is S.SILENT


def test_a_hold_stops_the_clock_and_it_goes_on_with_the_days_that_were_left() -> None:
    clock = question(date(2026, 11, 6), 5)  # Friday; 9, 10, 12, 13, 16 November
    held = then(clock, V.HOLD, date(2026, 11, 10))
    assert (held.until, held.days_left, held.stands_still) == (None, 3, True)
    assert held.state(date(2030, 1, 1)) is S.ASKED, "silence is no yes meanwhile"
    again = then(held, V.GO_ON, date(2026, 12, 24))
    assert (again.until, again.stands_still) == (date(2026, 12, 30), False)
    assert again.state(date(2026, 12, 31)) is S.SILENT


def test_what_is_asked_or_withdrawn_on_hold_begins_to_count_when_that_is_over() -> None:
    asked_on_hold = asked(date(2026, 11, 9), 3, BELGIAN_HOLIDAYS, on_hold=True)
    assert (asked_on_hold.until, asked_on_hold.days_left) == (None, 3)
    assert asked_on_hold.state(date(2027, 1, 1)) is S.ASKED
    assert then(asked_on_hold, V.GO_ON, date(2026, 11, 9)) == replace(
        question(date(2026, 11, 9), 3), verb=V.GO_ON
    )
    disputed = then(question(date(2026, 11, 9), 3), V.DISPUTE, date(2026, 11, 10))
    withdrawn = said(disputed, V.WITHDRAW, date(2026, 11, 12), BELGIAN_HOLIDAYS, on_hold=True)
    assert (withdrawn.until, withdrawn.days_left) == (None, disputed.days_left)
    assert then(withdrawn, V.GO_ON, date(2026, 11, 16)).until == date(2026, 11, 18)


def test_a_business_answers_while_the_clock_stands_still() -> None:
    held = then(question(date(2026, 11, 6), 5), V.HOLD, date(2026, 11, 10))
    assert then(held, V.CONFIRM, date(2026, 12, 1)).state(date(2026, 12, 1)) is S.CONFIRMED
    disputed = then(held, V.DISPUTE, date(2026, 12, 1))
    assert (disputed.state(date(2026, 12, 1)), disputed.days_left) == (S.DISPUTED, 3)


@pytest.mark.parametrize(("stop", "go"), [(V.DISPUTE, V.WITHDRAW), (V.HOLD, V.GO_ON)])
@given(
    on=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    days=st.integers(1, 60),
    passed=st.integers(0, 90),
    still=st.integers(0, 400),
)
def test_a_clock_never_gains_or_loses_a_working_day(
    stop: FulfilmentVerb, go: FulfilmentVerb, on: date, days: int, passed: int, still: int
) -> None:
    clock = question(on, days)
    assert clock.until is not None
    assert working_days_left(on, clock.until, BELGIAN_HOLIDAYS) == days
    assert is_working_day(clock.until, BELGIAN_HOLIDAYS)
    disputed_on = min(on + passed * A_DAY, clock.until)
    disputed = then(clock, stop, disputed_on)
    withdrawn_on = disputed_on + still * A_DAY
    again = then(disputed, go, withdrawn_on)
    assert again.until is not None
    assert working_days_left(withdrawn_on, again.until, BELGIAN_HOLIDAYS) == disputed.days_left
    used = working_days_left(on, disputed_on, BELGIAN_HOLIDAYS)
    assert used + (disputed.days_left or 0) == days


def test_a_yes_ends_it_also_after_a_dispute() -> None:
    clock = question(date(2026, 11, 10), 3)
    assert then(clock, V.CONFIRM, date(2026, 11, 10)).state(date(2026, 11, 10)) is S.CONFIRMED
    disputed = then(clock, V.DISPUTE, date(2026, 11, 12))
    assert then(disputed, V.CONFIRM, date(2026, 12, 1)).state(date(2027, 1, 1)) is S.CONFIRMED
    assert then(disputed, V.FIND, date(2026, 12, 1)).state(date(2027, 1, 1)) is S.FOUND


@pytest.mark.parametrize("verb", list(ALLOWED))
def test_what_stands_is_not_said_again_and_the_refusal_says_since_when(verb: FulfilmentVerb) -> None:
    clock = question(date(2026, 11, 10), 1)
    confirmed = then(clock, V.CONFIRM, date(2026, 11, 12))
    for before, day, since in (
        (confirmed, date(2026, 11, 12), date(2026, 11, 12)),
        (clock, date(2026, 11, 13), date(2026, 11, 13)),
        (clock, date(2027, 3, 1), date(2026, 11, 13)),
    ):
        with pytest.raises(Refusal) as refused:
            then(before, verb, day)
        assert refused.value.code is RefusalCode.DELIVERY_SETTLED
        assert refused.value.reasons[0].params["since_on"] == since


@pytest.mark.parametrize(
    ("verbs", "last"),
    [
        ((), V.FIND),
        ((), V.WITHDRAW),
        ((V.DISPUTE,), V.DISPUTE),
        ((V.DISPUTE, V.WITHDRAW), V.FIND),
        # A clock that runs does not go on, and one that stands still is not stopped.
        ((), V.GO_ON),
        ((V.HOLD,), V.HOLD),
        ((V.HOLD, V.GO_ON), V.GO_ON),
        ((V.DISPUTE,), V.HOLD),
        ((V.DISPUTE,), V.GO_ON),
    ],
)
def test_what_cannot_be_said_now_is_refused(verbs: tuple[FulfilmentVerb, ...], last: FulfilmentVerb) -> None:
    now = question(date(2026, 11, 10), 5)
    for verb in verbs:
        now = then(now, verb, date(2026, 11, 12))
    with pytest.raises(Refusal) as refused:
        then(now, last, date(2026, 11, 12))
    assert refused.value.code is RefusalCode.WRONG_STATE


@given(
    verbs=st.lists(st.sampled_from(list(ALLOWED)), max_size=8),
    start=st.dates(date(2025, 1, 1), date(2028, 1, 1)),
)
def test_delivery_that_stands_stands_for_ever(verbs: list[FulfilmentVerb], start: date) -> None:
    story = [question(start, 5)]
    for number, verb in enumerate(verbs):
        try:
            story.append(then(story[-1], verb, start + number * A_DAY))
        except Refusal:
            continue
    for earlier, later in pairwise(story):
        assert earlier.state(later.on) not in DELIVERED
        # A clock runs, stands still with its days, or has ended: never two of these.
        assert (later.until is None) or (later.days_left is None)
