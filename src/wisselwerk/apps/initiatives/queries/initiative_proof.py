"""Where initiatives do not agree with their signals, their steps or the trail. See ``wisselwerk verify``."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice

from django.db.models import Q

from wisselwerk.apps.audit.queries import CHUNK, Told, all_told, last_told
from wisselwerk.apps.initiatives.initiative_record import LINK_TOLD_AS, TOLD_AS, authority_of, columns
from wisselwerk.apps.initiatives.models import (
    Initiative,
    InitiativeLink,
    InitiativePlace,
    InitiativeStep,
    Signal,
)
from wisselwerk.apps.initiatives.signal_actions import signals_of_actions
from wisselwerk.domain import signal as domain
from wisselwerk.domain.initiative_link import LinkAnswer
from wisselwerk.domain.initiative_state import Action, InitiativeState, after
from wisselwerk.domain.initiative_statement import outline
from wisselwerk.domain.signal import SignalKind

Stands = tuple[InitiativeState, datetime | None, int | None]
"""A state, when its owner was last asked, and the initiative it is in."""


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    yield from _signals()
    yield from _actions()
    yield from _steps()
    yield from _said()
    yield from _links()


def _signals() -> Iterator[str]:
    """Signals that say something else than when they were kept, or follow what is no earlier one of the same source."""
    told = {one.subject: one for one in all_told(("keep_signal",))}
    kept: dict[int, tuple[str, str, int]] = {}
    for one in Signal.objects.order_by("pk").iterator(CHUNK):
        name = f"signal {one.pk}"
        kept[one.pk] = one.kind, one.key, one.initiative_id
        value = _read(one)
        if value is None:
            yield f"{name}: cannot be read"
        elif one.digest != value.digest():
            yield f"{name}: says something else than its digest"
        entry = told.pop(f"signal:{one.pk}", None)
        if entry is None or (entry.actor, entry.at, entry.authority) != (one.actor, one.at, one.digest):
            yield f"{name}: is not what the trail tells"
        if one.follows_id is not None and kept.get(one.follows_id) != kept[one.pk]:
            yield f"{name}: follows signal {one.follows_id}, which is no earlier one of the same source"
    for subject in sorted(told):
        yield f"{subject}: the trail tells of it, and it is gone"


def _actions() -> Iterator[str]:
    """Signals that say otherwise than the action in a policy report that they tell of, or tell of none, or should not."""
    found = Signal.objects.filter(Q(kind=SignalKind.REPORT) | Q(action__isnull=False))
    rows = found.select_related("action__report__file").order_by("pk").iterator(CHUNK)
    while some := list(islice(rows, CHUNK)):
        said = signals_of_actions([one.action for one in some if one.action is not None])
        for one in some:
            again = said.get(one.action_id or 0)
            if again is None or any(getattr(one, name) != value for name, value in _of_action(again).items()):
                yield f"signal {one.pk}: is not what the action of its policy report says"


def _of_action(said: domain.Signal) -> dict[str, object]:
    """What is held to it. Its places are not, for what is known of mergers may be put right, nor the words that cite it."""
    return {
        "kind": said.kind,
        "key": said.key,
        "held_on": said.held_on,
        "known_on": said.known_on,
        "title": said.title,
        "government": said.government,
        "priority": said.priority or "",
        "amounts": [[int(one.cents), one.year] for one in said.amounts],
    }


def _read(row: Signal) -> domain.Signal | None:
    """What a signal says; None when that cannot be read any more."""
    try:
        return row.value
    except (KeyError, TypeError, ValueError):
        return None


def _steps() -> Iterator[str]:
    """Initiatives that stand otherwise than their steps lead to, and steps that the trail does not know."""
    told = all_told(list(TOLD_AS.values()))
    reached: dict[int, Stands] = {}
    for one in InitiativeStep.objects.order_by("pk").iterator(CHUNK):
        entry = Told(
            f"initiative:{one.initiative_id}",
            TOLD_AS[Action(one.action)],
            one.actor,
            one.at,
            authority_of(one),
        )
        if entry not in told:
            yield f"step {one.pk}: is not what the trail tells"
        told.discard(entry)
        state, asked_at, within = reached.get(one.initiative_id, (None, None, None))
        following = after(state, Action(one.action))
        if following is None or following != one.state:
            yield f"step {one.pk}: {one.action} does not lead from {state} to {one.state}"
        action = Action(one.action)
        asked_at = {Action.ASK: one.at, Action.NOTICE: None}.get(action, asked_at)
        within = {Action.MERGE: one.other_id, Action.PART: None}.get(action, within)
        reached[one.initiative_id] = InitiativeState(one.state), asked_at, within
    for entry in sorted(told):
        yield f"{entry.subject}: the trail tells of {entry.command}, and that step is gone"
    yield from _stands(reached)


def _stands(reached: Mapping[int, Stands]) -> Iterator[str]:
    """Initiatives that stand otherwise than their steps lead to, or are in one that is itself in another."""
    for one in Initiative.objects.select_related("merged_into").order_by("pk").iterator(CHUNK):
        if reached.get(one.pk) != (one.state, one.asked_at, one.merged_into_id):
            yield f"initiative {one.pk}: stands otherwise than its steps lead to"
        if one.merged_into is not None and one.merged_into.merged_into_id is not None:
            yield f"initiative {one.pk}: is in initiative {one.merged_into_id}, which is in another one"


def _said() -> Iterator[str]:
    """Initiatives of which something else is kept than their signals say."""
    signals: defaultdict[int, list[domain.Signal]] = defaultdict(list)
    found = Signal.objects.select_related("initiative").order_by("pk")
    for one in found.iterator(CHUNK):
        value = _read(one)
        if value is None:
            continue
        signals[one.initiative_id].append(value)
        if one.initiative.merged_into_id is not None:
            signals[one.initiative.merged_into_id].append(value)
    places: defaultdict[int, set[str]] = defaultdict(set)
    for initiative_id, place in InitiativePlace.objects.values_list("initiative", "place"):
        places[initiative_id].add(place)
    for initiative in Initiative.objects.order_by("pk").iterator(CHUNK):
        values = signals.pop(initiative.pk, [])
        if not values:
            yield f"initiative {initiative.pk}: rests on no signal"
            continue
        said = outline(values)
        if places[initiative.pk] != set(said.places):
            yield f"initiative {initiative.pk}: its places are not what its signals say"
        for name, value in columns(said).items():
            if getattr(initiative, name) != value:
                yield f"initiative {initiative.pk}: its {name} is not what its signals say"


def _links() -> Iterator[str]:
    """Links that were answered otherwise than the trail tells."""
    told = last_told(list(LINK_TOLD_AS))
    for one in InitiativeLink.objects.order_by("pk").iterator(CHUNK):
        entry = told.pop(f"initiative_link:{one.pk}", None)
        answer = LINK_TOLD_AS[entry.command] if entry else LinkAnswer.OPEN
        is_answered = entry is not None and answer is not LinkAnswer.OPEN
        expected = (answer, entry.actor, entry.at) if entry and is_answered else (answer, "", None)
        if (one.answer, one.answered_by, one.answered_at) != expected:
            yield f"link {one.pk}: its answer is not what the trail tells"
    for subject in sorted(told):
        yield f"{subject}: the trail tells of its answer, and it is gone"
