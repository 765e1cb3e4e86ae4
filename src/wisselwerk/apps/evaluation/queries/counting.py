"""What the figures of schemes are counted from, as the database holds it: nothing of it is published as it stands.

Each figure is of calendar years that are over, as was known when the last of them ended, and of those that could each be told by
themselves (``domain.indicator.years_told``). So it is made of numbers that main lines of the same years may tell, changes
once a year, and gives back nothing of the year that runs: what a bank tells in January of December counts a year later.

With a first year only what began in that year or later counts: each year could be told by itself, so leaving out some gives back
nothing either.

Each function counts all schemes that are asked in a fixed number of queries. Background work calls them; no page does.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import MINYEAR, date, datetime
from typing import Any, TypeAlias

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, ExtractYear, TruncDate

from wisselwerk.apps.evaluation.models import FollowUp
from wisselwerk.apps.evaluation.queries.due import CLEAR
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.schemes.models import Budget, RuleSetVersion, Scheme
from wisselwerk.apps.settlements.queries.seat import with_place
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Redemption, Voucher
from wisselwerk.clock import BRUSSELS, midnight, now
from wisselwerk.domain import interval
from wisselwerk.domain.disclosure import is_small, published, table
from wisselwerk.domain.follow_up import Outcome, Tally, is_over, tally
from wisselwerk.domain.indicator import PERSISTENCE, Indicator, Measure, may_be_told, years_told
from wisselwerk.domain.interval import Interval
from wisselwerk.domain.reconciliation import Meaning

Measures: TypeAlias = Mapping[int, Measure]
"""By scheme; one of which there is nothing to count is not in it."""
Year: TypeAlias = tuple[int, int]
"""A scheme and a calendar year."""


@dataclass(frozen=True, slots=True)
class Years:
    """Calendar years that are over on a day, from ``first`` on."""

    on: date
    known: datetime
    """When it is counted. Only who confirmed late is known by then: main lines tell of those too."""
    first: int = MINYEAR

    @property
    def end(self) -> date:
        """The day after the last of them."""
        return date(self.on.year, 1, 1)

    def instants(self, column: str) -> Q:
        """Rows of which an instant falls in them."""
        began = Q() if self.first == MINYEAR else Q(**{f"{column}__gte": midnight(date(self.first, 1, 1))})
        return began & Q(**{f"{column}__lt": midnight(self.end)})

    def days(self, column: str) -> Q:
        """Rows of which a day falls in them."""
        return Q(**{f"{column}__gte": date(self.first, 1, 1), f"{column}__lt": self.end})


ANSWERS = (ApplicationState.AWARDED, ApplicationState.REFUSED)


def measures_of(schemes: Collection[int], on: date, known: datetime) -> Mapping[Indicator, Measures]:
    """All that is measured of schemes, of the years that are over on a day, as it was known at an instant.

    Nine queries, however many schemes there are.
    """
    return {Indicator.UPTAKE: _uptake(schemes), **_of_years(schemes, Years(on, known))}


def measures_since(scheme: int, first: int, *, on: date) -> Mapping[Indicator, Measure]:
    """The same of one scheme and of what began in a year or later; without the budget, which is of one year. Eight queries."""
    nothing = Measure(numerator=0, denominator=0, counted=0)
    found = _of_years([scheme], Years(on, now(), first))
    return {indicator: measures.get(scheme, nothing) for indicator, measures in found.items()}


def _of_years(schemes: Collection[int], years: Years) -> Mapping[Indicator, Measures]:
    return {
        Indicator.USED: _used(schemes, years),
        Indicator.DECISION_DAYS: _decision_days(schemes, years),
        Indicator.PAYMENT_DAYS: _payment_days(schemes, years),
        **_invoices(schemes, years),
        Indicator.FIRST: _first(schemes, years),
        Indicator.PLACES: _places(schemes, years),
        **_lasting(schemes, years),
    }


def began(schemes: Collection[int]) -> Mapping[int, date]:
    """The first day of the rules of each scheme. One query."""
    dated = RuleSetVersion.objects.filter(scheme__in=schemes)
    return dict(dated.order_by().values_list("scheme").annotate(first=Min("valid_from")))


def _uptake(schemes: Collection[int]) -> Measures:
    """What everybody can read of the budgets every day, those of this year too."""
    budgets: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in Budget.objects.filter(scheme__in=schemes).select_related("account", "credit"):
        budgets[one.scheme_id][0] -= one.credit.balance_cents
        budgets[one.scheme_id][1] += one.account.balance_cents
    return {
        pk: Measure(numerator=total - left, denominator=total, counted=0)
        for pk, (total, left) in budgets.items()
    }


def _used(schemes: Collection[int], years: Years) -> Measures:
    """A year counts once nothing stood on any of its vouchers when the last year ended, so that nothing tells how few are open."""
    standing = _standing(replace(years, first=MINYEAR)).filter(voucher=OuterRef("pk"))
    rows = Voucher.objects.filter(
        scheme__in=schemes,
        awarded_on__lt=years.end,
        budget_account__budget__year__gte=years.first,
        budget_account__budget__year__lt=years.end.year,
    )
    told = rows.alias(left=_left(years.end))
    counted = told.values_list("scheme", "budget_account__budget__year").annotate(
        used=Count("pk", filter=Exists(standing)),
        number=Count("pk"),
        is_open=Count("pk", filter=Q(left__gt=0)),
    )
    return years_told(
        Indicator.USED,
        {
            (pk, year): Measure(numerator=used, denominator=number, counted=number)
            for pk, year, used, number, still in counted.order_by()
            if not still
        },
    )


def _left(day: date) -> CombinedExpression:
    """What stood on a voucher when a day began: what stands there now, without what moved since. Nothing, of one that was over."""
    since = Transfer.objects.filter(at__gte=midnight(day))

    def moved(side: str) -> Coalesce:
        here = since.filter(**{side: OuterRef("account")}).order_by().values(side)
        return Coalesce(Subquery(here.annotate(cents=Sum("amount_cents")).values("cents")), 0)

    left = F("account__in_cents") - F("account__out_cents")
    return left - moved("to_account") + moved("from_account")


def _decision_days(schemes: Collection[int], years: Years) -> Measures:
    """By the year of the application. How few were refused, or had no decision when the year before this one ended, is not told."""
    answers = Decision.objects.filter(
        application=OuterRef("pk"), result__in=ANSWERS, decided_at__lt=midnight(years.end)
    ).order_by("decided_at", "pk")
    # What is not confirmed has no decision of any kind.
    known = Decision.objects.filter(application=OuterRef("pk"), decided_at__lte=years.known)
    rows = Application.objects.filter(years.instants("applied_at"), Exists(known), scheme__in=schemes)
    return _medians(
        rows.annotate(
            year=ExtractYear("applied_at", tzinfo=BRUSSELS),
            start=TruncDate("applied_at", tzinfo=BRUSSELS),
            end=TruncDate(Subquery(answers.values("decided_at")[:1]), tzinfo=BRUSSELS),
            came_to=Subquery(answers.values("result")[:1]),
        ),
        "scheme",
        Indicator.DECISION_DAYS,
    )


def _payment_days(schemes: Collection[int], years: Years) -> Measures:
    """By the year in which the invoice was handed in. How few were not known as paid when the year before this one ended, is not told."""
    paid = BankLine.objects.filter(
        payment__redemption=OuterRef("pk"),
        meaning=Meaning.PAID,
        booked_on__lt=years.end,
        file__read_at__lt=midnight(years.end),
    )
    return _medians(
        _standing(years)
        .filter(voucher__scheme__in=schemes)
        .annotate(
            start=TruncDate("redeemed_at", tzinfo=BRUSSELS),
            end=Subquery(paid.order_by("booked_on").values("booked_on")[:1]),
            came_to=Value(""),
        ),
        "voucher__scheme",
        Indicator.PAYMENT_DAYS,
    )


def _standing(years: Years) -> QuerySet[Any]:
    """Invoices of these years, as each year had them when it ended: what is undone later belongs to a later year."""
    handed_in = Redemption.objects.filter(years.instants("redeemed_at")).annotate(
        year=ExtractYear("redeemed_at", tzinfo=BRUSSELS),
        undone=ExtractYear("reversal__reversed_at", tzinfo=BRUSSELS),
    )
    return handed_in.filter(Q(undone=None) | Q(undone__gt=F("year")))


def _medians(rows: QuerySet[Any], scheme: str, indicator: Indicator) -> Measures:
    """The median of the days from ``start`` to ``end``, by scheme. One query.

    A year counts where enough came to an end, and where what has none yet and each of what it ``came_to`` is not few either.
    """
    days: defaultdict[Year, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    parts: defaultdict[Year, defaultdict[str | None, int]] = defaultdict(lambda: defaultdict(int))
    counted = rows.values_list(scheme, "year", "start", "end", "came_to").annotate(number=Count("pk"))
    for pk, year, start, end, came_to, number in counted.order_by():
        parts[pk, year][came_to if end else None] += number
        if end:
            days[pk, year][max((end - start).days, 0)] += number
    together: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (pk, year), values in days.items():
        if not any(is_small(number) for number in parts[pk, year].values()):
            for value, number in values.items():
                together[pk][value] += number
    return {pk: measure for pk, values in together.items() if (measure := _median(values)) is not None}


def _median(values: Mapping[int, int]) -> Measure | None:
    found, number = interval.median(values), sum(values.values())
    if found is None:
        return None
    return Measure(numerator=found[0], denominator=number, counted=number, unknown=0, **_ends(found[1]))


def _invoices(schemes: Collection[int], years: Years) -> Mapping[Indicator, Measures]:
    """A year counts where those on vouchers of each year's money are enough: main lines tell invoices by that."""
    rows = _standing(years).filter(voucher__scheme__in=schemes)
    counted = rows.values_list(
        "voucher__scheme", "year", "voucher__budget_account__budget__year", "supplier"
    ).annotate(own=Sum("own_part_cents"), public=Sum("voucher_part_cents"), number=Count("pk"))
    money: defaultdict[Year, Measure] = defaultdict(lambda: Measure(numerator=0, denominator=0, counted=0))
    parts: defaultdict[Year, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    suppliers: defaultdict[Year, set[int]] = defaultdict(set)
    for pk, year, budget, supplier, own, public, number in counted.order_by():
        money[pk, year] += Measure(numerator=own, denominator=public, counted=number)
        parts[pk, year][budget] += number
        suppliers[pk, year].add(supplier)
    told = {key: one for key, one in money.items() if not any(map(is_small, parts[key].values()))}
    return {
        Indicator.OWN_MONEY: years_told(Indicator.OWN_MONEY, told),
        Indicator.PROVIDERS: _different(
            Indicator.PROVIDERS, {key: (suppliers[key], one.counted) for key, one in told.items()}
        ),
    }


def _different(indicator: Indicator, by_year: Mapping[Year, tuple[set[Any], int]]) -> Measures:
    """How many different ones there are in the years of which that may be told, and among how many."""
    found: defaultdict[int, set[Any]] = defaultdict(set)
    among: defaultdict[int, int] = defaultdict(int)
    for (pk, _year), (ones, number) in by_year.items():
        if may_be_told(indicator, Measure(numerator=len(ones), denominator=0, counted=number)):
            found[pk] |= ones
            among[pk] += number
    return {pk: Measure(numerator=len(ones), denominator=0, counted=among[pk]) for pk, ones in found.items()}


def _first(schemes: Collection[int], years: Years) -> Measures:
    """Of each pair its first invoice in the scheme is looked at, and whether one came before it in any.

    Main lines tell how many first acquaintances a partnership had in a year, so what its schemes tell of that is decided together.
    """
    sooner = _standing(replace(years, first=MINYEAR)).filter(
        Q(redeemed_at__lt=OuterRef("redeemed_at"))
        | Q(redeemed_at=OuterRef("redeemed_at"), pk__lt=OuterRef("pk")),
        Q(undone=None) | Q(undone__gt=OuterRef("year")),
        voucher__holder=OuterRef("voucher__holder"),
        supplier=OuterRef("supplier"),
    )
    here = sooner.filter(voucher__scheme=OuterRef("voucher__scheme"))
    partnerships = Scheme.objects.filter(pk__in=schemes).values("partnership")
    counted = (
        _standing(years)
        .filter(~Exists(here), voucher__scheme__partnership__in=partnerships)
        .values_list("voucher__scheme__partnership", "year", "voucher__scheme")
        .annotate(first=Count("pk", filter=~Exists(sooner)), number=Count("pk"))
        .order_by()
    )
    cells: defaultdict[tuple[int, int], dict[tuple[str, str], int]] = defaultdict(dict)
    found: dict[Year, Measure] = {}
    for partnership, year, pk, first, number in counted:
        cells[partnership, year] |= {(str(pk), "first"): first, (str(pk), "again"): number - first}
        found[pk, year] = Measure(numerator=first, denominator=number, counted=number)
    told: dict[Year, Measure] = {}
    for (_partnership, year), numbers in cells.items():
        shown = published(table(numbers, public_columns=("first",)))
        for pk in {int(row) for row, _column in numbers}.intersection(schemes):
            if None not in {shown[str(pk), "first"], shown[str(pk), "again"]}:
                told[pk, year] = found[pk, year]
    return years_told(Indicator.FIRST, told)


def _places(schemes: Collection[int], years: Years) -> Measures:
    """Municipalities from five vouchers on: main lines hide smaller numbers, and how many of those are none would help to find them."""
    vouchers = Voucher.objects.filter(years.days("awarded_on"), scheme__in=schemes)
    placed = with_place(vouchers.annotate(year=ExtractYear("awarded_on")))
    found: defaultdict[Year, tuple[set[Any], int]] = defaultdict(lambda: (set(), 0))
    for pk, year, place, number in placed.values_list("scheme", "year", "place").annotate(number=Count("pk")):
        if place and number and not is_small(number):
            places, among = found[pk, year]
            found[pk, year] = places | {place}, among + number
    return _different(Indicator.PLACES, found)


def _lasting(schemes: Collection[int], years: Years) -> Mapping[Indicator, Measures]:
    """By the year in which pairs began, once none of them can answer any more. One query."""
    rows = FollowUp.objects.standing_when_closed().filter(years.days("first_on"), scheme__in=schemes)
    counted = rows.values_list("scheme", "moment", ExtractYear("first_on"), "outcome").annotate(
        number=Count("pk"), cents=Sum("public_cents")
    )
    pairs: defaultdict[tuple[int, Year], Tally] = defaultdict(Tally)
    cents: defaultdict[tuple[int, Year], list[int]] = defaultdict(lambda: [0, 0])
    for pk, moment, year, outcome, number, public in counted.order_by():
        if is_over(year, moment, years.on):
            pairs[moment, (pk, year)] += tally({(Outcome(outcome), False): number})
            cents[moment, (pk, year)][0] += public if outcome in CLEAR else 0
            cents[moment, (pk, year)][1] += public
    lasting = {
        indicator: years_told(
            indicator, {key: _share(one) for (when, key), one in pairs.items() if when == moment}
        )
        for moment, indicator in PERSISTENCE.items()
    }
    return {**lasting, Indicator.LASTING_COST: _costs(pairs, cents)}


def _share(one: Tally) -> Measure:
    return Measure(numerator=one.lasts, denominator=one.clear, counted=one.clear, unknown=one.unknown)


def _costs(pairs: Mapping[tuple[int, Year], Tally], cents: Mapping[tuple[int, Year], list[int]]) -> Measures:
    """What each pair that lasts cost, of the years of which the share may be told: after the last moment."""
    last = max(PERSISTENCE)
    found: defaultdict[int, tuple[Tally, int, int]] = defaultdict(lambda: (Tally(), 0, 0))
    for (moment, (pk, year)), one in pairs.items():
        if moment == last and may_be_told(PERSISTENCE[last], _share(one)):
            before, clear, every = found[pk]
            paid, all_paid = cents[moment, (pk, year)]
            found[pk] = before + one, clear + paid, every + all_paid
    return {
        pk: Measure(
            numerator=clear,
            denominator=one.lasts,
            counted=one.clear,
            unknown=one.unknown,
            **_ends(interval.cost_bounds(clear, one.lasts, every, one.unknown)),
        )
        for pk, (one, clear, every) in found.items()
    }


def _ends(found: Interval | None) -> dict[str, int | None]:
    return {"low": round(found.low) if found else None, "high": round(found.high) if found else None}
