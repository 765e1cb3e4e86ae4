"""Initiatives by year: when they ran, as far as a source says so."""

from datetime import date

from django.db.models import Q, QuerySet

from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.clock import today


def in_year(found: QuerySet[Initiative], year: int) -> QuerySet[Initiative]:
    """Those that ran in a year; of what has no first day, those of which something was true or became known in it.

    What has no last day runs on.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    runs = Q(starts_on__lte=last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=first))
    ended = Q(starts_on=None, held_on__isnull=False) & Q(held_on__range=(first, last))
    told = Q(starts_on=None, held_on=None, known_on__range=(first, last))
    return found.filter(runs | ended | told)


def years_of_register() -> list[int]:
    """Every year of which something is known, the latest first. One query."""
    days = (
        Initiative.objects.filter(merged_into=None).values_list("starts_on", "held_on", "known_on").distinct()
    )
    firsts = [(starts_on or held_on or known_on).year for starts_on, held_on, known_on in days]
    return list(range(max([today().year, *firsts]), min(firsts) - 1, -1)) if firsts else []
