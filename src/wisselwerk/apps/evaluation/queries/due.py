"""Which pairs are to be followed up today, and which questions are still without an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from wisselwerk.apps.evaluation.models import FollowUp, FollowUpAnswer, FollowUpQuestion, FollowUpStop
from wisselwerk.apps.settlements.queries.seat import with_place
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import day_of, midnight, now
from wisselwerk.domain.follow_up import ASKED_WITHIN, MOMENTS, REMINDED_AFTER, Outcome, due
from wisselwerk.domain.period import months_later

MONTH_ENDS = timedelta(days=4)
"""Months have other lengths: the days that the database looks among are a few more, and each is looked at again."""
CLEAR = (Outcome.LASTS, Outcome.ENDED)


@dataclass(frozen=True, slots=True)
class Pair:
    """A business and a provider that are to be asked."""

    first: Redemption
    """Their first invoice in the scheme that still counts, with its voucher, scheme and both sides."""
    moment: int
    first_on: date
    place: str
    public_cents: int


def pairs_due(on: date) -> Iterator[Pair]:
    """Those of which a moment has come, and that were not followed up at it yet. One query for each moment."""
    for months in MOMENTS:
        for one in _first_invoices(months, on):
            first_on = day_of(one.redeemed_at)
            if due(first_on, months, on):
                yield Pair(one, months, first_on, one.place or "", one.public_cents)


def _first_invoices(months: int, on: date) -> QuerySet[Any]:
    standing = Redemption.objects.filter(is_reversed=False)
    between = standing.filter(
        voucher__scheme=OuterRef("voucher__scheme"),
        voucher__holder=OuterRef("voucher__holder"),
        supplier=OuterRef("supplier"),
    )
    sooner = Q(redeemed_at__lt=OuterRef("redeemed_at")) | Q(
        redeemed_at=OuterRef("redeemed_at"), pk__lt=OuterRef("pk")
    )
    asked = FollowUp.objects.filter(
        scheme=OuterRef("voucher__scheme"),
        business=OuterRef("voucher__holder"),
        provider=OuterRef("supplier"),
        moment=months,
    )
    paid = between.order_by().values("supplier").annotate(cents=Sum("voucher_part_cents")).values("cents")
    first = standing.filter(
        ~Exists(asked),
        ~Exists(between.filter(sooner)),
        redeemed_at__gte=midnight(months_later(on - ASKED_WITHIN, -months) - MONTH_ENDS),
        redeemed_at__lt=midnight(months_later(on, -months) + MONTH_ENDS),
    ).select_related("voucher__application", "voucher__holder", "voucher__scheme__partnership", "supplier")
    placed: QuerySet[Any] = with_place(first, "voucher__").annotate(public_cents=Subquery(paid[:1]))
    return placed.order_by("redeemed_at", "pk")


def questions_to_remind(on: date) -> QuerySet[FollowUpQuestion]:
    """Questions that were asked a while ago, can still be answered and were not, oldest first. One query."""
    waiting = FollowUpQuestion.objects.filter(
        ~Exists(FollowUpAnswer.objects.filter(question=OuterRef("pk"))),
        ~Exists(FollowUpStop.objects.filter(person=OuterRef("person"))),
        asked_on__lte=on - REMINDED_AFTER,
        reminded_on=None,
        not_asked="",
        person__isnull=False,
        follow_up__in=FollowUp.objects.standing(now()).filter(closes_on__gte=on),
    )
    return waiting.order_by("asked_on", "pk")


def still_open(on: date) -> Case:
    """Of a pair that was asked: whether it can still answer on a day."""
    return Case(When(closes_on__gte=on, then=Value(True)), default=Value(False), output_field=BooleanField())
