"""The register as everybody may read it: lists, one initiative with each statement and its source, and how it got there."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from wisselwerk.apps.initiatives.models import (
    Initiative,
    InitiativeLink,
    InitiativePlace,
    InitiativeStep,
    Signal,
)
from wisselwerk.apps.initiatives.register_words import answering
from wisselwerk.domain import signal as domain
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_state import Action, InitiativeState
from wisselwerk.domain.initiative_statement import Statement, Topic, by_weight, statements
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.signal import SignalKind
from wisselwerk.formats.territory import belgian_territory


@dataclass(frozen=True, slots=True)
class Told:
    """One initiative with all that is known of it."""

    initiative: Initiative
    statements: dict[Topic, Statement]
    """What is said of it, each with the signal that says so."""
    rows: dict[tuple[SignalKind, str], Signal]
    """The last signal of each source, by kind and key: where a statement's signal is on record."""
    signals: list[Signal]
    """All of them, also of what was merged into it, oldest first."""
    steps: list[InitiativeStep]
    """What happened to it and to what was merged into it, oldest first."""
    links: list[InitiativeLink]
    """What it may be to others, and what somebody answered."""


def initiatives(
    *,
    q: str = "",
    place: str = "",
    priority: Priority | None = None,
    state: InitiativeState | None = None,
    kind: SignalKind | None = None,
    day: date | None = None,
) -> QuerySet[Initiative]:
    """What everybody may see, newest first: each once, also where more sources tell of it, and nothing that was denied
    unless that is asked for. Two queries: their places come along.

    ``q`` is words that all have to be found in its title, description, government, place or priority, in any form or in a compound;
    ``place`` a NIS or place code as meant on ``day``.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    found = Initiative.objects.filter(merged_into=None)
    found = found.exclude(state=InitiativeState.DENIED) if state is None else found.filter(state=state)
    found = answering(found, q)
    if place:
        codes = belgian_territory().finest(place, day or date.max)
        inside = InitiativePlace.objects.filter(initiative=OuterRef("pk"), place__in=codes)
        found = found.filter(Exists(inside))
    if priority is not None:
        found = found.filter(priority=priority)
    if kind is not None:
        told = Signal.objects.filter(kind=kind)
        found = found.filter(
            Exists(told.filter(initiative=OuterRef("pk")))
            | Exists(told.filter(initiative__merged_into=OuterRef("pk")))
        )
    places = Prefetch("places", InitiativePlace.objects.order_by("place"))
    return found.select_related("partnership").prefetch_related(places).order_by("-known_on", "-pk")


def changed_last_first(found: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """The same, with ``changed_at`` and the latest first: when a source told something of it or of what was merged into it, or a
    step changed how it stands. That its owner was asked changes nothing. No query more.
    """
    steps = InitiativeStep.objects.exclude(action=Action.ASK).filter(initiative=OuterRef("pk"))
    own = Signal.objects.filter(initiative=OuterRef("pk"))
    merged = Signal.objects.filter(initiative__merged_into=OuterRef("pk"))
    latest = (_latest(steps), _latest(own), _latest(merged))
    changed_at = Greatest(*(Coalesce(one, F("noticed_at")) for one in latest))
    return found.annotate(changed_at=changed_at).order_by("-changed_at", "-pk")


def _latest(found: QuerySet[InitiativeStep] | QuerySet[Signal]) -> Subquery:
    return Subquery(found.order_by("-at").values("at")[:1])


def with_sources(found: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """The same, each with its signals and those of what was merged into it at hand (``sources_of``). Three queries more."""
    signals = Signal.objects.order_by("pk")
    return found.prefetch_related(Prefetch("signals", signals), Prefetch("merged__signals", signals))


def sources_of(initiative: Initiative) -> list[Signal]:
    """The sources of one that came ``with_sources``, as they speak now, the one that counts for most first."""
    every = [
        *initiative.signals.all(),
        *(one for part in initiative.merged.all() for one in part.signals.all()),
    ]
    every.sort(key=lambda one: one.pk)
    return list(by_weight(every))


AT_ONCE = 1_000
"""Initiatives that are held at a time where all of them are read."""


class ShortSource(NamedTuple):
    """A source as far as a file tells it: where it is found, and both its dates."""

    kind: str
    key: str
    source: str
    held_on: date | None
    known_on: date


@dataclass(frozen=True, slots=True)
class Sourced:
    """An initiative with what a file tells of it; what it does not, is asked when somebody looks at it."""

    initiative: Initiative
    places: Sequence[str]
    sources: Sequence[ShortSource]
    """As they speak now, the one that counts for most first."""


def all_sourced(found: QuerySet[Initiative]) -> Iterator[Sourced]:
    """All of them in their order, however many: which ones is asked once, and four queries for each ``AT_ONCE`` tell the rest, so that
    nobody waits for a reader who is slow.
    """
    every = array("q", found.values_list("pk", flat=True).iterator(AT_ONCE))
    for start in range(0, len(every), AT_ONCE):
        yield from _sourced(list(every[start : start + AT_ONCE]))


def _sourced(pks: list[int]) -> Iterator[Sourced]:
    whole = dict(Initiative.objects.filter(merged_into__in=pks).values_list("pk", "merged_into"))
    sources: defaultdict[int, list[ShortSource]] = defaultdict(list)
    told = Signal.objects.filter(initiative__in=[*pks, *whole]).order_by("pk")
    for pk, *short in told.values_list("initiative", *ShortSource._fields):
        sources[whole.get(pk) or pk].append(ShortSource(*short))
    places: defaultdict[int, list[str]] = defaultdict(list)
    rows = InitiativePlace.objects.filter(initiative__in=pks).order_by("place")
    for pk, place in rows.values_list("initiative", "place"):
        places[pk].append(place)
    found = Initiative.objects.defer("what", "terms", "addresses", "kinds", "words").in_bulk(pks)
    for pk in pks:
        if pk in found:
            yield Sourced(found[pk], places[pk], by_weight(sources[pk]))


def initiative_told(pk: int) -> Told | None:
    """One initiative with its statements, signals, steps and links; None when there is none. Five queries.

    One that was merged into another is told as that one: look at ``told.initiative.pk``.
    """
    found = Initiative.objects.select_related("partnership").prefetch_related("places")
    initiative = found.filter(Q(pk=pk, merged_into=None) | Q(merged__pk=pk)).first()
    if initiative is None:
        return None
    own = Q(initiative=initiative) | Q(initiative__merged_into=initiative)
    signals = list(Signal.objects.filter(own).select_related("scheme", "partnership").order_by("pk"))
    values: list[domain.Signal] = [one.value for one in signals]
    linked = Q(initiative=initiative) | Q(other=initiative)
    # What was asked about two that became one on another answer is no question any more.
    inside = Q(initiative__merged_into=initiative) | Q(other__merged_into=initiative)
    links = InitiativeLink.objects.filter(linked).exclude(inside, kind=LinkKind.SAME, answer=LinkAnswer.OPEN)
    links = links.select_related("initiative", "other")
    return Told(
        initiative=initiative,
        statements=statements(values),
        rows={(SignalKind(one.kind), one.key): one for one in signals},
        signals=signals,
        steps=list(InitiativeStep.objects.filter(own).select_related("other").order_by("at", "pk")),
        links=list(links.order_by("pk")),
    )
