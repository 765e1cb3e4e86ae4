"""Years that are over, as one table: who used a voucher in each, and what pairs answered since. All of it was made up.

The first are those on which Genk decided, the second began after that (``demo.adjustments``): nobody can answer about them any
more. The last is the year before this one. A few more businesses than five for each scheme, for fewer would be hidden.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from operator import itemgetter

from wisselwerk.clock import today
from wisselwerk.demo.applications import DemoApplication
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.domain.follow_up import MOMENTS, Outcome, is_over
from wisselwerk.domain.period import months_later

LOOKED_AT = timedelta(days=10)
"""How long ago Genk looked at what came of its decision."""
WITHIN = timedelta(days=40)
"""In which applications come: less than how late a question can still be asked, so all of a year are asked at once."""
PAID_AFTER, BOOKED_AFTER = timedelta(days=10), timedelta(days=14)
"""After the last application: the batch, and the answer of the bank."""
SOUTH, NORTH = "zuidoost-limburg", "genk"
INVOICE_CENTS = {NORTH: 56_000, SOUTH: 50_000}
"""What uses all of a voucher, its own contribution included."""
PROVIDERS = {
    NORTH: (PROVIDER_NUMBER, *map(invented_number, (7, 4, 5, 3))),
    SOUTH: (PROVIDER_NUMBER, *map(invented_number, (7, 6, 2, 3))),
}
"""Recognised in all those years, and enough to be told. Only at the first there is somebody to ask, who can contradict a business."""

L, E, C, U, N = (
    Outcome.LASTS,
    Outcome.ENDED,
    Outcome.CONTRADICTED,
    Outcome.UNANSWERED,
    Outcome.NOT_ASKED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPairs:
    """Businesses of a scheme that each used a voucher in a year, and what each came to after six and after twelve months."""

    scheme: str
    serial: int
    """Of the first of their invented enterprises."""
    places: tuple[str, ...]
    """Where they have their seat, in turns."""
    came_to: Mapping[tuple[Outcome, Outcome], int]
    """How many went which way."""

    @property
    def pairs(self) -> Iterator["DemoPair"]:
        """Each of them."""
        ways = [way for way, number in self.came_to.items() for _ in range(number)]
        for number, way in enumerate(ways):
            yield DemoPair(
                application=DemoApplication(
                    scheme=self.scheme,
                    number=invented_number(self.serial + number),
                    place=self.places[number % len(self.places)],
                    email=f"zaak{self.serial + number}@vroeger.example",
                    provider=_provider(PROVIDERS[self.scheme], number, way),
                    invoice_cents=INVOICE_CENTS[self.scheme],
                ),
                came_to=dict(zip(MOMENTS, way, strict=True)),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPair:
    """A voucher that was used, and what came of it by moment."""

    application: DemoApplication
    came_to: Mapping[int, Outcome]

    @property
    def stopped(self) -> bool:
        """Whether who applied wants no questions."""
        return N in self.came_to.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoYear:
    """A year that is over."""

    began_on: date
    """The day of the first application."""
    of: tuple[DemoPairs, ...]

    @property
    def used(self) -> list[tuple[date, DemoPair]]:
        """Each with the day on which it applied, oldest first: of every scheme as many early as late."""
        found = [
            (self.began_on + WITHIN * place // len(pairs), one)
            for pairs in (list(some.pairs) for some in self.of)
            for place, one in enumerate(pairs)
        ]
        return sorted(found, key=itemgetter(0))

    @property
    def ended_on(self) -> date:
        """The day after the last application."""
        return self.began_on + WITHIN

    def asked_on(self, moment: int) -> date:
        """The first day on which all of them are due."""
        return months_later(self.ended_on, moment)


def last_over() -> int:
    """The last year of which nobody can answer any more, at either moment."""
    day = today() - LOOKED_AT
    return next(year for year in count(today().year - 1, -1) if is_over(year, max(MOMENTS), day))


def past_years() -> tuple[DemoYear, ...]:
    """All of them, oldest first."""
    return (
        DemoYear(began_on=date(last_over() - 3, 10, 1), of=BEFORE),
        DemoYear(began_on=date(last_over(), 10, 1), of=AFTER),
        DemoYear(began_on=date(today().year - 1, 3, 17), of=LAST),
    )


def _provider(choice: tuple[str, ...], number: int, way: tuple[Outcome, Outcome]) -> str:
    if C in way:
        return choice[0]
    return choice[1 + number % (len(choice) - 1)] if N in way else choice[number % len(choice)]


BEFORE = (
    DemoPairs(
        scheme=SOUTH,
        serial=4000,
        places=("73083", "73066", "73109"),
        came_to={(L, L): 9, (U, L): 3, (L, E): 4, (E, E): 6, (E, U): 2, (C, C): 2, (U, U): 3, (N, N): 3},
    ),
    DemoPairs(
        scheme=NORTH,
        serial=4100,
        places=("71016", "71002", "71067"),
        came_to={(L, L): 5, (L, E): 1, (E, E): 4, (E, U): 1, (U, U): 3, (N, N): 1},
    ),
)
AFTER = (
    DemoPairs(
        scheme=SOUTH,
        serial=4032,
        places=("73083", "73066", "73109"),
        came_to={(L, L): 7, (U, L): 4, (L, E): 4, (E, E): 7, (C, C): 3, (U, U): 5, (N, N): 2},
    ),
    DemoPairs(
        scheme=NORTH,
        serial=4115,
        places=("71016", "71002", "71067"),
        came_to={(L, L): 27, (L, U): 1, (E, E): 5, (U, U): 4, (N, N): 1},
    ),
)
LAST = (
    DemoPairs(
        scheme=NORTH,
        serial=301,
        places=("71016",) * 5 + ("71067", "71002") * 2,
        came_to={(L, L): 5, (L, U): 1, (U, U): 3},
    ),
    DemoPairs(
        scheme=SOUTH,
        serial=310,
        places=("73083",) * 5 + ("73006", "73066") * 2,
        came_to={(L, L): 4, (L, E): 1, (U, U): 4},
    ),
)
"""One municipality of each shows, and two are too small. Of no year an answer came one to four times: else it would not count."""
