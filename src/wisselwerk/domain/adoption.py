"""How far somebody is with a practice of somebody else: what they say of it, and what is seen of it here.

Of what runs here nobody has to say that it runs: a draft or a scheme made from that of the practice shows it. Who abandons says why,
which others can learn from; what was said before stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AdoptionState(StrEnum):
    """How far it is. Each has its words in ``practice_sentence``."""

    INTERESTED = "adoption_interested"
    ADAPTING = "adoption_adapting"
    RUNNING = "adoption_running"
    EVALUATED = "adoption_evaluated"
    ABANDONED = "adoption_abandoned"


INTERESTED, ADAPTING, RUNNING, EVALUATED, ABANDONED = AdoptionState

MAY_SAY: Mapping[AdoptionState | None, frozenset[AdoptionState]] = {
    None: frozenset({INTERESTED, ADAPTING, RUNNING}),
    INTERESTED: frozenset({ADAPTING, RUNNING, ABANDONED}),
    ADAPTING: frozenset({RUNNING, ABANDONED}),
    RUNNING: frozenset({EVALUATED, ABANDONED}),
    EVALUATED: frozenset({EVALUATED, ABANDONED}),
    ABANDONED: frozenset({INTERESTED, ADAPTING, RUNNING}),
}
"""What an adopter can say next; None: nothing is known of it yet."""
SHOWN_BY_SCHEME = frozenset({ADAPTING, RUNNING})
"""What nobody says of a practice with a scheme behind it: it shows."""
NEEDS_WORDS = frozenset({EVALUATED, ABANDONED})
"""What is said with words: what came of it, and why not."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an adopter said, and when."""

    state: AdoptionState
    on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What shows here of an adopter: since when it has a draft, or a scheme, made from that of the practice."""

    adapting_since: date | None = None
    running_since: date | None = None

    @property
    def state(self) -> AdoptionState | None:
        """How far that is; None where nothing shows."""
        if self.running_since is not None:
            return RUNNING
        return ADAPTING if self.adapting_since is not None else None

    @property
    def since(self) -> date | None:
        """Since when it is that far."""
        return self.running_since or self.adapting_since


ORDER = (INTERESTED, ADAPTING, RUNNING, EVALUATED)


def state_of(said: Sequence[Said], seen: Seen = Seen()) -> AdoptionState | None:
    """How far an adopter is, by what it said (oldest first) and what is seen; None where nothing is known.

    What was abandoned stays so, unless something was begun here after it was.
    """
    since_abandoned = [one for one in said if one.state is ABANDONED][-1:]
    later = said
    if since_abandoned:
        later = said[said.index(since_abandoned[0]) + 1 :]
        if not later and (seen.since is None or seen.since <= since_abandoned[0].on):
            return ABANDONED
    known = [one.state for one in later]
    if seen.state is not None:
        known.append(seen.state)
    return max(known, key=ORDER.index, default=None)


def may_say(state: AdoptionState | None, *, shows: bool) -> frozenset[AdoptionState]:
    """What can be said next; ``shows``: whether a scheme behind the practice tells who adapts and runs it."""
    return MAY_SAY[state] - (SHOWN_BY_SCHEME if shows else frozenset())
