"""What the main lines are counted from, as the database holds it: nothing of it is published as it stands."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from wisselwerk.apps.introductions.models import Event, Introduction
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.schemes.models import CouncilDecision
from wisselwerk.apps.settlements.queries.seat import with_place
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.reconciliation import Meaning

Span = tuple[datetime, datetime]
"""From an instant up to, but not including, another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was done in a year, by scheme or by partnership."""

    in_force: frozenset[int]
    started: Mapping[int, int]
    decided: Mapping[int, int]
    events: Mapping[int, int]
    attended: Mapping[int, int]
    introductions: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What the bank did of the invoices of one scheme in the budgets of a year."""

    paid_cents: Cents = Cents(0)
    paid: int = 0
    """Invoices of which something was paid."""
    recovered_cents: Cents = Cents(0)
    recovered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What came of a year by its end, by partnership."""

    redemptions: Mapping[int, int]
    first: Mapping[int, int]
    providers: Mapping[int, int]
    days: Mapping[int, Mapping[int, int]]
    """How many payments took so many days."""


def counts_of(year: int, span: Span, versions: Mapping[int, list[date]]) -> Counts:
    """What was done; ``versions`` are the first days of the rules of each scheme. Three queries."""
    decided = CouncilDecision.objects.filter(decided_on__year=year)
    held = Event.objects.filter(starts_at__gte=span[0], starts_at__lt=span[1], called_off_at=None)
    events = {
        pk: (number, attended)
        for pk, number, attended in held.values_list("partnership")
        .annotate(number=Count("pk"), people=Sum("attended"))
        .order_by()
    }
    made = Introduction.objects.filter(made_at__gte=span[0], made_at__lt=span[1])
    standing = made.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=span[1]))
    return Counts(
        in_force=frozenset(versions),
        started={scheme: sum(day.year == year for day in days) for scheme, days in versions.items()},
        decided=_numbers(decided, "scheme"),
        events={pk: number for pk, (number, _attended) in events.items()},
        attended={pk: attended for pk, (_number, attended) in events.items()},
        introductions=_numbers(standing, "partnership"),
    )


def payments_of(year: int) -> Mapping[int, Paid]:
    """What the bank did for each scheme in the budgets of a year; what was undone in the books does not count. One query."""
    redemption = "bank_line__payment__redemption"
    scheme = f"{redemption}__voucher__budget_account__budget__scheme"
    moved = Transfer.objects.filter(
        **{f"{redemption}__voucher__budget_account__budget__year": year},
        road__in=(Road.PAY, Road.RECOVER),
        reversed_by=None,
    )
    sums = moved.values_list(scheme, "road").annotate(
        cents=Sum("amount_cents"), number=Count(redemption, distinct=True)
    )
    found: defaultdict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for pk, road, cents, number in sums.order_by():
        found[pk][road] = cents, number
    paid: defaultdict[int, Paid] = defaultdict(Paid)
    for pk, by_road in found.items():
        out, back = by_road.get(Road.PAY, (0, 0)), by_road.get(Road.RECOVER, (0, 0))
        paid[pk] = Paid(
            paid_cents=Cents(out[0]), paid=out[1], recovered_cents=Cents(back[0]), recovered=back[1]
        )
    return paid


def results_of(span: Span) -> Results:
    """What came of the invoices that were handed in within a span and stood at its end. Three queries."""
    partnership = "voucher__scheme__partnership"
    standing = Redemption.objects.filter(~Q(reversal__reversed_at__lt=span[1]) | Q(reversal=None))
    handed_in = standing.filter(redeemed_at__gte=span[0], redeemed_at__lt=span[1])
    same = standing.filter(voucher__holder=OuterRef("voucher__holder"), supplier=OuterRef("supplier"))
    sooner = Q(redeemed_at__lt=OuterRef("redeemed_at")) | Q(
        redeemed_at=OuterRef("redeemed_at"), pk__lt=OuterRef("pk")
    )
    numbers = handed_in.values_list(partnership).annotate(
        number=Count("pk"), suppliers=Count("supplier", distinct=True)
    )
    counted = {pk: (number, suppliers) for pk, number, suppliers in numbers.order_by()}
    return Results(
        redemptions={pk: number for pk, (number, _suppliers) in counted.items()},
        first=_numbers(handed_in.filter(~Exists(same.filter(sooner))), partnership),
        providers={pk: suppliers for pk, (_number, suppliers) in counted.items()},
        days=_days(span),
    )


def _days(span: Span) -> Mapping[int, Mapping[int, int]]:
    """How many payments of a span took how many days, by partnership. One query."""
    paid = BankLine.objects.filter(
        meaning=Meaning.PAID, booked_on__gte=span[0].date(), booked_on__lt=span[1].date()
    ).annotate(handed_in=TruncDate("payment__redemption__redeemed_at", tzinfo=BRUSSELS))
    rows = paid.values_list(
        "payment__redemption__voucher__scheme__partnership", "handed_in", "booked_on"
    ).annotate(number=Count("pk"))
    found: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for pk, handed_in, booked_on, number in rows.order_by():
        found[pk][max((booked_on - handed_in).days, 0)] += number
    return found


def seats_of(year: int, before: date) -> Mapping[tuple[int, str], int]:
    """The vouchers of the budgets of a year by partnership and place, awarded before a day; ``""`` is no place. One query."""
    vouchers = Voucher.objects.filter(budget_account__budget__year=year, awarded_on__lt=before)
    rows = with_place(vouchers).values_list("scheme__partnership", "place")
    return {(pk, place or ""): number for pk, place, number in rows.annotate(number=Count("pk"))}


def members_in(year: int, partnerships: Collection[int]) -> frozenset[tuple[int, str]]:
    """The places that took part in some partnerships on a day of a year. One query."""
    ended = Q(valid_until__lte=date(year, 1, 1))
    found = Membership.objects.filter(partnership__in=partnerships, valid_from__lte=date(year, 12, 31))
    return frozenset(found.exclude(ended).values_list("partnership", "place"))


def _numbers(rows: QuerySet, by: str) -> Mapping[int, int]:  # type: ignore[type-arg]  # of any table
    return dict(rows.order_by().values_list(by).annotate(number=Count("pk")))
