"""A list of providers, as a coordinator keeps it in a spreadsheet: one CSV file.

A row is one recognition of one provider: who was recognised twice has two rows with the same enterprise number.
``docs/reference/provider-files.md`` describes it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.domain.rule.parameter import UNKNOWN_CHOICE
from wisselwerk.domain.territory import fold
from wisselwerk.formats.day import parse_day
from wisselwerk.formats.enterprise_number import parse as parse_number
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.shape import shown
from wisselwerk.formats.table_file import Column, Row, Table, read_table
from wisselwerk.formats.territory import belgian_territory

T = TypeVar("T")

NUMBER = Column(
    names=("ondernemingsnummer", "enterprise number"),
    meaning="Ten digits, with or without dots or `BE`. A leading zero that a spreadsheet took away is put back.",
    max_length=30,
    is_required=True,
)
NAME = Column(
    names=("naam", "name"),
    meaning="What it is called, on one row of each enterprise at least.",
    max_length=200,
)
KIND = Column(
    names=("erkenning", "recognition"),
    meaning="As what it is recognised, one of the names below.",
    max_length=100,
    is_required=True,
)
FROM = Column(
    names=("erkend vanaf", "recognised from"),
    meaning="First day of the recognition: `31/12/2026` or `2026-12-31`.",
    max_length=30,
    is_required=True,
)
UNTIL = Column(
    names=("erkend tot en met", "recognised until", "erkend t/m"),
    meaning="Last day of the recognition, itself included. Empty while it goes on.",
    max_length=30,
)
SOURCE = Column(
    names=("bron", "source"),
    meaning="Where the recognition can be found: a decision, a register and the day it was looked up.",
    max_length=300,
    is_required=True,
)
PLACES = Column(
    names=("plaatsen", "places"),
    meaning="Municipalities where it works, by name or NIS code, with commas, semicolons or line ends between them. "
    "A merged municipality is all that merged into it; a former one may be named too. Whoever looks for providers "
    "in a municipality finds those that name it.",
    max_length=10_000,
    has_lines=True,
)
DESCRIPTION = Column(
    names=("omschrijving", "description"),
    meaning="What it does, in a sentence or two.",
    max_length=4000,
    has_lines=True,
)
CONTACT = Column(
    names=("contact",),
    meaning="How customers reach the enterprise: its general address or number, not a person's.",
    max_length=200,
)
PROVIDER_COLUMNS = (NUMBER, NAME, KIND, FROM, UNTIL, SOURCE, PLACES, DESCRIPTION, CONTACT)

KIND_NAMES: Mapping[ProviderKind, str] = {
    kind: kind.value.replace("_", " ").capitalize() for kind in ProviderKind
}
"""The legal names, as people write them."""
_KINDS = {fold(name).replace(" ", ""): kind for kind, name in KIND_NAMES.items()}

NO_DAY = gettext_noop(
    "“{parameter}” holds “{value}”. It must be a day from 1900 to 2199, such as 31/12/2026 or 2026-12-31."
)
BACKWARDS = gettext_noop(
    "“{parameter}” is {value}, before the first day, {start}. It is the last day itself; leave it empty while the "
    "recognition goes on."
)
NO_PLACE = gettext_noop(
    "“{value}” is no municipality of Belgium, now or before the mergers of 2019. Write its name in full, or its NIS code."
)
CONTRADICTION = gettext_noop(
    "“{parameter}” is not what it is on line {known_line}, for the same enterprise number. Make them the same, or leave this "
    "one empty."
)
NAMELESS = gettext_noop("“{parameter}” is empty on every row of this enterprise number. Fill it in once.")
RECOGNISED_TWICE = gettext_noop("This recognition stands on line {known_line} already. Keep one of the two.")
OVERLAP = gettext_noop(
    "This overlaps with the same recognition on line {known_line}, from {start}. Have the one end before the other starts, or "
    "make them one."
)


@dataclass(frozen=True, slots=True)
class ListedRecognition:
    """A recognition as the file tells it; its period ends, as everywhere, before the day after its last."""

    line: int
    kind: ProviderKind
    source: str
    valid: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProvider:
    """A provider with all that the file tells of it. ``places`` are codes of finest places."""

    line: int
    enterprise_number: str
    name: str
    description: str
    contact: str
    places: tuple[str, ...]
    recognitions: tuple[ListedRecognition, ...]


@dataclass(frozen=True, slots=True)
class ProviderFile:
    """Providers in the order of the file. What does not fit elsewhere is told as a problem of ``table``."""

    table: Table
    providers: tuple[ListedProvider, ...]


def read_provider_file(data: bytes, file: str, day: date) -> ProviderFile:
    """The providers that ``data`` lists, with the places as they are called on ``day``.

    Raises:
        Problems: everything that is wrong with the file, each with its line, its column and what to do.
    """
    reading = _Providers(read_table(data, file, PROVIDER_COLUMNS), day=day)
    providers = tuple(reading.providers())
    reading.stop_at_problems()
    return ProviderFile(reading.table, providers)


def places_named(text: str, day: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each municipality that ``text`` names or gives the NIS code of, with the codes of its finest places as on ``day``;
    none where there is no such municipality. Commas, semicolons or line ends stand between them.
    """
    territory = belgian_territory()
    for given in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        place = territory.named(given, day)
        if place is not None:
            yield given, tuple(territory.finest(place.code, day))
        else:
            yield given, tuple(territory.finest(given, day)) if territory.knows(given) else ()


