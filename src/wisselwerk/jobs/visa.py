"""Mails about the visum on a scheme."""

from contextlib import suppress

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.schemes.models import Visum
from wisselwerk.apps.schemes.visum import visum_of
from wisselwerk.jobs.mail import send


def send_visum_refused(visum_id: int, person_id: int) -> None:
    """Tell a coordinator that the visum was refused, and why. Nothing is sent once the scheme is open after all.

    Nor to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    visum = Visum.objects.select_related("scheme", "remark").get(pk=visum_id)
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email or visum_of(visum.scheme) is not None:
        return
    context: dict[str, object] = {
        "visum": visum,
        "url": settings.BASE_URL + reverse("coordinator:scheme", args=[visum.scheme.slug]),
    }
    with suppress(MailRefused):
        send("visum_refused", person.email, context)
