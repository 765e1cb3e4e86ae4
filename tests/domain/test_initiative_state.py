"""Which answers are possible when: a table, and nobody's silence says anything."""

import pytest

from wisselwerk.domain.initiative_sentence import ACTION_NAMES, STATE_NAMES
from wisselwerk.domain.initiative_state import (
    ANSWERS,
    TRANSITIONS,
    Action,
    InitiativeState,
    after,
    answers_to,
)

S, A = InitiativeState, Action


@pytest.mark.parametrize(
    ("before", "action", "expected"),
    [
        (None, A.NOTICE, S.NOTICED),
        (None, A.CONFIRM, None),
        (S.NOTICED, A.NOTICE, None),
        (S.NOTICED, A.ASK, S.NOTICED),
        (S.NOTICED, A.CONFIRM, S.CONFIRMED),
        (S.NOTICED, A.DENY, S.DENIED),
        (S.CONFIRMED, A.CONFIRM, None),
        (S.CONFIRMED, A.ASK, None),
        (S.CONFIRMED, A.NOTICE, S.NOTICED),
        (S.CORRECTED, A.NOTICE, None),
        (S.CORRECTED, A.CORRECT, S.CORRECTED),
        (S.DENIED, A.NOTICE, None),
        (S.DENIED, A.CONFIRM, S.CONFIRMED),
        (S.DENIED, A.END, None),
        (S.ENDED, A.CONFIRM, S.CONFIRMED),
        (S.ENDED, A.END, None),
        (S.ENDED, A.MERGE, S.ENDED),
        (S.DENIED, A.PART, S.DENIED),
    ],
)
def test_where_an_action_leads(
    before: InitiativeState | None, action: Action, expected: InitiativeState | None
) -> None:
    assert after(before, action) is expected


def test_an_owner_can_always_correct_and_never_ends_up_where_nothing_can_be_said() -> None:
    for state in S:
        assert A.CORRECT in answers_to(state)
        assert set(answers_to(state)) <= set(ANSWERS)


def test_every_state_can_be_reached_and_has_a_name() -> None:
    assert set(TRANSITIONS.values()) == set(S) == set(STATE_NAMES)
    assert set(ACTION_NAMES) == set(A)
