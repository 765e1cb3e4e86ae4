"""Answering what was proposed about two initiatives: that they are one, or that one does what a scheme here does.

No signal ever moves: an initiative that is the same as another points at it, steps on both sides tell it, and it can be told
apart again.
"""

from django.db.models import Q

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink
from wisselwerk.apps.initiatives.queries.initiative_owners import owners_of
from wisselwerk.apps.initiatives.services.initiatives import locked, renew, take_step
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_state import Action, InitiativeState
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def accept_link(actor: Actor, *, link: InitiativeLink) -> InitiativeLink:
    """Say that it is so. Of two that are one, the one that was answered goes on, else the one that was known first.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it was answered before.
    """
    found = _to_answer(actor, "accept_link", link)
    if found.kind == LinkKind.SAME:
        later, earlier = _whole(found.initiative_id), _whole(found.other_id)
        if later.pk != earlier.pk:
            _merge(actor, later, earlier)
    return _keep(actor, "accept_link", found, LinkAnswer.ACCEPTED)


@command
def decline_link(actor: Actor, *, link: InitiativeLink) -> InitiativeLink:
    """Say that it is not so; it is not proposed again.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it was answered before.
    """
    return _keep(actor, "decline_link", _to_answer(actor, "decline_link", link), LinkAnswer.DECLINED)


@command
def part_initiative(actor: Actor, *, initiative: Initiative, why: str = "") -> Initiative:
    """Tell an initiative that was merged into another apart again: it goes on by itself, as it stood.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it is in none.
    """
    found = locked(initiative.pk)
    if found.merged_into_id is None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": found.state}))
    whole = locked(found.merged_into_id)
    require(actor, "part_initiative", *owners_of(found, today()), *owners_of(whole, today()))
    take_step(actor, found, Action.PART, other=whole, why=why)
    renew(whole)
    together = [whole.pk, *whole.merged.values_list("pk", flat=True)]
    links = InitiativeLink.objects.filter(kind=LinkKind.SAME, answer=LinkAnswer.ACCEPTED)
    between = Q(initiative=found, other__in=together) | Q(other=found, initiative__in=together)
    for link in links.filter(between).order_by("pk"):
        _keep(actor, "decline_link", link, LinkAnswer.DECLINED)
    return found


def _merge(actor: Actor, later: Initiative, earlier: Initiative) -> None:
    """Have one go on for both, with all that was merged into the other before."""
    is_later_answered = later.state != InitiativeState.NOTICED and earlier.state == InitiativeState.NOTICED
    gone, kept = (earlier, later) if is_later_answered else (later, earlier)
    for one in [gone, *(locked(pk) for pk in gone.merged.order_by("pk").values_list("pk", flat=True))]:
        take_step(actor, one, Action.MERGE, other=kept)
    # What was in the one that is gone speaks for it no longer.
    renew(gone)
    renew(kept)


def _to_answer(actor: Actor, name: str, link: InitiativeLink) -> InitiativeLink:
    found = InitiativeLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    both = Initiative.objects.filter(pk__in=[found.initiative_id, found.other_id]).prefetch_related("places")
    require(actor, name, *(owner for one in both for owner in owners_of(one, today())))
    if found.answer != LinkAnswer.OPEN:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": found.answer}))
    return found


def _keep(actor: Actor, name: str, link: InitiativeLink, answer: LinkAnswer) -> InitiativeLink:
    link.answer, link.answered_at, link.answered_by = answer, now(), str(actor)
    link.save(update_fields=["answer", "answered_at", "answered_by"])
    record(actor, name, f"initiative_link:{link.pk}", at=link.answered_at)
    return link


def _whole(pk: int) -> Initiative:
    found = locked(pk)
    return found if found.merged_into_id is None else locked(found.merged_into_id)
