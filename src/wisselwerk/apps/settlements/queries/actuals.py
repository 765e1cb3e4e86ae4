"""What was awarded from the budgets of a year and what came of it, for the enterprises of each member."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.schemes.models import Budget, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.reach import Reach, reach_on
from wisselwerk.apps.settlements.models import YearEnd
from wisselwerk.apps.settlements.queries.seat import with_place
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.clock import midnight, today
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.rule.cost_key import CostKey
from wisselwerk.domain.voucher import VoucherState

OPEN = (VoucherState.OPEN, VoucherState.PARTLY_USED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What was awarded and what came of it: ``awarded = reserved + settled + released``, always."""

    vouchers: int = 0
    awarded_cents: int = 0
    reserved_cents: int = 0
    """On vouchers now."""
    settled_cents: int = 0
    """Used, what was reversed taken off."""
    paid_cents: int = 0
    """Of that, paid by the bank."""

    @property
    def released_cents(self) -> int:
        """What went back to the budget."""
        return self.awarded_cents - self.reserved_cents - self.settled_cents

    def __add__(self, other: "Amounts") -> "Amounts":
        names = [one.name for one in fields(self)]
        return Amounts(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberActuals:
    """A year of a scheme for the enterprises of one member; None is for seats that no member stands behind now."""

    scheme: Scheme
    year: int
    member: Organisation | None
    amounts: Amounts


def actuals(scheme: Scheme, year: int, known: Reach | None = None) -> list[MemberActuals]:
    """One for each member that has something in the budgets of the year, by name. Six queries, four where how far the scheme reaches
    on that day is ``known``.

    The member is the one behind the seat that the decision knew, as the scheme reaches on the last day of the year, or
    today in the year that goes on.
    """
    found: defaultdict[str | None, Amounts] = defaultdict(Amounts)
    for place, amounts in _by_place(scheme, year):
        found[place] += amounts
    day = min(today(), date(year, 12, 31))
    reach = known if known and known.day == day else reach_on(scheme, day)
    members: dict[int | None, Organisation | None] = {}
    sums: defaultdict[int | None, Amounts] = defaultdict(Amounts)
    for place, amounts in found.items():
        member = reach.member_of(place) if place else None
        members[member.pk if member else None] = member
        sums[member.pk if member else None] += amounts
    rows = [
        MemberActuals(scheme=scheme, year=year, member=members[pk], amounts=amounts)
        for pk, amounts in sums.items()
    ]
    return sorted(rows, key=lambda one: (one.member is None, str(one.member)))


def years_of(schemes: Iterable[Scheme]) -> dict[int, list[int]]:
    """The years with a budget, newest first, by scheme. One query."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    budgets = Budget.objects.filter(scheme__in=list(schemes)).order_by("-year")
    for scheme, year in budgets.values_list("scheme", "year").distinct():
        found[scheme].append(year)
    return found


def years_with_cost(asked: Collection[tuple[Scheme, int]]) -> set[tuple[int, int]]:
    """Of these schemes and years, those in which a voucher of the scheme was used, also where that was undone.

    One query, that stops at the first of a year and reads no other years; none when nothing is asked.
    """
    if not asked:
        return set()
    its_own = Voucher.objects.filter(pk=OuterRef("voucher"), scheme=OuterRef(OuterRef("pk")))
    years = {
        f"used_in_{year}": Exists(
            Redemption.objects.filter(
                Exists(its_own),
                redeemed_at__gte=midnight(date(year, 1, 1)),
                redeemed_at__lt=midnight(date(year + 1, 1, 1)),
            )
        )
        for year in {year for _, year in asked}
    }
    schemes = Scheme.objects.filter(pk__in=[scheme.pk for scheme, _ in asked]).annotate(**years)
    used = {(row["pk"], name) for row in schemes.values("pk", *years) for name in years if row[name]}
    return {(scheme.pk, year) for scheme, year in asked if (scheme.pk, f"used_in_{year}") in used}


def years_with_key(asked: Collection[tuple[Scheme, int]]) -> set[tuple[int, int]]:
    """Of these schemes and years, those in which rules held that have a cost key; in others there is nothing to settle. One query."""
    versions: defaultdict[int, list[RuleSetVersion]] = defaultdict(list)
    if asked:
        of_asked = RuleSetVersion.objects.filter(scheme__in={scheme.pk for scheme, _ in asked})
        for one in of_asked.order_by("valid_from"):
            versions[one.scheme_id].append(one)
    return {(scheme.pk, year) for scheme, year in asked if _has_key(versions[scheme.pk], year)}


def _has_key(versions: list[RuleSetVersion], year: int) -> bool:
    """Of versions in the order of their days; each holds until the next."""
    first_day = date(year, 1, 1)
    begun = [one for one in versions if one.valid_from <= first_day][-1:]
    held = begun + [one for one in versions if first_day < one.valid_from <= date(year, 12, 31)]
    return any(rule_set(one).find(CostKey) for one in held)


def open_vouchers(scheme: Scheme, year: int) -> QuerySet[Voucher]:
    """Those on the budgets of a year that can still be used, with their accounts."""
    budgets = Budget.objects.filter(scheme=scheme, year=year).values("account")
    return Voucher.objects.filter(budget_account__in=budgets, state__in=OPEN).select_related(
        "account", "scheme"
    )


def year_ends(scheme: Scheme) -> list[YearEnd]:
    """What was decided about years that were over, newest first. One query."""
    return list(YearEnd.objects.filter(scheme=scheme).order_by("-year", "-pk"))


def paid_on_invoices(scheme: Scheme, year: int) -> Cents:
    """What the bank has paid by now on the invoices that were handed in in a year and stand. One query."""
    found = Payment.objects.filter(
        redemption__voucher__scheme=scheme,
        redemption__is_reversed=False,
        redemption__redeemed_at__gte=midnight(date(year, 1, 1)),
        redemption__redeemed_at__lt=midnight(date(year + 1, 1, 1)),
        state=PaymentState.PAID,
    )
    return Cents(found.aggregate(cents=Sum("amount_cents", default=0))["cents"])


def _by_place(scheme: Scheme, year: int) -> Iterable[tuple[str | None, Amounts]]:
    budgets = list(Budget.objects.filter(scheme=scheme, year=year).values_list("account", flat=True))
    vouchers: QuerySet[Any] = Voucher.objects.filter(budget_account__in=budgets)
    for place, number, awarded, came_in, went_out in _grouped(
        vouchers,
        "",
        number=Count("pk"),
        awarded=Sum("amount_cents"),
        came_in=Sum("account__in_cents"),
        went_out=Sum("account__out_cents"),
    ):
        yield place, Amounts(vouchers=number, awarded_cents=awarded, reserved_cents=came_in - went_out)
    used: QuerySet[Any] = Redemption.objects.filter(voucher__budget_account__in=budgets, is_reversed=False)
    for place, cents in _grouped(used, "voucher__", cents=Sum("voucher_part_cents")):
        yield place, Amounts(settled_cents=cents)
    paid: QuerySet[Any] = Payment.objects.filter(
        redemption__voucher__budget_account__in=budgets,
        redemption__is_reversed=False,
        state=PaymentState.PAID,
    )
    for place, cents in _grouped(paid, "redemption__voucher__", cents=Sum("amount_cents")):
        yield place, Amounts(paid_cents=cents)


def _grouped(rows: QuerySet[Any], to_voucher: str, **sums: Any) -> QuerySet[Any]:
    """Sums by the place of the voucher: of the seat in the decision that awarded it."""
    found: QuerySet[Any] = with_place(rows, to_voucher).values_list("place").annotate(**sums)
    return found
