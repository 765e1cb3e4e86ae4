"""How official Dutch writes what a rule holds: amounts, shares, days, terms, lists, and what nobody knows yet."""

import re
from collections.abc import Sequence
from datetime import date

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
NUMBERS = (
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
)
BLANK = re.compile(r"\[in te vullen: [^\]]*\]")
"""What a person has to fill in, as it stands in a text."""

SENTENCE_END = re.compile(
    r"(?<=\.)(?<!\b[Aa]rt\.)(?<!\b[Nn]r\.)(?<!\b[Nn]rs\.)(?<!\b[A-Z]\.[A-Z]\.) (?=[A-ZÀ-Ý])"
)
"""Where a sentence ends within a text: not behind “art.” and “nr.”, nor behind two letters such as “B.S.” and “K.B.”."""

REFERENCE = re.compile(r"\x00([a-z_]+)\x00")
"""An article that is named by its key until all articles have their number: between marks that nobody can type or store."""


def blank(what: str) -> str:
    """The marked place of something that nobody knows yet and that is not invented."""
    return f"[in te vullen: {what}]"


def article(key: str) -> str:
    """The article with this key: ``artikel 7``, once numbers are given."""
    return f"\x00{key}\x00"


def euro(cents: int) -> str:
    """An amount: ``1.250 euro``, ``1.250,50 euro``."""
    euros, rest = divmod(cents, 100)
    whole = f"{euros:,}".replace(",", ".")
    return f"{whole},{rest:02} euro" if rest else f"{whole} euro"


def percent(share: int) -> str:
    """A share: ``50 procent``."""
    return f"{share} procent"


def day(value: date) -> str:
    """A day: ``1 januari 2025``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def number(value: int) -> str:
    """A number in a sentence: in letters up to twelve, with a point between thousands above."""
    return NUMBERS[value] if value < len(NUMBERS) else f"{value:,}".replace(",", ".")


def counted(value: int, one: str, more: str) -> str:
    """A number of things: ``één cheque``, ``drie cheques``."""
    return f"{number(value)} {one if value == 1 else more}"


def months(value: int) -> str:
    """A term: ``één maand``, ``zes maanden``."""
    return counted(value, "maand", "maanden")


def listed(values: Sequence[str], last: str = "en") -> str:
    """Several words as one phrase: ``As, Genk en Zutendaal``."""
    *head, end = values
    return f"{', '.join(head)} {last} {end}" if head else end


def ordinal(place: int) -> str:
    """The mark before an item of a list, as Belgian law writes it: ``1°``."""
    return f"{place}°"
