"""Whether two initiatives look like the same one, or one like another elsewhere: with the reasons and what differs.

Only a proposal comes of it; a person answers. All is compared in whole words and whole amounts, so that the reason can be
read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from wisselwerk.domain.signal import SignalAmount
from wisselwerk.domain.voucher_terms import NO_TERMS, VoucherTerms


class LinkKind(StrEnum):
    """What two initiatives may be to each other."""

    SAME = "SAME"
    """One initiative that two sources tell of."""
    SIMILAR = "SIMILAR"
    """One that does what a scheme here does, elsewhere."""


class LinkAnswer(StrEnum):
    """What a person said of it."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"


class LinkReason(StrEnum):
    """Why they look alike."""

    SAME_PLACE = "SAME_PLACE"
    SAME_PERIOD = "SAME_PERIOD"
    NEXT_PERIOD = "NEXT_PERIOD"
    SAME_ADDRESS = "SAME_ADDRESS"
    SAME_AMOUNTS = "SAME_AMOUNTS"
    ALIKE_WORDS = "ALIKE_WORDS"
    BOTH_VOUCHERS = "BOTH_VOUCHERS"


@dataclass(frozen=True, slots=True)
class Because:
    """A reason with what was compared."""

    code: LinkReason
    params: Mapping[str, Any]

    def to_plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {"code": self.code.value, "params": dict(self.params)}


class Aspect(StrEnum):
    """In what two similar initiatives can differ."""

    AMOUNT = "AMOUNT"
    OWN_CONTRIBUTION = "OWN_CONTRIBUTION"
    PLACES = "PLACES"
    YEARS = "YEARS"


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that differs. None: that one does not say."""

    aspect: Aspect
    here: Any
    there: Any
    said: str = ""
    """The sentence of the source by which we know."""

    def to_plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {"aspect": self.aspect.value, "here": self.here, "there": self.there, "said": self.said}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What of an initiative is laid beside another."""

    words: frozenset[str]
    """Stems of the words of its title that say what it is about."""
    said: Mapping[str, str] = field(default_factory=dict)
    """How its title writes each of them; a stem that is not here is told as it is."""
    places: frozenset[str]
    years: tuple[int, int] | None
    """The first and the last year of which something was known; None where nobody says."""
    began_on: date | None = None
    """Its first day, as far as anybody says."""
    is_scheme: bool = False
    """Whether it is a scheme here: of those it is known which are one."""
    addresses: frozenset[str] = frozenset()
    amounts: tuple[SignalAmount, ...] = ()
    terms: VoucherTerms = NO_TERMS
    is_voucher: bool = False
    """Whether it is about vouchers."""


MUCH_ALIKE = 0.6
"""From this share of words in common the words alone are reason enough."""
SOMEWHAT_ALIKE = 0.25
"""And from this one together with an amount in common."""
YEARS_APART = 1
"""Two sources about the same thing are rarely further apart: what is in a plan is decided the year after."""


def same(one: Compared, other: Compared) -> tuple[Because, ...]:
    """Why these may be one initiative; nothing when there is no reason to think so."""
    places = one.places & other.places
    if not places or not _near(one.years, other.years) or (one.is_scheme and other.is_scheme):
        return ()
    addresses, cents = one.addresses & other.addresses, _cents(one) & _cents(other)
    alike = likeness(one.words, other.words)
    if not addresses and alike < MUCH_ALIKE and not (cents and alike >= SOMEWHAT_ALIKE):
        return ()
    found = [Because(LinkReason.SAME_PLACE, {"places": sorted(places)})]
    if one.years and other.years:
        found.append(_because_of_years(*sorted((one.years, other.years))))
    if addresses:
        found.append(Because(LinkReason.SAME_ADDRESS, {"addresses": sorted(addresses)}))
    if alike >= SOMEWHAT_ALIKE:
        found.append(Because(LinkReason.ALIKE_WORDS, {"words": _said(one, other)}))
    if cents:
        found.append(Because(LinkReason.SAME_AMOUNTS, {"cents": sorted(cents)}))
    return tuple(found)


def _said(one: Compared, other: Compared) -> list[str]:
    """The words that both have, as the title of the first writes them: a stem alone is no word."""
    return sorted(one.said.get(stem, stem) for stem in one.words & other.words)


def _because_of_years(earlier: tuple[int, int], later: tuple[int, int]) -> Because:
    """The first and the last year that both have; of two that only follow each other, the years of each."""
    if earlier[1] < later[0]:
        return Because(LinkReason.NEXT_PERIOD, {"earlier": list(earlier), "later": list(later)})
    return Because(LinkReason.SAME_PERIOD, {"years": sorted({later[0], min(earlier[1], later[1])})})


def similar(there: Compared, here: Compared) -> tuple[Because, ...]:
    """Why an initiative elsewhere may do what a scheme here does; nothing when there is no reason, or it is not elsewhere."""
    if there.places & here.places or not (there.is_voucher and here.is_voucher):
        return ()
    if not there.words & here.words or _began_before(there, here):
        return ()
    alike = Because(LinkReason.ALIKE_WORDS, {"words": _said(there, here)})
    return Because(LinkReason.BOTH_VOUCHERS, {}), alike


def differing(there: Compared, here: Compared) -> Iterator[Differs]:
    """What an initiative elsewhere does otherwise than a scheme here, as far as it says."""
    if there.terms.amount_cents is not None and there.terms.amount_cents != here.terms.amount_cents:
        yield Differs(
            Aspect.AMOUNT, here.terms.amount_cents, there.terms.amount_cents, there.terms.amount_said
        )
    own = there.terms.own_contribution_cents
    if own is not None and own != here.terms.own_contribution_cents:
        said = there.terms.own_contribution_said
        yield Differs(Aspect.OWN_CONTRIBUTION, here.terms.own_contribution_cents, own, said)
    if there.places and there.places != here.places:
        yield Differs(Aspect.PLACES, sorted(here.places), sorted(there.places))
    if there.years and there.years != here.years:
        yield Differs(Aspect.YEARS, list(here.years) if here.years else None, list(there.years))


def _began_before(one: Compared, other: Compared) -> bool:
    """Whether one began first, so that it cannot have come of the other."""
    return one.began_on is not None and other.began_on is not None and one.began_on < other.began_on


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the words of two titles that they have in common, from 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _near(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Whether two stretches of years meet, or nearly; what is not known may be any time."""
    if one is None or other is None:
        return True
    return one[0] - YEARS_APART <= other[1] and other[0] - YEARS_APART <= one[1]


def _cents(one: Compared) -> set[int]:
    found = {int(amount.cents) for amount in one.amounts}
    found |= {cents for cents in (one.terms.amount_cents, one.terms.own_contribution_cents) if cents}
    return found
