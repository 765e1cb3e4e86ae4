"""Answering what was proposed about two initiatives: that they are one, or that one does what a scheme here does.

No signal ever moves: an initiative that is the same as another points at it, steps on both sides tell it, and it can be told
apart again.
"""

from collections.abc import Sequence

from django.db.models import Q

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink
from wisselwerk.apps.initiatives.queries.initiative_owners import owners_of
from wisselwerk.apps.initiatives.services.initiative_proposals import (
    propose_again,
    propose_links,
    take_turns_about_links,
)
from wisselwerk.apps.initiatives.services.initiatives import locked, renew, take_step, told_of
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_state import Action, InitiativeState
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

ANSWERED = (LinkAnswer.ACCEPTED, LinkAnswer.DECLINED)


@command
def accept_link(actor: Actor, *, link: InitiativeLink) -> InitiativeLink:
    """Say that it is so. Of two that are one, the one that was answered goes on, else the one that was known first.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it was answered before.
    """
    found, later, earlier = _asked(actor, "accept_link", link)
    _require_state(found, LinkAnswer.OPEN)
    if found.kind == LinkKind.SAME and later.pk != earlier.pk:
        _merge(actor, later, earlier)
    return _keep(actor, "accept_link", found, LinkAnswer.ACCEPTED)


@command
def decline_link(actor: Actor, *, link: InitiativeLink) -> InitiativeLink:
    """Say that it is not so; it is not proposed again, unless that is taken back.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it was answered before.
    """
    found, later, earlier = _asked(actor, "decline_link", link)
    _require_state(found, LinkAnswer.OPEN)
    kept = _keep(actor, "decline_link", found, LinkAnswer.DECLINED)
    # Each may still be one of the others that are alike.
    for one in (later, earlier):
        propose_links(one, now())
    return kept


@command
def reopen_link(actor: Actor, *, link: InitiativeLink) -> InitiativeLink:
    """Take an answer back, so that it can be answered anew. The trail keeps what was answered.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when nobody answered it, or both are one now: those are told apart first.
    """
    found, later, earlier = _asked(actor, "reopen_link", link)
    taken_back = (LinkAnswer.DECLINED,) if found.kind == LinkKind.SAME else ANSWERED
    _require_state(found, *taken_back)
    found.answer, found.answered_at, found.answered_by = LinkAnswer.OPEN, None, ""
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    at = now()
    record(actor, "reopen_link", f"initiative_link:{found.pk}", at=at)
    for one in (later, earlier):
        propose_links(one, at)
    return found


@command
def part_initiative(actor: Actor, *, initiative: Initiative) -> Initiative:
    """Tell an initiative that was merged into another apart again: it goes on by itself, as it stood, with what is in the other one
    only because somebody said that it is the same as this.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it is in none.
    """
    take_turns_about_links()
    found = locked(initiative.pk)
    if found.merged_into_id is None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": found.state}))
    whole = locked(found.merged_into_id)
    require(actor, "part_initiative", *owners_of(found, today()), *owners_of(whole, today()))
    along = _only_by(found, whole)
    take_step(actor, found, Action.PART, other=whole)
    for one in map(locked, along):
        take_step(actor, one, Action.PART, other=whole)
        take_step(actor, one, Action.MERGE, other=found)
    renew(found)
    renew(whole)
    together = [whole.pk, *whole.merged.values_list("pk", flat=True)]
    links = InitiativeLink.objects.filter(kind=LinkKind.SAME, answer=LinkAnswer.ACCEPTED)
    between = Q(initiative=found, other__in=together) | Q(other=found, initiative__in=together)
    for link in links.filter(between).order_by("pk"):
        _keep(actor, "decline_link", link, LinkAnswer.DECLINED)
    propose_links(found, now())
    return found


def _only_by(found: Initiative, whole: Initiative) -> list[int]:
    """What is in the whole only by what was said of ``found``, as far as answers lead. One query and one for what is in it."""
    inside = [whole.pk, *whole.merged.order_by("pk").values_list("pk", flat=True)]
    links = InitiativeLink.objects.filter(kind=LinkKind.SAME, answer=LinkAnswer.ACCEPTED)
    pairs = list(links.filter(initiative__in=inside, other__in=inside).values_list("initiative", "other"))
    stays = _reached(whole.pk, [pair for pair in pairs if found.pk not in pair])
    goes = _reached(found.pk, [pair for pair in pairs if whole.pk not in pair])
    return sorted(goes - stays - {found.pk})


def _reached(start: int, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """All that hangs together with ``start``."""
    found, new = {start}, {start}
    while new:
        new = {one for pair in pairs if new & set(pair) for one in pair} - found
        found |= new
    return found


def goes_on(later: Initiative, earlier: Initiative) -> Initiative:
    """Which of two that are one goes on: the one that was answered, else the one that was known first."""
    is_later_answered = later.state != InitiativeState.NOTICED and earlier.state == InitiativeState.NOTICED
    return later if is_later_answered else earlier


def _merge(actor: Actor, later: Initiative, earlier: Initiative) -> None:
    """Have one go on for both, with all that was merged into the other before.

    What its owner confirmed has to be confirmed anew when a source that nobody answered about now has another word in it.
    """
    kept = goes_on(later, earlier)
    gone = earlier if kept is later else later
    for one in [gone, *(locked(pk) for pk in gone.merged.order_by("pk").values_list("pk", flat=True))]:
        take_step(actor, one, Action.MERGE, other=kept)
    # What was in the one that is gone speaks for it no longer.
    renew(gone)
    propose_again(gone, now())
    before = told_of(kept)
    renew(kept)
    now_told = told_of(kept)
    is_otherwise = any(said and said != now_told[name] for name, said in before.items())
    if is_otherwise and (kept.state, gone.state) == (InitiativeState.CONFIRMED, InitiativeState.NOTICED):
        take_step(actor, kept, Action.NOTICE, signal=gone.signals.latest("pk"))


def _asked(actor: Actor, name: str, link: InitiativeLink) -> tuple[InitiativeLink, Initiative, Initiative]:
    """The link and what goes on for both sides of it, locked, when the actor may answer for one of these: those are what
    the answer is about, also where a part of one was proposed.
    """
    take_turns_about_links()
    found = InitiativeLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    later, earlier = _whole(found.initiative_id), _whole(found.other_id)
    require(actor, name, *owners_of(later, today()), *owners_of(earlier, today()))
    return found, later, earlier


def _require_state(link: InitiativeLink, *answers: LinkAnswer) -> None:
    if link.answer not in answers:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": link.answer}))


def _keep(actor: Actor, name: str, link: InitiativeLink, answer: LinkAnswer) -> InitiativeLink:
    link.answer, link.answered_at, link.answered_by = answer, now(), str(actor)
    link.save(update_fields=["answer", "answered_at", "answered_by"])
    record(actor, name, f"initiative_link:{link.pk}", at=link.answered_at)
    return link


def _whole(pk: int) -> Initiative:
    found = locked(pk)
    return found if found.merged_into_id is None else locked(found.merged_into_id)
