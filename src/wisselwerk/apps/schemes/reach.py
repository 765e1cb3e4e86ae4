"""How far a scheme reaches on a day: which member stands behind a place, and which council has still to decide.

After a merger a regulation goes on within the predecessor's own territory, and the rest of the new municipality comes
in only by a decision of its council (Decreet lokaal bestuur, art. 351). So a place that the rules name is not enough.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, Scheme
from wisselwerk.formats.territory import belgian_territory


@dataclass(frozen=True, slots=True)
class Reach:
    """Who takes part on a day, and which of them decided that the scheme goes for the rest of its municipality too."""

    day: date
    members: tuple[Membership, ...]
    """Those of the day, with their municipality."""
    decided: Mapping[int, date]
    """The first day on which a council decided about the territory, on or before ``day``, by local government."""

    def member_of(self, place: str) -> Organisation | None:
        """The member that stands behind a finest place; None when no council has decided that the scheme goes there."""
        within = next((one.member for one in self.members if one.place == place), None)
        return within or self._member_that_decided(place)

    def decided_on(self, place: str) -> date | None:
        """When a council took in this finest place beyond what its municipality takes part for; None: it did not."""
        if any(one.place == place for one in self.members):
            return None
        member = self._member_that_decided(place)
        return None if member is None else self.decided[member.pk]

    def undecided(self, places: Iterable[str]) -> dict[str, str]:
        """Those of some finest places that nobody stands behind: the municipality whose council decides, by place."""
        return {
            place: belgian_territory().municipality_of(place, self.day).code
            for place in places
            if self.member_of(place) is None
        }

    def _member_that_decided(self, place: str) -> Organisation | None:
        """The member that holds the place on the day, if its own council decided: a predecessor's does not count."""
        holder = belgian_territory().municipality_of(place, self.day).code
        members = (one.member for one in self.members if one.member.nis_code == holder)
        return next((member for member in members if member.pk in self.decided), None)


def reach_on(scheme: Scheme, day: date) -> Reach:
    """How far a scheme reaches on ``day``. Two queries."""
    members = members_on(scheme.partnership_id, day)
    return Reach(day, tuple(members), first_decided(territory_decisions([scheme]), day))


def territory_decisions(schemes: Iterable[Scheme]) -> list[CouncilDecision]:
    """What councils decided about the territory of these schemes, oldest first. One query."""
    found = CouncilDecision.objects.filter(scheme__in=schemes, subject=DecisionSubject.TERRITORY)
    return list(found.order_by("decided_on"))


def first_decided(decisions: Iterable[CouncilDecision], day: date) -> dict[int, date]:
    """The day of the first of these decisions, oldest first, of each council; what comes after ``day`` is not there."""
    found: dict[int, date] = {}
    for one in decisions:
        if one.decided_on <= day:
            found.setdefault(one.local_government_id, one.decided_on)
    return found
