"""What the demo shows of ex-post control: each outcome, a year that is over, and questions in every state."""

import pytest

from tests.cast import Stage
from wisselwerk.apps.initiatives.models import ExpostQuestion
from wisselwerk.apps.initiatives.queries.expost import public_rows
from wisselwerk.apps.initiatives.queries.expost_questions import questions_on, state_of
from wisselwerk.apps.initiatives.queries.main_lines import years_told
from wisselwerk.apps.initiatives.queries.proof import differences
from wisselwerk.clock import today
from wisselwerk.domain.expost_control import Explanation, Outcome
from wisselwerk.domain.expost_question import QuestionState

pytestmark = pytest.mark.django_db

GENK, OUDSBERGEN, TONGEREN_BORGLOON = "71016", "72042", "73111"


def test_one_plan_shows_enough_for_a_scheme_and_another_less(demo: Stage) -> None:
    found = {one.government: one for one in public_rows(today().year)}
    genk, tongeren = found[GENK], found[TONGEREN_BORGLOON]
    assert genk.control.explanation is Explanation.IN_ORDER_SO_FAR
    assert [(one.action, one.here_cents, one.shown_cents) for one in genk.control.schemes] == [
        ("AC-03.02.02", 25_000_000, 25_000_000)
    ]
    assert tongeren.control.explanation is Explanation.LESS_PLANNED
    assert {(one.action, one.shown_cents, one.outcome) for one in tongeren.control.schemes} == {
        ("AC2.1.3", 6_000_000, Outcome.DIFFERS)
    }


def test_a_year_that_is_over_can_be_looked_at(demo: Stage) -> None:
    before = today().year - 1
    found = {one.government: one.control for one in public_rows(before)}
    assert found[GENK].explanation is Explanation.IN_ORDER
    assert found[TONGEREN_BORGLOON].explanation is Explanation.NO_PLAN
    assert (found[OUDSBERGEN].outcome, found[OUDSBERGEN].told) == (Outcome.NOT_VISIBLE, 1)
    assert before in years_told(today())


def test_a_question_was_answered_one_waits_and_a_suggestion_has_its_answer(demo: Stage) -> None:
    before = today().year - 1
    states = {
        code: [state_of(one) for one in questions_on(before, code)]
        for code in (GENK, OUDSBERGEN, TONGEREN_BORGLOON)
    }
    assert states == {
        GENK: [QuestionState.REPLIED],
        OUDSBERGEN: [QuestionState.SEEN],
        TONGEREN_BORGLOON: [QuestionState.OPEN],
    }
    assert ExpostQuestion.objects.count() == 3
    assert list(differences()) == []
