"""Who took a practice over, how far each is, and what each changed: said by them, and seen in what runs here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.practices.models import AdoptionStep, Practice
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import Overview, overviews_of
from wisselwerk.apps.schemes.state import SchemeState
from wisselwerk.clock import day_of, today
from wisselwerk.domain.adoption import AdoptionState, Said, Seen, may_say, state_of
from wisselwerk.domain.lineage import Difference


@dataclass(frozen=True, slots=True)
class Adoption:
    """How far somebody is with a practice of somebody else."""

    adopter: Organisation
    said: tuple[Said, ...]
    """What they said of it, oldest first."""
    seen: Seen
    shows: bool
    """Whether there is a scheme behind the practice, which tells by itself who adapts and runs it."""
    overview: Overview | None = None
    """Their own scheme, made from that of the practice."""
    through: Organisation | None = None
    """Of a municipality: the partnership it takes part in that runs it, or took part in before ``left_on``."""
    left_on: date | None = None
    """The first day on which that municipality takes part in it no more."""

    @property
    def state(self) -> AdoptionState | None:
        """How far that is."""
        return state_of(self.said, self.seen)

    @property
    def may_say(self) -> frozenset[AdoptionState]:
        """What they can say next."""
        return may_say(self.state, shows=self.shows)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What their scheme does otherwise."""
        return self.overview.lineage.differences if self.overview else ()

    @property
    def is_over(self) -> bool:
        """Whether their scheme takes no applications any more, or nobody stands behind it."""
        return self.overview is not None and is_over(self.overview)

    @property
    def lesson(self) -> str:
        """What came of it, or why it was abandoned, in their words; the last that they told."""
        return next((one.words for one in reversed(self.said) if one.words), "")


def is_over(overview: Overview) -> bool:
    """Whether a scheme takes no applications any more and no rules follow, or no member is left in its partnership."""
    return (overview.state is SchemeState.CLOSED and overview.coming is None) or (
        overview.version is not None and not overview.members
    )


def scheme_behind(practice: Practice) -> Scheme | None:
    """The scheme behind a practice, by what everybody reads of it, else by what was written last."""
    version = practice.published or practice.latest
    return version.scheme if version else None


def adoptions_of(
    practice: Practice, children: Sequence[Overview] | None = None, *, only: Organisation | None = None
) -> list[Adoption]:
    """All of them, by name, or ``only`` that of one. Three queries, and seven for ``children`` (``children_of``) where not given."""
    scheme = scheme_behind(practice)
    overviews = children_of(scheme, near=only) if children is None else children
    of_scheme = {one.scheme.partnership_id: one for one in overviews}
    adopters = {one.scheme.partnership_id: one.scheme.partnership for one in overviews}
    drafted = _drafts(scheme)
    adopters |= {one.partnership_id: one.partnership for one in drafted.values()}
    said: defaultdict[int, list[Said]] = defaultdict(list)
    steps = AdoptionStep.objects.filter(practice=practice).select_related("adopter").order_by("pk")
    for step in steps if only is None else steps.filter(adopter=only):
        adopters[step.adopter_id] = step.adopter
        said[step.adopter_id].append(Said(AdoptionState(step.state), day_of(step.at), step.words))
    adopters.pop(practice.organisation_id, None)
    if only is not None:
        adopters = {pk: one for pk, one in adopters.items() if pk == only.pk}
    memberships = _memberships(adopters, of_scheme)
    found = [
        _adoption(
            adopter,
            tuple(said[pk]),
            of_scheme.get(pk),
            drafted.get(pk),
            memberships.get(pk),
            of_scheme,
            shows=scheme is not None,
        )
        for pk, adopter in adopters.items()
    ]
    return sorted((one for one in found if one.state), key=lambda one: (one.adopter.name, one.adopter.pk))


def as_everybody_sees(adoptions: Iterable[Adoption]) -> list[Adoption]:
    """Those that show in a published scheme, as far as that shows it: what an adopter said stays among those who take part."""
    seen = (replace(one, said=()) for one in adoptions if one.overview)
    return [one for one in seen if one.state]


def adoption_of(practice: Practice, adopter: Organisation) -> Adoption:
    """How far one is. At most ten queries."""
    known = next(iter(adoptions_of(practice, only=adopter)), None)
    return known or Adoption(adopter, (), Seen(), scheme_behind(practice) is not None)


def children_of(scheme: Scheme | None, *, near: Organisation | None = None) -> list[Overview]:
    """The schemes that were made from one, or of those the ones of an organisation and of the partnerships it was ever in.

    Seven queries; none without a scheme.
    """
    if scheme is None:
        return []
    found = Scheme.objects.filter(adopted_from__scheme=scheme)
    if near is not None:
        partnerships = Membership.objects.filter(member=near).values("partnership")
        found = found.filter(Q(partnership=near) | Q(partnership__in=partnerships))
    return overviews_of(found.order_by("name", "pk"), today())


def _drafts(scheme: Scheme | None) -> Mapping[int, Draft]:
    """The open drafts that were taken over from a scheme, by partnership. One query; none without one."""
    if scheme is None:
        return {}
    found = Draft.objects.filter(parent__scheme=scheme, scheme=None, version=None)
    return {one.partnership_id: one for one in found.select_related("partnership").order_by("pk")}


def _memberships(adopters: Iterable[int], of_scheme: Mapping[int, Overview]) -> dict[int, Membership]:
    """Of the adopters that are municipalities, the last time that each took part in a partnership that runs it. One query."""
    found = Membership.objects.filter(member__in=list(adopters), partnership__in=list(of_scheme))
    rows = found.select_related("partnership").order_by("valid_from", "pk")
    return {one.member_id: one for one in rows if one.valid_from <= today()}


def _adoption(
    adopter: Organisation,
    said: tuple[Said, ...],
    overview: Overview | None,
    draft: Draft | None,
    membership: Membership | None,
    of_scheme: Mapping[int, Overview],
    *,
    shows: bool,
) -> Adoption:
    left_on = membership.valid_until if membership else None
    has_left = left_on is not None and left_on <= today()
    runs = overview
    if runs is None and membership is not None and not has_left:
        runs = of_scheme[membership.partnership_id]
    return Adoption(
        adopter,
        said,
        Seen(
            adapting_since=day_of(draft.started_at) if draft else _published_on(runs),
            running_since=_running_since(runs),
        ),
        shows,
        overview,
        through=membership.partnership if membership else None,
        left_on=left_on if has_left else None,
    )


def _running_since(overview: Overview | None) -> date | None:
    """Since when a scheme has rules that hold."""
    if overview is None or overview.version is None or overview.starts_on is not None:
        return None
    return min(one.valid_from for one in overview.scheme.versions.all())


def _published_on(overview: Overview | None) -> date | None:
    """Since when a scheme has rules at all; they may hold later."""
    if overview is None or overview.version is None:
        return None
    return min(day_of(one.published_at) for one in overview.scheme.versions.all())
