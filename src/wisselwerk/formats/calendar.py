"""An event as a file that calendars read: iCalendar (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event

MAKER = "-//Wisselwerk//NL"
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """What a calendar keeps of an event."""

    uid: str
    """The same for ever, so that a calendar that read it before changes what it has."""
    title: str
    place: str
    description: str
    url: str
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    """When it was last changed."""
    sequence: int
    """How many times it was changed since it was first told: a calendar keeps what has the highest (RFC 5545, 3.8.7.4)."""
    is_called_off: bool = False


def write_calendar(one: CalendarEvent) -> bytes:
    """The file. Its times are UTC, which every calendar turns into the hour on the wall.

    With the zone of Brussels and its rules written out, one of the readers tried took summer for winter.
    """
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.stamped_at.astimezone(UTC))
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", one.ends_at.astimezone(UTC))
    event.add("summary", one.title)
    event.add("location", one.place)
    event.add("description", one.description)
    event.add("url", one.url)
    event.add("status", "CANCELLED" if one.is_called_off else "CONFIRMED")
    event.add("sequence", one.sequence)
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
