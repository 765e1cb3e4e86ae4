"""A practice: how a local government fills in its role, told so that others can take it over.

What is written is versions that never change, in Dutch with translations beside it. Whether everybody may read one is a matter of
steps: its author opens it, somebody of elsewhere looks at it, and the author may take it back. A failure is a practice too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from wisselwerk.domain.priority import Priority

LONGEST_TITLE = 120
LONGEST_PART = 5_000
MOST_MATERIALS = 10
LONGEST_ADDRESS = 500


class Part(StrEnum):
    """What is told of a practice, in the order in which it is read. Each has its words in ``practice_sentence``."""

    PROBLEM = "PROBLEM"
    APPROACH = "APPROACH"
    CONDITIONS = "CONDITIONS"
    PEOPLE = "PEOPLE"
    PITFALLS = "PITFALLS"


class Language(StrEnum):
    """In which languages a practice may be told. Dutch is the one that each has."""

    NL = "nl"
    FR = "fr"
    DE = "de"
    EN = "en"


OWN = Language.NL


@dataclass(frozen=True, slots=True)
class Material:
    """Something that can be used again: what it is called, and where it is found."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A practice in one language. A part of which nothing is told is not there."""

    title: str = ""
    parts: Mapping[Part, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is told in it."""
        return not self.title and not self.parts


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with the language that it is in, which is not always the one that was asked for."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Reading:
    """A practice as somebody reads it who asked for a language."""

    asked: Language
    title: Passage
    parts: Mapping[Part, Passage]

    @property
    def untranslated(self) -> tuple[Part, ...]:
        """The parts that are told in another language than was asked for."""
        return tuple(part for part, told in self.parts.items() if told.language is not self.asked)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is in the language that was asked for."""
        return self.title.language is self.asked and not self.untranslated


@dataclass(frozen=True, slots=True)
class PracticeText:
    """All that people write of a practice. Figures are no part of it: they are counted."""

    wordings: Mapping[Language, Wording]
    materials: tuple[Material, ...] = ()
    priority: Priority | None = None
    is_failure: bool = False
    """Whether it is told because it did not work."""

    @property
    def own(self) -> Wording:
        """It in Dutch."""
        return self.wordings.get(OWN, Wording())

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those in which something of it is told."""
        return tuple(one for one in Language if not self.wordings.get(one, Wording()).is_empty)

    def read_in(self, asked: Language) -> Reading:
        """It in a language, and in Dutch where that one tells nothing."""
        other = self.wordings.get(asked, Wording())
        parts = {
            part: Passage(other.parts[part], asked) if part in other.parts else Passage(told, OWN)
            for part, told in self.own.parts.items()
        }
        title = Passage(other.title, asked) if other.title else Passage(self.own.title, OWN)
        return Reading(asked, title, parts)

    def to_plain(self) -> dict[str, Any]:
        """It as JSON, as a version keeps it."""
        return {
            "wordings": {
                one.value: {
                    "title": self.wordings[one].title,
                    "parts": {
                        part.value: self.wordings[one].parts[part]
                        for part in Part
                        if part in self.wordings[one].parts
                    },
                }
                for one in self.languages
            },
            "materials": [{"title": one.title, "address": one.address} for one in self.materials],
            "priority": self.priority.value if self.priority else "",
            "is_failure": self.is_failure,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "PracticeText":
        """What ``to_plain`` wrote."""
        return cls(
            wordings={
                Language(language): Wording(
                    told["title"], {part: told["parts"][part] for part in Part if part in told["parts"]}
                )
                for language, told in plain["wordings"].items()
            },
            materials=tuple(Material(one["title"], one["address"]) for one in plain["materials"]),
            priority=Priority(plain["priority"]) if plain["priority"] else None,
            is_failure=plain["is_failure"],
        )


def is_address(text: str) -> bool:
    """Whether something is an address on the web that a page may point at."""
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return found.scheme in {"http", "https"} and bool(found.hostname) and len(text) <= LONGEST_ADDRESS


class Action(StrEnum):
    """What happens to a practice."""

    WRITE = "WRITE"
    """Somebody writes a next version."""
    OFFER = "OFFER"
    """The author opens it: it may be published."""
    SEND_BACK = "SEND_BACK"
    PUBLISH = "PUBLISH"
    CLOSE = "CLOSE"
    """The author takes it back among the participants."""


class PracticeState(StrEnum):
    """How far the newest version of a practice is. Another may be public meanwhile."""

    WRITTEN = "practice_written"
    OFFERED = "practice_offered"
    SENT_BACK = "practice_sent_back"
    PUBLISHED = "practice_published"
    CLOSED = "practice_closed"


NEXT: Mapping[PracticeState, Mapping[Action, PracticeState]] = {
    PracticeState.WRITTEN: {
        Action.WRITE: PracticeState.WRITTEN,
        Action.OFFER: PracticeState.OFFERED,
        Action.CLOSE: PracticeState.CLOSED,
    },
    PracticeState.OFFERED: {
        # Whoever looks at it publishes what was offered and nothing else, so that has to be offered anew.
        Action.WRITE: PracticeState.WRITTEN,
        Action.SEND_BACK: PracticeState.SENT_BACK,
        Action.PUBLISH: PracticeState.PUBLISHED,
        Action.CLOSE: PracticeState.CLOSED,
    },
    PracticeState.SENT_BACK: {
        Action.WRITE: PracticeState.WRITTEN,
        Action.OFFER: PracticeState.OFFERED,
        Action.CLOSE: PracticeState.CLOSED,
    },
    PracticeState.PUBLISHED: {Action.WRITE: PracticeState.WRITTEN, Action.CLOSE: PracticeState.CLOSED},
    PracticeState.CLOSED: {Action.WRITE: PracticeState.WRITTEN, Action.OFFER: PracticeState.OFFERED},
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a version."""

    action: Action
    number: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a practice stands: how far its newest version is, and which version everybody reads."""

    state: PracticeState
    latest: int
    published: int | None = None

    def can(self, action: Action) -> bool:
        """Whether ``action`` can follow: nothing is taken back that nobody reads and that was not offered."""
        if action is Action.CLOSE and self.published is None and self.state is not PracticeState.OFFERED:
            return False
        return action in NEXT[self.state]

    def after(self, step: Step) -> "Standing":
        """How it stands once that has happened.

        Raises:
            ValueError: it cannot happen now, or not to that version.
        """
        expected = self.latest + (step.action is Action.WRITE)
        if not self.can(step.action) or step.number != expected:
            raise ValueError(f"{step.action} of version {step.number} cannot follow on {self}")
        published = self.published
        if step.action is Action.PUBLISH:
            published = step.number
        elif step.action is Action.CLOSE:
            published = None
        return Standing(NEXT[self.state][step.action], step.number, published)


FIRST = Standing(PracticeState.WRITTEN, 1)
"""How a practice stands when it has just been written."""


def standing(steps: Sequence[Step]) -> Standing:
    """How a practice stands after all that happened to it, of which writing it was the first.

    Raises:
        ValueError: they cannot have followed on each other.
    """
    if not steps or steps[0] != Step(Action.WRITE, 1):
        raise ValueError("a practice begins with its first version")
    found = FIRST
    for step in steps[1:]:
        found = found.after(step)
    return found


class Change(StrEnum):
    """What became of some words from one version to the next."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


def changes(before: str, after: str) -> Iterator[tuple[Change, str]]:
    """A text word by word: what stayed, what went, what came; in the order in which one reads it."""
    old, new = before.split(), after.split()
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change.SAME, " ".join(old[first:last])
            continue
        if first < last:
            yield Change.GONE, " ".join(old[first:last])
        if start < end:
            yield Change.NEW, " ".join(new[start:end])
