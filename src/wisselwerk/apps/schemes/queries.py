"""Schemes as they are on a day: the rules in force, who grants, what is left, where they come from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from wisselwerk.apps.parties.models import Agreement, Membership, Organisation
from wisselwerk.apps.parties.queries import agreement_on
from wisselwerk.apps.schemes.coming import Coming, Delegations, Stretch, delegations_of, opening_day
from wisselwerk.apps.schemes.models import (
    Budget,
    CouncilDecision,
    DecisionSubject,
    Funding,
    Granter,
    GrantingArrangement,
    RuleSetVersion,
    Scheme,
)
from wisselwerk.apps.schemes.reach import Reach, first_decided, reach_on, territory_decisions
from wisselwerk.apps.schemes.rule_line import RuleLine, lines_of
from wisselwerk.apps.schemes.state import SchemeState, state_of
from wisselwerk.apps.schemes.visum import opened
from wisselwerk.domain.lineage import Difference, Variant, differences
from wisselwerk.domain.money import Cents, total
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.base import ProviderKind, ServiceKind
from wisselwerk.domain.rule.budget import stands_on_own
from wisselwerk.domain.rule.periods import valid_periods
from wisselwerk.domain.rule.provider import ProviderCategory, ServiceCategory
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.formats.territory import belgian_territory

_READ: dict[int, tuple[object, RuleSet]] = {}
"""Rule sets read before, by version. What was read is kept beside it, so that another row is never taken for it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A local government that takes part, and the place within which it does."""

    name: str
    nis_code: str
    place: str
    label: str
    """The place as people recognise it: ``Opglabbeek (Oudsbergen)``."""
    part: str
    """The same beside the name of the municipality: ``Opglabbeek``; empty where it takes part with all of it."""
    decided_on: date | None = None
    """When its council took this place in by a decision about the territory; None where it takes part by membership."""


@dataclass(frozen=True, slots=True)
class WaitingPlace:
    """A place that the rules name, where nobody is granted a voucher before a council has decided."""

    place: str
    label: str
    council: str
    """Name of the municipality whose council has still to decide."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """The scheme that a scheme was made from, and what its first version changed. Without a parent: neither."""

    parent: Scheme | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """A scheme as everybody may see it on a day; one that has still to begin, as it will be on its first day."""

    scheme: Scheme
    state: SchemeState
    day: date
    """The day that all else is told of: the one that was asked for, or the first day when that is later."""
    starts_on: date | None
    """The first day of a scheme that has still to begin; None once a version holds, or without any."""
    opens_on: date | None
    """The first day on which its rules take an application, when that is still to come."""
    has_visum: bool
    """Whether its visum is on record, or the council's exemption: it does not open before."""
    version: RuleSetVersion | None
    """The version in force, or the one that it begins with; None before its first is published."""
    coming: Coming | None
    """What takes the place of that version, when it is published already."""
    rules: tuple[RuleLine, ...]
    members: tuple[Member, ...]
    """Each with its place; those that came in by a decision about the territory come last."""
    waiting: tuple[WaitingPlace, ...]
    """What the rules name beyond that."""
    budget_cents: Cents
    left_cents: Cents
    lineage: Lineage

    @property
    def rule_set(self) -> RuleSet | None:
        """The rules of ``version``."""
        return rule_set(self.version) if self.version else None

    @property
    def amount_cents(self) -> Cents:
        """What a voucher is worth, at most (``is_at_most``); nothing before the first version."""
        rule = self.rule_set.find(Amount) if self.rule_set else None
        return Cents(rule.most_cents if rule else 0)

    @property
    def is_at_most(self) -> bool:
        """Whether some get less than ``amount_cents``: by their size, or because it is a share of their invoices."""
        return self.rule_set is not None and self.rule_set.is_at_most

    @property
    def own_contribution_cents(self) -> Cents:
        """The own money an enterprise puts in at least; nothing when none is asked."""
        rule = self.rule_set.find(OwnContribution) if self.rule_set else None
        return Cents(rule.minimum_cents if rule else 0)

    @property
    def asks_aid(self) -> bool:
        """Whether its rules ask which de minimis aid an enterprise had before."""
        return self.rule_set is not None and self.rule_set.find(DeMinimis) is not None

    def admits(self, kinds: Iterable[str]) -> bool:
        """Whether a provider recognised under ``kinds`` may take a voucher of this scheme."""
        rule = self.rule_set.find(ProviderCategory) if self.rule_set else None
        return rule is None or rule.admits(tuple(ProviderKind(kind) for kind in kinds))

    def is_for_service(self, kind: str) -> bool:
        """Whether a voucher of this scheme may be for a service of this sort, or for one of which nobody said it."""
        rule = self.rule_set.find(ServiceCategory) if self.rule_set else None
        return rule is None or not kind or ServiceKind(kind) in rule.services


