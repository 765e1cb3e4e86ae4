"""What is here of the schemes for each local government in a year: what it means to spend, what it bears, under which action."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum

from wisselwerk.apps.initiatives.models import PolicyAmount
from wisselwerk.apps.parties.models import Agreement
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.schemes.models import Budget, PlanEntry, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.plan import planned
from wisselwerk.apps.settlements.models import BudgetKey, SettlementShare
from wisselwerk.apps.settlements.queries.seat import with_place
from wisselwerk.domain.cost_key import part_beforehand
from wisselwerk.domain.expost_control import Basis
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.cost_key import CostKey
from wisselwerk.formats.territory import belgian_territory


@dataclass(slots=True, kw_only=True)
class SchemeHere:
    """What is known of one scheme for one government."""

    scheme: str
    action: str = ""
    planned_cents: int | None = None
    basis: Basis = Basis.OWN
    borne_cents: int | None = None
    paid_cents: int = 0


@dataclass(slots=True)
class _Found:
    """By government and scheme."""

    day: date
    schemes: dict[str, dict[int, SchemeHere]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, code: str | None, scheme: int, name: str) -> SchemeHere:
        here = self.schemes[government_on(code or "", self.day)]
        return here.setdefault(scheme, SchemeHere(scheme=name))

    def by_code(self) -> Mapping[str, list[SchemeHere]]:
        """By place code, each with its schemes by name."""
        return {
            code: sorted(by_scheme.values(), key=lambda one: one.scheme)
            for code, by_scheme in self.schemes.items()
            if code
        }


def schemes_here(year: int) -> Mapping[str, list[SchemeHere]]:
    """By the place code of each government that has something to do with a scheme in a year. Six queries."""
    found = _Found(date(year, 12, 31))
    sharing = _sharing(found.day)
    wholes = _from_budgets(found, year, sharing)
    _from_keys(found, year, sharing)
    _from_plans(found, year, wholes)
    _from_settlements(found, year)
    _from_payments(found, year)
    return found.by_code()


def schemes_planned(year: int) -> Mapping[str, list[SchemeHere]]:
    """The same of what councils and budgets decided alone, which is public. What came of it is left out: of a few vouchers it would
    point at one business. Four queries.
    """
    found = _Found(date(year, 12, 31))
    sharing = _sharing(found.day)
    wholes = _from_budgets(found, year, sharing)
    _from_keys(found, year, sharing)
    _from_plans(found, year, wholes)
    return found.by_code()


def shown_in(year: int, reports: Iterable[int], actions: Iterable[str]) -> dict[tuple[int, str], int]:
    """What reports show in a year under actions, by report and code of the action, in cents. One query.

    Two plans of one report may each have an action of that code. Which of them a scheme stands under is not told, so the one
    that shows most counts, and never both together.
    """
    rows: QuerySet[Any] = PolicyAmount.objects.filter(
        year=year, action__report__in=list(reports), action__code__in=list(actions)
    )
    whole = ("action__report", "action__code", "action__goal_code", "action__plan_code")
    found: dict[tuple[int, str], int] = {}
    for report, code, _goal, _plan, cents in rows.values_list(*whole).annotate(sum=Sum("cents")).order_by():
        found[report, code] = max(cents, found.get((report, code), cents))
    return found


def government_on(code: str, day: date) -> str:
    """The place code of the municipality that a place lies in on a day; the code itself where that cannot be told."""
    territory = belgian_territory()
    if not territory.knows(code):
        return code
    try:
        return territory.municipality_of(code, day).code
    except ValueError:
        return code


@dataclass(frozen=True, slots=True)
class _Sharing:
    """Who shares the cost of the schemes of a partnership, and who pays for all meanwhile."""

    managing: int
    managing_code: str
    members: Mapping[str, int]
    """Who takes part with each place."""


def _sharing(day: date) -> Mapping[int, _Sharing]:
    """By partnership. One query."""
    takes_part = FilteredRelation(
        "partnership__memberships",
        condition=Q(partnership__memberships__valid_from__lte=day)
        & (Q(partnership__memberships__valid_until=None) | Q(partnership__memberships__valid_until__gt=day)),
    )
    rows = Agreement.objects.on(day).annotate(takes_part=takes_part).order_by("valid_from")
    found: dict[int, _Sharing] = {}
    for partnership, managing, code, place, member in rows.values_list(
        "partnership", "managing_municipality", "managing_municipality__nis_code", "takes_part__place",
        "takes_part__member",
    ):  # fmt: skip
        known = found.get(partnership)
        members = dict(known.members) if known and known.managing == managing else {}
        found[partnership] = _Sharing(managing, code or "", {**members, place: member} if place else members)
    return found


@dataclass(slots=True)
class _Whole:
    """What all members of a scheme set aside together, and how they share it."""

    sharing: _Sharing
    key: CostKey | None
    cents: int

    def part(self, member: int, year: int) -> tuple[int, Basis]:
        """What of it is one member's."""
        part = part_beforehand(
            self.cents, year, self.key, self.sharing.members, member, managing=self.sharing.managing
        )
        if part is None:
            return self.cents, Basis.ALL
        return part, Basis.OWN if self.key is None else Basis.PART


