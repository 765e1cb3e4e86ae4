"""Where what is stored of questions to applicants does not agree with itself, with the rules, or with the trail."""

from collections.abc import Collection, Iterator
from itertools import groupby

from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Decision,
    Remark,
    RemarkSubject,
    ReviewStep,
)
from wisselwerk.apps.vouchers.queries.left_proof import left_draws
from wisselwerk.apps.vouchers.queries.reviews import SAYING, term_under
from wisselwerk.clock import day_of
from wisselwerk.domain.review import ReviewVerb, Term, begun
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

PARTS = ("decision__application", "decision__rule_set", "remark")
CHUNK = 2000
WORDS = {ReviewVerb.ASK: RemarkSubject.QUESTION, ReviewVerb.ANSWER: RemarkSubject.ANSWER}
"""What is said with each step; the others come without words."""


def reviews_that_differ() -> Iterator[str]:
    """All of them."""
    trail, kept = all_told(SAYING.values()), set[Told]()
    steps = ReviewStep.objects.select_related(*PARTS).order_by("decision", "pk")
    again = _asked_again()
    for _, some in groupby(steps.iterator(CHUNK), key=lambda step: step.decision_id):
        before: Term | None = None
        for step in some:
            kept.add(_told(step))
            yield from _of_step(step, before or _begun(step.decision, again), trail)
            before = step.term()
        yield from _of_end(step)
    for told in sorted(trail - kept):
        yield f"{told.subject}: the trail tells of {told.command} at {told.at}, and it is kept nowhere"
    ended = ReviewStep.objects.filter(verb=ReviewVerb.WITHDRAW).values("decision__application")
    withdrawn = Application.objects.filter(state=ApplicationState.WITHDRAWN).exclude(pk__in=ended)
    left = left_draws()
    for pk in withdrawn.values_list("pk", flat=True):
        if pk not in left:
            yield f"application {pk}: is withdrawn, and nobody did that"


def _of_step(step: ReviewStep, before: Term | None, trail: Collection[Told]) -> Iterator[str]:
    name, verb = f"review step {step.pk}", ReviewVerb(step.verb)
    if _told(step) not in trail:
        yield f"{name}: the trail tells of another application, actor, moment or term"
    if before is None:
        yield f"{name}: decision {step.decision_id} did not wait for a person"
    elif not _can_follow(before, step):
        yield f"{name}: {verb} of {step.on} cannot come after {before.verb} of {before.on}"
    if day_of(step.at) != step.on:
        yield f"{name}: counts from {step.on}, and was on {day_of(step.at)}"
    said = WORDS.get(verb)
    if (said is None) is not (step.remark is None):
        yield f"{name}: {verb} has {'words' if step.remark else 'no words'}"
    elif step.remark and (step.remark.application_id, step.remark.actor, step.remark.subject) != (
        step.decision.application_id,
        step.actor,
        said,
    ):
        yield f"{name}: its words are somebody else's, or of another application"


def _can_follow(before: Term, step: ReviewStep) -> bool:
    """Whether a step can come there. Its days are not counted anew: which are public holidays may be changed by law."""
    verb = ReviewVerb(step.verb)
    if before.verb is ReviewVerb.WITHDRAW or step.on < before.on:
        return False
    match verb:
        case ReviewVerb.ASK:
            return not before.is_awaited(step.on)
        case ReviewVerb.REMIND:
            return before.verb is ReviewVerb.ASK
        case ReviewVerb.WITHDRAW:
            return step.decision.result == ApplicationState.REVIEW
        case ReviewVerb.ANSWER:
            return before.can_answer
        case ReviewVerb.UNDELIVERED:
            return before.verb in {ReviewVerb.ASK, ReviewVerb.REMIND}
    return False


def _of_end(step: ReviewStep) -> Iterator[str]:
    is_withdrawn = step.verb == ReviewVerb.WITHDRAW
    if is_withdrawn and step.decision.application.state != ApplicationState.WITHDRAWN:
        yield f"review step {step.pk}: withdrew application {step.decision.application_id}, which is not withdrawn"


def _asked_again() -> dict[object, object]:
    asked = Remark.objects.filter(subject=RemarkSubject.REVIEW_REQUEST).order_by("at")
    return dict(asked.values_list("application", "at"))


def _begun(decision: Decision, again: dict[object, object]) -> Term | None:
    """The term before the first step; None where there was none."""
    if decision.result != ApplicationState.REVIEW and decision.application_id not in again:
        return None
    return begun(day_of(decision.decided_at), term_under(decision), BELGIAN_HOLIDAYS)


def _told(step: ReviewStep) -> Told:
    subject, verb = f"application:{step.decision.application_id}", ReviewVerb(step.verb)
    return Told(subject, SAYING[verb], step.actor, step.at, step.told())
