"""A local government that takes part: what its enterprises got, what it owes, which decision of its council is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.schemes.decided import Stand, versions_decided
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, Scheme
from wisselwerk.apps.schemes.queries import WaitingPlace, waiting_places
from wisselwerk.apps.schemes.reach import Reach, reach_on
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.actuals import MemberActuals, actuals, years_of
from wisselwerk.apps.settlements.queries.settlements import ShareLine, lines_of
from wisselwerk.clock import today

EXPECTED = (DecisionSubject.AGREEMENT, DecisionSubject.REGULATION)
"""What the council of each member decides about a scheme: to take part, and its rules. Setting subsidy rules belongs to
the council and cannot be delegated (Decreet lokaal bestuur, art. 41, second paragraph, 23)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberYear:
    """A year of a scheme, for one member."""

    year: int
    actuals: MemberActuals | None
    """None when its enterprises got nothing."""
    settlement: YearSettlement | None
    """The newest that was sent."""
    line: ShareLine | None
    """Its own line in that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberScheme:
    """A scheme in which a local government takes part, or took part."""

    scheme: Scheme
    member: Organisation
    places: tuple[Membership, ...]
    years: tuple[MemberYear, ...]
    decisions: tuple[CouncilDecision, ...]
    """What its council decided about the scheme, oldest first."""
    about: Mapping[int, list[int]]
    """The numbers of the versions that decisions about the rules are about, by decision, where that is on record."""
    stands: tuple[Stand, ...]
    """How its council stands to the version that holds and to those to come."""
    missing: tuple[DecisionSubject, ...]
    """What no decision of its council is on record of. That it is not here does not say that it was not taken."""
    waiting: tuple[WaitingPlace, ...]
    """Places of its own where the scheme waits for its council."""

    @property
    def number_missing(self) -> int:
        """How many decisions of its council are not on record."""
        return len(self.missing) + len(self.waiting) + sum(one.is_open for one in self.stands)


def member_schemes(
    members: Iterable[int], sent: list[YearSettlement], stands: Mapping[int, Sequence[Stand]]
) -> list[MemberScheme]:
    """The schemes of these local governments, by name, each with its years, newest first, and what was ``sent_to`` them.

    ``stands`` is how the council of each stands to what lies before it.
    """
    memberships = list(
        Membership.objects.filter(member__in=list(members))
        .select_related("member")
        .order_by("valid_from", "place")
    )
    schemes = list(
        Scheme.objects.filter(partnership__in={one.partnership_id for one in memberships})
        .select_related("partnership")
        .prefetch_related("versions")
        .order_by("name", "pk")
    )
    taking_part = {
        (scheme, one.member): None
        for scheme in schemes
        for one in memberships
        if one.partnership_id == scheme.partnership_id
    }
    years = years_of(schemes)
    return [
        _member_scheme(
            scheme,
            member,
            tuple(one for one in stands.get(member.pk, ()) if one.version.scheme_id == scheme.pk),
            [
                one
                for one in memberships
                if (one.partnership_id, one.member) == (scheme.partnership_id, member)
            ],
            years.get(scheme.pk, []),
            [one for one in sent if one.scheme_id == scheme.pk],
        )
        for scheme, member in taking_part
    ]


def _member_scheme(
    scheme: Scheme,
    member: Organisation,
    stands: tuple[Stand, ...],
    memberships: list[Membership],
    years: list[int],
    sent: list[YearSettlement],
) -> MemberScheme:
    decisions = tuple(
        CouncilDecision.objects.filter(local_government=member, scheme=scheme).order_by("decided_on", "pk")
    )
    decided = {one.subject for one in decisions}
    if stands:
        # Of rules each version says for itself how the council stands to it.
        decided.add(DecisionSubject.REGULATION)
    reach = reach_on(scheme, today())
    return MemberScheme(
        scheme=scheme,
        member=member,
        places=tuple(memberships),
        years=tuple(
            _member_year(scheme, member, year, sent, reach) for year in years if year <= today().year
        ),
        decisions=decisions,
        about=versions_decided(scheme, decisions),
        stands=stands,
        missing=tuple(subject for subject in EXPECTED if subject not in decided),
        waiting=tuple(one for one in waiting_places(scheme, today(), reach) if one.council == member.name),
    )


def _member_year(
    scheme: Scheme, member: Organisation, year: int, sent: list[YearSettlement], reach: Reach
) -> MemberYear:
    mine = next((one for one in actuals(scheme, year, reach) if one.member == member), None)
    found = ((one, line) for one in sent if one.year == year for line in lines_of(one))
    settlement, line = next(
        ((one, line) for one, line in found if line.share.member_id == member.pk), (None, None)
    )
    return MemberYear(year=year, actuals=mine, settlement=settlement, line=line)
