"""A question after a year: for whom it waits, what can be asked, and what an answer has to say."""

import pytest

from wisselwerk.domain.expost_control import Outcome
from wisselwerk.domain.expost_question import (
    QuestionKind,
    QuestionState,
    QuestionVerb,
    Reply,
    can_be_asked,
    needs_words,
    state_after,
)
from wisselwerk.domain.expost_question_sentence import REPLY_NAMES

REPLY, SEE = QuestionVerb.REPLY, QuestionVerb.SEE


@pytest.mark.parametrize(
    ("verbs", "state"),
    [
        ([], QuestionState.OPEN),
        ([REPLY], QuestionState.REPLIED),
        ([REPLY, REPLY], QuestionState.REPLIED),
        ([REPLY, SEE], QuestionState.SEEN),
        ([REPLY, SEE, REPLY], QuestionState.REPLIED),
    ],
)
def test_it_waits_for_who_comes_next(verbs: list[QuestionVerb], state: QuestionState) -> None:
    assert state_after(verbs) is state
    assert state_after(iter(verbs)) is state


def test_only_what_is_in_order_raises_no_question() -> None:
    assert {one for one in Outcome if not can_be_asked(one)} == {Outcome.IN_ORDER}


def test_a_no_says_why_and_an_answer_about_an_outcome_says_something() -> None:
    assert needs_words(QuestionKind.OUTCOME, None)
    assert {one for one in Reply if needs_words(QuestionKind.PRACTICE, one)} == {Reply.DOES_NOT_FIT}


def test_each_answer_has_its_words() -> None:
    assert REPLY_NAMES.keys() == set(Reply)
