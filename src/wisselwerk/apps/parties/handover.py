"""Handing a role over: who holds it leaves it to somebody else, without a day on which nobody holds it."""

from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation, Person, RoleHolding
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import end_role, grant_role, person
from wisselwerk.db import command
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def hand_over_role(
    actor: Actor, /, *, organisation: Organisation, role: Role, to: str, on: date
) -> RoleHolding:
    """Leave a role that one holds oneself to whoever reads at the mail address ``to``, from a day on; gives what that one holds.

    Who takes over finds what was open: questions hang on the role and not on the person.

    Raises:
        Refusal: NOT_ALLOWED; HANDED_TO_ONESELF; ROLE_HELD_LATER.
    """
    require(actor, "hand_over_role", organisation.pk)
    if not actor.has(role, organisation.pk):
        raise Refusal(Reason(RefusalCode.NOT_ALLOWED, {"command": "hand_over_role"}))
    successor = person(to)
    if successor.pk == actor.id:
        raise Refusal(Reason(RefusalCode.HANDED_TO_ONESELF))
    assert actor.id is not None, "a person, and no key, does this"
    own = Person.objects.get(pk=actor.id)
    held = grant_role(SYSTEM, person=successor, organisation=organisation, role=role, valid=Period(on))
    end_role(SYSTEM, person=own, organisation=organisation, role=role, end=on)
    record(actor, "hand_over_role", f"role:{held.pk}")
    enqueue("send_handover", role_id=held.pk)
    return held
