"""The steps of ``benchmarks.initiatives``, each in a process of its own."""

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice

from django.db import transaction

from benchmarks.steps import Step
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink, Signal
from wisselwerk.apps.initiatives.queries.initiatives import initiatives, with_sources
from wisselwerk.apps.initiatives.queries.proof import differences
from wisselwerk.apps.initiatives.services import note_decision
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.initiative import Judge
from wisselwerk.domain.money import Cents
from wisselwerk.domain.published_decision import Body, PublishedDecision
from wisselwerk.domain.territory import Region
from wisselwerk.formats import dutch
from wisselwerk.formats.labelled_decisions import labelled_decisions
from wisselwerk.formats.territory import belgian_territory

FIRST, YEARS = date(2015, 1, 5), 12
ON_A_PAGE = 20
"""Decisions that one page has, and one transaction keeps."""
ASKED = 20


def decisions(count: int) -> Iterator[PublishedDecision]:
    """The labelled initiatives under other names, spread over all municipalities of Flanders and twelve years."""
    texts = [one.decision for one in labelled_decisions() if one.is_initiative]
    places = belgian_territory().municipalities(FIRST.replace(year=2026), Region.FLANDERS)
    days = YEARS * 365
    for number, text in enumerate(islice(cycle(texts), count)):
        decided_on = FIRST + timedelta(days=number * 37 % days)
        yield PublishedDecision(
            address=f"https://raad.example/besluiten/{number}",
            file="lijst.html",
            line=number + 1,
            title=text.title,
            body=Body(government=places[number * 7 % len(places)].name_nl),
            decided_on=decided_on,
            published_on=decided_on + timedelta(days=10),
            description=text.description,
            articles=text.articles,
            amounts=(Cents(100_000 + number),),
        )


def bring_in(count: int) -> None:
    """Judge and keep them, then once more, then look and prove."""
    step, judge = Step(), Judge(dutch.forms)
    for part in ("kept", "kept again: nothing new"):
        with step.part(part):
            every = decisions(count)
            while page := list(islice(every, ON_A_PAGE)):
                with transaction.atomic():
                    for one in page:
                        note_decision(SYSTEM, decision=one, judgement=judge.judge(one))
    with step.part("proven (verify)"):
        found = list(differences())
    if found:
        raise ValueError(f"{len(found)} differences, such as {found[0]}")
    step.tell(
        rows={
            "initiatives": Initiative.objects.count(),
            "signals": Signal.objects.count(),
            "proposed": InitiativeLink.objects.count(),
        },
        asked={
            "the newest hundred": _milliseconds(lambda: list(with_sources(initiatives())[:100])),
            "by a word": _milliseconds(lambda: list(with_sources(initiatives(q="kringwinkel"))[:100])),
            "in one place": _milliseconds(lambda: list(with_sources(initiatives(place="71016"))[:100])),
        },
    )


def _milliseconds(ask: Callable[[], object]) -> float:
    """The median of a few."""
    taken = []
    for _ in range(ASKED):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[ASKED // 2] * 1000
