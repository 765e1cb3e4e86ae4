"""Reading the register of initiatives: the page, the feed and the whole file, by ``benchmarks.initiatives``."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import islice
from urllib.parse import quote

from django.db import transaction
from django.test import Client
from django.urls import reverse

from benchmarks.noticing import FIRST, YEARS, decisions
from benchmarks.steps import Step, peak_megabytes
from wisselwerk.apps.initiatives.initiative_record import columns
from wisselwerk.apps.initiatives.models import Initiative, InitiativePlace, Signal
from wisselwerk.apps.initiatives.queries.initiatives import initiatives
from wisselwerk.apps.initiatives.signal_sources import signal_of_decision
from wisselwerk.clock import now, today
from wisselwerk.domain.initiative import Judge
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.initiative_statement import outline
from wisselwerk.formats import dutch

AT_ONCE = 5_000
ASKED = 5


def fill(count: int) -> None:
    """Initiatives with a signal and a place each, as they stand on record; two in three were answered."""
    step, judge, at = Step(), Judge(dutch.forms), now()
    every = enumerate(decisions(count))
    with step.part("written"):
        while some := list(islice(every, AT_ONCE)):
            said = [signal_of_decision(one, judge.judge(one), FIRST) for _, one in some]
            rows = [
                Initiative(
                    state=InitiativeState.CONFIRMED if number % 3 else InitiativeState.NOTICED,
                    noticed_at=at - timedelta(days=number % (YEARS * 365)),
                    **columns(outline([one])),
                )
                for (number, _), one in zip(some, said, strict=True)
            ]
            with transaction.atomic():
                kept = Initiative.objects.bulk_create(rows)
                Signal.objects.bulk_create(
                    Signal(
                        initiative=row,
                        kind=one.kind,
                        key=one.key,
                        source=one.source,
                        digest=one.digest(),
                        held_on=one.held_on,
                        known_on=one.known_on,
                        title=one.title,
                        what=one.what,
                        government=one.government,
                        places=list(one.places),
                        spoke=[[word.words, word.place, word.points] for word in one.spoke],
                        actor="system",
                        at=at,
                    )
                    for row, one in zip(kept, said, strict=True)
                )
                InitiativePlace.objects.bulk_create(
                    InitiativePlace(initiative=row, place=place)
                    for row, one in zip(kept, said, strict=True)
                    for place in one.places
                )
    step.tell()


def search() -> None:
    """The page by words that many hold, that few hold and that none holds, and two at once; and the query of each alone."""
    step, client = Step(), Client(headers={"host": "127.0.0.1"})
    page = reverse("initiative:register")
    client.get(page)
    milliseconds = {}
    for q in ("", "subsidie", "kringwinkel", "nergenswoord", "sociale kringwinkel"):
        milliseconds[f"page: {q or 'everything'}"] = _median(partial(_open, client, f"{page}?q={quote(q)}"))
        milliseconds[f"first 20: {q or 'everything'}"] = _median(partial(_first, q))
    step.tell(asked=milliseconds)


def _open(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def _first(q: str) -> None:
    list(initiatives(q=q, day=today())[:20])


def _median(ask: Callable[[], None]) -> float:
    """Milliseconds by the clock, the median of a few."""
    taken = []
    for _ in range(ASKED):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[ASKED // 2] * 1000


def read() -> None:
    """What anybody may ask for, without signing in."""
    step, client = Step(), Client(headers={"host": "127.0.0.1"})
    page, feed, file = (reverse(f"initiative:{name}") for name in ("register", "feed", "file"))
    assert client.get(page).status_code == 200
    asked = {
        "page": page,
        "page, by a word": f"{page}?q=kringwinkel",
        "page, of a year": f"{page}?year={today().year - 1}",
        "feed": feed,
    }
    milliseconds = {name: _median(partial(_open, client, path)) for name, path in asked.items()}
    before, size = peak_megabytes(), 0
    with step.part("file (CSV)"):
        for part in client.get(file):
            size += len(part)
    step.tell(
        asked=milliseconds, rows={"MB of CSV": size // 2**20, "MB more of memory": peak_megabytes() - before}
    )