@dataclass(frozen=True, slots=True)
class Granting:
    """Who grants vouchers of a scheme on a day, and under whose signature."""

    granter: Granter
    signatory: str
    delegation: CouncilDecision | None
    """The decision by which the software may decide; without one it only proposes."""
    managing_municipality: Organisation | None

    def body(self, member: Organisation | None) -> Organisation | None:
        """The local government that decides on an application from the part of ``member``; None: not known.

        A refusal needs no member behind the seat, an award does.
        """
        return self.managing_municipality if self.granter is Granter.MANAGING_MUNICIPALITY else member


def rule_set(version: RuleSetVersion) -> RuleSet:
    """The rules of a version, read once per process: a published version never changes."""
    kept = _READ.get(version.pk)
    if kept is None or kept[0] != version.rules:
        kept = _READ[version.pk] = version.rules, RuleSet.from_plain(version.rules)
    return kept[1]


def version_on(scheme: Scheme, day: date) -> RuleSetVersion | None:
    """The version in force on ``day``; None before the first. One query."""
    return scheme.versions.filter(valid_from__lte=day).order_by("-valid_from").first()


def rules_of(
    version: RuleSetVersion, *, valid: Period | None = None, is_delegated: bool = True
) -> tuple[RuleLine, ...]:
    """The rules of a version, line by line. Without ``valid`` one query tells until when it is in force."""
    if valid is None:
        later = RuleSetVersion.objects.filter(scheme=version.scheme_id, valid_from__gt=version.valid_from)
        end = later.order_by("valid_from").values_list("valid_from", flat=True).first()
        valid = Period(version.valid_from, end)
    return lines_of(rule_set(version), valid, is_delegated=is_delegated)


def granting_on(scheme: Scheme, day: date, agreement: Agreement | None = None) -> Granting | None:
    """Who grants on ``day``; None when no arrangement was recorded. Two queries, one where the agreement of that day is given."""
    arrangement = (
        GrantingArrangement.objects.filter(scheme=scheme, valid_from__lte=day)
        .select_related("delegation")
        .order_by("-valid_from")
        .first()
    )
    if arrangement is None:
        return None
    agreement = agreement or agreement_on(scheme.partnership_id, day)
    return Granting(
        granter=Granter(arrangement.granter),
        signatory=arrangement.signatory,
        delegation=arrangement.delegation,
        managing_municipality=agreement.managing_municipality if agreement else None,
    )


def budget_for(scheme: Scheme, year: int, member: Organisation | None, amount_cents: int) -> Budget | None:
    """The budget that carries a voucher of ``amount_cents`` for an enterprise of ``member`` (``stands_on_own``). One query."""
    whose = Q(member=None) if member is None else Q(member=None) | Q(member=member)
    found = Budget.objects.filter(whose, scheme=scheme, year=year).select_related("account")
    budgets = {budget.member_id: budget for budget in found}
    shared, own = budgets.get(None), budgets.get(member.pk) if member else None
    own_cents, shared_cents = (None if one is None else one.account.balance_cents for one in (own, shared))
    return own if stands_on_own(own_cents, shared_cents, amount_cents) else shared


def scheme_overviews(day: date) -> list[Overview]:
    """Every scheme, by name. Seven queries, however many there are."""
    return overviews_of(Scheme.objects.order_by("name", "pk"), day)


