"""What every command on initiatives shares: one step at a time, and what is said of it worked out anew."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db.models import Q

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.initiatives.documents import is_found, show
from wisselwerk.apps.initiatives.initiative_record import TOLD_AS, authority_of, columns
from wisselwerk.apps.initiatives.models import Initiative, InitiativePlace, InitiativeStep, Signal
from wisselwerk.apps.initiatives.services.initiative_proposals import take_turns_about_links
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import now
from wisselwerk.db import command_without_transaction, in_one_transaction
from wisselwerk.domain import signal as domain
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_state import Action, InitiativeState, after
from wisselwerk.domain.initiative_statement import outline
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

RENEWED_AT_ONCE = 1_000
"""Initiatives that one part of the work looks at, each in a transaction of its own."""


def signals_of(initiative: Initiative) -> list[domain.Signal]:
    """What its sources said, and those of what was merged into it, oldest first. One query."""
    together = Initiative.objects.filter(Q(pk=initiative.pk) | Q(merged_into=initiative))
    found = Signal.objects.filter(initiative__in=together.values("pk"))
    return [one.value for one in found.order_by("pk")]


def renew(initiative: Initiative) -> bool:
    """Work out again what is said of it; whether that is otherwise than before, apart from the dates and the sources.

    Call it inside the transaction that changed its signals.
    """
    before = told_of(initiative)
    said = outline(signals_of(initiative))
    new = columns(said)
    Initiative.objects.filter(pk=initiative.pk).update(**new)
    for name, value in new.items():
        setattr(initiative, name, value)
    kept = set(initiative.places.values_list("place", flat=True))
    if kept != set(said.places):
        initiative.places.exclude(place__in=said.places).delete()
        keep_places(initiative, set(said.places) - kept)
    is_otherwise = told_of(initiative) != before
    if is_otherwise:
        show(initiative)
    return is_otherwise


def told_of(initiative: Initiative) -> dict[str, object]:
    """What is said of it, as it is kept, apart from the dates and the sources. One query."""
    places = set(initiative.places.values_list("place", flat=True))
    return {**{name: getattr(initiative, name) for name in _TOLD}, "places": places}


_TOLD = (
    "title",
    "what",
    "government",
    "partnership_id",
    "starts_on",
    "ends_on",
    "priority",
    "amounts",
    "spent",
    "terms",
)


def keep_places(initiative: Initiative, places: Iterable[str]) -> None:
    """Keep where it is done."""
    InitiativePlace.objects.bulk_create(
        InitiativePlace(initiative=initiative, place=place) for place in sorted(places)
    )


@command_without_transaction
def renew_initiatives(actor: Actor, /, *, after: int = 0) -> int | None:
    """Work out anew what is said of the next initiatives, when what counts for most changed with the program; after which one to
    go on, None when there are no more. It can be begun again anywhere.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "renew_initiatives")
    following = Initiative.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    found = list(following[:RENEWED_AT_ONCE])
    for pk in found:
        in_one_transaction(partial(_renew, pk))
    return found[-1] if len(found) == RENEWED_AT_ONCE else None


def _renew(pk: int) -> bool:
    # First, as whoever brings something in does: what is found of it is written in turns too, and this would wait in a circle.
    take_turns_about_links()
    return renew(locked(pk))


def take_step(
    actor: Actor,
    initiative: Initiative,
    action: Action,
    *,
    signal: Signal | None = None,
    other: Initiative | None = None,
    at: datetime | None = None,
) -> InitiativeStep:
    """Let something happen to it, as far as its state allows. Call it inside a transaction that locked it.

    Raises:
        Refusal: WRONG_STATE.
    """
    is_first = action is Action.NOTICE and not initiative.steps.exists()
    state = after(None if is_first else InitiativeState(initiative.state), action)
    if state is None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": initiative.state}))
    taken = InitiativeStep(
        initiative=initiative,
        action=action,
        state=state,
        signal=signal,
        other=other,
        at=at or now(),
        actor=str(actor),
    )
    taken.save()
    record(actor, TOLD_AS[action], f"initiative:{initiative.pk}", authority=authority_of(taken), at=taken.at)
    was_found = is_found(initiative) and not is_first
    initiative.state = state
    if action is Action.ASK:
        initiative.asked_at = taken.at
    elif action is Action.NOTICE:
        initiative.asked_at = None
    elif action is Action.MERGE:
        initiative.merged_into = other
    elif action is Action.PART:
        initiative.merged_into = None
    initiative.save(update_fields=["state", "asked_at", "merged_into"])
    if is_found(initiative) != was_found:
        show(initiative)
    return taken


def locked(pk: int) -> Initiative:
    """An initiative, while nobody else changes it.

    Raises:
        Initiative.DoesNotExist: there is none.
    """
    return Initiative.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
