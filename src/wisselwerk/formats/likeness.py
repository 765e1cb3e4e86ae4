"""Which of the words somebody looks for a few texts answer to, read as the search of the catalogue reads them.

For texts of which there are too few to keep words of: they are read each time. The search of services knows the same ways
in which a word answers to another (``apps.catalogue.search``); a test holds the two together.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from wisselwerk.formats.dutch import (
    GENERAL,
    done_by,
    forms,
    forms_asked,
    forms_typed,
    is_compound_with,
    is_slip,
    sound,
    spellings,
    take_apart,
    words,
)

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one word may stand for among the words of the texts."""

    near: frozenset[str]
    both: tuple[frozenset[str], frozenset[str]] | None = None
    """The two parts of a compound, where only both together say the same."""

    thing: frozenset[str] = frozenset()
    """The first of them, where the second names who does something with it: it says what it is about."""

    def answers(self, told: frozenset[str]) -> bool:
        return bool(self.near & told) or (self.both is not None and all(part & told for part in self.both))


def answered(asked: Iterable[str], texts: Mapping[K, str]) -> dict[K, tuple[str, ...]]:
    """For each text the asked words that it answers to, in their order: in another form, in a compound, or mistyped.

    A word is only taken for one that looks like it where no text knows it otherwise.
    """
    told = {
        key: frozenset(form for word in words(text) for form in forms(word)) for key, text in texts.items()
    }
    every: frozenset[str] = frozenset().union(*told.values())
    readings = {
        word: [_of_the_thing(_read(part, every), told.values()) for part in words(word)] for word in asked
    }
    return {
        key: tuple(word for word, read in readings.items() if any(one.answers(known) for one in read))
        for key, known in told.items()
    }


def _of_the_thing(reading: _Reading, told: Collection[frozenset[str]]) -> _Reading:
    """Where nobody says that verb of it, who works on the thing answers: *ramen* for a *raamwasser*."""
    if reading.thing and not any(reading.answers(known) for known in told):
        return _Reading(reading.near | reading.thing)
    return reading


def _read(word: str, known: frozenset[str]) -> _Reading:
    typed = forms_typed(word)
    same = known & {*forms_asked(word), *(form + general for form in typed for general in GENERAL)}
    near = same | {other for other in known for part in typed if is_compound_with(part, other)}
    if same:
        return _Reading(near)
    apart = take_apart(word, known)
    near |= apart.first | (known & {*done_by(word)})
    if near or apart.both:
        return _Reading(near, apart.both, apart.thing)
    return _Reading(_look_like(word, known) or apart.last)


def _look_like(word: str, known: frozenset[str]) -> frozenset[str]:
    """Words that look like one that means nothing here: same sound first, then a letter apart."""
    typed = spellings(word)
    if not typed:
        return frozenset()
    alike = frozenset(
        other for other in known if any(is_slip(word, other, shared) for shared in spellings(other) & typed)
    )
    return frozenset(other for other in alike if sound(other) == sound(word)) or alike