def scheme_overview(slug: str, day: date) -> Overview | None:
    """One scheme; None when nothing has this slug. Seven queries."""
    return next(iter(overviews_of(Scheme.objects.filter(slug=slug), day)), None)


def lineage(scheme: Scheme) -> Lineage:
    """Where a scheme comes from: the version adopted against the scheme's own first version."""
    (found,) = _family(Scheme.objects.filter(pk=scheme.pk))
    return _lineage(found, _memberships([found]))


def adoptions(scheme: Scheme) -> list[Scheme]:
    """The schemes that were made from a version of this one, by name."""
    return list(Scheme.objects.filter(adopted_from__scheme=scheme).order_by("name", "pk"))


def waiting_places(scheme: Scheme, day: date, known: Reach | None = None) -> tuple[WaitingPlace, ...]:
    """Where the rules of ``day`` and those that come later wait for a council, each on the first day it matters."""
    versions = sorted(scheme.versions.all(), key=lambda one: one.valid_from)
    found: dict[str, WaitingPlace] = {}
    for version, valid in zip(versions, valid_periods([one.valid_from for one in versions]), strict=True):
        if valid.end is None or day < valid.end:
            on = max(day, version.valid_from)
            reach = known if known and known.day == on else reach_on(scheme, on)
            found |= {one.place: one for one in _waiting(reach, _places(version))}
    return tuple(found.values())


def council_decisions(scheme: Scheme) -> list[CouncilDecision]:
    """What councils decided about a scheme, oldest first."""
    decisions = CouncilDecision.objects.filter(scheme=scheme).select_related("local_government")
    return list(decisions.order_by("decided_on", "local_government__name"))


def budget_decisions(scheme: Scheme) -> list[CouncilDecision]:
    """The decisions to set money aside for a scheme, newest first."""
    decisions = CouncilDecision.objects.filter(scheme=scheme, subject=DecisionSubject.BUDGET)
    return list(
        decisions.select_related("local_government").order_by("-decided_on", "local_government__name")
    )


def fundings(scheme: Scheme, year: int) -> list[Funding]:
    """What was added to the budgets of a year, oldest first, with the decisions it stands on. One query."""
    found = Funding.objects.filter(budget__scheme=scheme, budget__year=year).order_by("pk")
    return list(found.select_related("transfer", "budget__member", "decision__local_government"))


def budgets_of(scheme: Scheme) -> list[Budget]:
    """Every budget of a scheme with what is left on it, the newest year first and the shared one before the others."""
    found = Budget.objects.filter(scheme=scheme).select_related("account", "member")
    return sorted(found, key=lambda one: (-one.year, one.member.name if one.member else ""))


def overviews_of(schemes: QuerySet[Scheme], day: date) -> list[Overview]:
    """These schemes. Seven queries, however many there are."""
    budgets = Budget.objects.filter(year__gte=day.year).select_related("account", "credit")
    found = list(_family(schemes).prefetch_related(Prefetch("budgets", budgets)))
    memberships, decisions, with_visum = _memberships(found), territory_decisions(found), opened(found)
    delegations = delegations_of(found)
    return [
        _overview(
            scheme,
            memberships,
            [one for one in decisions if one.scheme_id == scheme.pk],
            day,
            has_visum=scheme.pk in with_visum,
            delegations=delegations,
        )
        for scheme in found
    ]


def _overview(
    scheme: Scheme,
    memberships: Iterable[Membership],
    decisions: Iterable[CouncilDecision],
    asked_on: date,
    *,
    has_visum: bool,
    delegations: Delegations,
) -> Overview:
    stretches = _stretches(scheme, asked_on, delegations)
    now, following = next(iter(stretches), None), next(iter(stretches[1:]), None)
    day = max(asked_on, now.valid.start) if now else asked_on
    has_begun, opens_on = day == asked_on, opening_day(stretches, asked_on)
    budgets = [one for one in scheme.budgets.all() if one.year == day.year]
    reach = Reach(day, tuple(_taking_part(scheme, memberships, day)), first_decided(decisions, day))
    version = now.version if now else None
    places = _places(version)
    in_force = now.rule_set if now and has_begun else None
    return Overview(
        scheme=scheme,
        state=state_of(in_force, budgets, asked_on, has_visum=has_visum),
        day=day,
        starts_on=None if has_begun else day,
        opens_on=opens_on if opens_on != asked_on else None,
        has_visum=has_visum,
        version=version,
        coming=Coming(following, now) if now and following else None,
        rules=now.lines if now else (),
        members=tuple(_members(reach, places)),
        waiting=_waiting(reach, places),
        budget_cents=total(-budget.credit.balance_cents for budget in budgets),
        left_cents=total(budget.account.balance_cents for budget in budgets),
        lineage=_lineage(scheme, memberships),
    )


