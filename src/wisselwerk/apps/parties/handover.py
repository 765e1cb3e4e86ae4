"""Handing a role over: who holds it leaves it to somebody else, without a day on which nobody holds it."""

from datetime import date

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation, Person, RoleHolding
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import end_role, grant_role, person
from wisselwerk.clock import today
from wisselwerk.db import command
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

ALWAYS, NEW, KNOWN = "always", "new", "known"
"""In the trail of a handover: of a role without a last day, and whether whoever takes over has it by that alone."""


def handed_over(actor: Actor) -> list[RoleHolding]:
    """What the actor handed over from a day on that is still to come, so that it can be taken back. Two queries."""
    own = {organisation for _, organisation in actor.roles}
    to_come = RoleHolding.objects.filter(organisation__in=own, valid_from__gt=today())
    found = {f"role:{one.pk}": one for one in to_come.select_related("organisation", "person")}
    # The few that are to come are asked of the trail by name, for it keeps all that the actor ever did.
    told = Entry.objects.filter(subject__in=found, actor=str(actor), command="hand_over_role")
    handed = [found[one] for one in set(told.values_list("subject", flat=True))]
    return sorted(handed, key=lambda one: (one.valid_from, one.pk))


@command
def hand_over_role(
    actor: Actor, /, *, organisation: Organisation, role: Role, to: str, on: date
) -> RoleHolding:
    """Leave a role that one holds oneself to whoever reads at the mail address ``to``, from a day on; gives what that one holds.

    Who takes over finds what was open: questions hang on the role and not on the person.

    Raises:
        Refusal: NOT_ALLOWED; HANDED_TO_ONESELF, HANDED_IN_PAST, HANDED_ALREADY; ROLE_HELD_LATER.
    """
    require(actor, "hand_over_role", organisation.pk)
    if not actor.has(role, organisation.pk):
        raise Refusal(Reason(RefusalCode.NOT_ALLOWED, {"command": "hand_over_role"}))
    if on < today():
        raise Refusal(Reason(RefusalCode.HANDED_IN_PAST, {"on": on}))
    assert actor.id is not None, "a person, and no key, does this"
    # Locked, so that of two who hand over at the same moment the second finds it done.
    own = Person.objects.select_for_update(no_key=True).get(pk=actor.id)
    for one in handed_over(actor):
        if (one.organisation_id, one.role) == (organisation.pk, role):
            raise Refusal(Reason(RefusalCode.HANDED_ALREADY, {"from_on": one.valid_from}))
    successor = person(to)
    if successor.pk == actor.id:
        raise Refusal(Reason(RefusalCode.HANDED_TO_ONESELF))
    before = own.roles.on(today()).filter(organisation=organisation, role=role).get().valid_until
    known = set(successor.roles.filter(organisation=organisation, role=role).values_list("pk", flat=True))
    held = grant_role(SYSTEM, person=successor, organisation=organisation, role=role, valid=Period(on))
    end_role(SYSTEM, person=own, organisation=organisation, role=role, end=on)
    made = KNOWN if held.pk in known else NEW
    kept = " ".join([before.isoformat() if before else ALWAYS, on.isoformat(), made])
    record(actor, "hand_over_role", f"role:{held.pk}", authority=kept)
    enqueue("send_handover", role_id=held.pk)
    return held


@command
def take_back_role(actor: Actor, /, *, held: RoleHolding) -> bool:
    """Keep a role that one handed over from a day that is still to come, until when one had it before; False when that was so already.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "take_back_role", held.organisation_id)
    if not actor.has(Role(held.role), held.organisation_id):
        raise Refusal(Reason(RefusalCode.NOT_ALLOWED, {"command": "take_back_role"}))
    assert actor.id is not None, "a person, and no key, does this"
    own = Person.objects.select_for_update(no_key=True).get(pk=actor.id)
    if held.pk not in {one.pk for one in handed_over(actor)}:
        return False
    told = Entry.objects.filter(actor=str(actor), command="hand_over_role", subject=f"role:{held.pk}").latest(
        "pk"
    )
    before, on, made = told.authority.split()
    own.roles.filter(
        organisation=held.organisation_id, role=held.role, valid_until=date.fromisoformat(on)
    ).update(valid_until=None if before == ALWAYS else date.fromisoformat(before))
    record(actor, "take_back_role", f"role:{held.pk}")
    enqueue(
        "send_handover_undone",
        person_id=held.person_id,
        organisation_id=held.organisation_id,
        role=held.role,
    )
    # What somebody else had given stays with whom they gave it to.
    if made == NEW:
        role = Role(held.role)
        end_role(SYSTEM, person=held.person, organisation=held.organisation, role=role, end=held.valid_from)
    return True
