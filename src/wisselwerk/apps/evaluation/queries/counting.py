"""What the figures of schemes are counted from, as the database holds it: nothing of it is published as it stands.

Each function counts all schemes that are asked in a fixed number of queries. Background work calls them; no page does.
With ``since`` only what began on that day or later counts: vouchers awarded, applications made, invoices handed in, pairs
whose first invoice came then.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate

from wisselwerk.apps.evaluation.models import FollowUp, Persistence
from wisselwerk.apps.evaluation.queries.due import CLEAR, still_open
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.schemes.models import Budget, RuleSetVersion
from wisselwerk.apps.settlements.queries.seat import with_place
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Redemption, Voucher
from wisselwerk.clock import BRUSSELS, midnight, now
from wisselwerk.domain import interval
from wisselwerk.domain.follow_up import Outcome, Tally, tally
from wisselwerk.domain.indicator import PERSISTENCE, Indicator, Measure
from wisselwerk.domain.interval import Interval
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.voucher import VoucherState

Measures = Mapping[int, Measure]
"""By scheme; one of which there is nothing to count is not in it."""

Pairs: TypeAlias = Mapping[tuple[int, int], tuple[Tally, tuple[int, int]]]
"""By scheme and moment: what pairs came to, and what vouchers had paid for those that answered and for all."""

OVER = (VoucherState.USED, VoucherState.LAPSED, VoucherState.REVOKED)
ANSWERS = (ApplicationState.AWARDED, ApplicationState.REFUSED)


def measures_of(schemes: Collection[int]) -> Mapping[Indicator, Measures]:
    """All that is measured of schemes. Eight queries, however many schemes there are."""
    return {
        Indicator.UPTAKE: _uptake(schemes),
        **_dossiers(schemes, None),
        # From the roll-up of follow-ups, so that both show the same.
        **_lasting(_pairs(schemes)),
    }


def measures_since(scheme: int, since: date, *, on: date) -> Mapping[Indicator, Measure]:
    """What is measured of what began in a scheme on a day or later; without the budget, which is of a year. Seven queries."""
    every = {**_dossiers([scheme], since), **_lasting(_pairs_since(scheme, since, on=on))}
    nothing = Measure(numerator=0, denominator=0, counted=0)
    return {indicator: found.get(scheme, nothing) for indicator, found in every.items()}


def _dossiers(schemes: Collection[int], since: date | None) -> Mapping[Indicator, Measures]:
    return {
        Indicator.USED: _used(schemes, since),
        Indicator.DECISION_DAYS: _decision_days(schemes, since),
        Indicator.PAYMENT_DAYS: _payment_days(schemes, since),
        **_invoices(schemes, since),
        Indicator.FIRST: _first(schemes, since),
        Indicator.PLACES: _places(schemes, since),
    }


def _began(column: str, since: date | None) -> Q:
    """What an instant tells that began on a day or later; everything where no day is given."""
    return Q() if since is None else Q(**{f"{column}__gte": midnight(since)})


def began(schemes: Collection[int]) -> Mapping[int, date]:
    """The first day of the rules of each scheme. One query."""
    dated = RuleSetVersion.objects.filter(scheme__in=schemes)
    return dict(dated.order_by().values_list("scheme").annotate(first=Min("valid_from")))


def _uptake(schemes: Collection[int]) -> Measures:
    budgets: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in Budget.objects.filter(scheme__in=schemes).select_related("account", "credit"):
        budgets[one.scheme_id][0] -= one.credit.balance_cents
        budgets[one.scheme_id][1] += one.account.balance_cents
    return {
        pk: Measure(numerator=total - left, denominator=total, counted=0)
        for pk, (total, left) in budgets.items()
    }


def _awarded(schemes: Collection[int], since: date | None) -> QuerySet[Voucher]:
    given = Voucher.objects.filter(scheme__in=schemes)
    return given if since is None else given.filter(awarded_on__gte=since)


def _used(schemes: Collection[int], since: date | None) -> Measures:
    standing = Redemption.objects.filter(voucher=OuterRef("pk"), is_reversed=False)
    rows = _awarded(schemes, since).filter(state__in=OVER).values_list("scheme")
    counted = rows.annotate(used=Count("pk", filter=Exists(standing)), number=Count("pk")).order_by()
    return {pk: Measure(numerator=used, denominator=number, counted=number) for pk, used, number in counted}


def _decision_days(schemes: Collection[int], since: date | None) -> Measures:
    answers = Decision.objects.filter(application=OuterRef("pk"), result__in=ANSWERS)
    decided = Application.objects.filter(_began("applied_at", since), scheme__in=schemes).annotate(
        first=Subquery(answers.order_by("decided_at").values("decided_at")[:1])
    )
    return _medians(
        decided.filter(first__isnull=False).annotate(
            start=TruncDate("applied_at", tzinfo=BRUSSELS), end=TruncDate("first", tzinfo=BRUSSELS)
        ),
        "scheme",
    )


def _payment_days(schemes: Collection[int], since: date | None) -> Measures:
    scheme = "payment__redemption__voucher__scheme"
    came = "payment__redemption__redeemed_at"
    paid = BankLine.objects.filter(_began(came, since), **{f"{scheme}__in": schemes}, meaning=Meaning.PAID)
    handed_in = TruncDate(came, tzinfo=BRUSSELS)
    return _medians(paid.annotate(start=handed_in, end=F("booked_on")), scheme)


def _medians(rows: QuerySet[Any], scheme: str) -> Measures:
    """The median of the days from ``start`` to ``end``, by scheme. One query."""
    days: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    counted = rows.values_list(scheme, "start", "end").annotate(number=Count("pk")).order_by()
    for pk, start, end, number in counted:
        days[pk][max((end - start).days, 0)] += number
    found: dict[int, Measure] = {}
    for pk, values in days.items():
        if (middle := interval.median(values)) is not None:
            number = sum(values.values())
            low, high = _ends(middle[1])
            found[pk] = Measure(numerator=middle[0], denominator=number, counted=number, low=low, high=high)
    return found


def _invoices(schemes: Collection[int], since: date | None) -> Mapping[Indicator, Measures]:
    rows = Redemption.objects.filter(
        _began("redeemed_at", since), voucher__scheme__in=schemes, is_reversed=False
    )
    counted = rows.values_list("voucher__scheme").annotate(
        own=Sum("own_part_cents"),
        public=Sum("voucher_part_cents"),
        suppliers=Count("supplier", distinct=True),
        number=Count("pk"),
    )
    own: dict[int, Measure] = {}
    providers: dict[int, Measure] = {}
    for pk, own_cents, public_cents, suppliers, number in counted.order_by():
        own[pk] = Measure(numerator=own_cents, denominator=public_cents, counted=number)
        providers[pk] = Measure(numerator=suppliers, denominator=0, counted=number)
    return {Indicator.OWN_MONEY: own, Indicator.PROVIDERS: providers}


def _first(schemes: Collection[int], since: date | None) -> Measures:
    """Of each pair its first invoice in the scheme is looked at, and whether one came before it in any."""
    standing = Redemption.objects.filter(is_reversed=False)
    sooner = standing.filter(
        Q(redeemed_at__lt=OuterRef("redeemed_at"))
        | Q(redeemed_at=OuterRef("redeemed_at"), pk__lt=OuterRef("pk")),
        voucher__holder=OuterRef("voucher__holder"),
        supplier=OuterRef("supplier"),
    )
    here = sooner.filter(voucher__scheme=OuterRef("voucher__scheme"))
    counted = (
        standing.filter(_began("redeemed_at", since), ~Exists(here), voucher__scheme__in=schemes)
        .values_list("voucher__scheme")
        .annotate(first=Count("pk", filter=~Exists(sooner)), number=Count("pk"))
        .order_by()
    )
    return {pk: Measure(numerator=first, denominator=number, counted=number) for pk, first, number in counted}


def _places(schemes: Collection[int], since: date | None) -> Measures:
    placed = with_place(_awarded(schemes, since)).values_list("scheme")
    counted = placed.annotate(places=Count("place", distinct=True), number=Count("pk"))
    return {pk: Measure(numerator=places, denominator=0, counted=number) for pk, places, number in counted}


def _lasting(pairs: Pairs) -> Mapping[Indicator, Measures]:
    found: dict[Indicator, dict[int, Measure]] = {
        Indicator.LASTING_6: {},
        Indicator.LASTING_12: {},
        Indicator.LASTING_COST: {},
    }
    for (pk, months), (came_to, cents) in pairs.items():
        found[PERSISTENCE[months]][pk] = Measure(
            numerator=came_to.lasts, denominator=came_to.clear, counted=came_to.clear, unknown=came_to.unknown
        )
        if months == max(PERSISTENCE):
            low, high = _ends(interval.cost_bounds(cents[0], came_to.lasts, cents[1], came_to.unknown))
            found[Indicator.LASTING_COST][pk] = Measure(
                numerator=cents[0],
                denominator=came_to.lasts,
                counted=came_to.clear,
                unknown=came_to.unknown,
                low=low,
                high=high,
            )
    return found


def _ends(found: Interval | None) -> tuple[int | None, int | None]:
    return (round(found.low), round(found.high)) if found else (None, None)


def _pairs(schemes: Collection[int]) -> Pairs:
    """What pairs came to, from what was last counted of them. One query."""
    found: dict[tuple[int, int], tuple[Tally, tuple[int, int]]] = {}
    for one in Persistence.objects.filter(scheme__in=schemes):
        tally, cents = found.get((one.scheme_id, one.moment), (Tally(), (0, 0)))
        found[one.scheme_id, one.moment] = (
            tally + one.tally,
            (cents[0] + one.clear_cents, cents[1] + one.followed_cents),
        )
    return found


def _pairs_since(scheme: int, since: date, *, on: date) -> Pairs:
    """The same of pairs whose first invoice came on a day or later, as it is now. One query."""
    standing = FollowUp.objects.standing(now()).filter(scheme=scheme, first_on__gte=since)
    rows = standing.annotate(is_open=still_open(on))
    numbers: defaultdict[tuple[int, int], dict[tuple[Outcome, bool], int]] = defaultdict(dict)
    cents: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for moment, outcome, still, number, public in (
        rows.values_list("moment", "outcome", "is_open")
        .annotate(number=Count("pk"), public=Sum("public_cents"))
        .order_by()
    ):
        numbers[scheme, moment][Outcome(outcome), still] = number
        cents[scheme, moment][0] += public if outcome in CLEAR else 0
        cents[scheme, moment][1] += public
    return {key: (tally(found), (cents[key][0], cents[key][1])) for key, found in numbers.items()}
