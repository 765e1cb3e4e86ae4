"""The mail to who comes to a meeting of the learning network, when it is elsewhere, later, or not at all."""

from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.network.meeting_file import meeting_file
from wisselwerk.apps.network.models import Attendance
from wisselwerk.apps.network.services import note_told
from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.permissions import is_participant
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.calendar import CONTENT_TYPE
from wisselwerk.jobs.mail import send


def send_meeting_changed(attendance_id: int, sequence: int) -> None:
    """Mail who comes how the meeting stands now, with its calendar file. Who was told of this change already gets nothing, so that
    two changes at once are one mail.

    Raises:
        MailDelayed: try again later.
    """
    found = Attendance.objects.select_related("person", "meeting__called_for")
    place = found.filter(pk=attendance_id, comes=True, told_sequence__lt=sequence).first()
    if place is None or place.person is None or not place.person.email:
        return
    meeting = place.meeting
    if not meeting.called_off_at and not is_participant(actor_for(place.person)):
        # Who takes part no more is told that it does not happen, and no longer where it does.
        note_told(SYSTEM, attendance=place, sequence=meeting.sequence)
        return
    url = settings.BASE_URL + reverse("network:meeting", args=[meeting.pk])
    template = "meeting_called_off" if meeting.called_off_at else "meeting_changed"
    headers = {
        "Message-ID": f"<meeting.{place.pk}.{meeting.sequence}@{urlsplit(settings.BASE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    files = [(f"meeting-{meeting.pk}.ics", meeting_file(meeting, url), CONTENT_TYPE.partition(";")[0])]
    with suppress(MailRefused):
        send(template, place.person.email, {"event": meeting, "url": url}, headers=headers, files=files)
    note_told(SYSTEM, attendance=place, sequence=meeting.sequence)
