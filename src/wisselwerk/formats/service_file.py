"""A list of services, as a coordinator keeps it in a spreadsheet: one CSV file, a row for each.

``docs/reference/provider-files.md`` describes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.room import MOST_WEEKS, Room
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.domain.rule.parameter import UNKNOWN_CHOICE
from wisselwerk.domain.territory import fold
from wisselwerk.formats.day import parse_day
from wisselwerk.formats.provider_file import DESCRIPTION, NO_DAY, NUMBER, Reading
from wisselwerk.formats.table_file import Column, Row, Table, read_table

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
WAITING = Column(
    names=("wachttijd in weken", "waiting time in weeks"),
    meaning="How long a customer waits, in whole weeks: 0 when there is room now.",
    max_length=10,
    may_be_absent=True,
)
FREE_FROM = Column(
    names=("vrij vanaf", "free from"),
    meaning="Or the first day on which there is room: `31/12/2026` or `2026-12-31`. One of the two, or neither.",
    max_length=30,
    may_be_absent=True,
)
SAID_ON = Column(
    names=("gezegd op", "said on"),
    meaning="The day on which the waiting time or that day was said: needed with either.",
    max_length=30,
    may_be_absent=True,
)
SERVICE_COLUMNS = (NUMBER, SERVICE, DESCRIPTION, PRICE, SERVICE_KIND, WAITING, FREE_FROM, SAID_ON)

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
_KINDS = {fold(name).replace(" ", ""): kind for kind, name in SERVICE_KIND_NAMES.items()}

NO_WEEKS = gettext_noop(
    "“{parameter}” holds “{value}”. It must be a whole number of weeks, from 0 to {most}."
)
ROOM_TWICE = gettext_noop("There is a waiting time on this row as well. Keep one of the two.")
NO_SAID_ON = gettext_noop(
    "“{parameter}” is empty. Fill in the day on which the waiting time or the free day was said."
)
SAID_LATER = gettext_noop(
    "“{parameter}” is {value}, which is yet to come. It is the day on which somebody said it."
)
SERVICE_TWICE = gettext_noop(
    "This service of this provider stands on line {known_line} already. Keep one of the two."
)


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
    room: Room | None = None
    """None where the file says nothing about it."""


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """Services in the order of the file. What does not fit elsewhere is told as a problem of ``table``."""

    table: Table
    services: tuple[ListedService, ...]


def read_service_file(data: bytes, file: str, day: date) -> ServiceFile:
    """The services that ``data`` lists, read on ``day``.

    Raises:
        Problems: everything that is wrong with the file, each with its line, its column and what to do.
    """
    reading = _Services(read_table(data, file, SERVICE_COLUMNS), day=day)
    services = tuple(reading.services())
    reading.stop_at_problems()
    return ServiceFile(reading.table, services)


@dataclass(slots=True, kw_only=True)
class _Services(Reading):
    day: date

    def services(self) -> Iterator[ListedService]:
        numbers = {row.line: self.number(row) for row in self.table.rows}

        def service(row: Row) -> tuple[str, str] | None:
            number = numbers[row.line]
            return (number, fold(row[SERVICE])) if number and row[SERVICE] else None

        self.problems += self.table.said_twice(service, SERVICE, SERVICE_TWICE)
        for row in self.table.rows:
            if number := numbers[row.line]:
                kind = self.value(
                    row,
                    SERVICE_KIND,
                    _service_kind,
                    UNKNOWN_CHOICE,
                    choices=", ".join(SERVICE_KIND_NAMES.values()),
                )
                room = self._room(row)
                yield ListedService(row.line, number, row[SERVICE], row[DESCRIPTION], row[PRICE], kind, room)

    def _room(self, row: Row) -> Room | None:
        weeks = self.value(row, WAITING, _weeks, NO_WEEKS, most=MOST_WEEKS)
        free_from = self.value(row, FREE_FROM, parse_day, NO_DAY)
        said_on = self.value(row, SAID_ON, parse_day, NO_DAY)
        if weeks is None and free_from is None:
            return None
        if weeks is not None and free_from is not None:
            self.problem(row, FREE_FROM, ROOM_TWICE)
        elif not row[SAID_ON]:
            self.problem(row, SAID_ON, NO_SAID_ON)
        elif said_on is not None and said_on > self.day:
            self.problem(row, SAID_ON, SAID_LATER, value=said_on)
        elif said_on is not None:
            return Room(said_on=said_on, waiting_weeks=weeks, free_from=free_from)
        return None


def _service_kind(text: str) -> ServiceKind:
    try:
        return _KINDS[fold(text).replace(" ", "")]
    except KeyError as error:
        raise ValueError(f"not a sort of service: {text!r}") from error


def _weeks(text: str) -> int:
    weeks = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= weeks <= MOST_WEEKS:
        raise ValueError(f"no number of weeks: {text!r}")
    return weeks
