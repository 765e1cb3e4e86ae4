"""Counting the figures of schemes anew: background work, so that no page counts what grows."""

from datetime import date

from wisselwerk.apps.evaluation.models import SchemeFigure
from wisselwerk.apps.evaluation.queries.counting import began, measures_of
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.indicator import DEFINITIONS, FOLLOW_UPS, Indicator, Measure


@command
def renew_figures(actor: Actor, *, on: date, schemes: list[int] | None = None) -> int:
    """Count the figures of schemes, of all where none are named; how many are new.

    A figure takes the place of the one before when enough was counted in between (``Measure.may_follow``). Work that
    comes round every day; doing it again changes nothing.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "renew_figures")
    asked = schemes if schemes is not None else list(Scheme.objects.values_list("pk", flat=True))
    first = began(asked)
    shown = {
        (one.scheme_id, Indicator(one.indicator)): one
        for one in SchemeFigure.objects.filter(scheme__in=asked)
    }
    fresh: list[SchemeFigure] = []
    for indicator, measures in measures_of(asked).items():
        for pk, measure in measures.items():
            before = shown.get((pk, indicator))
            if before is None or _may_follow(indicator, measure, before.measure):
                fresh.append(_row(pk, indicator, measure, since=first.get(pk, on), on=on))
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
    return len(fresh)


def _may_follow(indicator: Indicator, measure: Measure, shown: Measure) -> bool:
    """What comes from the roll-up of follow-ups renews with that, which minds it (``persistence``)."""
    definition = DEFINITIONS[indicator]
    return definition.source == FOLLOW_UPS or measure.may_follow(shown, definition.kind)


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
