"""Where the enterprise must have its seat."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, failed, passed, undecided, unknown
from wisselwerk.domain.rule.parameter import Distinct, PlaceCode, check_parameters
from wisselwerk.domain.territory import Coverage, coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The seat lies in one of these places.

    Places are as fine as they are known, the municipalities as they were before they merged: a merger does not widen
    a regulation (Decreet lokaal bestuur, art. 351). A seat of which only some possible places lie inside goes to a
    person.
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
                return passed(self)
            case Coverage.OUTSIDE:
                return failed(
                    self, RefusalCode.OUTSIDE_TERRITORY, place=facts.seat_places, places=self.places
                )
            case Coverage.UNKNOWN:
                return undecided(
                    self, RefusalCode.SEAT_NOT_LOCATED, place=facts.seat_places, places=self.places
                )
