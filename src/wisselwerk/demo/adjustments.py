"""What Genk decided some years ago on what pairs answered, and what came of it. Question, decision and answers are invented."""

from datetime import date, timedelta

from wisselwerk.apps.evaluation.models import Adjustment
from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.services import (
    Decision,
    Picked,
    add_to_adjustment,
    decide_adjustment,
    look_at_adjustments,
    renew_figures,
    renew_persistence,
)
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import as_if, now, today
from wisselwerk.demo.acting import actor_of
from wisselwerk.demo.past_years import LOOKED_AT, NORTH, SOUTH
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.adjustment import DecidedBy, Direction, Expectation, mark_of
from wisselwerk.domain.indicator import Indicator

LEARNT = LOOKED_AT - timedelta(days=1)
"""How long ago."""
QUESTION = "Waarom werkt na een jaar maar de helft van de paren nog samen?"
DECISION = (
    "De regels en het bedrag blijven. De regisseur belt elke onderneming drie maanden na haar eerste factuur en vraagt wat er "
    "nog nodig is. Verzonnen voor de demo."
)
LESSON = (
    "Eén telefoontje volstond meestal. Wie geen tweede opdracht had, zei dat toen al. Verzonnen voor de demo."
)


def decide_long_ago(look_on: date) -> None:
    """Count what was answered until today, of the scheme and of the one it was made from, and decide on it."""
    renew_persistence(SYSTEM, on=today())
    renew_figures(SYSTEM, on=today())
    told = Decision(
        question=QUESTION,
        decision=DECISION,
        changes_rules=False,
        decided_by=DecidedBy.PARTNERSHIP,
        decided_on=today(),
        expected=Expectation(Indicator.LASTING_12, Direction.UP, 0.6),
        look_on=look_on,
    )
    schemes = Scheme.objects.filter(slug__in=(NORTH, SOUTH)).values_list("pk", flat=True)
    shown = figures_of(list(schemes), today=today())
    decide_adjustment(
        actor_of("coordinator_genk"),
        scheme=Scheme.objects.get(slug=NORTH),
        told=told,
        evidence=[
            Picked(pk, Indicator.LASTING_12, mark_of(figures[Indicator.LASTING_12]))
            for pk, figures in shown.items()
        ],
    )


def look_again() -> None:
    """What was measured of the pairs that began since, and what Genk says that it learnt."""
    with as_if(now() - LOOKED_AT):
        look_at_adjustments(SYSTEM, on=today())
    with as_if(now() - LEARNT):
        add_to_adjustment(actor_of("coordinator_genk"), adjustment=Adjustment.objects.get(), text=LESSON)
