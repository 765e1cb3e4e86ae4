"""Mails around introductions: codes, who wants to know whom, places at events, joint offers, and one question after."""

import logging
from contextlib import suppress

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.introductions.models import (
    Event,
    FamiliarityQuestion,
    Introduction,
    JointPartner,
    Need,
    Pending,
    Registration,
)
from wisselwerk.apps.introductions.queries.needs import suggestions_of
from wisselwerk.apps.introductions.services import ask_familiarity as ask
from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.jobs.mail import send

logger = logging.getLogger(__name__)


def send_pending_code(pending_id: int) -> None:
    """Mail the code that proves a mail address. Nothing is sent when it was used, grew old or was dropped meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    pending = Pending.objects.filter(pk=pending_id).first()
    if pending is None or not pending.code or pending.expires_at <= now():
        return
    context: dict[str, object] = {
        "code": pending.code,
        "event": Event.objects.filter(pk=pending.asked.get("event")).first(),
        "sentence": pending.asked.get("sentence", ""),
        "url": _url("introduction:confirm", pending.token),
    }
    with suppress(MailRefused):
        send("pending_code", pending.email, context)


def send_suggestions(need_id: str, first: int, last: int) -> None:
    """Mail who stated a need what the coordinator now proposed for it; nothing when it was withdrawn or erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    found = Need.objects.select_related("person", "partnership").filter(pk=need_id, withdrawn_at=None)
    need = found.exclude(sentence="").first()
    if need is None or need.person is None or not need.person.email:
        return
    context: dict[str, object] = {
        "need": need,
        "suggestions": list(suggestions_of(need).filter(pk__range=(first, last))),
        "url": _url("introduction:matches", need.pk),
    }
    if context["suggestions"]:
        with suppress(MailRefused):
            send("suggestions", need.person.email, context)


def send_introduction(introduction_id: int, person_id: int) -> None:
    """Mail who acts for a provider that a business wants to know it; nothing when that was taken back meanwhile.

    The address of the business is not in the mail: it stands on the page for as long as the business lets it.

    Raises:
        MailDelayed: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    found = Introduction.objects.select_related("enterprise", "provider__organisation", "need", "event")
    introduction = found.get(pk=introduction_id)
    if person is None or not person.email or introduction.withdrawn_at is not None:
        return
    context: dict[str, object] = {"introduction": introduction, "url": _url("introduction:received")}
    with suppress(MailRefused):
        send("introduction", person.email, context)


def send_registration(registration_id: int) -> None:
    """Mail that a place at an event is taken, or that the event was called off.

    Raises:
        MailDelayed: try again later.
    """
    found = Registration.objects.select_related("event__partnership", "person")
    place = found.filter(pk=registration_id).first()
    if place is None or place.person is None or not place.person.email:
        return
    context: dict[str, object] = {
        "event": place.event,
        "url": _url("introduction:event", place.event.slug),
        "calendar_url": _url("introduction:calendar", place.event.slug),
    }
    template = "event_called_off" if place.event.called_off_at else "registration"
    with suppress(MailRefused):
        send(template, place.person.email, context)


def send_joint_offer(partner_id: int, person_id: int) -> None:
    """Mail who acts for a provider that it is asked to take part; nothing when that was answered meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    waiting = JointPartner.objects.filter(confirmed_at=None, offer__ended_at=None)
    partner = waiting.select_related("offer__lead__organisation", "provider__organisation").filter(
        pk=partner_id
    )
    one = partner.first()
    if person is None or not person.email or one is None:
        return
    context: dict[str, object] = {
        "partner": one,
        "offer": one.offer,
        "url": _url("introduction:answer", one.pk),
    }
    with suppress(MailRefused):
        send("joint_offer", person.email, context)


def send_familiarity_question(question_id: int) -> None:
    """Mail the one question after the first invoice; nothing when it was answered, or the person erased, meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    found = FamiliarityQuestion.objects.select_related("person", "partnership")
    question = found.filter(pk=question_id, is_answered=False).first()
    if question is None or question.person is None or not question.person.email:
        return
    context: dict[str, object] = {
        "question": question,
        "url": _url("introduction:familiarity", question.token),
    }
    with suppress(MailRefused):
        send("familiarity", question.person.email, context)


def ask_familiarity() -> None:
    """Ask businesses how well they know the social economy now, two weeks after their first invoice."""
    logger.info("familiarity_asked", extra={"number": ask(SYSTEM, on=today())})


def _url(route: str, *args: object) -> str:
    return settings.BASE_URL + reverse(route, args=args)
