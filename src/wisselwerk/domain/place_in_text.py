"""A place that somebody named among other words: *strijkdienst in Genk* is a *strijkdienst*, and Genk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from wisselwerk.domain.territory import Place, Territory

LONGEST_NAME = 5
"""Words of a name, at most: *Sint Joost ten Node* has four of them."""
BEFORE = frozenset({"in", "te", "rond", "nabij", "omgeving", "regio", "bij", "de"})
"""What stands before the name of a place, and goes with it."""
OF_A_PLACE = BEFORE - {"de"}
"""Of these, what tells that the next word is meant as a place: *te Voeren*, while *de boom* is a tree."""


@dataclass(frozen=True, slots=True)
class PlaceInText:
    """The place, and what else was said."""

    place: Place
    typed: str
    """The name as it was typed."""
    rest: str
    """The text without it; empty where it said nothing else."""
    is_said_to_be_one: bool
    """Whether what stands before it tells that a place is meant: *te Voeren*."""


def place_in_text(text: str, territory: Territory, day: date) -> PlaceInText | None:
    """The municipality of ``day`` or the former one that a text names, the longest name first, then the last; None
    where it names none. Whether the word means a place there is for the reader to say, unless the text does: *boom* is a tree
    too.
    """
    words = text.split()
    for start, end in _stretches(words):
        typed = " ".join(words[start:end]).strip(".,;:!?()“”\"'")
        place = territory.named(typed, day)
        if place is not None:
            before = words[:start]
            is_said = bool(before) and before[-1].casefold() in OF_A_PLACE
            while before and before[-1].casefold() in BEFORE:
                before.pop()
            return PlaceInText(place, typed, " ".join((*before, *words[end:])), is_said)
    return None


def _stretches(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for end in range(len(words), length - 1, -1):
            yield end - length, end
