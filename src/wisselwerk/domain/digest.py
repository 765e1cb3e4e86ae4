"""What is new, for one reader: what concerns the own territory first, then grouped by priority, and never more than fits a mail."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from wisselwerk.domain.priority import Priority

MOST_LINES = 8
"""Lines of one group that are told one by one; of more only how many there are."""


class News(StrEnum):
    """What happened. Each has its sentence in ``domain.digest_sentence``."""

    NOTICED = "NOTICED"
    CONFIRMED = "CONFIRMED"
    CORRECTED = "CORRECTED"
    ENDED = "ENDED"
    PUBLISHED = "PUBLISHED"
    """A scheme has its first rules."""
    ADJUSTED = "ADJUSTED"
    """A scheme has other rules."""
    SAME = "SAME"
    """Two initiatives may be one, and nobody answered yet."""
    SIMILAR = "SIMILAR"
    """Somebody else does what a scheme here does."""
    OUTCOME = "OUTCOME"
    """What plan and accounts show of a year comes out otherwise than before."""
    PRACTICE = "PRACTICE"
    """A practice is published."""
    PRACTICE_CHANGED = "PRACTICE_CHANGED"
    """Another version of a practice is published."""
    ASKED = "ASKED"
    """Somebody of the learning network asks something."""
    ANSWERED = "ANSWERED"
    """A question of the learning network got an answer."""
    LOOKED_AT = "LOOKED_AT"
    """What was decided of a scheme was looked at again, on the day chosen for that."""
    MEETING = "MEETING"
    """Somebody calls a meeting of the learning network."""
    LESSON = "LESSON"
    """What was learnt at a meeting was written down."""


class Section(StrEnum):
    """What lines are about, in the order in which they are told."""

    INITIATIVES = "INITIATIVES"
    SCHEMES = "SCHEMES"
    LINKS = "LINKS"
    SIMILAR = "SIMILAR"
    OUTCOMES = "OUTCOMES"
    PRACTICES = "PRACTICES"
    QUESTIONS = "QUESTIONS"
    MEETINGS = "MEETINGS"


SECTION_OF: Mapping[News, Section] = {
    News.NOTICED: Section.INITIATIVES,
    News.CONFIRMED: Section.INITIATIVES,
    News.CORRECTED: Section.INITIATIVES,
    News.ENDED: Section.INITIATIVES,
    News.PUBLISHED: Section.SCHEMES,
    News.ADJUSTED: Section.SCHEMES,
    News.SAME: Section.LINKS,
    News.SIMILAR: Section.SIMILAR,
    News.OUTCOME: Section.OUTCOMES,
    News.PRACTICE: Section.PRACTICES,
    News.PRACTICE_CHANGED: Section.PRACTICES,
    News.ASKED: Section.QUESTIONS,
    News.ANSWERED: Section.QUESTIONS,
    News.LOOKED_AT: Section.SCHEMES,
    News.MEETING: Section.MEETINGS,
    News.LESSON: Section.MEETINGS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is new."""

    news: News
    key: str
    """What names its page: the number of an initiative, the slug of a scheme, the place code of a local government."""
    title: str
    who: str = ""
    """Who does it; of two that look alike the title of the other one."""
    on: date
    """When it happened; of rules the first day on which they hold, of a meeting the day on which it is."""
    priority: Priority | None = None
    year: int | None = None
    """Of an outcome, the year that was looked at."""
    before: str = ""
    """Of an outcome, what it was; empty when nothing was known."""
    after: str = ""
    """Of an outcome, what it is."""
    places: frozenset[str] = frozenset()
    """Finest place codes that it concerns."""
    partnership: int | None = None
    """Whose it is, where it is a partnership's."""
    is_shared: bool = False
    """Whether only participants of the learning network read it; else all that is told is public."""

    def concerns(self, reader: "Reader") -> bool:
        """Whether it is about the reader's own territory or partnership."""
        return self.partnership in reader.organisations or not self.places.isdisjoint(reader.places)

    def to_plain(self) -> dict[str, Any]:
        """As it is kept with a mail: what chose it is left out."""
        told = asdict(self)
        del told["places"], told["partnership"], told["is_shared"]
        return told | {"on": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom something is told: the places and organisations for which somebody acts."""

    places: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    is_participant: bool = False
    """Whether somebody takes part in the learning network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines about the same, the newest first."""

    is_own: bool
    section: Section
    priority: Priority | None
    """Of initiatives only."""
    lines: tuple[Line, ...]
    more: int = field(default=0)
    """How many there are beside these."""

    def to_plain(self) -> dict[str, Any]:
        """As it is kept with a mail."""
        return {
            "is_own": self.is_own,
            "section": self.section.value,
            "priority": self.priority.value if self.priority else None,
            "lines": [one.to_plain() for one in self.lines],
            "more": self.more,
        }


def chosen_for(reader: Reader, news: Iterable[Line], most: int = MOST_LINES) -> tuple[Group, ...]:
    """What is new, grouped for one reader; nothing when nothing is."""
    found: defaultdict[tuple[bool, Section, Priority | None], list[Line]] = defaultdict(list)
    for line in news:
        if line.is_shared and not reader.is_participant:
            continue
        # What one's own side asked is no news to it.
        if line.news is News.ASKED and line.partnership in reader.organisations:
            continue
        section = SECTION_OF[line.news]
        priority = line.priority if section is Section.INITIATIVES else None
        found[line.concerns(reader), section, priority].append(line)
    groups = []
    for is_own, section, priority in sorted(found, key=_order):
        lines = sorted(
            found[is_own, section, priority], key=lambda one: (-one.on.toordinal(), one.title, one.key)
        )
        groups.append(
            Group(
                is_own=is_own,
                section=section,
                priority=priority,
                lines=tuple(lines[:most]),
                more=max(len(lines) - most, 0),
            )
        )
    return tuple(groups)


def groups_from_plain(plain: Iterable[Mapping[str, Any]]) -> tuple[Group, ...]:
    """Groups as they were kept."""
    return tuple(
        Group(
            is_own=one["is_own"],
            section=Section(one["section"]),
            priority=Priority(one["priority"]) if one["priority"] else None,
            lines=tuple(_line(line) for line in one["lines"]),
            more=one["more"],
        )
        for one in plain
    )


def number_of(groups: Iterable[Group]) -> int:
    """How much is new in all."""
    return sum(len(one.lines) + one.more for one in groups)


def week_of(day: date) -> date:
    """The Monday that begins the week of a day."""
    return day - timedelta(days=day.weekday())


def _order(key: tuple[bool, Section, Priority | None]) -> tuple[bool, int, int]:
    is_own, section, priority = key
    priorities = list(Priority)
    return (
        not is_own,
        list(Section).index(section),
        len(priorities) if priority is None else priorities.index(priority),
    )


def _line(plain: Mapping[str, Any]) -> Line:
    return Line(
        **{
            **plain,
            "news": News(plain["news"]),
            "on": date.fromisoformat(plain["on"]),
            "priority": Priority(plain["priority"]) if plain["priority"] else None,
        }
    )
