"""Initiatives by year: when they ran, as far as a source says so."""

from datetime import date

from django.db.models import Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.clock import today


def in_year(found: QuerySet[Initiative], year: int) -> QuerySet[Initiative]:
    """Those that ran in a year, or for which money of it is told; of what has no first day, also those of which something was true or
    became known in it.

    What has no last day runs on.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    runs = Q(starts_on__lte=last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=first))
    ended = Q(starts_on=None, held_on__isnull=False) & Q(held_on__range=(first, last))
    told = Q(starts_on=None, held_on=None, known_on__range=(first, last))
    return found.filter(runs | ended | told | Q(years__contains=str(year)))


def years_of_register() -> list[int]:
    """Every year of which something is known, the latest first. One query."""
    day = Coalesce("starts_on", "held_on", "known_on")
    found = Initiative.objects.filter(merged_into=None).aggregate(
        first=Min(day), last=Max(day), of_money=Min("years", filter=~Q(years=""))
    )
    if found["first"] is None:
        return []
    of_money = int((found["of_money"] or "9999")[:4])
    first = min(found["first"].year, of_money)
    return list(range(max(today().year, found["last"].year), first - 1, -1))
