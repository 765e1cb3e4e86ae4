"""Asking an applicant something before deciding, and what comes of it: an answer, a reminder, or nothing.

A question stops the term in which a person decides (``domain.review``). Nothing is decided by silence: who does not answer
is reminded, and then it is the coordinator's turn again.
"""

from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Remark,
    RemarkSubject,
    ReviewStep,
)
from wisselwerk.apps.vouchers.queries.draws import LEAVE, was_drawn
from wisselwerk.apps.vouchers.queries.reviews import SAYING, Review, open_questions, review_of
from wisselwerk.apps.vouchers.queries.sight import applied_by
from wisselwerk.apps.vouchers.services.decisions import lock, remark, wrong_state
from wisselwerk.apps.vouchers.services.drawing import wait_for_draws
from wisselwerk.clock import today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.review import ReviewVerb, after
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS


@command
def ask_applicant(actor: Actor, *, application: Application, question: str) -> ReviewStep:
    """Ask who applied something, by mail; the term to decide stands still from today.

    Raises:
        Refusal: NOT_ALLOWED; QUESTION_MISSING; WRONG_STATE when it does not wait for a person (any more);
            APPLICANT_UNREACHABLE; QUESTION_OPEN while an earlier question can still be answered.
    """
    require(actor, "ask_applicant", application.scheme.partnership_id)
    application, review = _locked(application)
    if not question.strip():
        raise Refusal(Reason(RefusalCode.QUESTION_MISSING))
    if application.applicant is None or not application.applicant.email:
        raise Refusal(Reason(RefusalCode.APPLICANT_UNREACHABLE))
    words = remark(actor, application, RemarkSubject.QUESTION, question)
    step = _keep(actor, review, ReviewVerb.ASK, words)
    enqueue("send_question", step_id=step.pk)
    return step


@command
def answer_question(actor: Actor, *, application: Application, text: str) -> ReviewStep:
    """Answer what the coordinator asked, also after the last day to do so, as long as nothing was decided.

    Raises:
        Application.DoesNotExist: it is not the actor's to speak for.
        Refusal: ANSWER_MISSING; WRONG_STATE when it does not wait for a person (any more); NOTHING_ASKED.
    """
    _require_applied(actor, application)
    application, review = _locked(application)
    if not text.strip():
        raise Refusal(Reason(RefusalCode.ANSWER_MISSING))
    words = remark(actor, application, RemarkSubject.ANSWER, text)
    return _keep(actor, review, ReviewVerb.ANSWER, words)


@command
def withdraw_application(actor: Actor, *, application: Application) -> ReviewStep:
    """Say that no voucher is wanted any more, while a person has still to decide.

    Raises:
        Application.DoesNotExist: it is not the actor's to speak for.
        Refusal: WRONG_STATE when it does not wait for a person (any more), or stands in the order of a draw, of which
            each place is decided on.
    """
    _require_applied(actor, application)
    wait_for_draws(application.scheme)
    application, review = _locked(application)
    if application.state != ApplicationState.REVIEW or was_drawn(application):
        raise wrong_state(application.state)
    step = _keep(actor, review, ReviewVerb.WITHDRAW)
    application.state = ApplicationState.WITHDRAWN
    application.save(update_fields=["state"])
    return step


@command
def leave_draw(actor: Actor, *, application: Application) -> Application:
    """Say that no voucher is wanted any more, before the draw that the application stands in is held.

    Who is in no sealed list yet, comes in none. In a list that is sealed the line stays, for it is published: it gets its
    place in the order, and nothing is decided on it. Another application can be handed in while the scheme is open.

    Raises:
        Application.DoesNotExist: it is not the actor's to speak for.
        Refusal: WRONG_STATE when it stands in no draw, or that was held.
    """
    _require_applied(actor, application)
    wait_for_draws(application.scheme)
    application = lock(application)
    if application.state != ApplicationState.ENTERED or was_drawn(application):
        raise wrong_state(application.state)
    application.state = ApplicationState.WITHDRAWN
    application.save(update_fields=["state"])
    record(actor, LEAVE, f"application:{application.pk}")
    return application


@command
def remind_applicant(actor: Actor, *, application: Application, on: date) -> bool:
    """Remind who applied of a question, once, where that is due ``on`` this day. False when it is not.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "remind_applicant", application.scheme.partnership_id)
    application = lock(application)
    review = review_of(application)
    if review is None or not review.term.reminder_is_due(on, BELGIAN_HOLIDAYS):
        return False
    step = _keep(actor, review, ReviewVerb.REMIND)
    enqueue("send_question", step_id=step.pk)
    return True


def remind_applicants(actor: Actor, *, on: date) -> int:
    """Remind everybody for whom that is due, each in a transaction of its own; returns how many."""
    return sum(
        remind_applicant(actor, application=step.decision.application, on=on)
        for step in list(open_questions())
        if step.term().reminder_is_due(on, BELGIAN_HOLIDAYS)
    )


@command
def undeliver_question(actor: Actor, *, step: ReviewStep) -> bool:
    """Record that a question, or its reminder, was not taken by the mail server: the term goes on, and a person sees it.

    False when it was answered or decided meanwhile.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "undeliver_question")
    review = review_of(lock(step.decision.application))
    if review is None or not review.steps or review.steps[-1].pk != step.pk:
        return False
    _keep(actor, review, ReviewVerb.UNDELIVERED)
    return True


def _locked(application: Application) -> tuple[Application, Review]:
    application = lock(application)
    review = review_of(application)
    if review is None or application.state == ApplicationState.WITHDRAWN:
        raise wrong_state(application.state)
    return application, review


def _require_applied(actor: Actor, application: Application) -> None:
    if not Application.objects.filter(applied_by(actor), pk=application.pk).exists():
        raise Application.DoesNotExist


def _keep(actor: Actor, review: Review, verb: ReviewVerb, words: Remark | None = None) -> ReviewStep:
    term = after(review.term, verb, today(), BELGIAN_HOLIDAYS)
    step = ReviewStep(
        decision=review.decision,
        verb=verb,
        on=term.on,
        until=term.until,
        days_left=term.days_left,
        answer_by=term.answer_by,
        remark=words,
    )
    subject = f"application:{review.decision.application_id}"
    entry = record(actor, SAYING[verb], subject, authority=step.told())
    step.actor, step.at = entry.actor, entry.at
    step.save()
    return step
