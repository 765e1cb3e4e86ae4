"""Initiatives in words: what a statement says, where it comes from, why two look alike and what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink, Signal, amounts_of
from wisselwerk.domain.initiative_link import Aspect, LinkReason
from wisselwerk.domain.initiative_sentence import (
    DIFFERENCE_SENTENCES,
    KIND_NAMES,
    NOTHING,
    REASON_SENTENCES,
    UNKNOWN,
)
from wisselwerk.domain.initiative_statement import SAYS, Said, Span, Statement, Topic, Who
from wisselwerk.domain.initiative_words import Place
from wisselwerk.domain.priority import PRIORITY_NAMES, Priority
from wisselwerk.domain.signal import SignalAmount, SignalKind
from wisselwerk.domain.voucher_terms import VoucherTerms
from wisselwerk.formats.decision_type import decision_types
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.wording import day, listed, money

TOPIC_NAMES: Mapping[Topic, str] = {
    Topic.TITLE: gettext_noop("Name"),
    Topic.WHAT: gettext_noop("What"),
    Topic.WHO: gettext_noop("Who"),
    Topic.WHERE: gettext_noop("Where"),
    Topic.WHEN: gettext_noop("When"),
    Topic.PRIORITY: gettext_noop("Priority"),
    Topic.AMOUNTS: gettext_noop("Budgeted or named"),
    Topic.SPENT: gettext_noop("Spent"),
    Topic.TERMS: gettext_noop("Voucher"),
}
STOOD_IN: Mapping[Place, str] = {
    Place.TITLE: gettext_noop("in the title"),
    Place.SUMMARY: gettext_noop("in the summary"),
    Place.ARTICLES: gettext_noop("in the articles"),
    Place.REASONS: gettext_noop("in the reasons"),
    Place.TYPE: gettext_noop("as type of decision"),
}
"""Where in a decision a word stood."""
MOST_PLACES = 12
"""Municipalities named one by one; of more only how many."""


def places_named(codes: Iterable[str], on: date) -> str:
    """Finest places as people know them on a day: whole municipalities by their name, parts with the one around."""
    territory, left, names = belgian_territory(), set(codes), []
    for whole in {territory.municipality_of(code, on).code for code in left}:
        parts = set(territory.finest(whole, on))
        if parts <= left:
            names.append(territory.place(whole, on).name_nl)
            left -= parts
    names += [territory.label(code, on) for code in left]
    if len(names) > MOST_PLACES:
        return _("{number} municipalities").format(number=len(names))
    return listed(sorted(names)) if names else ""


def span(starts_on: date | None, ends_on: date | None) -> str:
    """From when until when, as far as somebody says."""
    if starts_on and ends_on:
        return _("{start} until {end}").format(start=day(starts_on), end=day(ends_on))
    if starts_on:
        return _("from {start}").format(start=day(starts_on))
    return _("until {end}").format(end=day(ends_on)) if ends_on else ""


def amounts_named(amounts: Iterable[SignalAmount]) -> str:
    """Amounts with the year they are for. They are never added up: sources name them beside each other.

    The same amount for years that follow each other is told once, as that of each year.
    """
    told: list[tuple[int, int | None, int | None]] = []
    for one in amounts:
        if told and one.year and told[-1][0] == one.cents and told[-1][2] == one.year - 1:
            told[-1] = (one.cents, told[-1][1], one.year)
        else:
            told.append((one.cents, one.year, one.year))
    return listed([_amount_named(*one) for one in told]) if told else ""


def _amount_named(cents: int, first: int | None, last: int | None) -> str:
    if first == last:
        return f"{money(cents)} ({first})" if first else money(cents)
    return _("{amount} a year ({first}-{last})").format(amount=money(cents), first=first, last=last)


def terms_named(terms: VoucherTerms) -> str:
    """What a voucher gives and asks."""
    told = []
    if terms.amount_cents is not None:
        told.append(_("worth {amount}").format(amount=money(terms.amount_cents)))
    if terms.own_contribution_cents is not None:
        told.append(
            _("a business pays at least {amount} itself").format(amount=money(terms.own_contribution_cents))
        )
    return listed(told) if told else ""


def said_in_words(said: Said, topic: Topic, on: date) -> str:
    """What a statement says."""
    match said:
        case Who():
            return said.name
        case Span():
            return span(said.starts_on, said.ends_on)
        case VoucherTerms():
            return terms_named(said)
        case Priority():
            return _(PRIORITY_NAMES[said])
        case str():
            return said
    if topic is Topic.WHERE:
        return places_named((str(one) for one in said), on)
    return amounts_named(one for one in said if isinstance(one, SignalAmount))


@dataclass(frozen=True, slots=True)
class Source:
    """A source as a page shows it."""

    signal: Signal

    @property
    def kind(self) -> str:
        """What kind of source it is."""
        return _(KIND_NAMES[SignalKind(self.signal.kind)])

    @property
    def address(self) -> str:
        """Where it can be read on the web; empty for a file and a line."""
        source = self.signal.source
        return source if source.startswith(("http://", "https://")) else ""

    @property
    def where(self) -> str:
        """Where it is found, when that is not on the web; what its owner tells here has no other place."""
        is_here = SignalKind(self.signal.kind) in {SignalKind.NOTE, SignalKind.CORRECTION}
        return "" if is_here or self.address else self.signal.source


@dataclass(frozen=True, slots=True)
class Line:
    """One statement with its source and both its dates, and what other sources say instead."""

    topic: str
    said: str
    source: Source
    otherwise: list[tuple[str, Source]]


def lines_of(
    statements: Mapping[Topic, Statement], rows: Mapping[tuple[SignalKind, str], Signal], on: date
) -> list[Line]:
    """All that is said of an initiative, apart from its name, which stands above."""
    found = []
    for topic, one in statements.items():
        told = {said_in_words(one.said, topic, on): Source(rows[one.signal.kind, one.signal.key])}
        for other in one.otherwise:
            if (said := SAYS[topic](other)) is not None:
                # In the same words it is told once, of the source that counts for most.
                told.setdefault(said_in_words(said, topic, on), Source(rows[other.kind, other.key]))
        (first, source), *otherwise = told.items()
        found.append(Line(_(TOPIC_NAMES[topic]), first, source, otherwise))
    return found


@dataclass(frozen=True, slots=True)
class Recognised:
    """Why a decision was noticed."""

    source: Source
    points: int
    enough: int
    words: list[tuple[str, str, str]]
    """Words, where they stood, and their points with a sign."""


def recognised(signals: Iterable[Signal]) -> list[Recognised]:
    """Why each decision among these sources was noticed."""
    found = []
    for signal in signals:
        if signal.enough is not None:
            points_of: Counter[tuple[str, str]] = Counter()
            for words, place, points in signal.spoke:  # words may speak of more than one idea
                points_of[words, place] += points
            spoke = [
                (
                    _words(words, place),
                    _(STOOD_IN[Place(place)]),
                    f"{points:+d}".replace("-", "\N{MINUS SIGN}"),
                )
                for (words, place), points in points_of.most_common()
            ]
            total = sum(points_of.values())
            found.append(Recognised(Source(signal), total, signal.enough, spoke))
    return found


def _words(words: str, place: str) -> str:
    """The words that spoke; of a type of decision what its code means."""
    return decision_types().get(words, words) if place == Place.TYPE else words


def reasons_named(link: InitiativeLink, on: date) -> list[str]:
    """Why two look alike, in sentences."""
    found = []
    for reason in link.reasons:
        code, params = LinkReason(reason["code"]), reason["params"]
        named = {name: _compared(name, value, on) for name, value in params.items()}
        found.append(_(REASON_SENTENCES[code]).format(**named))
    return found


def differences_named(link: InitiativeLink, on: date) -> list[tuple[str, str]]:
    """What differs, in sentences, each with the sentence of the source by which we know."""
    found = []
    names = {
        "there_name": _side_named(link.initiative, link.other),
        "here_name": _side_named(link.other, link.initiative),
    }
    for one in link.differences:
        aspect = Aspect(one["aspect"])
        here, there = (_side(aspect, one[side], on) for side in ("here", "there"))
        found.append((_(DIFFERENCE_SENTENCES[aspect]).format(here=here, there=there, **names), one["said"]))
    return found


def _side_named(one: Initiative, other: Initiative) -> str:
    """One of two, by who does it, or by its own name where that does not tell them apart."""
    who = one.government
    return who if who and who != other.government else f"“{one.title}”"


def _side(aspect: Aspect, value: Any, on: date) -> str:
    if value is None:
        return _(UNKNOWN)
    if aspect is Aspect.PLACES:
        return places_named(value, on) if value else _(UNKNOWN)
    if aspect is Aspect.YEARS:
        return years_named(value)
    return money(value) if value else _(NOTHING)


def _compared(name: str, value: list[Any], on: date) -> str:
    if name == "places":
        return places_named(value, on)
    if name == "cents":
        return listed([money(cents) for cents in value])
    return (
        years_named(value) if name in {"years", "earlier", "later"} else listed([str(one) for one in value])
    )


def years_named(years: Iterable[int]) -> str:
    """Years as one stretch: ``2024-2026``."""
    first, last = min(years := list(years)), max(years)
    return str(first) if first == last else f"{first}-{last}"


@dataclass(frozen=True, slots=True)
class Row:
    """An initiative as a list shows it."""

    initiative: Initiative
    on: date

    @property
    def places(self) -> str:
        """Where it is done."""
        return places_named((one.place for one in self.initiative.places.all()), self.on)

    @property
    def when(self) -> str:
        """From when until when."""
        return span(self.initiative.starts_on, self.initiative.ends_on)

    @property
    def money(self) -> list[str]:
        """What sources say that it costs or gives, and what was spent on it, each with what it is."""
        told = ((Topic.AMOUNTS, self.initiative.amounts), (Topic.SPENT, self.initiative.spent))
        return [
            f"{_(TOPIC_NAMES[topic])}: {amounts_named(amounts_of(plain))}" for topic, plain in told if plain
        ]

    @property
    def terms(self) -> str:
        """What a voucher gives and asks, where it is about vouchers."""
        return terms_named(VoucherTerms(**self.initiative.terms))

    @property
    def priority(self) -> str:
        """The Flemish priority, where a source names it."""
        return _(PRIORITY_NAMES[Priority(self.initiative.priority)]) if self.initiative.priority else ""

    @property
    def kinds(self) -> str:
        """What kinds of sources tell of it."""
        return listed([_(KIND_NAMES[SignalKind(kind)]) for kind in self.initiative.kinds])

    @property
    def who_and_where(self) -> str:
        """Who does it, and where unless that says the same."""
        who, where = self.initiative.government, self.places
        return who if not where or where in who else f"{who} ({where})" if who else where
