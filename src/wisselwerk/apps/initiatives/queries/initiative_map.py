"""How many initiatives there are, in all and in each municipality."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from wisselwerk.apps.initiatives.models import Initiative, InitiativePlace
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.territory import Place
from wisselwerk.formats.territory import belgian_territory


@dataclass(slots=True)
class PlaceCount:
    """The initiatives in a municipality; one that is done in more of them is counted in each."""

    municipality: Place
    initiatives: set[int] = field(default_factory=set)
    unanswered: set[int] = field(default_factory=set)
    """Those that were noticed, and about which nobody said anything."""

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.initiatives)

    @property
    def number_unanswered(self) -> int:
        """How many of them nobody answered."""
        return len(self.unanswered)


class Numbers(NamedTuple):
    """How many there are, and about how many nobody said anything."""

    every: int
    unanswered: int


def numbers_of(found: QuerySet[Initiative]) -> Numbers:
    """Both at once. One query."""
    noticed = Count("pk", filter=Q(state=InitiativeState.NOTICED))
    return Numbers(**found.order_by().aggregate(every=Count("pk"), unanswered=noticed))


def counted_by_municipality(found: QuerySet[Initiative], day: date) -> list[PlaceCount]:
    """The municipalities of ``day`` in which something of ``found`` is done, by name. One query."""
    territory = belgian_territory()
    rows = InitiativePlace.objects.filter(initiative__in=found.order_by().values("pk"))
    counts: dict[str, PlaceCount] = {}
    by_place: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, initiative, state in rows.values_list("place", "initiative", "initiative__state"):
        by_place[place].append((initiative, state))
    for place, told in by_place.items():
        municipality = territory.municipality_of(place, day)
        count = counts.setdefault(municipality.code, PlaceCount(municipality))
        count.initiatives |= {pk for pk, _ in told}
        count.unanswered |= {pk for pk, state in told if state == InitiativeState.NOTICED}
    return sorted(counts.values(), key=lambda one: one.municipality.name_nl)
