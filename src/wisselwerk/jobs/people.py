"""Mails about somebody's own way in."""

from wisselwerk.apps.parties.models import Person
from wisselwerk.jobs.mail import send


def send_sign_in_code(person_id: int, code: str) -> None:
    """Mail the code with which a person signs in. Nothing is sent to a person erased meanwhile.

    Raises:
        MailOutage: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is not None and person.email:
        send("sign_in_code", person.email, {"code": code})
