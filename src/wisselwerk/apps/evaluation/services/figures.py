"""Counting the figures of schemes anew: background work, so that no page counts what grows."""

from datetime import date

from wisselwerk.apps.evaluation.models import SchemeFigure
from wisselwerk.apps.evaluation.queries.counting import began, measures_of
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.indicator import Indicator, Measure


@command
def renew_figures(actor: Actor, *, on: date, schemes: list[int] | None = None) -> int:
    """Count the figures of schemes, of all where none are named; how many there are.

    They are of years that are over, so of most the day on which they are counted changes nothing. Work that comes round
    every day.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "renew_figures")
    asked = schemes if schemes is not None else list(Scheme.objects.values_list("pk", flat=True))
    first = began(asked)
    fresh = [
        _row(pk, indicator, measure, since=first.get(pk, on), on=on)
        for indicator, measures in measures_of(asked, on).items()
        for pk, measure in measures.items()
    ]
    SchemeFigure.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["scheme", "indicator"],
        update_fields=[
            "numerator",
            "denominator",
            "counted",
            "unknown",
            "low",
            "high",
            "since",
            "counted_on",
        ],
    )
    counted = {(one.scheme_id, one.indicator) for one in fresh}
    before = SchemeFigure.objects.filter(scheme__in=asked).values_list("pk", "scheme", "indicator")
    gone = [pk for pk, scheme, indicator in before if (scheme, indicator) not in counted]
    SchemeFigure.objects.filter(pk__in=gone).delete()
    return len(fresh)


def _row(scheme_id: int, indicator: Indicator, measure: Measure, *, since: date, on: date) -> SchemeFigure:
    return SchemeFigure(
        scheme_id=scheme_id,
        indicator=indicator,
        numerator=measure.numerator,
        denominator=measure.denominator,
        counted=measure.counted,
        unknown=measure.unknown,
        low=measure.low,
        high=measure.high,
        since=since,
        counted_on=on,
    )
