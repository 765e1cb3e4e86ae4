"""What is said of an initiative, worked out from its signals: each statement with the source that says it.

The owner's correction wins; then what who does it published or told here, before what was read elsewhere; then what was true
last; then what became known last. A source that was read again with other
content says what it says now; of a policy report that is: of its own year and later ones, for the years before stay what the report
before it told. Nothing is added up or guessed: who wants to know why looks at the signal.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from wisselwerk.domain.policy_report import is_of_accounts
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.signal import Signal, SignalAmount, SignalKind
from wisselwerk.domain.voucher_terms import NO_TERMS, VoucherTerms


class Topic(StrEnum):
    """What a statement is about."""

    TITLE = "TITLE"
    WHAT = "WHAT"
    WHO = "WHO"
    WHERE = "WHERE"
    WHEN = "WHEN"
    PRIORITY = "PRIORITY"
    AMOUNTS = "AMOUNTS"
    """What is budgeted, or named in a decision."""
    SPENT = "SPENT"
    """What was spent, by accounts: it is told beside what was budgeted, and neither silences the other."""
    TERMS = "TERMS"


@dataclass(frozen=True, slots=True)
class Who:
    """Which local government or partnership."""

    name: str
    partnership: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From when up to and including when; None where nobody says."""

    starts_on: date | None
    ends_on: date | None


Said = str | Who | Span | Priority | VoucherTerms | tuple[str, ...] | tuple[SignalAmount, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is said of an initiative."""

    topic: Topic
    said: Said
    signal: Signal
    """Who says so."""
    otherwise: tuple[Signal, ...] = ()
    """The signals that say something else about it, the one that counts for more first."""


SAYS: Mapping[Topic, Callable[[Signal], Said | None]] = {
    Topic.TITLE: lambda one: one.title or None,
    Topic.WHAT: lambda one: one.what or None,
    Topic.WHO: lambda one: Who(one.government, one.partnership) if one.government else None,
    Topic.WHERE: lambda one: one.places or None,
    Topic.WHEN: lambda one: Span(one.starts_on, one.ends_on) if one.starts_on or one.ends_on else None,
    Topic.PRIORITY: lambda one: one.priority,
    Topic.AMOUNTS: lambda one: None if _is_spent(one) else one.amounts or None,
    Topic.SPENT: lambda one: one.amounts or None if _is_spent(one) else None,
    Topic.TERMS: lambda one: one.terms or None,
}
"""What a signal says about each topic; None: nothing."""


def statements(signals: Iterable[Signal]) -> dict[Topic, Statement]:
    """What is said of an initiative, topic by topic; a topic that nobody speaks about is not there.

    ``signals`` in the order in which they came in. Of those with the same kind and key only the last one still speaks.
    """
    weighed = by_weight(_over_the_years(signals))
    found: dict[Topic, Statement] = {}
    for topic, says in SAYS.items():
        heard = [(said, one) for one in weighed if (said := says(one)) is not None]
        if heard:
            said, signal = heard[0]
            found[topic] = Statement(topic, said, signal, tuple(one for other, one in heard if other != said))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What is said of an initiative in short, whoever says it: what lists and comparing need."""

    title: str
    what: str
    government: str
    partnership: int | None
    places: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    priority: Priority | None
    amounts: tuple[SignalAmount, ...]
    spent: tuple[SignalAmount, ...]
    years: tuple[int, ...]
    """Of which money is told, budgeted or spent, whoever tells it."""
    terms: VoucherTerms
    addresses: tuple[str, ...]
    """Of all sources that still speak."""
    held_on: date | None
    known_on: date
    kinds: tuple[SignalKind, ...]


def outline(signals: Iterable[Signal]) -> Outline:
    """The outcome of ``statements``, with the latest of both dates.

    Raises:
        ValueError: there is no signal.
    """
    weighed = by_weight(_over_the_years(signals))
    if not weighed:
        raise ValueError("an initiative rests on one signal or more")

    def first(topic: Topic) -> Any:
        return next((said for one in weighed if (said := SAYS[topic](one)) is not None), None)

    who, when = first(Topic.WHO) or Who(""), first(Topic.WHEN) or Span(None, None)
    return Outline(
        title=first(Topic.TITLE) or "",
        what=first(Topic.WHAT) or "",
        government=who.name,
        partnership=who.partnership,
        places=first(Topic.WHERE) or (),
        starts_on=when.starts_on,
        ends_on=when.ends_on,
        priority=first(Topic.PRIORITY),
        amounts=first(Topic.AMOUNTS) or (),
        spent=first(Topic.SPENT) or (),
        years=tuple(sorted({it.year for one in weighed for it in one.amounts if it.year and it.cents})),
        terms=first(Topic.TERMS) or NO_TERMS,
        addresses=tuple(sorted({address for one in weighed for address in one.addresses})),
        held_on=max((one.held_on for one in weighed if one.held_on), default=None),
        known_on=max(one.known_on for one in weighed),
        kinds=tuple(kind for kind in SignalKind if any(one.kind is kind for one in weighed)),
    )


class Speaks(Protocol):
    """A signal as far as it takes to weigh it."""

    @property
    def kind(self) -> str:
        """A ``SignalKind``."""

    @property
    def key(self) -> str:
        """What names its source."""

    @property
    def held_on(self) -> date | None:
        """From when it was true."""

    @property
    def known_on(self) -> date:
        """From when everybody could know."""


S = TypeVar("S", bound=Speaks)


def by_weight(signals: Iterable[S]) -> Sequence[S]:
    """Those that still speak, the one that counts for most first."""
    speaking = {(one.kind, one.key): (number, one) for number, one in enumerate(signals)}
    ordered = sorted(speaking.values(), key=lambda numbered: _weight(*numbered), reverse=True)
    return [one for _number, one in ordered]


def _over_the_years(signals: Iterable[Signal]) -> Iterator[Signal]:
    """The same, where a version of a policy report also tells the years before it, as the version before it told them.

    An adjustment of 2027 tells a plan from 2027 on, and accounts of 2027 tell that year: neither takes back what 2026 was.
    """
    known: dict[str, tuple[SignalAmount, ...]] = {}
    for one in signals:
        if one.kind is not SignalKind.REPORT or one.held_on is None:
            yield one
            continue
        years, since = {amount.year for amount in one.amounts}, one.held_on.year
        before = tuple(
            amount
            for amount in known.get(one.key, ())
            if amount.year is not None and amount.year < since and amount.year not in years
        )
        whole = replace(one, amounts=(*before, *one.amounts)) if before else one
        known[one.key] = whole.amounts
        yield whole


def _is_spent(one: Signal) -> bool:
    return one.kind is SignalKind.REPORT and is_of_accounts(one.key)


_OWN_WORDS: Mapping[str, int] = {SignalKind.CORRECTION: 2, SignalKind.SCHEME: 1, SignalKind.NOTE: 1}
"""What who does it says itself: the plan of one member does not take a scheme away from the other members."""


def _weight(number: int, one: Speaks) -> tuple[int, date, date, int]:
    return _OWN_WORDS.get(one.kind, 0), one.held_on or date.min, one.known_on, number
