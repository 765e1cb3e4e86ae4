"""The term in which a person decides, and the questions that stop it. Armistice Day 2026 is Wednesday 11 November."""

from datetime import date, timedelta

import pytest

from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.review import (
    ANSWER_TERM,
    ReviewState,
    ReviewVerb,
    Term,
    after,
    begun,
    may_refuse,
)
from wisselwerk.domain.working_day import working_day_after, working_days_left
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

V, S = ReviewVerb, ReviewState
A_DAY = timedelta(days=1)
MONDAY = date(2026, 11, 2)


def first(days: int = 20, on: date = MONDAY) -> Term:
    return begun(on, days, BELGIAN_HOLIDAYS)


def then(term: Term, verb: ReviewVerb, on: date) -> Term:
    return after(term, verb, on, BELGIAN_HOLIDAYS)


def state(term: Term, on: date) -> ReviewState:
    return term.state(on, BELGIAN_HOLIDAYS)


def refused(term: Term, verb: ReviewVerb, on: date) -> RefusalCode:
    with pytest.raises(Refusal) as error:
        then(term, verb, on)
    return error.value.code


def test_the_day_it_begins_is_not_counted_and_holidays_neither() -> None:
    assert first(5).until == date(2026, 11, 9)
    assert first(8).until == date(2026, 11, 13)


def test_the_last_day_counts_and_the_next_is_late() -> None:
    term = first(5)
    assert state(term, date(2026, 11, 9)) is S.TO_DECIDE
    assert state(term, date(2026, 11, 10)) is S.LATE


def test_a_question_stops_the_term_and_the_answer_gives_back_what_was_left() -> None:
    asked = then(first(8), V.ASK, date(2026, 11, 5))
    # Of 13 November on 5 November: the 6th, 9th, 10th, 12th and 13th.
    assert (asked.until, asked.days_left) == (None, 5)
    assert state(asked, date(2026, 11, 18)) is S.ANSWER_AWAITED
    answered = then(asked, V.ANSWER, date(2026, 11, 18))
    assert answered.until == working_day_after(date(2026, 11, 18), 5, BELGIAN_HOLIDAYS)
    assert answered.answer_by is None


def test_asking_and_answering_the_same_day_costs_nothing() -> None:
    term = first(8)
    answered = then(then(term, V.ASK, date(2026, 11, 5)), V.ANSWER, date(2026, 11, 5))
    assert answered.until == term.until


def test_an_answer_on_the_last_day_leaves_one_day_to_read_it() -> None:
    term = first(5)
    assert term.until is not None
    answered = then(then(term, V.ASK, term.until), V.ANSWER, term.until)
    assert answered.until == working_day_after(term.until, 1, BELGIAN_HOLIDAYS)


def test_a_question_after_the_term_does_not_give_it_back() -> None:
    late = date(2026, 11, 16)
    asked = then(first(5), V.ASK, late)
    assert state(asked, late) is S.ANSWER_AWAITED
    assert asked.last_day(late, BELGIAN_HOLIDAYS) == date(2026, 11, 9)
    assert state(then(asked, V.ANSWER, late + A_DAY), late + A_DAY) is S.LATE


def test_a_reminder_is_due_after_five_working_days_and_once() -> None:
    asked = then(first(), V.ASK, date(2026, 11, 5))
    # The 6th, 9th, 10th, 12th, 13th.
    assert not asked.reminder_is_due(date(2026, 11, 12), BELGIAN_HOLIDAYS)
    assert asked.reminder_is_due(date(2026, 11, 13), BELGIAN_HOLIDAYS)
    reminded = then(asked, V.REMIND, date(2026, 11, 13))
    assert reminded.answer_by == asked.answer_by
    assert not reminded.reminder_is_due(date(2026, 12, 31), BELGIAN_HOLIDAYS)
    assert refused(reminded, V.REMIND, date(2026, 11, 16)) is RefusalCode.NOTHING_ASKED


