"""Mails about somebody's own way in."""

from contextlib import suppress

from wisselwerk.apps.outbox.aside import look_aside, throw_away
from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.jobs.mail import send


def send_sign_in_code(person_id: int, reference: str) -> None:
    """Mail the code with which a person signs in, which was put aside under ``reference``.

    Nothing is sent when the code is no longer good or was sent before, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    code = look_aside(reference)
    person = Person.objects.filter(pk=person_id).first()
    if code is None or person is None or not person.email:
        return
    with suppress(MailRefused):
        send("sign_in_code", person.email, {"code": code})
    throw_away(reference)
