"""Stopping the mails about practices that one's organisation took over."""

from wisselwerk.apps.parties.mail_link import MailLink
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import keep_mail_stop
from wisselwerk.apps.practices.models import PracticeMailStop
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor

STOPPING = MailLink("wisselwerk.practice")
"""The link that stops them."""


@command
def stop_practice_mails(actor: Actor, *, person: Person) -> bool:
    """Stop them at once; False when they were stopped before.

    Whoever has the link of a mail may do so, as the reader's mail program does.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "stop_practice_mails")
    return keep_mail_stop(actor, "stop_practice_mails", PracticeMailStop, person)
