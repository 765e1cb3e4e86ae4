"""Meetings of the learning network as tests have them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import time_machine

from tests.network import Learning
from wisselwerk.apps.network.models import Meeting
from wisselwerk.apps.network.services import Invitation, Item, call_meeting
from wisselwerk.clock import BRUSSELS, today

WHAT = "Wat werkte bij ondernemers?"
WHERE = "Provinciehuis, Universiteitslaan 1, Hasselt"
LINK = "https://overleg.example/kamer-7"
LEARNT = "Bel de ondernemers op de dag na de avond. Daarna is het te laat."
IN_DAYS = 10


def at(hour: int, *, days: int = IN_DAYS) -> datetime:
    """An hour in Brussels, days from now."""
    day = today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS)


def told(
    *,
    title: str = WHAT,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    place: str = WHERE,
    link: str = "",
    agenda: Sequence[Item] = (),
) -> Invitation:
    """What is told of a meeting in ten days, from two until four."""
    return Invitation(
        title=title,
        starts_at=starts_at or at(14),
        ends_at=ends_at or at(16),
        place=place,
        link=link,
        agenda=agenda,
    )


def called(there: Learning, invitation: Invitation | None = None) -> Meeting:
    """A meeting that Genk calls."""
    return call_meeting(there.knows, called_for=there.knows_for, told=invitation or told())


def afterwards() -> AbstractContextManager[object]:
    """The day after that meeting."""
    return time_machine.travel(at(9, days=IN_DAYS + 1), tick=False)
