"""What is new in words, in the reader's language: the mail and the page that shows it beforehand say the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from wisselwerk.domain.digest import Group, Line, News
from wisselwerk.domain.digest_sentence import FIRST_OUTCOME, NEWS, SECTIONS
from wisselwerk.domain.expost_control import Outcome
from wisselwerk.domain.expost_sentence import OUTCOME_NAMES
from wisselwerk.domain.priority import PRIORITY_NAMES
from wisselwerk.wording import say


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One thing that is new, and what is said of it."""

    line: Line
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SpokenGroup:
    """What is new about one subject."""

    heading: str
    group: Group
    lines: list[SpokenLine]


@dataclass(frozen=True, slots=True)
class Part:
    """What concerns the reader's own territory, or what is elsewhere."""

    heading: str
    groups: list[SpokenGroup]


def parts_of(groups: Iterable[Group]) -> list[Part]:
    """All that is new, the reader's own first."""
    found = list(groups)
    elsewhere = gettext("Elsewhere") if any(one.is_own for one in found) else gettext("Everywhere")
    headings = {True: gettext("In your territory"), False: elsewhere}
    parts = [
        Part(heading, [_spoken(one) for one in found if one.is_own is is_own])
        for is_own, heading in headings.items()
    ]
    return [one for one in parts if one.groups]


def _spoken(group: Group) -> SpokenGroup:
    name = PRIORITY_NAMES[group.priority] if group.priority else SECTIONS[group.section]
    return SpokenGroup(gettext(name), group, [_line(one) for one in group.lines])


def _line(line: Line) -> SpokenLine:
    untitled = gettext("Without a title")
    params: dict[str, object] = {"who": line.who or untitled, "on": line.on}
    sentence = NEWS[line.news]
    if line.news is News.OUTCOME:
        params = {"before": _outcome(line.before), "after": _outcome(line.after)}
        sentence = sentence if line.before else FIRST_OUTCOME
    elif line.news not in (News.SAME, News.SIMILAR) and not line.who:
        params["who"] = gettext("not said who")
    return SpokenLine(line, line.title or untitled, say(sentence, params))


def _outcome(value: str) -> str:
    return gettext(OUTCOME_NAMES[Outcome(value)]) if value else ""