def _stretches(scheme: Scheme, day: date, delegations: Delegations) -> list[Stretch]:
    """The versions that hold on a day or later, in order."""
    versions = list(scheme.versions.all())
    periods = valid_periods([version.valid_from for version in versions])
    return [
        Stretch(version, rule_set(version), valid, delegations.stands(scheme, max(day, valid.start)))
        for version, valid in zip(versions, periods, strict=True)
        if valid.end is None or day < valid.end
    ]


def _family(schemes: QuerySet[Scheme]) -> QuerySet[Scheme]:
    """Schemes with their partnership, their versions in order, and the version each was adopted from."""
    return schemes.select_related("partnership", "adopted_from__scheme").prefetch_related(
        Prefetch("versions", RuleSetVersion.objects.order_by("valid_from"))
    )


def _memberships(schemes: Iterable[Scheme]) -> list[Membership]:
    """Everybody who ever took part in these schemes or in those they were adopted from."""
    partnerships = {scheme.partnership_id for scheme in schemes}
    partnerships |= {scheme.adopted_from.scheme.partnership_id for scheme in schemes if scheme.adopted_from}
    found = Membership.objects.filter(partnership__in=partnerships).select_related("member")
    return list(found.order_by("member__name", "place"))


def _taking_part(scheme: Scheme, memberships: Iterable[Membership], day: date) -> Iterator[Membership]:
    for one in memberships:
        if one.partnership_id == scheme.partnership_id and day in Period(one.valid_from, one.valid_until):
            yield one


def _member(government: Organisation, place: str, day: date, decided_on: date | None = None) -> Member:
    territory = belgian_territory()
    label, part = territory.label(place, day), territory.part(place, day)
    return Member(government.name, government.nis_code or "", place, label, part, decided_on)


def _places(version: RuleSetVersion | None) -> tuple[str, ...]:
    """The places that the rules of a version name."""
    territory = rule_set(version).find(Territory) if version else None
    return territory.places if territory else ()


def _members(reach: Reach, places: Iterable[str]) -> Iterator[Member]:
    """Those of the day, and once more for what their councils took in."""
    for one in reach.members:
        yield _member(one.member, one.place, reach.day)
    for place in places:
        member, decided_on = reach.member_of(place), reach.decided_on(place)
        if member is not None and decided_on is not None:
            yield _member(member, place, reach.day, decided_on)


def _waiting(reach: Reach, places: Iterable[str]) -> tuple[WaitingPlace, ...]:
    territory = belgian_territory()
    return tuple(
        WaitingPlace(place, territory.label(place, reach.day), territory.name(council))
        for place, council in reach.undecided(places).items()
    )


def _lineage(scheme: Scheme, memberships: Iterable[Membership]) -> Lineage:
    adopted, first = scheme.adopted_from, next(iter(scheme.versions.all()), None)
    if adopted is None or first is None:
        return Lineage(adopted.scheme if adopted else None)
    found = differences(_variant(adopted.scheme, adopted, memberships), _variant(scheme, first, memberships))
    return Lineage(adopted.scheme, found)


def _variant(scheme: Scheme, version: RuleSetVersion, memberships: Iterable[Membership]) -> Variant:
    taking_part = _taking_part(scheme, memberships, version.valid_from)
    labels = [belgian_territory().label(one.place, version.valid_from) for one in taking_part]
    return Variant(rule_set(version), tuple(labels), version.whys)
