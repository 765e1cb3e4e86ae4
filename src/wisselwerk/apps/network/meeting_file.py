"""A meeting as what a calendar keeps of it: the page and the mail give the same file."""

from urllib.parse import urlsplit

from wisselwerk.apps.network.models import Meeting
from wisselwerk.formats.calendar import CalendarEvent, write_calendar


def meeting_file(meeting: Meeting, url: str) -> bytes:
    """The file; ``url`` is where its page is. Read again after a change, a calendar puts that in the place of what it had."""
    place = ", ".join(one for one in (meeting.place, meeting.link) if one)
    return write_calendar(
        CalendarEvent(
            uid=f"meeting-{meeting.pk}@{urlsplit(url).netloc}",
            title=meeting.title,
            place=place,
            description="\n".join(f"{one.number}. {one.text}" for one in meeting.agenda.order_by("number")),
            url=url,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            stamped_at=meeting.changed_at,
            sequence=meeting.sequence,
            is_called_off=meeting.called_off_at is not None,
        )
    )
