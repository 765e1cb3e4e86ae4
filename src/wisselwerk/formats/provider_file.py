"""Lists of providers and of their services, as a coordinator keeps them in a spreadsheet: one CSV file for each.

A row of the first is one recognition of one provider: who was recognised twice has two rows with the same enterprise
number. A row of the second is one service. ``docs/reference/provider-files.md`` describes both.
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
from wisselwerk.domain.rule.base import ProviderKind, ServiceKind
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

SERVICE = Column(
    names=("dienst", "service"), meaning="What the service is called.", max_length=120, is_required=True
)
PRICE = Column(names=("prijs", "price"), meaning="What it costs, in its own words.", max_length=120)
SERVICE_KIND = Column(
    names=("soort", "kind"),
    meaning="What sort of service it is, one of the sorts below. Empty, or without this column, leaves it as it is known.",
    max_length=100,
    may_be_absent=True,
)
SERVICE_COLUMNS = (NUMBER, SERVICE, DESCRIPTION, PRICE, SERVICE_KIND)

KIND_NAMES: Mapping[ProviderKind, str] = {
    kind: kind.value.replace("_", " ").capitalize() for kind in ProviderKind
}
"""The legal names, as people write them."""
SERVICE_KIND_NAMES: Mapping[ServiceKind, str] = {
    ServiceKind.GREEN: "Groenonderhoud",
    ServiceKind.CLEANING: "Schoonmaak",
    ServiceKind.CATERING: "Catering",
    ServiceKind.LAUNDRY: "Was en strijk",
    ServiceKind.PACKAGING: "Verpakking en montage",
    ServiceKind.BUILDING: "Bouw en renovatie",
    ServiceKind.REUSE: "Hergebruik en herstelling",
    ServiceKind.TRANSPORT: "Vervoer",
    ServiceKind.OFFICE: "Administratie en digitaal",
    ServiceKind.OTHER: "Andere dienst",
}
"""The sorts of service, as people write them."""
_SERVICE_KINDS = {fold(name).replace(" ", ""): kind for kind, name in SERVICE_KIND_NAMES.items()}
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
SERVICE_TWICE = gettext_noop(
    "This service of this provider stands on line {known_line} already. Keep one of the two."
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
class ListedService:
    """A service as the file tells it."""

    line: int
    enterprise_number: str
    name: str
    description: str
    price: str
    kind: ServiceKind | None = None
    """None where the file does not say it."""


@dataclass(frozen=True, slots=True)
class ProviderFile:
    """Providers in the order of the file. What does not fit elsewhere is told as a problem of ``table``."""

    table: Table
    providers: tuple[ListedProvider, ...]


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """Services in the order of the file. What does not fit elsewhere is told as a problem of ``table``."""

    table: Table
    services: tuple[ListedService, ...]


def read_provider_file(data: bytes, file: str, day: date) -> ProviderFile:
    """The providers that ``data`` lists, with the places as they are called on ``day``.

    Raises:
        Problems: everything that is wrong with the file, each with its line, its column and what to do.
    """
    reading = _Providers(read_table(data, file, PROVIDER_COLUMNS), day=day)
    providers = tuple(reading.providers())
    reading.stop_at_problems()
    return ProviderFile(reading.table, providers)


def read_service_file(data: bytes, file: str) -> ServiceFile:
    """The services that ``data`` lists.

    Raises:
        Problems: everything that is wrong with the file, each with its line, its column and what to do.
    """
    reading = _Services(read_table(data, file, SERVICE_COLUMNS))
    services = tuple(reading.services())
    reading.stop_at_problems()
    return ServiceFile(reading.table, services)


@dataclass(slots=True)
class _Reading:
    """A walk over a table that turns cells into values and keeps what is wrong; it goes on, so that all of it is told."""

    table: Table
    problems: list[Problem] = field(default_factory=list)

    def stop_at_problems(self) -> None:
        found = (*self.table.problems, *self.problems)
        if found:
            raise Problems(found)

    def _number(self, row: Row) -> str | None:
        wrong = SENTENCES[RefusalCode.ENTERPRISE_NUMBER_INVALID]
        return self._value(row, NUMBER, parse_number, wrong, number=shown(row[NUMBER]))

    def _value(
        self, row: Row, column: Column, parse: Callable[[str], T], wrong: str, **params: object
    ) -> T | None:
        """The value of a cell; None when it is empty or, told with the message ``wrong``, cannot be read."""
        if not row[column]:
            return None
        try:
            return parse(row[column])
        except ValueError:
            self._problem(row, column, wrong, value=shown(row[column]), **params)
            return None

    def _problem(self, row: Row, column: Column, message: str, **params: object) -> None:
        self.problems.append(self.table.problem(row.line, column, message, **params))


@dataclass(slots=True, kw_only=True)
class _Providers(_Reading):
    day: date

    def providers(self) -> Iterator[ListedProvider]:
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        recognitions: defaultdict[str, list[ListedRecognition]] = defaultdict(list)
        places = {}
        for row in self.table.rows:
            number, recognition = self._number(row), self._recognition(row)
            places[row.line] = tuple(self._places(row))
            if number is not None:
                rows[number].append(row)
                recognitions[number] += [recognition] if recognition else []
        for number, own in rows.items():
            name = self._told(own, NAME)
            if not name[NAME]:
                self._problem(name, NAME, NAMELESS)
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
                self._problem(row, column, CONTRADICTION, known_line=telling.line)
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
        kind = self._value(row, KIND, _kind, UNKNOWN_CHOICE, choices=", ".join(KIND_NAMES.values()))
        start = self._value(row, FROM, parse_day, NO_DAY)
        last = self._value(row, UNTIL, parse_day, NO_DAY)
        if start is not None and last is not None and last < start:
            self._problem(row, UNTIL, BACKWARDS, value=last, start=start)
            return None
        if kind is None or start is None:
            return None
        end = None if last is None else last + timedelta(days=1)
        return ListedRecognition(row.line, kind, row[SOURCE], Period(start, end))

    def _places(self, row: Row) -> Iterator[str]:
        territory = belgian_territory()
        for given in (part.strip() for part in re.split(r"[,;\n]", row[PLACES])):
            place = territory.named(given, self.day)
            if place is not None:
                yield from territory.finest(place.code, self.day)
            elif territory.knows(given):
                yield from territory.finest(given, self.day)
            elif given:
                self._problem(row, PLACES, NO_PLACE, value=shown(given))


class _Services(_Reading):
    def services(self) -> Iterator[ListedService]:
        numbers = {row.line: self._number(row) for row in self.table.rows}

        def service(row: Row) -> tuple[str, str] | None:
            number = numbers[row.line]
            return (number, fold(row[SERVICE])) if number and row[SERVICE] else None

        self.problems += self.table.said_twice(service, SERVICE, SERVICE_TWICE)
        for row in self.table.rows:
            if number := numbers[row.line]:
                kind = self._value(
                    row,
                    SERVICE_KIND,
                    _service_kind,
                    UNKNOWN_CHOICE,
                    choices=", ".join(SERVICE_KIND_NAMES.values()),
                )
                yield ListedService(row.line, number, row[SERVICE], row[DESCRIPTION], row[PRICE], kind)


def _kind(text: str) -> ProviderKind:
    try:
        return _KINDS[fold(text).replace(" ", "")]
    except KeyError as error:
        raise ValueError(f"not a kind of provider: {text!r}") from error


def _service_kind(text: str) -> ServiceKind:
    try:
        return _SERVICE_KINDS[fold(text).replace(" ", "")]
    except KeyError as error:
        raise ValueError(f"not a sort of service: {text!r}") from error


def _end(one: ListedRecognition) -> date:
    return one.valid.end or date.max
