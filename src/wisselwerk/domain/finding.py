"""What is found by one search, and who finds which part of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType


class FoundKind(StrEnum):
    """What one finds, in the order in which a filter names them."""

    PRACTICE = "PRACTICE"
    QUESTION = "QUESTION"
    SCHEME = "SCHEME"
    INITIATIVE = "INITIATIVE"


class Shelf(IntEnum):
    """Where a document stands: its kind, and who may find it. Numbers are kept, so they stay what they are."""

    PRACTICES = 1
    SCHEMES = 2
    INITIATIVES = 3
    OPEN_QUESTIONS = 4
    """Questions as everybody reads them: opened by their author, with the answers that were."""
    QUESTIONS = 5
    """The same as who takes part reads them: all that stand, with every answer."""

    @property
    def kind(self) -> FoundKind:
        """What stands on it."""
        return KIND_OF[self]


KIND_OF: Mapping[Shelf, FoundKind] = MappingProxyType(
    {
        Shelf.PRACTICES: FoundKind.PRACTICE,
        Shelf.SCHEMES: FoundKind.SCHEME,
        Shelf.INITIATIVES: FoundKind.INITIATIVE,
        Shelf.OPEN_QUESTIONS: FoundKind.QUESTION,
        Shelf.QUESTIONS: FoundKind.QUESTION,
    }
)


def shelves(*, takes_part: bool, kind: FoundKind | None = None) -> frozenset[Shelf]:
    """Where somebody looks: a question stands on two shelves, and everybody sees one of them."""
    hidden = Shelf.OPEN_QUESTIONS if takes_part else Shelf.QUESTIONS
    return frozenset(one for one in Shelf if one is not hidden and kind in {None, one.kind})


SECOND_WEIGHS = 0.3
"""How much a second opinion counts beside the first."""
_NEAR_THE_TOP = 10
"""How slowly a place lower on a list counts for less."""


def together_ranked(first: Sequence[int], second: Sequence[int]) -> list[int]:
    """Two lists, each the best first, as one: each place counts for less than the one above it (reciprocal rank fusion).

    What the second list alone names comes behind the first two dozen of the first, and at once where that has none.
    """
    scores: dict[int, float] = {}
    for weight, ranked in ((1.0, first), (SECOND_WEIGHS, second)):
        for place, one in enumerate(ranked):
            scores[one] = scores.get(one, 0.0) + weight / (_NEAR_THE_TOP + place)
    return sorted(scores, key=lambda one: -scores[one])


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something that can be found, as it is told to who may find it."""

    shelf: Shelf
    subject: int
    """The number of what it tells of."""
    key: str
    """By which its page is called."""
    title: str
    around: str = ""
    """Whose it is, and where."""
    text: str = ""
