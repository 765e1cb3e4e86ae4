"""Mails about a question to an applicant: the question, and one reminder of it."""

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.vouchers.models import ReviewStep
from wisselwerk.apps.vouchers.queries.reviews import conversation_of
from wisselwerk.apps.vouchers.services import undeliver_question
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.review import ReviewVerb
from wisselwerk.jobs.mail import send


def send_question(step_id: int) -> None:
    """Mail a question of the coordinator, or the reminder of one, with the page to answer on.

    Nothing is sent when it was answered or decided meanwhile, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    found = ReviewStep.objects.select_related(
        "decision__application__scheme",
        "decision__application__enterprise",
        "decision__application__applicant",
    )
    step = found.get(pk=step_id)
    application, applicant = step.decision.application, step.decision.application.applicant
    is_over = ReviewStep.objects.filter(decision=step.decision, pk__gt=step.pk).exists()
    is_decided = application.decisions.filter(pk__gt=step.decision_id).exists()
    if is_over or is_decided or applicant is None or not applicant.email:
        return
    asked = [line.text for line in conversation_of(application) if line.verb is ReviewVerb.ASK]
    context: dict[str, object] = {
        "application": application,
        "question": asked[-1],
        "answer_by": step.answer_by,
        "is_reminder": step.verb == ReviewVerb.REMIND,
        "url": settings.BASE_URL + reverse("enterprise:decision", args=[application.pk]),
    }
    try:
        send("question", applicant.email, context)
    except MailRefused:
        undeliver_question(SYSTEM, step=step)
