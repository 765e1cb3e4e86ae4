"""Places that stand among the words somebody looks for. Nobody's choice of a place is made for them: it is offered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from wisselwerk.apps.catalogue.search import find_services
from wisselwerk.clock import today
from wisselwerk.domain.place_in_text import place_in_text
from wisselwerk.domain.territory import fold
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.web.places import place_choices

MOST_PLACES = 3
"""Among the words of one search."""
SHORTEST_ALIKE = 4
"""Letters: a shorter word looks like too many places."""
ALIKE = 0.8
"""How much a word looks like the name of a place it may be taken for, from 0 to 1. Ours: a letter in five."""


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A place that stands among the words somebody looks for."""

    typed: str
    code: str
    rest: str
    """What is looked for besides."""
    is_word_too: bool
    """Whether some service is found by it as a word: then it is looked for as before."""
    is_chosen: bool
    """Whether it is the place where is looked already."""
    asked: str
    """What was looked for."""


@dataclass(frozen=True, slots=True)
class PlaceAlike:
    """A place that somebody may have meant by a word for which nothing was found."""

    typed: str
    code: str
    rest: str
    """What is looked for besides."""


def places_named(text: str, chosen: str) -> list[PlaceNamed]:
    """The places that a text names, if one can look there, the last one first; ``chosen`` is where is looked already."""
    found: list[PlaceNamed] = []
    left = text
    while len(found) < MOST_PLACES and (one := _place_named(left, chosen)) is not None:
        found.append(one)
        left = one.asked
        if one.is_word_too:
            break
    # Beside another place, what is looked for is what is left without both.
    return [one if one.is_word_too else replace(one, rest=left, asked=left) for one in found]


def place_alike(text: str, unanswered: Iterable[str]) -> PlaceAlike | None:
    """The place that one of the words for which nothing was found looks like, as with a typing error in it."""
    codes = {fold(label.partition(" (")[0]): code for code, label in place_choices(today()) if code}
    for typed in unanswered:
        close = get_close_matches(fold(typed), codes, 1, ALIKE) if len(typed) >= SHORTEST_ALIKE else []
        if close:
            meant = (close[0] if fold(word) == fold(typed) else word for word in text.split())
            named = place_in_text(" ".join(meant), belgian_territory(), today())
            return PlaceAlike(typed, codes[close[0]], named.rest if named else text)
    return None


def _place_named(text: str, chosen: str) -> PlaceNamed | None:
    found = place_in_text(text, belgian_territory(), today())
    if found is None or found.place.code not in dict(place_choices(today())):
        return None
    answer = None if found.is_said_to_be_one else find_services(today(), found.typed)
    is_word_too = answer is not None and bool(answer) and not answer.unanswered and not answer.read_as
    asked = text if is_word_too else found.rest
    code = found.place.code
    return PlaceNamed(found.typed, code, found.rest, is_word_too, code == chosen, asked)
