"""What was decided of a scheme on its figures, for tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import time_machine

from tests.follow_ups import all_over, asked, say
from tests.scene import Scene, rule_set
from wisselwerk.apps.evaluation.models import Adjustment, SchemeFigure
from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.services import (
    Decision,
    Picked,
    decide_adjustment,
    renew_figures,
    renew_persistence,
)
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.clock import midnight, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.adjustment import DecidedBy, Direction, Expectation, mark_of
from wisselwerk.domain.follow_up import Said
from wisselwerk.domain.indicator import Indicator

LATER = timedelta(days=300)
QUESTION = "Waarom houdt de helft op na een half jaar?"
DECIDED = "De regisseur belt elke onderneming na drie maanden."


def answered(scene: Scene, lasts: int, ended: int, *, since: int = 0) -> None:
    """Pairs of half a year ago that answered, and the figures counted of them."""
    for number, one in enumerate(asked(scene, *range(since, since + lasts + ended))):
        say(one, Said.YES if number < lasts else Said.NO)
    count()


def count() -> None:
    """The figures as they are once all of today is over."""
    renew_persistence(SYSTEM, on=today())
    renew_figures(SYSTEM, on=all_over())


def when_looked_at(one: Adjustment, before: int = 0) -> time_machine.travel:
    """The day on which it is looked at, or so many days before it."""
    again = Adjustment.objects.select_related("rules__version").get(pk=one.pk)
    return time_machine.travel(midnight(again.looked_at_on - timedelta(days=before)) + timedelta(hours=12))


def shown(scheme: Scheme, indicator: Indicator, count: int, of: int) -> None:
    """A proportion of a scheme as background work counted it today."""
    SchemeFigure.objects.update_or_create(
        scheme=scheme,
        indicator=indicator,
        defaults={
            "numerator": count,
            "denominator": of,
            "counted": of,
            "unknown": 0,
            "since": today(),
            "counted_on": today(),
        },
    )


def picked(scheme: Scheme, indicator: Indicator = Indicator.LASTING_6) -> Picked:
    """A figure of a scheme as it is shown."""
    figure = figures_of([scheme.pk], today=today())[scheme.pk][indicator]
    return Picked(scheme.pk, indicator, mark_of(figure))


def decision(**changed: Any) -> Decision:
    """That more pairs last, looked at in ten months."""
    whole = Decision(
        question=QUESTION,
        decision=DECIDED,
        changes_rules=True,
        decided_by=DecidedBy.PARTNERSHIP,
        decided_on=today(),
        expected=Expectation(Indicator.LASTING_6, Direction.UP),
        look_on=today() + LATER,
    )
    return replace(whole, **changed)


def decided(scene: Scene, evidence: Sequence[Picked] | None = None, **changed: Any) -> Adjustment:
    """One that was written down today."""
    found = [picked(scene.scheme)] if evidence is None else evidence
    return decide_adjustment(scene.coordinator, scheme=scene.scheme, told=decision(**changed), evidence=found)


def new_rules(scheme: Scheme, valid_from: date) -> RuleSetVersion:
    """Rules that hold from a day on, published now."""
    return publish_version(SYSTEM, scheme=scheme, rule_set=rule_set({}), valid_from=valid_from, source="Test")
