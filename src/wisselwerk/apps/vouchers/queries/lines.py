"""Schemes in numbers: the main lines of a year, and the uptake from week to week. Aggregates, never files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, F, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.schemes.models import Budget, Scheme
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Redemption, Voucher
from wisselwerk.domain.disclosure import DISCLOSED_FROM, disclosed, is_small, may_tell_amounts
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.voucher import VoucherState

__all__ = [
    "DISCLOSED_FROM",
    "PublishedLines",
    "SchemeLines",
    "Week",
    "lines_of_year",
    "main_lines",
    "uptake",
    "voucher_states",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeLines:
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
    holding: int
    """Vouchers that money stands on."""
    given_back: int
    """Vouchers from which something came back."""

    @property
    def is_balanced(self) -> bool:
        """Whether every cent of the budget is somewhere, once."""
        return self.budget_cents == self.left_cents + self.reserved_cents + self.settled_cents

    @property
    def not_awarded(self) -> int:
        """What somebody who has both numbers makes of them: applications that did not lead to a voucher of the year, or not yet."""
        return abs(self.applications - self.vouchers)

    @property
    def is_split(self) -> bool:
        """Whether the amounts may be told: each of them tells one of these numbers, and what is left is public."""
        return may_tell_amounts(self.vouchers, self.redemptions, self.holding, self.given_back)

    def published(self) -> "PublishedLines":
        """The same without the numbers that are too small to publish, and without what would give those away.

        What this hides is how many there are, and how the money is split over them. What it cannot hide is how much was
        awarded in all: who applies must know what is left, and a council's budget is public too.
        """
        return PublishedLines(
            scheme=self.scheme,
            year=self.year,
            budget_cents=self.budget_cents,
            left_cents=self.left_cents,
            reserved_cents=self.reserved_cents if self.is_split else None,
            settled_cents=self.settled_cents if self.is_split else None,
            released_cents=self.released_cents if self.is_split else None,
            applications=None if is_small(self.not_awarded) else disclosed(self.applications),
            refused=disclosed(self.refused),
            vouchers=disclosed(self.vouchers),
            redemptions=disclosed(self.redemptions),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLines:
    """What everybody may know of the main lines; None where a number is too small, or would give one away that is."""

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


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in a scheme in the week that starts on this Monday."""

    starts_on: date
    vouchers: int
    redemptions: int


def main_lines(scheme: Scheme, year: int) -> SchemeLines:
    """The main lines of a scheme in a year: of its budgets and of the vouchers awarded from them. Five queries."""
    (lines,) = lines_of_year(year, [scheme])
    return lines


def lines_of_year(year: int, schemes: Iterable[Scheme]) -> list[SchemeLines]:
    """The main lines of schemes in a year, in their order. Five queries, however many schemes there are."""
    asked = list(schemes)
    budgets = Budget.objects.filter(scheme__in=asked, year=year)
    money = _money(budgets)
    vouchers = _by_scheme(
        Voucher.objects.filter(budget_account__budget__in=budgets),
        "scheme",
        number=Count("pk"),
        reserved=Sum(F("account__in_cents") - F("account__out_cents"), default=0),
        holding=Count("pk", filter=Q(account__in_cents__gt=F("account__out_cents"))),
    )
    redemptions = _by_scheme(
        Redemption.objects.filter(voucher__budget_account__budget__in=budgets, is_reversed=False),
        "voucher__scheme",
        number=Count("pk"),
        settled=Sum("voucher_part_cents", default=0),
    )
    released = _by_scheme(
        Transfer.objects.filter(to_account__budget__in=budgets, road=Road.LAPSE),
        "to_account__budget__scheme",
        cents=Sum("amount_cents", default=0),
        vouchers=Count("from_account", distinct=True),
    )
    applications = _by_scheme(
        Application.objects.filter(scheme__in=asked, applied_at__year=year).exclude(
            state=ApplicationState.UNCONFIRMED
        ),
        "scheme",
        number=Count("pk"),
        refused=Count("pk", filter=Q(state=ApplicationState.REFUSED)),
    )
    return [
        SchemeLines(
            scheme=scheme,
            year=year,
            budget_cents=money[scheme.pk][0],
            left_cents=money[scheme.pk][1],
            reserved_cents=Cents(vouchers[scheme.pk]["reserved"]),
            settled_cents=Cents(redemptions[scheme.pk]["settled"]),
            released_cents=Cents(released[scheme.pk]["cents"]),
            applications=applications[scheme.pk]["number"],
            refused=applications[scheme.pk]["refused"],
            vouchers=vouchers[scheme.pk]["number"],
            redemptions=redemptions[scheme.pk]["number"],
            holding=vouchers[scheme.pk]["holding"],
            given_back=released[scheme.pk]["vouchers"],
        )
        for scheme in asked
    ]


def _money(budgets: QuerySet[Budget]) -> Mapping[int, tuple[Cents, Cents]]:
    """What was set aside for each scheme, and what is left of it. One query."""
    found: defaultdict[int, tuple[Cents, Cents]] = defaultdict(lambda: (Cents(0), Cents(0)))
    for budget in budgets.select_related("account", "credit"):
        total, left = found[budget.scheme_id]
        found[budget.scheme_id] = total - budget.credit.balance_cents, left + budget.account.balance_cents
    return found


def _by_scheme(rows: QuerySet[Any], scheme: str, **sums: Any) -> Mapping[int, Mapping[str, int]]:
    """Sums of rows by the scheme that they belong to; of a scheme without rows each is nothing."""
    found = {row[scheme]: row for row in rows.order_by().values(scheme).annotate(**sums)}
    return defaultdict(lambda: dict.fromkeys(sums, 0), found)


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
