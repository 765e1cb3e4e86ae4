"""The calendar file of an event, read back by another library than the one that wrote it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject

from wisselwerk.clock import BRUSSELS as ZONE
from wisselwerk.formats.calendar import CalendarEvent, write_calendar

STARTS = datetime(2026, 11, 5, 19, 30, tzinfo=ZONE)
STAMPED = datetime(2026, 10, 1, 9, 15, tzinfo=UTC)
LONG = "Een lange regel met komma's, punt-komma's; een \\ en ë. " * 4


def read(*, starts_at: datetime = STARTS, is_called_off: bool = False, title: str = "Startavond") -> Any:
    data = write_calendar(
        CalendarEvent(
            uid="event-1@cheques.example.be",
            title=title,
            place="C-mine 10, Genk",
            description=f"{LONG}\nTweede regel.",
            url="https://cheques.example.be/agenda/startavond/",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            stamped_at=STAMPED,
            sequence=int(is_called_off),
            is_called_off=is_called_off,
        )
    )
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75, "RFC 5545, 3.1"
    assert b"\n" not in data.replace(b"\r\n", b"")
    return vobject.readOne(data.decode())


@pytest.mark.parametrize(
    "starts_at",
    [
        STARTS,
        datetime(2026, 7, 1, 9, 0, tzinfo=ZONE),
        # The hour that is there twice, and of it the second.
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZONE),
    ],
)
def test_it_says_what_it_was_given(starts_at: datetime) -> None:
    event = read(starts_at=starts_at).vevent
    start, end = event.dtstart.value, event.dtend.value
    assert (start, start.utcoffset()) == (starts_at.astimezone(UTC), timedelta())
    assert start.astimezone(ZONE).replace(tzinfo=None) == starts_at.replace(tzinfo=None, fold=0), (
        "on the wall"
    )
    assert end - start == timedelta(hours=2)
    assert event.uid.value == "event-1@cheques.example.be"
    assert event.summary.value == "Startavond"
    assert event.location.value == "C-mine 10, Genk"
    assert event.description.value == f"{LONG}\nTweede regel."
    assert event.url.value == "https://cheques.example.be/agenda/startavond/"
    assert event.dtstamp.value == STAMPED
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "0")


def test_called_off_replaces_what_a_calendar_has() -> None:
    event = read(is_called_off=True).vevent
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")


def test_a_title_cannot_add_a_line_of_its_own() -> None:
    event = read(title="Avond\r\nATTENDEE:mailto:x@y.example").vevent
    assert not hasattr(event, "attendee")
    assert "ATTENDEE" in event.summary.value
