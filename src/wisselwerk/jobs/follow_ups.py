"""Mails that ask whether a business and a provider still work together, and the figures that come of it."""

import logging
from contextlib import suppress
from datetime import date

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.evaluation.link import ANSWERING, STOPPING
from wisselwerk.apps.evaluation.models import FollowUpQuestion
from wisselwerk.apps.evaluation.queries.mails import asked_of, mailed
from wisselwerk.apps.evaluation.services import (
    ask_follow_ups as ask,
)
from wisselwerk.apps.evaluation.services import (
    remind_follow_ups,
    renew_figures,
    renew_persistence,
)
from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.follow_up import Side
from wisselwerk.jobs.mail import send

logger = logging.getLogger(__name__)


def ask_follow_ups() -> None:
    """Ask the pairs of which a moment has come, and remind once of what nobody answered."""
    logger.info("follow_ups_asked", extra={"number": ask(SYSTEM, on=today())})
    logger.info("follow_ups_reminded", extra={"number": remind_follow_ups(SYSTEM, on=today())})


def count_figures() -> None:
    """Count anew what came of follow-ups, and then all figures of schemes."""
    logger.info("persistence_renewed", extra={"number": renew_persistence(SYSTEM, on=today())})
    logger.info("figures_renewed", extra={"number": renew_figures(SYSTEM, on=today())})


def send_follow_up(person_id: int, on: str) -> None:
    """Mail what a person is asked on a day; nothing of what was answered, undone or closed, or of whom was erased or stopped it,
    meanwhile. Of how many that is, is logged: a mail that comes late says so.

    Raises:
        MailDelayed: try again later.
    """
    _send(person_id, date.fromisoformat(on), is_reminder=False)


def send_follow_up_reminder(person_id: int, on: str) -> None:
    """Mail, once more, what a person did not answer.

    Raises:
        MailDelayed: try again later.
    """
    _send(person_id, date.fromisoformat(on), is_reminder=True)


def _send(person_id: int, on: date, *, is_reminder: bool) -> None:
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email:
        return
    questions = mailed(person, on=on, is_reminder=is_reminder)
    if skipped := asked_of(person, on=on, is_reminder=is_reminder) - len(questions):
        logger.info("follow_ups_not_mailed", extra={"number": skipped})
    if not questions:
        return
    stop_page = settings.BASE_URL + reverse("evaluation:stop", args=[STOPPING.token(person.pk)])
    context: dict[str, object] = {
        "lines": [_line(one) for one in questions],
        "is_business": questions[0].side == Side.BUSINESS,
        "is_reminder": is_reminder,
        "closes_on": min(one.follow_up.closes_on for one in questions),
        "stop_page": stop_page,
    }
    headers = {
        # One click in the mail program stops it (RFC 8058).
        "List-Unsubscribe": f"<{stop_page}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    with suppress(MailRefused):
        send("follow_up", person.email, context, headers=headers)


def _line(question: FollowUpQuestion) -> dict[str, object]:
    follow_up = question.follow_up
    other = follow_up.provider if question.side == Side.BUSINESS else follow_up.business
    return {
        "other": other,
        "scheme": follow_up.scheme,
        "first_on": follow_up.first_on,
        "months": follow_up.moment,
        "url": settings.BASE_URL + reverse("evaluation:answer", args=[ANSWERING.token(question.pk)]),
    }
