"""Counting the figures of schemes anew: background work, so that no page counts what grows."""

from datetime import date

from wisselwerk.apps.audit.queries import entries_of
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.evaluation.models import SchemeFigure, sealed
from wisselwerk.apps.evaluation.queries.counting import began, measures_of
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import now
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.indicator import Indicator, Measure


@command
def renew_figures(actor: Actor, *, on: date) -> int:
    """Count the figures of all schemes; how many there are.

    They are of years that are over, so of most the day on which they are counted changes nothing: the trail tells of a scheme
    when something of it did, and once of figures that stood before it told of any. Work that comes round every day.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "renew_figures")
    take_turns("figures")
    at, schemes = now(), list(Scheme.objects.values_list("pk", flat=True))
    before, first = list(SchemeFigure.objects.all()), began(schemes)
    fresh = [
        _row(pk, indicator, measure, since=first.get(pk, on), on=on)
        for indicator, measures in measures_of(schemes, on, at).items()
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
    gone = [one.pk for one in before if (one.scheme_id, one.indicator) not in counted]
    SchemeFigure.objects.filter(pk__in=gone).delete()
    shown, seals = sealed(before), sealed(fresh)
    told = entries_of([f"scheme:{pk}" for pk in seals], ["renew_figures"])
    for pk in sorted({*shown, *seals}):
        if shown[pk] != seals[pk] or not told.get(f"scheme:{pk}"):
            record(actor, "renew_figures", f"scheme:{pk}", authority=seals[pk], at=at)
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
