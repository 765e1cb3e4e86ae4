"""Stopping the mails about practices that one's organisation took over."""

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.practices.models import PracticeMailStop
from wisselwerk.clock import now
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor


@command
def stop_practice_mails(actor: Actor, *, person: Person) -> bool:
    """Stop them at once; False when they were stopped before.

    Whoever has the link of a mail may do so, as the reader's mail program does.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "stop_practice_mails")
    _stop, is_new = PracticeMailStop.objects.get_or_create(person=person, defaults={"at": now()})
    if is_new:
        record(actor, "stop_practice_mails", f"person:{person.pk}")
    return is_new
