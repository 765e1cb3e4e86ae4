"""The link in a mail with which somebody answers a question after a year: signed, of one person, and for a while."""

from wisselwerk.apps.initiatives.initiative_token import HOLDS_FOR
from wisselwerk.apps.initiatives.models import ExpostQuestion
from wisselwerk.apps.initiatives.queries.expost_questions import question_with_steps
from wisselwerk.apps.parties.mail_link import MailLink
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

ANSWERING = MailLink("wisselwerk.expost", HOLDS_FOR)


def token_for(question_id: int, person_id: int) -> str:
    """What goes into the link. It opens this one question, and lets do what the person may do on the day it is used."""
    return ANSWERING.token([question_id, person_id])


def read_token(token: str) -> tuple[ExpostQuestion, Actor]:
    """The question, and who answers, with the roles held today.

    Raises:
        Refusal: LINK_EXPIRED when it is too old, not ours, or who got it is gone.
    """
    said = ANSWERING.read(token)
    if said is None:
        raise Refusal(Reason(RefusalCode.LINK_EXPIRED))
    question_id, person_id = said
    person = Person.objects.filter(pk=person_id, is_active=True, email__isnull=False).first()
    question = question_with_steps(question_id)
    if person is None or question is None:
        raise Refusal(Reason(RefusalCode.LINK_EXPIRED))
    return question, actor_for(person)
