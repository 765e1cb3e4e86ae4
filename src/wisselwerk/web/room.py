"""Whether a provider has room, in a sentence that says how old it is."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wisselwerk import wording
from wisselwerk.domain.room import Room


def told(room: Room, day: date) -> str:
    """What was said about room, as it reads on ``day``."""
    said = {"day": wording.day(room.said_on)}
    if room.is_stale(day):
        return f"{_what(room, day)} " + _("(said on %(day)s, long ago: ask again)") % said
    return f"{_what(room, day)} " + _("(said on %(day)s)") % said


def _what(room: Room, day: date) -> str:
    if room.is_now(day):
        return _("Has room now")
    if room.free_from is not None:
        return _("Has room from %(day)s") % {"day": wording.day(room.free_from)}
    weeks = room.waiting_weeks or 0
    return ngettext("About one week to wait", "About %(weeks)d weeks to wait", weeks) % {"weeks": weeks}
