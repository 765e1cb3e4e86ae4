"""How a question of the learning network, or an answer to it, stands: among participants, open to everybody, or taken down."""

from collections.abc import Iterable
from enum import StrEnum


class TalkVerb(StrEnum):
    """What can be done to what was said."""

    OPEN = "OPEN"
    """Its author has everybody read it."""
    TAKE_DOWN = "TAKE_DOWN"
    """Its author, or the network coordinator, has nobody read it any more."""


class TalkState(StrEnum):
    """Who may read it."""

    AMONG_PARTICIPANTS = "among_participants"
    OPEN = "open_to_everybody"
    TAKEN_DOWN = "taken_down"


def state_after(verbs: Iterable[TalkVerb]) -> TalkState:
    """How it stands after these steps, in whatever order: what was taken down is not opened again."""
    done = set(verbs)
    if TalkVerb.TAKE_DOWN in done:
        return TalkState.TAKEN_DOWN
    return TalkState.OPEN if TalkVerb.OPEN in done else TalkState.AMONG_PARTICIPANTS
