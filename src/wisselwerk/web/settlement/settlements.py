"""Which years have to be settled between the members, and how far is that?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.actuals import years_of, years_with_cost, years_with_key
from wisselwerk.apps.settlements.queries.settlements import lines_of, sending_of, settlements_seen_by
from wisselwerk.clock import today
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.settlement.access import LOOK, schemes_seen_by


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of a scheme, and the settlement that holds."""

    scheme: Scheme
    year: int
    settlement: YearSettlement | None
    has_cost: bool = True
    """Whether a voucher was used in it, so that there is something to settle."""
    has_key: bool = True
    """Whether the rules divide what it cost; else the managing municipality bears it."""

    @property
    def is_sent(self) -> bool:
        """Whether the members know."""
        return self.settlement is not None and sending_of(self.settlement) is not None

    @property
    def to_receive_cents(self) -> int:
        """What members still have to pay."""
        return sum(max(0, cents) for cents in self._open())

    @property
    def to_give_back_cents(self) -> int:
        """What members still have to get back."""
        return sum(max(0, -cents) for cents in self._open())

    def _open(self) -> list[int]:
        lines = lines_of(self.settlement) if self.settlement else []
        return [line.open_cents for line in lines if not line.is_managing]


@for_role(*LOOK)
def settlements(request: HttpRequest) -> HttpResponse:
    """Every year of every scheme that whoever asks looks after."""
    lines = list(year_lines(request))
    context = {
        "lines": lines,
        "waiting": sum(1 for one in lines if _waits(one)),
        "to_receive_cents": sum(one.to_receive_cents for one in lines),
        "to_give_back_cents": sum(one.to_give_back_cents for one in lines),
    }
    return render(request, "settlement/settlements.html", context)


def year_lines(request: HttpRequest) -> Iterator[YearLine]:
    """The years with a budget, newest first. Five queries, and two where a year that is over was not settled."""
    actor = actor_of_request(request)
    schemes = list(schemes_seen_by(actor))
    years = years_of(schemes)
    newest: dict[tuple[int, int], YearSettlement] = {}
    for one in settlements_seen_by(actor):
        newest.setdefault((one.scheme_id, one.year), one)
    lines = [
        YearLine(scheme, year, newest.get((scheme.pk, year)))
        for scheme in schemes
        for year in years.get(scheme.pk, [])
        if year <= today().year
    ]
    open_years = [one for one in lines if one.settlement is None and one.year < today().year]
    costs = years_with_cost([(one.scheme, one.year) for one in open_years])
    keys = years_with_key([(one.scheme, one.year) for one in open_years])
    for line in lines:
        which = (line.scheme.pk, line.year)
        yield replace(line, has_cost=which in costs, has_key=which in keys) if line in open_years else line


def _waits(line: YearLine) -> bool:
    """Whether there is something to do for a year: it is over and not settled, or not all is paid."""
    if line.settlement is None:
        return line.year < today().year and line.has_cost and line.has_key
    return not line.is_sent or bool(line.to_receive_cents or line.to_give_back_cents)
