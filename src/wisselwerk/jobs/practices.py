"""Telling whoever took a practice over that it changed: once for each change, until they stop it."""

from contextlib import suppress

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.practices.models import PracticeMailStop, PracticeStep
from wisselwerk.apps.practices.queries.changes import change_of, readers_of
from wisselwerk.apps.practices.services.mails import STOPPING
from wisselwerk.jobs.mail import send


def tell_adopters(step_id: int) -> None:
    """Put a mail in the outbox for everybody who is to hear that a practice changed."""
    step = PracticeStep.objects.select_related("practice", "version").get(pk=step_id)
    change = change_of(step)
    for person_id in readers_of(change) if change else ():
        enqueue("send_practice_change", step_id=step_id, person_id=person_id)


def send_practice_change(step_id: int, person_id: int) -> None:
    """Mail somebody that a practice changed, unless another version is public meanwhile, or they stopped it.

    Raises:
        MailDelayed: try again later.
    """
    step = PracticeStep.objects.select_related("practice__organisation", "version").get(pk=step_id)
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email or step.practice.published_id != step.version_id:
        return
    if PracticeMailStop.objects.filter(person=person).exists():
        return
    stop_page = _url("practice:mail-stop", STOPPING.token(person.pk))
    context: dict[str, object] = {
        "title": step.version.title,
        "who": step.practice.organisation.name,
        "url": _url("practice:history", step.practice.slug),
        "adopters": _url("practice:adopters", step.practice.slug),
        "stop_page": stop_page,
    }
    headers = {
        "List-Unsubscribe": f"<{stop_page}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    with suppress(MailRefused):
        send("practice_changed", person.email, context, headers=headers)


def _url(route: str, *args: object) -> str:
    return settings.BASE_URL + reverse(route, args=args)
