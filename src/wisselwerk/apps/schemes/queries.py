"""Schemes as they are on a day: the rules in force, who grants, what is left, where they come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.parties.queries import agreement_on, members_on
from wisselwerk.apps.schemes.models import (
    Budget,
    CouncilDecision,
    Granter,
    GrantingArrangement,
    RuleSetVersion,
    Scheme,
)
from wisselwerk.domain.lineage import Difference, Variant, differences
from wisselwerk.domain.money import Cents, total
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.base import ProviderKind, Rule
from wisselwerk.domain.rule.periods import valid_periods
from wisselwerk.domain.rule.plain import to_plain
from wisselwerk.domain.rule.provider import ProviderCategory
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.wording import rule_text

_READ: dict[int, tuple[object, RuleSet]] = {}
"""Rule sets read before, by version. What was read is kept beside it, so that another row is never taken for it."""


class SchemeState(StrEnum):
    """Whether one can apply."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of a version: as data, and in words when it is read."""

    kind: str
    parameters: Mapping[str, Any]
    valid: Period
    source: str
    rule: Rule

    @property
    def text(self) -> str:
        """What the rule asks, in the reader's language."""
        return rule_text(self.rule)


@dataclass(frozen=True, slots=True)
class Member:
    """A local government that takes part, and the place within which it does."""

    name: str
    nis_code: str
    place: str
    label: str
    """The place as people recognise it: ``Opglabbeek (Oudsbergen)``."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """The scheme that a scheme was made from, and what its first version changed. Without a parent: neither."""

    parent: Scheme | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """A scheme as everybody may see it on a day. Its money is that of the year of that day."""

    scheme: Scheme
    state: SchemeState
    version: RuleSetVersion | None
    """None before its first version is in force."""
    rules: tuple[RuleLine, ...]
    members: tuple[Member, ...]
    budget_cents: Cents
    left_cents: Cents
    lineage: Lineage

    @property
    def rule_set(self) -> RuleSet | None:
        """The rules in force; None before the first version."""
        return rule_set(self.version) if self.version else None

    @property
    def amount_cents(self) -> Cents:
        """What a voucher is worth; nothing before the first version."""
        rule = self.rule_set.find(Amount) if self.rule_set else None
        return Cents(rule.amount_cents if rule else 0)

    @property
    def own_contribution_cents(self) -> Cents:
        """The own money an enterprise puts in at least; nothing when none is asked."""
        rule = self.rule_set.find(OwnContribution) if self.rule_set else None
        return Cents(rule.minimum_cents if rule else 0)

    def admits(self, kinds: Iterable[str]) -> bool:
        """Whether a provider recognised under ``kinds`` may take a voucher of this scheme."""
        rule = self.rule_set.find(ProviderCategory) if self.rule_set else None
        return rule is None or rule.admits(tuple(ProviderKind(kind) for kind in kinds))


@dataclass(frozen=True, slots=True)
class Granting:
    """Who grants vouchers of a scheme on a day, and under whose signature."""

    granter: Granter
    signatory: str
    delegation: CouncilDecision | None
    """The decision by which the software may decide; without one it only proposes."""
    managing_municipality: Organisation | None
    members: tuple[Membership, ...]

    def body(self, seat_place: str | None) -> Organisation | None:
        """The local government that grants to an enterprise with its seat in this finest place; None: not known."""
        if self.granter is Granter.MANAGING_MUNICIPALITY:
            return self.managing_municipality
        return self.member_of(seat_place)

    def member_of(self, seat_place: str | None) -> Organisation | None:
        """The member in whose part of the territory a seat lies."""
        return next((one.member for one in self.members if one.place == seat_place), None)


def rule_set(version: RuleSetVersion) -> RuleSet:
    """The rules of a version, read once per process: a published version never changes."""
    kept = _READ.get(version.pk)
    if kept is None or kept[0] != version.rules:
        kept = _READ[version.pk] = version.rules, RuleSet.from_plain(version.rules)
    return kept[1]


def version_on(scheme: Scheme, day: date) -> RuleSetVersion | None:
    """The version in force on ``day``; None before the first. One query."""
    return scheme.versions.filter(valid_from__lte=day).order_by("-valid_from").first()


def rules_of(version: RuleSetVersion, *, valid: Period | None = None) -> tuple[RuleLine, ...]:
    """The rules of a version, line by line. Without ``valid`` one query tells until when it is in force."""
    if valid is None:
        later = RuleSetVersion.objects.filter(scheme=version.scheme_id, valid_from__gt=version.valid_from)
        end = later.order_by("valid_from").values_list("valid_from", flat=True).first()
        valid = Period(version.valid_from, end)
    return tuple(
        RuleLine(one.rule.kind, to_plain(one.rule), valid, one.source, one.rule)
        for one in rule_set(version).rules
    )


def granting_on(scheme: Scheme, day: date) -> Granting | None:
    """Who grants on ``day``; None when no arrangement was recorded. Three queries."""
    arrangement = (
        GrantingArrangement.objects.filter(scheme=scheme, valid_from__lte=day)
        .select_related("delegation")
        .order_by("-valid_from")
        .first()
    )
    if arrangement is None:
        return None
    agreement = agreement_on(scheme.partnership_id, day)
    return Granting(
        granter=Granter(arrangement.granter),
        signatory=arrangement.signatory,
        delegation=arrangement.delegation,
        managing_municipality=agreement.managing_municipality if agreement else None,
        members=tuple(members_on(scheme.partnership_id, day)),
    )


def budget_for(scheme: Scheme, year: int, member: Organisation | None, amount_cents: int) -> Budget | None:
    """The budget that carries a voucher of ``amount_cents`` for an enterprise of ``member``. One query.

    Its own budget as long as that covers the whole amount, else the shared one: own money comes on top of what is
    shared. A voucher never stands on two budgets, so what is too little for one stays in the own budget.
    """
    whose = Q(member=None) if member is None else Q(member=None) | Q(member=member)
    found = Budget.objects.filter(whose, scheme=scheme, year=year).select_related("account")
    budgets = {budget.member_id: budget for budget in found}
    shared, own = budgets.get(None), budgets.get(member.pk) if member else None
    if own is not None and (shared is None or own.account.balance_cents >= amount_cents):
        return own
    return shared


def scheme_overviews(day: date) -> list[Overview]:
    """Every scheme, by name. Four queries, however many there are."""
    return _overviews(Scheme.objects.order_by("name", "pk"), day)


def scheme_overview(slug: str, day: date) -> Overview | None:
    """One scheme; None when nothing has this slug. Four queries."""
    return next(iter(_overviews(Scheme.objects.filter(slug=slug), day)), None)


def lineage(scheme: Scheme) -> Lineage:
    """Where a scheme comes from: the version adopted against the scheme's own first version."""
    (found,) = _family(Scheme.objects.filter(pk=scheme.pk))
    return _lineage(found, _memberships([found]))


