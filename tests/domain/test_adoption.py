"""How far an adopter is: by what it said, by what shows, and which of both is newer."""

from datetime import date

import pytest

from wisselwerk.domain.adoption import (
    ABANDONED,
    ADAPTING,
    EVALUATED,
    INTERESTED,
    MAY_SAY,
    NEEDS_WORDS,
    RUNNING,
    AdoptionState,
    Said,
    Seen,
    may_say,
    state_of,
)
from wisselwerk.domain.practice_sentence import ADOPTION_NAMES

FIRST, SECOND, THIRD = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def said(*states: AdoptionState) -> list[Said]:
    return [Said(state, day) for state, day in zip(states, (FIRST, SECOND, THIRD), strict=False)]


@pytest.mark.parametrize(
    ("told", "seen", "expected"),
    [
        ([], Seen(), None),
        ([INTERESTED], Seen(), INTERESTED),
        ([], Seen(adapting_since=FIRST), ADAPTING),
        ([INTERESTED], Seen(adapting_since=SECOND), ADAPTING),
        ([INTERESTED], Seen(SECOND, SECOND), RUNNING),
        ([RUNNING, EVALUATED], Seen(), EVALUATED),
        ([EVALUATED], Seen(FIRST, FIRST), EVALUATED),
        ([INTERESTED, ABANDONED], Seen(), ABANDONED),
        # What was thrown away before it was abandoned counts no more; what was begun after it does.
        ([INTERESTED, ABANDONED], Seen(adapting_since=FIRST), ABANDONED),
        ([INTERESTED, ABANDONED], Seen(adapting_since=THIRD), ADAPTING),
        ([RUNNING, ABANDONED], Seen(FIRST, FIRST), ABANDONED),
        ([RUNNING, ABANDONED, INTERESTED], Seen(), INTERESTED),
    ],
)
def test_this_far(told: list[AdoptionState], seen: Seen, expected: AdoptionState | None) -> None:
    assert state_of(said(*told), seen) is expected


def test_what_shows_is_not_said() -> None:
    assert may_say(None, shows=False) == {INTERESTED, ADAPTING, RUNNING}
    assert may_say(None, shows=True) == {INTERESTED}
    assert may_say(RUNNING, shows=True) == {EVALUATED, ABANDONED}


def test_from_everywhere_something_can_be_said_and_all_of_it_has_words() -> None:
    assert MAY_SAY.keys() == {None, *AdoptionState}
    assert all(MAY_SAY.values())
    assert {one for some in MAY_SAY.values() for one in some} == set(AdoptionState)
    assert ADOPTION_NAMES.keys() == set(AdoptionState)
    assert {EVALUATED, ABANDONED} == NEEDS_WORDS
