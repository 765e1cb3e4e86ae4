"""Days as pages with decisions tell them: for machines, with or without an hour, or for people."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wisselwerk.formats.day import parse_day

_BRUSSELS = ZoneInfo("Europe/Brussels")
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_BELGIAN = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_WRITTEN = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})(?!\d)", re.IGNORECASE)


def read_day(written: str) -> date:
    """The day that is told: an instant on the day it has in Brussels, ``2026-12-31``, ``31/12/2026`` or ``31 december 2026``.

    Raises:
        ValueError: none is.
    """
    text = written.strip()
    if instant := _INSTANT.match(text):
        zone = (instant[4] or "").upper().replace("Z", "+00:00")
        moment = datetime.fromisoformat(f"{instant[1]}T{instant[2]}:{instant[3] or '00'}{zone}")
        day = moment.astimezone(_BRUSSELS).date() if zone else moment.date()
        return parse_day(day.isoformat())
    if day_only := _ISO.match(text) or _BELGIAN.search(text):
        return parse_day(day_only[0])
    if said := _WRITTEN.search(text):
        return parse_day(f"{said[1]}/{_MONTHS.index(said[2].lower()) + 1}/{said[3]}")
    raise ValueError(f"no day: {written!r}")
