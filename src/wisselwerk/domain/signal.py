"""A signal: what one source says of an initiative, when that was true and when it became known.

A source is a scheme that was published here, a decision of a council, an action in a policy report, a note that somebody
gave of their own accord, or a correction by the owner. It says nothing of persons.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from hashlib import sha256

from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.voucher_terms import NO_TERMS, VoucherTerms


class SignalKind(StrEnum):
    """What kind of source says it."""

    SCHEME = "SCHEME"
    """A voucher scheme that was published here."""
    DECISION = "DECISION"
    """A decision that a council or another body published."""
    REPORT = "REPORT"
    """An action in a policy report."""
    NOTE = "NOTE"
    """What a local government or a partnership told of its own accord."""
    CORRECTION = "CORRECTION"
    """What its owner says of it instead of what was read elsewhere."""


@dataclass(frozen=True, slots=True, order=True)
class SignalAmount:
    """An amount of money that a source names."""

    cents: Cents
    year: int | None = None
    """The year it is for; None where the source names it beside no year, as a decision names what a voucher is worth."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """Words in a decision, or in the name of an action, by which it was recognised."""

    words: str
    place: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What one source says. What is empty it is silent about."""

    kind: SignalKind
    key: str
    """What names the source, the same each time it is read: an address, or a digest of what tells it from others."""
    source: str
    """Where it is found, for people: an address, file and line, or report, code and file."""
    held_on: date | None
    """From when it was true; None where the source does not say."""
    known_on: date
    """From when everybody could know."""
    title: str = ""
    what: str = ""
    government: str = ""
    """Name of the local government or partnership that does it."""
    partnership: int | None = None
    """The partnership here that does it."""
    places: tuple[str, ...] = ()
    """Finest places where it is done (``domain.territory``), in order."""
    starts_on: date | None = None
    ends_on: date | None = None
    """The last day."""
    priority: Priority | None = None
    amounts: tuple[SignalAmount, ...] = ()
    addresses: tuple[str, ...] = ()
    """Addresses on the web under which it is published, in order: two sources with one in common tell of the same."""
    terms: VoucherTerms = NO_TERMS
    """What a voucher gives and asks, where it is about vouchers."""
    spoke: tuple[Spoke, ...] = ()
    """Of a decision or an action in a report: by which words it was recognised."""
    enough: int | None = None
    """Of what was recognised by words: the points that were enough to be noticed, when it was."""

    def digest(self) -> str:
        """A digest of what it says, whoever weighs it and wherever the file lay: two that say the same have the same one."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in _NOT_SAID}
        plain = json.dumps(said, default=_plain, sort_keys=True, ensure_ascii=False)
        return f"sha256:{sha256(plain.encode()).hexdigest()}"


_NOT_SAID = frozenset({"source", "known_on", "spoke", "enough"})
"""The same file elsewhere, read later or weighed by other words, says nothing new."""


def key_of(parts: Iterable[object]) -> str:
    """The key of a source that nothing names: a digest of what tells it from others."""
    return f"sha256:{sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()}"


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, SignalAmount):
        return [value.cents, value.year]
    if isinstance(value, VoucherTerms):
        return asdict(value)
    raise TypeError(f"{value!r} is no part of a signal")