def test_a_late_reminder_moves_the_last_day_to_answer() -> None:
    asked = then(first(), V.ASK, date(2026, 11, 5))
    assert asked.answer_by == working_day_after(date(2026, 11, 5), ANSWER_TERM, BELGIAN_HOLIDAYS)
    on = asked.answer_by
    reminded = then(asked, V.REMIND, on)
    assert reminded.answer_by == working_day_after(on, 3, BELGIAN_HOLIDAYS)


def test_nobody_is_given_up_on_before_the_reminder() -> None:
    asked = then(first(), V.ASK, date(2026, 11, 5))
    assert asked.is_awaited(date(2027, 3, 1))
    with pytest.raises(Refusal) as error:
        may_refuse(asked, date(2027, 3, 1))
    assert error.value.code is RefusalCode.ANSWER_AWAITED


def test_silence_gives_the_turn_back_with_the_days_that_were_left() -> None:
    asked = then(first(), V.ASK, date(2026, 11, 5))
    reminded = then(asked, V.REMIND, date(2026, 11, 13))
    assert reminded.answer_by is not None
    assert state(reminded, reminded.answer_by) is S.ANSWER_AWAITED
    turn = reminded.answer_by + A_DAY
    assert state(reminded, turn) is S.TO_DECIDE
    may_refuse(reminded, turn)
    until = reminded.last_day(turn, BELGIAN_HOLIDAYS)
    assert until is not None
    assert working_days_left(reminded.answer_by, until, BELGIAN_HOLIDAYS) == asked.days_left
    assert state(reminded, until + A_DAY) is S.LATE
    # A late answer is heard and changes nothing of the term.
    assert then(reminded, V.ANSWER, turn).until == until
    # Another question can be asked, of what is left then.
    assert then(reminded, V.ASK, turn).days_left == working_days_left(turn, until, BELGIAN_HOLIDAYS)


def test_a_question_that_does_not_arrive_stops_nothing() -> None:
    asked = then(first(), V.ASK, date(2026, 11, 5))
    lost = then(asked, V.UNDELIVERED, date(2026, 11, 5))
    assert lost.until == first().until
    may_refuse(lost, date(2026, 11, 5))
    assert lost.can_answer, "who reads it on the page may answer"
    answered = then(lost, V.ANSWER, date(2026, 11, 6))
    assert (answered.until, answered.can_answer) == (lost.until, False)


def test_a_reminder_that_does_not_arrive_ends_no_hearing() -> None:
    asked = then(first(), V.ASK, date(2026, 11, 5))
    reminded = then(asked, V.REMIND, date(2026, 11, 13))
    lost = then(reminded, V.UNDELIVERED, date(2026, 11, 13))
    assert lost.answer_by == reminded.answer_by
    assert lost.answer_by is not None
    with pytest.raises(Refusal):
        may_refuse(lost, lost.answer_by)
    may_refuse(lost, lost.answer_by + A_DAY)
    assert state(lost, lost.answer_by) is S.ANSWER_AWAITED
    assert refused(lost, V.REMIND, lost.answer_by) is RefusalCode.NOTHING_ASKED
    assert refused(lost, V.UNDELIVERED, lost.answer_by) is RefusalCode.NOTHING_ASKED
    assert then(lost, V.ANSWER, lost.answer_by).answer_by is None


@pytest.mark.parametrize("verb", [V.ANSWER, V.REMIND, V.UNDELIVERED])
def test_without_a_question_there_is_nothing_to_answer(verb: ReviewVerb) -> None:
    assert refused(first(), verb, MONDAY) is RefusalCode.NOTHING_ASKED


def test_one_question_at_a_time() -> None:
    assert refused(then(first(), V.ASK, MONDAY), V.ASK, MONDAY) is RefusalCode.QUESTION_OPEN


@pytest.mark.parametrize("verb", [V.ASK, V.ANSWER, V.REMIND, V.UNDELIVERED, V.WITHDRAW])
def test_after_a_withdrawal_nothing_comes(verb: ReviewVerb) -> None:
    gone = then(first(), V.WITHDRAW, MONDAY)
    assert state(gone, MONDAY) is S.WITHDRAWN
    assert refused(gone, verb, MONDAY) is RefusalCode.WRONG_STATE
