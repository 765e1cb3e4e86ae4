"""Deciding on applications in the order in which they were drawn: at the draw itself, and when something comes free."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.aid import wait_for_all
from wisselwerk.apps.vouchers.grounds import Grounds, grounds_of
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Lot
from wisselwerk.apps.vouchers.queries.applications import outcomes_of
from wisselwerk.apps.vouchers.services.decisions import Choice, decide
from wisselwerk.clock import today
from wisselwerk.db import take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.rule import Evaluation, Result, evaluate
from wisselwerk.domain.rule.base import Outcome, Verdict

T = TypeVar("T")
BATCH = 500
"""How many rows are named in one statement: SQLite takes no more than some thousands."""


def wait_for_draws(scheme: Scheme) -> None:
    """Have everything that happens in the draws of a scheme happen one after the other. The first lock of its commands."""
    take_turns(f"draws {scheme.pk}")


def decide_drawn(actor: Actor, application: Application) -> Decision:
    """The decision on an application that was drawn, on the grounds of now. Call it after ``lock_in_order``."""
    admission = admission_of(application)
    return decide(actor, application, by_draw(admission), is_automatic=admission.is_automatic)


def by_draw(admission: Decision) -> Choice:
    """What the rules say of one in a draw, or of one that was drawn.

    A doubt that a person answered when it was admitted is no doubt now.
    """

    def choose(grounds: Grounds, evaluation: Evaluation) -> Result:
        if evaluation.result not in {Result.ENTERED, Result.AWARDED, Result.REVIEW}:
            return evaluation.result
        if grounds.no_body:
            return Result.REVIEW
        is_clear = evaluation.result is not Result.REVIEW and grounds.delegation is not None
        is_answered = not admission.is_automatic and _doubts(evaluation.outcomes) <= _doubts(
            outcomes_of(admission)
        )
        carried = Result.ENTERED if grounds.facts.waits_for_draw else Result.AWARDED
        return carried if is_clear or is_answered else Result.REVIEW

    return choose


def outcome_of(application: Application, choose: Choice) -> tuple[Result, Evaluation]:
    """What would be decided on it now, and what the rules say. Call it with the enterprise locked."""
    grounds = grounds_of(application, today())
    evaluation = evaluate(grounds.rules, grounds.facts)
    return choose(grounds, evaluation), evaluation


def admission_of(application: Application) -> Decision:
    """The decision that let an application into its draw."""
    return max(
        (one for one in application.decisions.all() if one.result == ApplicationState.ENTERED),
        key=lambda one: one.pk,
    )


def lock_in_order(lots: QuerySet[Lot]) -> list[Application]:
    """The applications of these lots in that order, while nobody else decides anything for their enterprises."""
    ids = list(lots.values_list("pk", flat=True))
    enterprises = Organisation.objects.filter(applications__lot__in=lots).values_list("pk", flat=True)
    for one_batch in batched(sorted(set(enterprises))):
        list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=one_batch).order_by("pk"))
    entered = Decision.objects.filter(result=ApplicationState.ENTERED).select_related("rule_set")
    found: dict[UUID, Application] = {}
    for some in batched(ids):
        found |= (
            Application.objects.select_related("scheme", "provider", "lot__draw")
            .prefetch_related(Prefetch("decisions", entered))
            .in_bulk(some)
        )
    applications = [found[pk] for pk in ids]
    wait_for_all([(one, rule_set(admission_of(one).rule_set)) for one in applications])
    return applications


def batched(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """These rows, so many at a time."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _doubts(outcomes: Iterable[Outcome]) -> set[str]:
    return {one.kind for one in outcomes if one.verdict is Verdict.REVIEW}