@dataclass(slots=True)
class Reading:
    """A walk over a table that turns cells into values and keeps what is wrong; it goes on, so that all of it is told."""

    table: Table
    problems: list[Problem] = field(default_factory=list)

    def stop_at_problems(self) -> None:
        found = (*self.table.problems, *self.problems)
        if found:
            raise Problems(found)

    def number(self, row: Row) -> str | None:
        wrong = SENTENCES[RefusalCode.ENTERPRISE_NUMBER_INVALID]
        return self.value(row, NUMBER, parse_number, wrong, number=shown(row[NUMBER]))

    def value(
        self, row: Row, column: Column, parse: Callable[[str], T], wrong: str, **params: object
    ) -> T | None:
        """The value of a cell; None when it is empty or, told with the message ``wrong``, cannot be read."""
        if not row[column]:
            return None
        try:
            return parse(row[column])
        except ValueError:
            self.problem(row, column, wrong, value=shown(row[column]), **params)
            return None

    def problem(self, row: Row, column: Column, message: str, **params: object) -> None:
        self.problems.append(self.table.problem(row.line, column, message, **params))


@dataclass(slots=True, kw_only=True)
class _Providers(Reading):
    day: date

    def providers(self) -> Iterator[ListedProvider]:
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        recognitions: defaultdict[str, list[ListedRecognition]] = defaultdict(list)
        places = {}
        for row in self.table.rows:
            number, recognition = self.number(row), self._recognition(row)
            places[row.line] = tuple(self._places(row))
            if number is not None:
                rows[number].append(row)
                recognitions[number] += [recognition] if recognition else []
        for number, own in rows.items():
            name = self._told(own, NAME)
            if not name[NAME]:
                self.problem(name, NAME, NAMELESS)
            self._hold_apart(recognitions[number])
            yield ListedProvider(
                line=own[0].line,
                enterprise_number=number,
                name=name[NAME],
                description=self._told(own, DESCRIPTION)[DESCRIPTION],
                contact=self._told(own, CONTACT)[CONTACT],
                places=places[self._told(own, PLACES).line],
                recognitions=tuple(recognitions[number]),
            )

    def _told(self, rows: Sequence[Row], column: Column) -> Row:
        """The row that says for a provider what it has once; other rows say the same or nothing."""
        telling = next((row for row in rows if row[column]), rows[0])
        for row in rows:
            if row[column] not in ("", telling[column]):
                self.problem(row, column, CONTRADICTION, known_line=telling.line)
        return telling

    def _hold_apart(self, recognitions: Sequence[ListedRecognition]) -> None:
        """A provider is recognised as one kind once a day: each is held against the one that reaches furthest so far."""
        furthest: dict[ProviderKind, ListedRecognition] = {}
        for one in sorted(recognitions, key=lambda one: (one.valid.start, one.line)):
            before = furthest.get(one.kind)
            if before is not None and before.valid.overlaps(one.valid):
                is_same = before.valid.start == one.valid.start
                message = RECOGNISED_TWICE if is_same else OVERLAP
                params = {"known_line": before.line, "start": before.valid.start}
                self.problems.append(self.table.problem(one.line, FROM, message, **params))
            if before is None or _end(before) < _end(one):
                furthest[one.kind] = one

    def _recognition(self, row: Row) -> ListedRecognition | None:
        kind = self.value(row, KIND, _kind, UNKNOWN_CHOICE, choices=", ".join(KIND_NAMES.values()))
        start = self.value(row, FROM, parse_day, NO_DAY)
        last = self.value(row, UNTIL, parse_day, NO_DAY)
        if start is not None and last is not None and last < start:
            self.problem(row, UNTIL, BACKWARDS, value=last, start=start)
            return None
        if kind is None or start is None:
            return None
        end = None if last is None else last + timedelta(days=1)
        return ListedRecognition(row.line, kind, row[SOURCE], Period(start, end))

    def _places(self, row: Row) -> Iterator[str]:
        for given, found in places_named(row[PLACES], self.day):
            yield from found
            if not found:
                self.problem(row, PLACES, NO_PLACE, value=shown(given))


def _kind(text: str) -> ProviderKind:
    try:
        return _KINDS[fold(text).replace(" ", "")]
    except KeyError as error:
        raise ValueError(f"not a kind of provider: {text!r}") from error


def _end(one: ListedRecognition) -> date:
    return one.valid.end or date.max
