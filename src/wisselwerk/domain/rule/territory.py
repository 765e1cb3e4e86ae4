"""Where the enterprise must have its seat, or an establishment."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import Reason, RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import (
    Facts,
    Grant,
    Outcome,
    Verdict,
    doubted,
    failed,
    passed,
    undecided,
    unknown,
)
from wisselwerk.domain.rule.parameter import Distinct, PlaceCode, check_parameters
from wisselwerk.domain.rule.question import ESTABLISHMENT, Question
from wisselwerk.domain.territory import Coverage, coverage


class Located(StrEnum):
    """What of an enterprise must lie in the territory."""

    SEAT = "seat"
    SEAT_OR_ESTABLISHMENT = "seat_or_establishment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The seat lies in one of these places; with ``located`` at ``seat_or_establishment`` an establishment will do too.

    Places are as fine as they are known, the municipalities as they were before they merged: a merger does not widen
    a regulation (Decreet lokaal bestuur, art. 351). A seat of which only some possible places lie inside goes to a
    person, and so does one in a place for which a council has still to decide.
    """

    places: Annotated[tuple[PlaceCode, ...], Distinct()]
    located: Located = Located.SEAT

    kind: ClassVar[str] = "territory"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def questions(self) -> tuple[Question, ...]:
        return (ESTABLISHMENT,) if self.located is Located.SEAT_OR_ESTABLISHMENT else ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_LOCATED[self.located],)

    def place_of(
        self, seat: tuple[str, ...] | None, establishment: tuple[str, ...] | None
    ) -> tuple[str, ...] | None:
        """For which places an application counts: those of the establishment where the rule lets one count and the seat
        lies outside, else those of the seat.
        """
        if self.located is Located.SEAT or not seat or not establishment:
            return seat
        return establishment if coverage(seat, self.places) is Coverage.OUTSIDE else seat

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        located = self.place_of(facts.seat_places, facts.establishment_places)
        if not located:
            return unknown(self, "seat_places")
        if doubt := doubted(self, facts, "seat_places", "establishment_places"):
            return doubt
        match coverage(located, self.places):
            case Coverage.INSIDE:
                return self._decided(facts, located)
            case Coverage.OUTSIDE:
                return failed(self, RefusalCode.OUTSIDE_TERRITORY, place=located, places=self.places)
            case Coverage.UNKNOWN:
                return undecided(self, RefusalCode.SEAT_NOT_LOCATED, place=located, places=self.places)

    def _decided(self, facts: Facts, seat: tuple[str, ...]) -> Outcome:
        """What becomes of a seat inside: the rules name a place, and a council must have decided that they may."""
        if reason := nobody_decided(facts, seat):
            return Outcome(self.kind, Verdict.REVIEW, reason)
        if facts.undecided_places.keys() & set(seat):
            places = tuple(place for place in self.places if place not in facts.undecided_places)
            return undecided(self, RefusalCode.SEAT_NOT_LOCATED, place=seat, places=places)
        return passed(self)


def nobody_decided(facts: Facts, seat: tuple[str, ...]) -> Reason | None:
    """Which council has still to decide before anybody can grant; None when the seat may lie where one has."""
    waiting = facts.undecided_places
    if not seat or not waiting.keys() >= set(seat):
        return None
    councils = tuple(dict.fromkeys(waiting[place] for place in seat))
    return Reason(RefusalCode.TERRITORY_NOT_DECIDED, {"place": seat, "place_deciding": councils})


_LOCATED = {
    Located.SEAT: gettext_noop("The enterprise has its seat in one of these places: {places}."),
    Located.SEAT_OR_ESTABLISHMENT: gettext_noop(
        "The enterprise has its seat or an establishment in one of these places: {places}."
    ),
}
