"""How the members of a partnership share the cost of vouchers. What follows from it stands in ``domain.cost_key``."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, passed
from wisselwerk.domain.rule.parameter import (
    LARGEST_CENTS,
    Between,
    Distinct,
    InvalidRule,
    Matches,
    PlaceCode,
    check_parameters,
)


class Division(StrEnum):
    """By what the cost is shared."""

    SEAT = "seat"
    """The member in whose part of the territory the enterprise has its seat bears it all."""
    EQUAL = "equal"
    """Every member bears the same, however many places it has."""
    INHABITANTS = "inhabitants"
    """By the number of inhabitants of the places."""
    FIXED = "fixed"
    """By shares that were agreed."""


class Excess(StrEnum):
    """Who bears what would bring a member above its ceiling."""

    MANAGING_MUNICIPALITY = "managing_municipality"
    OTHER_MEMBERS = "other_members"
    """Those with room left, by the same shares; in equal parts where the seat decides. Beyond the last ceiling the
    managing municipality."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceShare:
    """What one place weighs: inhabitants, or an agreed share. Zero takes part and bears nothing."""

    place: PlaceCode
    share: Annotated[int, Between(0, 100_000_000)]

    def __post_init__(self) -> None:
        check_parameters(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCeiling:
    """What one place adds to the ceiling of its member, in one calendar year."""

    place: PlaceCode
    ceiling_cents: Annotated[int, Between(0, LARGEST_CENTS)]

    def __post_init__(self) -> None:
        check_parameters(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostKey:
    """How the members share the cost of vouchers. It decides nothing about who gets one: it always passes.

    ``division`` says by what: ``seat`` (the member where the enterprise has its seat), ``equal``, ``inhabitants`` or
    ``fixed``. The last two take a share per place, and inhabitants the source of the numbers too: a merger then moves
    shares from member to member and changes no share. ``ceilings`` say what a member bears at most in a calendar year,
    also per place: those of one member are added up, and a member with a place that has none has no ceiling. Without
    this rule the managing municipality bears everything.
    """

    division: Division
    shares: Annotated[tuple[PlaceShare, ...], Distinct()] | None = None
    shares_source: Annotated[str, Matches(r"\S", "Statbel, bevolking op 1 januari 2026")] | None = None
    ceilings: Annotated[tuple[PlaceCeiling, ...], Distinct()] | None = None
    excess: Excess = Excess.MANAGING_MUNICIPALITY

    kind: ClassVar[str] = "cost_key"

    def __post_init__(self) -> None:
        check_parameters(self)
        takes_shares = self.division in (Division.INHABITANTS, Division.FIXED)
        if takes_shares is (self.shares is None):
            raise InvalidRule(SHARES_NEEDED if takes_shares else SHARES_NOT_NEEDED, division=self.division)
        if self.division is Division.INHABITANTS and self.shares_source is None:
            raise InvalidRule(SOURCE_NEEDED)
        if self.shares is None and self.shares_source is not None:
            raise InvalidRule(SHARES_NOT_NEEDED, division=self.division)
        for listed in (self.shares, self.ceilings):
            places = [one.place for one in listed or ()]
            for place in places:
                if places.count(place) > 1:
                    raise InvalidRule(PLACE_TWICE, place=place)
        if self.shares is not None and not any(one.share for one in self.shares):
            raise InvalidRule(NOBODY_PAYS)

    @property
    def sentences(self) -> tuple[str, ...]:
        limits = () if self.ceilings is None else (_CEILINGS, _EXCESS[self.excess])
        return (_DIVISIONS[self.division], *limits)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)


SHARES_NEEDED = gettext_noop("A division by “{division}” needs a share for every place. Add “shares”.")
SHARES_NOT_NEEDED = gettext_noop(
    "A division by “{division}” takes no shares and no source of shares. Take them out, or choose another division."
)
SOURCE_NEEDED = gettext_noop("Numbers of inhabitants need their source and their day. Add “shares_source”.")
PLACE_TWICE = gettext_noop("The place {place} stands here twice. Keep one of them.")
NOBODY_PAYS = gettext_noop("All shares are zero, so nobody would pay. Give at least one place a share.")

_DIVISIONS = {
    Division.SEAT: gettext_noop("The municipality where the enterprise has its seat bears the cost."),
    Division.EQUAL: gettext_noop("The members of the partnership bear the cost in equal parts."),
    Division.INHABITANTS: gettext_noop(
        "The members bear the cost by their number of inhabitants: {shares}. Source: {shares_source}."
    ),
    Division.FIXED: gettext_noop("The members bear the cost in these shares: {shares}."),
}
_CEILINGS = gettext_noop("In one year a member bears at most: {ceilings}.")
_EXCESS = {
    Excess.MANAGING_MUNICIPALITY: gettext_noop("The managing municipality bears what comes above that."),
    Excess.OTHER_MEMBERS: gettext_noop(
        "The other members bear what comes above that, within their own maximum. "
        "The managing municipality bears the rest."
    ),
}
