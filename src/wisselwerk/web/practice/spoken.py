"""Practices in words: what a list and a card say of one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language

from wisselwerk.apps.practices.models import Practice, PracticeVersion
from wisselwerk.apps.practices.queries.adoptions import Adoption
from wisselwerk.domain.evidence import ASKED, Evidence, Rung
from wisselwerk.domain.practice import OWN, Language, Part, Reading
from wisselwerk.domain.practice_sentence import (
    LANGUAGE_NAMES,
    PART_NAMES,
    POINTS,
    RUNG_NAMES,
    RUNG_SENTENCES,
)
from wisselwerk.domain.priority import PRIORITY_NAMES, Priority
from wisselwerk.wording import listed, word

FIRST_WORDS = 40
"""Of the problem, on the card in a list."""


@dataclass(frozen=True, slots=True)
class Told:
    """A part as it is shown."""

    name: str
    text: str
    language: Language
    is_translated: bool
    """Whether it is in the language that was asked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A practice in a list."""

    practice: Practice
    version: PracticeVersion
    evidence: Evidence

    @property
    def title(self) -> str:
        """In the reader's language where that was written, else in Dutch."""
        return self.reading.title.text

    @property
    def reading(self) -> Reading:
        """It as the reader reads it."""
        return self.version.text.read_in(language_of_screen())

    @property
    def problem(self) -> str:
        """Its first words: why somebody would read on."""
        passage = self.reading.parts.get(Part.PROBLEM) or self.reading.parts.get(Part.APPROACH)
        words = passage.text.split() if passage else []
        cut = " ".join(words[:FIRST_WORDS])
        return f"{cut} …" if len(words) > FIRST_WORDS else cut

    @property
    def is_public(self) -> bool:
        """Whether everybody reads this version."""
        return self.practice.published_id == self.version.pk

    @property
    def rung(self) -> str:
        """On which rung it stands."""
        return rung_name(self.evidence.rung)

    @property
    def priority(self) -> str:
        """What it is about, by the priorities of Flanders."""
        return word(PRIORITY_NAMES[Priority(self.version.priority)]) if self.version.priority else ""


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of the ladder as a card shows it."""

    name: str
    is_reached: bool
    is_current: bool


def rung_name(rung: Rung | None) -> str:
    """A rung in a word; nothing where none was reached."""
    return capfirst(word(RUNG_NAMES[rung])) if rung else ""


def rung_sentence(rung: Rung | None) -> str:
    """What may be concluded from it, and what not."""
    return word(RUNG_SENTENCES[rung])


def ladder(found: Evidence) -> list[Step]:
    """The whole ladder, low to high."""
    order = list(Rung)
    reached = order.index(found.rung) if found.rung else -1
    return [Step(rung_name(one), at <= reached, at == reached) for at, one in enumerate(order)]


def met(found: Evidence) -> list[str]:
    """What is there, in sentences."""
    return [word(POINTS[one][0]) for one in found.because]


def missing(found: Evidence) -> list[str]:
    """What the next rung takes, in sentences: of what it asks, that which is not there."""
    asked = ASKED[found.above] if found.above else ()
    return [word(POINTS[one][1]) for one in asked if one in found.missing]


def parts_of(reading: Reading) -> Iterator[Told]:
    """What is told, part by part."""
    for part, passage in reading.parts.items():
        yield Told(word(PART_NAMES[part]), passage.text, passage.language, passage.language is reading.asked)


def language_of_screen() -> Language:
    """In which language the page itself is."""
    return next((one for one in Language if one.value == (get_language() or "")[:2]), OWN)


def asked_language(request: HttpRequest) -> Language:
    """In which language a practice is asked for: what the address says, else that of the page."""
    asked = request.GET.get("taal")
    return next((one for one in Language if one.value == asked), language_of_screen())


def language_name(language: Language) -> str:
    """Its name, as in a sentence of the page."""
    return word(LANGUAGE_NAMES[language])


def untranslated(reading: Reading) -> str:
    """Which parts are not there in the language that was asked for, in words; nothing where all are."""
    names = [word(PART_NAMES[part]) for part in reading.untranslated]
    return listed([f"“{name}”" for name in names])


def state_of(adoption: Adoption) -> str:
    """How far an adopter is, as ``wording.STATES`` names it."""
    return adoption.state.value if adoption.state else ""