def _from_budgets(found: _Found, year: int, sharing: Mapping[int, _Sharing]) -> Mapping[int, _Whole]:
    """What was set aside, net of what was taken out again: by the member itself, and of what all set aside together the part of who
    pays for all. What is together, by scheme, for the parts of the others.
    """
    newest = RuleSetVersion.objects.filter(scheme=OuterRef("scheme"), valid_from__lte=found.day)
    rules = Subquery(newest.order_by("-valid_from").values("rules")[:1])
    rows = Budget.objects.filter(year=year).select_related("scheme", "member", "credit").annotate(rules=rules)
    wholes: dict[int, _Whole] = {}
    for one in rows.order_by("pk"):
        cents, shared = one.credit.out_cents - one.credit.in_cents, sharing.get(one.scheme.partnership_id)
        if one.member is not None:
            here = found.of(one.member.nis_code, one.scheme_id, one.scheme.name)
            here.planned_cents = (here.planned_cents or 0) + cents
        elif shared is not None:
            key = RuleSet.from_plain(one.rules).find(CostKey) if one.rules else None
            whole = wholes[one.scheme_id] = _Whole(shared, key, cents)
            here = found.of(shared.managing_code, one.scheme_id, one.scheme.name)
            part, here.basis = whole.part(shared.managing, year)
            here.planned_cents = (here.planned_cents or 0) + part
    return wholes


def _from_keys(found: _Found, year: int, sharing: Mapping[int, _Sharing]) -> None:
    """The action in the books of who pays. The newest key holds."""
    for one in BudgetKey.objects.filter(year=year).select_related("scheme").order_by("pk"):
        payer = sharing.get(one.scheme.partnership_id)
        if payer is not None:
            found.of(payer.managing_code, one.scheme_id, one.scheme.name).action = one.action


def _from_plans(found: _Found, year: int, wholes: Mapping[int, _Whole]) -> None:
    """What was entered for the plan of a member, with the version that was published last by the end of the year; where no amount was
    entered of this year, its part of what all set aside together.
    """
    for one, scheme in _published_plans(found.day):
        if one.member is None:
            continue
        entered = planned(one)
        here = found.of(one.member.nis_code, scheme.pk, scheme.name)
        amounts = dict(entered.amounts)
        if year in amounts:
            here.planned_cents, here.basis = amounts[year], Basis.ENTERED
        elif here.planned_cents is None and scheme.pk in wholes:
            here.planned_cents, here.basis = wholes[scheme.pk].part(one.member.pk, year)
        here.action = entered.action or here.action


def _published_plans(day: date) -> Iterator[tuple[PlanEntry, Scheme]]:
    """Entries of versions in the order in which these hold, each with its scheme: entered with the version, or with its draft."""
    entries = PlanEntry.objects.select_related("member", "version__scheme", "draft__version__scheme")
    published = [
        (version, one)
        for one in entries
        if (version := one.version or (one.draft.version if one.draft else None)) is not None
    ]
    for version, one in sorted(published, key=lambda pair: (pair[0].valid_from, pair[1].pk)):
        if version.valid_from <= day:
            yield one, version.scheme


def _from_settlements(found: _Found, year: int) -> None:
    """What each member bears by the newest settlement."""
    rows = SettlementShare.objects.filter(settlement__year=year).select_related(
        "settlement__scheme", "member"
    )
    for one in rows.order_by("settlement__number"):
        scheme = one.settlement.scheme
        found.of(one.member.nis_code, scheme.pk, scheme.name).borne_cents = one.borne_cents


def _from_payments(found: _Found, year: int) -> None:
    """What the bank paid on vouchers of the budgets of the year, by where the enterprise has its seat."""
    rows: QuerySet[Any] = Payment.objects.filter(
        redemption__voucher__budget_account__budget__year=year,
        redemption__is_reversed=False,
        state=PaymentState.PAID,
    )
    placed = with_place(rows, "redemption__voucher__").values_list(
        "place", "redemption__voucher__scheme", "redemption__voucher__scheme__name"
    )
    for place, scheme, name, cents in placed.annotate(cents=Sum("amount_cents")):
        if place:
            found.of(place, scheme, name).paid_cents += cents
