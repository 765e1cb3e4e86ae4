"""What is here of the schemes for each local government in a year: what it means to spend, what it bears, under which action."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from wisselwerk.apps.initiatives.models import PolicyAmount
from wisselwerk.apps.parties.models import Agreement, Organisation
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.schemes.models import Budget, PlanEntry, Scheme
from wisselwerk.apps.schemes.plan import planned
from wisselwerk.apps.settlements.models import BudgetKey, SettlementShare
from wisselwerk.apps.settlements.queries.seat import with_place
from wisselwerk.domain.payment import PaymentState
from wisselwerk.formats.territory import belgian_territory


@dataclass(slots=True, kw_only=True)
class SchemeHere:
    """What is known of one scheme for one government."""

    scheme: str
    action: str = ""
    planned_cents: int | None = None
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
    managing = _managing(found.day)
    _from_budgets(found, year, managing)
    _from_keys(found, year, managing)
    _from_plans(found, year)
    _from_settlements(found, year)
    _from_payments(found, year)
    return found.by_code()


def schemes_planned(year: int) -> Mapping[str, list[SchemeHere]]:
    """The same of what councils and budgets decided alone, which is public. What came of it is left out: of a few vouchers it would
    point at one business. Four queries.
    """
    found = _Found(date(year, 12, 31))
    managing = _managing(found.day)
    _from_budgets(found, year, managing)
    _from_keys(found, year, managing)
    _from_plans(found, year)
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


def _managing(day: date) -> Mapping[int, Organisation]:
    """Which municipality signs and pays for each partnership."""
    found = Agreement.objects.on(day).select_related("managing_municipality").order_by("valid_from")
    return {one.partnership_id: one.managing_municipality for one in found}


def _from_budgets(found: _Found, year: int, managing: Mapping[int, Organisation]) -> None:
    """What was set aside, net of what was taken out again: by the member, or by who pays for all."""
    rows = Budget.objects.filter(year=year).select_related("scheme", "member", "credit")
    for one in rows.order_by("pk"):
        payer = one.member or managing.get(one.scheme.partnership_id)
        if payer is not None:
            here = found.of(payer.nis_code, one.scheme_id, one.scheme.name)
            here.planned_cents = (here.planned_cents or 0) + one.credit.out_cents - one.credit.in_cents


def _from_keys(found: _Found, year: int, managing: Mapping[int, Organisation]) -> None:
    """The action in the books of who pays. The newest key holds."""
    for one in BudgetKey.objects.filter(year=year).select_related("scheme").order_by("pk"):
        payer = managing.get(one.scheme.partnership_id)
        if payer is not None:
            found.of(payer.nis_code, one.scheme_id, one.scheme.name).action = one.action


def _from_plans(found: _Found, year: int) -> None:
    """What was entered for the plan of a member, with the version that was published last by the end of the year."""
    for one, scheme in _published_plans(found.day):
        if one.member is None:
            continue
        entered = planned(one)
        here = found.of(one.member.nis_code, scheme.pk, scheme.name)
        amounts = dict(entered.amounts)
        here.planned_cents = amounts.get(year, here.planned_cents)
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
