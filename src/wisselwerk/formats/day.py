"""Days as people type them: the Belgian way, or as ISO 8601 has it."""

import re
from datetime import date

_BELGIAN = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_YEARS = range(1900, 2200)
"""A day outside these is a typing error, or 31/12/9999 where there is no end."""


def parse_day(text: str) -> date:
    """The day that ``text`` names: ``31/12/2026`` (also with dots or dashes) or ``2026-12-31``. Day before month, always.

    Raises:
        ValueError: it names none, or one outside 1900 to 2199.
    """
    found = _BELGIAN.fullmatch(text) or _ISO.fullmatch(text)
    if found is None:
        raise ValueError(f"not a day: {text!r}")
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    if day.year not in _YEARS:
        raise ValueError(f"not a year from {_YEARS[0]} to {_YEARS[-1]}: {text!r}")
    return day
