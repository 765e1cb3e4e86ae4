"""The mail of a week in the demo: two asked for it last week, and what was noticed since is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.initiatives.services.digest import follow_digest, note_outcomes, plan_digests
from wisselwerk.clock import as_if, midnight, now, today
from wisselwerk.demo.acting import actor_of
from wisselwerk.domain.actor import SYSTEM

READERS = ("flanders", "coordinator_zuidoost_limburg")
ASKED, NOTICED = timedelta(days=8), timedelta(days=2)
"""How long ago they asked for it, which is in another week, and how long ago the register filled itself."""


@contextmanager
def when_noticed() -> Iterator[None]:
    """As if it were then; not before this year, for the years of reports go by the year in which they are read."""
    with as_if(max(now() - NOTICED, midnight(date(today().year, 1, 1)))):
        yield


def load_digests() -> None:
    """Once: who stops it in the demo is not asked for it again."""
    if Entry.objects.filter(command="follow_digest").exists():
        return
    with as_if(now() - ASKED):
        for key in READERS:
            follow_digest(actor_of(key))
    note_outcomes(SYSTEM, on=today())
    plan_digests(SYSTEM, on=today())
