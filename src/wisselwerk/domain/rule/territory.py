"""Where the enterprise must have its seat."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import Reason, RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import (
    Facts,
    Grant,
    Outcome,
    Verdict,
    failed,
    passed,
    undecided,
    unknown,
)
from wisselwerk.domain.rule.parameter import Distinct, PlaceCode, check_parameters
from wisselwerk.domain.territory import Coverage, coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The seat lies in one of these places.

    Places are as fine as they are known, the municipalities as they were before they merged: a merger does not widen
    a regulation (Decreet lokaal bestuur, art. 351). A seat of which only some possible places lie inside goes to a
    person, and so does one in a place for which a council has still to decide.
    """

    places: Annotated[tuple[PlaceCode, ...], Distinct()]

    kind: ClassVar[str] = "territory"
    sentences: ClassVar[tuple[str, ...]] = (
        gettext_noop("The enterprise has its seat in one of these places: {places}."),
    )

    def __post_init__(self) -> None:
        check_parameters(self)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if not facts.seat_places:
            return unknown(self, "seat_places")
        match coverage(facts.seat_places, self.places):
            case Coverage.INSIDE:
                return self._decided(facts, facts.seat_places)
            case Coverage.OUTSIDE:
                return failed(
                    self, RefusalCode.OUTSIDE_TERRITORY, place=facts.seat_places, places=self.places
                )
            case Coverage.UNKNOWN:
                return undecided(
                    self, RefusalCode.SEAT_NOT_LOCATED, place=facts.seat_places, places=self.places
                )

    def _decided(self, facts: Facts, seat: tuple[str, ...]) -> Outcome:
        """What becomes of a seat inside: the rules name a place, and a council must have decided that they may."""
        if reason := nobody_decided(facts):
            return Outcome(self.kind, Verdict.REVIEW, reason)
        if facts.undecided_places.keys() & set(seat):
            places = tuple(place for place in self.places if place not in facts.undecided_places)
            return undecided(self, RefusalCode.SEAT_NOT_LOCATED, place=seat, places=places)
        return passed(self)


def nobody_decided(facts: Facts) -> Reason | None:
    """Which council has still to decide before anybody can grant; None when the seat may lie where one has."""
    seat, waiting = facts.seat_places or (), facts.undecided_places
    if not seat or not waiting.keys() >= set(seat):
        return None
    councils = tuple(dict.fromkeys(waiting[place] for place in seat))
    return Reason(RefusalCode.TERRITORY_NOT_DECIDED, {"place": seat, "place_deciding": councils})
