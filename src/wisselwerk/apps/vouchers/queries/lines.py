"""Schemes in numbers: the main lines of a year, and the uptake from week to week. Aggregates, never files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.schemes.models import Budget, Scheme
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Redemption, Voucher
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.voucher import VoucherState

DISCLOSED_FROM = 5
"""Smaller numbers could point at one enterprise, so they are not published.

What this hides is how many vouchers and invoices there are, and how the money is split over them. What it cannot hide is
how much was awarded in all: who applies must know what is left, and a council's budget is public too.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MainLines:
    """A scheme in the budgets of one year. Money: ``budget = left + reserved + settled``, always."""

    scheme: Scheme
    year: int
    budget_cents: Cents
    """What councils set aside."""
    left_cents: Cents
    """Of that, not awarded."""
    reserved_cents: Cents
    """On vouchers now."""
    settled_cents: Cents
    """Used, what was reversed taken off."""
    released_cents: Cents
    """What came back from vouchers that were over, all that ever did; it was left again and may be awarded since."""
    applications: int
    """Handed in that year and confirmed."""
    refused: int
    vouchers: int
    redemptions: int

    @property
    def is_balanced(self) -> bool:
        """Whether every cent of the budget is somewhere, once."""
        return self.budget_cents == self.left_cents + self.reserved_cents + self.settled_cents

    def published(self) -> "PublishedLines":
        """The same without the numbers that are too small to publish, and the amounts that would give those away."""
        vouchers, redemptions = _disclosed(self.vouchers), _disclosed(self.redemptions)
        # All or none: what is left is public, so either of the two would tell the other.
        is_split = vouchers is not None and redemptions is not None
        return PublishedLines(
            scheme=self.scheme,
            year=self.year,
            budget_cents=self.budget_cents,
            left_cents=self.left_cents,
            reserved_cents=self.reserved_cents if is_split else None,
            settled_cents=self.settled_cents if is_split else None,
            released_cents=self.released_cents if is_split else None,
            applications=_disclosed(self.applications),
            refused=_disclosed(self.refused),
            vouchers=vouchers,
            redemptions=redemptions,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLines:
    """What everybody may know of the main lines; None where a number is too small, or an amount tells how it is split."""

    scheme: Scheme
    year: int
    budget_cents: Cents
    left_cents: Cents
    reserved_cents: Cents | None
    settled_cents: Cents | None
    released_cents: Cents | None
    applications: int | None
    refused: int | None
    vouchers: int | None
    redemptions: int | None


def _disclosed(number: int) -> int | None:
    return None if 0 < number < DISCLOSED_FROM else number


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in a scheme in the week that starts on this Monday."""

    starts_on: date
    vouchers: int
    redemptions: int


def main_lines(scheme: Scheme, year: int) -> MainLines:
    """The main lines of a scheme in a year: of its budgets and of the vouchers awarded from them. Five queries."""
    budgets = list(Budget.objects.filter(scheme=scheme, year=year).select_related("account", "credit"))
    accounts = [budget.account_id for budget in budgets]
    vouchers = Voucher.objects.filter(budget_account__in=accounts).aggregate(
        number=Count("pk"),
        reserved=Sum("account__in_cents", default=0) - Sum("account__out_cents", default=0),
    )
    redemptions = Redemption.objects.filter(
        voucher__budget_account__in=accounts, is_reversed=False
    ).aggregate(number=Count("pk"), settled=Sum("voucher_part_cents", default=0))
    released = Transfer.objects.filter(to_account__in=accounts, road=Road.LAPSE).aggregate(
        cents=Sum("amount_cents", default=0)
    )
    applications = (
        Application.objects.filter(scheme=scheme, applied_at__year=year)
        .exclude(state=ApplicationState.UNCONFIRMED)
        .aggregate(number=Count("pk"), refused=Count("pk", filter=Q(state=ApplicationState.REFUSED)))
    )
    return MainLines(
        scheme=scheme,
        year=year,
        budget_cents=Cents(sum(-budget.credit.balance_cents for budget in budgets)),
        left_cents=Cents(sum(budget.account.balance_cents for budget in budgets)),
        reserved_cents=Cents(vouchers["reserved"]),
        settled_cents=Cents(redemptions["settled"]),
        released_cents=Cents(released["cents"]),
        applications=applications["number"],
        refused=applications["refused"],
        vouchers=vouchers["number"],
        redemptions=redemptions["number"],
    )


def voucher_states(scheme: Scheme) -> dict[VoucherState, int]:
    """How many vouchers of a scheme stand in each state; states without any are left out. One query."""
    counted = (
        Voucher.objects.filter(scheme=scheme).values_list("state").annotate(number=Count("pk")).order_by()
    )
    found = {VoucherState(state): number for state, number in counted}
    return {state: found[state] for state in VoucherState if state in found}


def uptake(scheme: Scheme, first: date, last: date) -> list[Week]:
    """The weeks from the one with ``first`` up to and including the one with ``last``. Two queries."""
    awarded = _weekly(Voucher.objects.filter(scheme=scheme), "awarded_on", first)
    redeemed = _weekly(
        Redemption.objects.filter(voucher__scheme=scheme, is_reversed=False), "redeemed_at", first
    )
    return [Week(monday, awarded.get(monday, 0), redeemed.get(monday, 0)) for monday in _mondays(first, last)]


def _weekly(rows: QuerySet[Any], field: str, first: date) -> dict[date, int]:
    week = TruncWeek(field, output_field=DateField())
    counted = rows.annotate(week=week).filter(week__gte=_monday(first)).order_by("week").values_list("week")
    return dict(counted.annotate(number=Count("pk")))


def _mondays(first: date, last: date) -> Iterable[date]:
    monday = _monday(first)
    while monday <= last:
        yield monday
        monday += timedelta(weeks=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
