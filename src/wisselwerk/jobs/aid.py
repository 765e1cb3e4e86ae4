"""Mails about the register of de minimis aid."""

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.aid.queries import clocks, visible_lines
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.clock import today
from wisselwerk.jobs.mail import send


def send_aid_warning(person_id: int) -> None:
    """Tell somebody how many lines are late or soon will be, and where to find them.

    Nothing is sent when all of them were entered meanwhile, or to a person erased meanwhile.

    Raises:
        MailOutage: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email:
        return
    found = clocks(visible_lines(actor_for(person)), today())
    if found.late or found.soon:
        context = {"clocks": found, "url": settings.BASE_URL + reverse("aid:register")}
        send("aid_warning", person.email, context)
