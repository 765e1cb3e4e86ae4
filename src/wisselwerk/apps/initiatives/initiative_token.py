"""The link in a mail with which somebody answers for an initiative: signed, of one person, and for a while."""

from datetime import timedelta

from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.parties.mail_link import MailLink
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

HOLDS_FOR = timedelta(days=90)
ANSWERING = MailLink("wisselwerk.initiative", HOLDS_FOR)


def token_for(initiative_id: int, person_id: int) -> str:
    """What goes into the link. It opens this one initiative, and lets do what the person may do on the day it is used."""
    return ANSWERING.token([initiative_id, person_id])


def read_token(token: str) -> tuple[Initiative, Actor]:
    """The initiative, where it goes on when it was merged, and who answers, with the roles held today.

    Raises:
        Refusal: LINK_EXPIRED when it is too old, not ours, or who got it or what it was about is gone.
    """
    said = ANSWERING.read(token)
    if said is None:
        raise Refusal(Reason(RefusalCode.LINK_EXPIRED))
    initiative_id, person_id = said
    person = Person.objects.filter(pk=person_id, is_active=True, email__isnull=False).first()
    found = Initiative.objects.select_related("merged_into", "partnership").filter(pk=initiative_id).first()
    if person is None or found is None:
        raise Refusal(Reason(RefusalCode.LINK_EXPIRED))
    return found.merged_into or found, actor_for(person)
