"""How an initiative stands with its owner: which answers are possible when, and what comes of them.

Nobody's silence says anything: what was not answered stays noticed.
"""

from collections.abc import Mapping
from enum import StrEnum


class InitiativeState(StrEnum):
    """How it stands."""

    NOTICED = "NOTICED"
    """A source tells of it; its owner said nothing."""
    CONFIRMED = "CONFIRMED"
    """Its owner says that it is so."""
    CORRECTED = "CORRECTED"
    """Its owner says that it is there, and otherwise than was read."""
    DENIED = "DENIED"
    """Its owner says that it is no initiative, or not theirs."""
    ENDED = "ENDED"
    """Its owner says that it is over."""


class Action(StrEnum):
    """What happens to an initiative."""

    NOTICE = "NOTICE"
    """A source told of it for the first time, or told something else of what was confirmed."""
    ASK = "ASK"
    """Its owner was asked by mail."""
    CONFIRM = "CONFIRM"
    CORRECT = "CORRECT"
    DENY = "DENY"
    END = "END"
    MERGE = "MERGE"
    """It is the same as another one, which goes on for both."""
    PART = "PART"
    """It is told apart again."""


_N, _CF, _CR, _R, _E = InitiativeState
_OPEN = (_N, _CF, _CR)

TRANSITIONS: Mapping[tuple[InitiativeState | None, Action], InitiativeState] = {
    (None, Action.NOTICE): _N,
    (_CF, Action.NOTICE): _N,
    (_N, Action.ASK): _N,
    **{(state, Action.CONFIRM): _CF for state in (_N, _CR, _R, _E)},
    **{(state, Action.CORRECT): _CR for state in InitiativeState},
    **{(state, Action.DENY): _R for state in _OPEN},
    **{(state, Action.END): _E for state in _OPEN},
    **{(state, action): state for state in InitiativeState for action in (Action.MERGE, Action.PART)},
}
"""What an action makes of a state; None is before the first. What is not here cannot be done."""

ANSWERS = (Action.CONFIRM, Action.CORRECT, Action.DENY, Action.END)
"""What an owner can answer."""


def after(state: InitiativeState | None, action: Action) -> InitiativeState | None:
    """The state that an action leads to; None when it cannot be done in this one."""
    return TRANSITIONS.get((state, action))


def answers_to(state: InitiativeState) -> tuple[Action, ...]:
    """What an owner can answer now."""
    return tuple(action for action in ANSWERS if (state, action) in TRANSITIONS)
