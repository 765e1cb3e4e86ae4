"""What the system says, in the reader's language: codes, rules, amounts and days become words when they are read.

The domain keeps English message ids with named places and the raw values beside them; nothing here is ever stored.
How a value is spoken follows from the name of its place: ``*_cents`` is Belgian money, ``*enterprise_number`` is
written with dots, ``place*`` is a municipality, a date is a date. Money and enterprise numbers look Belgian in every
language, because they must match the paper the reader holds.
"""

import logging
import string
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext

from wisselwerk.domain.refusal import SENTENCES, Reason
from wisselwerk.domain.rule.base import Rule

logger = logging.getLogger(__name__)

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
UNKNOWN = "\N{HORIZONTAL ELLIPSIS}"
"""Stands where a value should have been: a sentence with a gap serves a reader better than an error page."""

DAY_ENDINGS = ("_on", "_from", "_until")
"""Places that hold a day: a stored decision gives it back as ISO 8601 text."""


def money(cents: int) -> str:
    """An amount as Belgium writes it, from whole cents: ``€ 1.234,50``."""
    euros, rest = divmod(abs(cents), 100)
    sign = MINUS if cents < 0 else ""
    return f"{sign}€{NO_BREAK}{euros:,}".replace(",", ".") + f",{rest:02}"


def round_money(cents: int) -> str:
    """The same without ``,00`` when there are no odd cents: ``€ 500``. For titles and running text, not for columns."""
    return money(cents).removesuffix(",00")


def day(value: date) -> str:
    """A day in full: ``24 november 2026``. An instant is first brought to Europe/Brussels."""
    return format_date(_local(value), "j F Y")


def moment(value: datetime) -> str:
    """An instant in Europe/Brussels: ``24 november 2026 om 14:05``."""
    return gettext("{day} at {time}").format(day=day(value), time=format_date(_local(value), "H:i"))


def enterprise_number(value: str) -> str:
    """Ten digits as the Crossroads Bank for Enterprises writes them: ``0123.456.749``. Anything else stays as it is."""
    return f"{value[:4]}.{value[4:7]}.{value[7:]}" if len(value) == 10 and value.isdecimal() else value


def listed(values: Iterable[str]) -> str:
    """Several words as one phrase: ``As, Genk en Zutendaal``."""
    *head, last = values
    return gettext("{these} and {last}").format(these=", ".join(head), last=last) if head else last


def places(message_id: str) -> frozenset[str]:
    """The named places of a message id, so that a test can hold them against the values that come with it."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(message_id) if name)


def say(message_id: str, params: Mapping[str, object]) -> str:
    """The message in the active language with every value spoken. A missing value is a gap and a line in the log."""
    spoken = {name: spoken_value(name, value) for name, value in params.items()}
    for name in places(message_id) - spoken.keys():
        logger.error("wording_value_missing", extra={"place": name, "message_id": message_id})
        spoken[name] = UNKNOWN
    return gettext(message_id).format_map(spoken)


def sentence(reason: Reason) -> str:
    """Why the answer is no, and what to do next."""
    return say(SENTENCES[reason.code], reason.params)


def rule_text(rule: Rule) -> str:
    """What a rule asks, with its parameters in words."""
    params = {f.name: getattr(rule, f.name) for f in fields(rule)} if is_dataclass(rule) else {}
    return say(rule.sentence, params)


def spoken_value(name: str, value: object) -> str:
    """One value as words, by the name of its place and by its type."""
    if value is None:
        return UNKNOWN
    if isinstance(value, list | tuple | set | frozenset):
        return listed(spoken_value(name, one) for one in value)
    if isinstance(value, int) and name.endswith("_cents"):
        return money(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if name.endswith(DAY_ENDINGS) and isinstance(value, str):
        return day(date.fromisoformat(value))
    text = str(value.value if isinstance(value, Enum) else value)
    if name.endswith("enterprise_number"):
        return enterprise_number(text)
    return text


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) else value