def adoptions(scheme: Scheme) -> list[Scheme]:
    """The schemes that were made from a version of this one, by name."""
    return list(Scheme.objects.filter(adopted_from__scheme=scheme).order_by("name", "pk"))


def council_decisions(scheme: Scheme) -> list[CouncilDecision]:
    """What councils decided about a scheme, oldest first."""
    decisions = CouncilDecision.objects.filter(scheme=scheme).select_related("local_government")
    return list(decisions.order_by("decided_on", "local_government__name"))


def _overviews(schemes: QuerySet[Scheme], day: date) -> list[Overview]:
    budgets = Budget.objects.filter(year=day.year).select_related("account", "credit")
    found = list(_family(schemes).prefetch_related(Prefetch("budgets", budgets)))
    memberships = _memberships(found)
    return [_overview(scheme, memberships, day) for scheme in found]


def _overview(scheme: Scheme, memberships: Iterable[Membership], day: date) -> Overview:
    versions = list(scheme.versions.all())
    periods = valid_periods([version.valid_from for version in versions])
    version, valid = next(
        (pair for pair in zip(versions, periods, strict=True) if day in pair[1]), (None, None)
    )
    budgets = list(scheme.budgets.all())
    return Overview(
        scheme=scheme,
        state=_state(version, day),
        version=version,
        rules=rules_of(version, valid=valid) if version else (),
        members=tuple(_members(scheme, memberships, day)),
        budget_cents=total(-budget.credit.balance_cents for budget in budgets),
        left_cents=_left(budgets),
        lineage=_lineage(scheme, memberships),
    )


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


def _state(version: RuleSetVersion | None, day: date) -> SchemeState:
    if version is None:
        return SchemeState.UPCOMING
    window = rule_set(version).find(ApplicationWindow)
    if window is None:
        return SchemeState.RUNNING
    if day < window.opens_on:
        return SchemeState.UPCOMING
    is_over = window.closes_on is not None and window.closes_on < day
    return SchemeState.CLOSED if is_over else SchemeState.RUNNING


def _members(scheme: Scheme, memberships: Iterable[Membership], day: date) -> Iterable[Member]:
    territory = belgian_territory()
    for one in memberships:
        if one.partnership_id == scheme.partnership_id and day in Period(one.valid_from, one.valid_until):
            label = territory.label(one.place, day)
            yield Member(one.member.name, one.member.nis_code or "", one.place, label)


def _left(budgets: Iterable[Budget]) -> Cents:
    return total(budget.account.balance_cents for budget in budgets)


def _lineage(scheme: Scheme, memberships: Iterable[Membership]) -> Lineage:
    adopted, first = scheme.adopted_from, next(iter(scheme.versions.all()), None)
    if adopted is None:
        return Lineage()
    if first is None:
        return Lineage(adopted.scheme)
    found = differences(_variant(adopted.scheme, adopted, memberships), _variant(scheme, first, memberships))
    return Lineage(adopted.scheme, found)


def _variant(scheme: Scheme, version: RuleSetVersion, memberships: Iterable[Membership]) -> Variant:
    members = _members(scheme, memberships, version.valid_from)
    return Variant(rule_set(version), tuple(member.label for member in members), version.whys)
