"""A draw that anybody can do again: what is sealed before, how the order follows from the seed, and its steps.

Each application gets a secret salt. What is published of it is only its commitment, a hash over its id and that salt, so
that nobody can look an enterprise up in the list, while who knows the salt finds its own line. The list of all
commitments is published before anybody can know the seed; the order of the draw follows from both (ADR 22).
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

METHOD = "wisselwerk-draw-1"
"""Names what stands in this module. Another way of drawing gets another name: draws are done again for years."""
SALT_BYTES = 16
"""128 bits: nobody finds the application behind a commitment by trying."""
SALT_KEPT_FOR = timedelta(days=3653)
"""Ten years, as long as reasons in somebody's words: until then a draw can be done again from its secrets. After that the
published list belongs to nobody any more."""
LONGEST_WAIT = timedelta(days=90)
"""From the sealing of a list to its seed: nobody can take a sealed list back, so that a wrong year would be there for good."""
LONGEST_SEED = 200
_SEED = re.compile(r"[\x21-\x7e]+( [\x21-\x7e]+)*")
SHORTEST_SEED = 6
"""Fewer characters than that are no outcome of a public draw, but a slip of the hand."""

LIST_HEADING = "commitment"
ORDER_HEADING = "place,commitment"


class DrawState(StrEnum):
    """How far a draw is."""

    SEALED = "draw_sealed"
    """The list is published; the seed is still to come."""
    SEEDED = "draw_seeded"
    """Somebody typed the seed; a second person has still to type it."""
    CONFIRMED = "draw_confirmed"
    DRAWN = "draw_done"


class Step(StrEnum):
    """What brings a draw further."""

    SEAL = "SEAL"
    ENTER_SEED = "ENTER_SEED"
    CONFIRM_SEED = "CONFIRM_SEED"
    DRAW = "DRAW"


STEPS: Mapping[Step, Mapping[DrawState | None, DrawState]] = {
    Step.SEAL: {None: DrawState.SEALED},
    # A slip of the hand is typed anew, as long as nobody has confirmed it.
    Step.ENTER_SEED: {DrawState.SEALED: DrawState.SEEDED, DrawState.SEEDED: DrawState.SEEDED},
    Step.CONFIRM_SEED: {DrawState.SEEDED: DrawState.CONFIRMED},
    Step.DRAW: {DrawState.CONFIRMED: DrawState.DRAWN},
}
"""From which states each step may be taken, and where it leads. What is not here cannot be done: nothing goes back."""


def state_after(step: Step, state: DrawState | None) -> DrawState:
    """The state once ``step`` is taken.

    Raises:
        Refusal: WRONG_STATE.
    """
    if state not in STEPS[step]:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, MappingProxyType({"state": state})))
    return STEPS[step][state]


def commitment(application_id: UUID, salt: str) -> str:
    """What is published of an application: SHA-256, in hexadecimal, of its id, a colon and its salt."""
    return hashlib.sha256(f"{application_id}:{salt}".encode("ascii")).hexdigest()


def sealed_list(commitments: Iterable[str]) -> bytes:
    """The published list, as a CSV file: a heading and every commitment, in order of themselves."""
    return "".join(f"{line}\n" for line in (LIST_HEADING, *sorted(commitments))).encode("ascii")


def list_hash(commitments: Iterable[str]) -> str:
    """SHA-256 of the published list: one line that stands for all of it."""
    return hashlib.sha256(sealed_list(commitments)).hexdigest()


def read_seed(typed: str) -> str:
    """The seed as it counts, from how somebody typed it: one space between its parts, none around it.

    Raises:
        Refusal: SEED_INVALID when it is too short or too long, or has other characters than those of a plain keyboard.
    """
    seed = " ".join(typed.split())
    if not SHORTEST_SEED <= len(seed) <= LONGEST_SEED or not _SEED.fullmatch(seed):
        raise Refusal(
            Reason(
                RefusalCode.SEED_INVALID,
                MappingProxyType({"minimum": SHORTEST_SEED, "maximum": LONGEST_SEED}),
            )
        )
    return seed


def rank(seed: str, line: str) -> str:
    """By what a commitment is put in order: HMAC with SHA-256, the seed as its key."""
    return hmac.new(seed.encode("ascii"), line.encode("ascii"), hashlib.sha256).hexdigest()


def order(seed: str, commitments: Iterable[str]) -> tuple[str, ...]:
    """The commitments in the order in which they are drawn; the same for the same seed, however they come in."""
    return tuple(sorted(commitments, key=lambda line: (rank(seed, line), line)))


def order_list(drawn: Iterable[str]) -> bytes:
    """The order of a draw as a CSV file: a place and a commitment on each line."""
    lines = (f"{place},{line}" for place, line in enumerate(drawn, 1))
    return "".join(f"{line}\n" for line in (ORDER_HEADING, *lines)).encode("ascii")
