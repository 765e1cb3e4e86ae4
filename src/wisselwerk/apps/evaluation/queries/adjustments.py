"""The log of adjustments: what was decided of schemes, what waits to be looked at, and what is measured then."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from wisselwerk.apps.evaluation.models import Adjustment
from wisselwerk.apps.evaluation.queries.counting import measures_since
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.clock import midnight
from wisselwerk.domain.adjustment import first_whole_year
from wisselwerk.domain.indicator import Figure, Indicator, figure, until


def _whole() -> QuerySet[Adjustment]:
    rows = Adjustment.objects.select_related("scheme__partnership", "look", "rules__version")
    return rows.prefetch_related("evidence__scheme", "notes")


def adjustments_of(schemes: Collection[int]) -> Sequence[Adjustment]:
    """What was decided of schemes, the newest first, with all that hangs on it. Four queries, two where there is nothing."""
    return list(_whole().filter(scheme__in=schemes).order_by("-decided_on", "-pk"))


def adjustment_with(pk: int) -> Adjustment | None:
    """One of them. Four queries."""
    return _whole().filter(pk=pk).first()


def to_look_at(on: date) -> Sequence[Adjustment]:
    """Those whose day has come and that were not looked at, oldest first."""
    waiting = _whole().filter(look_on__lte=on, look=None).order_by("look_on", "pk")
    return [one for one in waiting if one.looked_at_on <= on]


def looked_at_in(year: int) -> Sequence[Adjustment]:
    """Those of which it was looked at in a year what came of it, oldest first. Three queries, one where there is nothing."""
    during = {"look__at__gte": midnight(date(year, 1, 1)), "look__at__lt": midnight(date(year + 1, 1, 1))}
    return list(_whole().filter(**during).order_by("look__at", "pk"))


def can_lead_to(adjustment: Adjustment) -> QuerySet[RuleSetVersion]:
    """The rules that a decision may have led to: published after it and in force before it is looked at. Linked once."""
    fits = RuleSetVersion.objects.filter(
        scheme=adjustment.scheme_id,
        published_at__gte=midnight(adjustment.decided_on),
        valid_from__gte=adjustment.decided_on,
        valid_from__lt=adjustment.looked_at_on,
    )
    free = Adjustment.objects.filter(pk=adjustment.pk, rules=None, look=None, changes_rules=True)
    return fits.filter(Q(scheme__adjustments__in=free)).order_by("number")


def measured_after(adjustment: Adjustment, on: date) -> Figure:
    """The figure of which something was expected, of the whole years since the decision or its rules. Eight queries."""
    indicator, first = Indicator(adjustment.indicator), first_whole_year(adjustment.since)
    measure = measures_since(adjustment.scheme_id, first, on=on)[indicator]
    return figure(indicator, measure, since=date(first, 1, 1), until=until(indicator, on))
