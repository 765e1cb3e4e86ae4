"""Keeping what sources say: a decision, a scheme that was published here, a note, and whatever others read."""

from dataclasses import asdict, replace
from urllib.parse import urlsplit

from django.db.models import F

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.initiatives.initiative_record import columns
from wisselwerk.apps.initiatives.models import Initiative, PolicyAction, Signal
from wisselwerk.apps.initiatives.services.initiative_proposals import propose_links, take_turns_about_links
from wisselwerk.apps.initiatives.services.initiatives import (
    keep_places,
    locked,
    renew,
    take_step,
)
from wisselwerk.apps.initiatives.signal_sources import signal_of_decision
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain import signal as domain
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative import Judgement
from wisselwerk.domain.initiative_state import Action, InitiativeState
from wisselwerk.domain.initiative_statement import outline
from wisselwerk.domain.published_decision import PublishedDecision
from wisselwerk.domain.signal import SignalKind, key_of

BY_THE_OWNER = frozenset({SignalKind.SCHEME, SignalKind.NOTE, SignalKind.CORRECTION})
"""What the owner says itself: nobody need confirm that once more."""


@command
def note_decision(actor: Actor, *, decision: PublishedDecision, judgement: Judgement) -> Signal | None:
    """Keep what a published decision says of an initiative; None when it said the same when it was last read.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "note_decision")
    said = signal_of_decision(decision, judgement, today())
    return keep_signal(actor, said, beside=_before_it_moved(said))


@command
def note_initiative(actor: Actor, *, partnership_id: int, said: domain.Signal) -> Signal | None:
    """Keep what a partnership tells of its own accord, confirmed at once; None when the same is known already.

    ``said`` needs no key, source or dates: who tells it is who does it, today.

    Raises:
        Refusal: NOT_ALLOWED; PERSON_NAMED.
    """
    require(actor, "note_initiative", partnership_id)
    note = replace(
        said,
        kind=SignalKind.NOTE,
        title=of_nobody(said.title),
        what=of_nobody(said.what),
        key=said.key or key_of([partnership_id, said.title, said.starts_on]),
        held_on=said.held_on or said.starts_on or today(),
        known_on=today(),
        partnership=partnership_id,
    )
    return keep_signal(actor, note)


def keep_signal(
    actor: Actor, said: domain.Signal, *, of: Scheme | PolicyAction | None = None, beside: str = ""
) -> Signal | None:
    """Keep what a source says, with the initiative it tells of; None when that is nothing new.

    Call it inside a command's transaction. A source that was read before adds to the same initiative, and so does one that
    is known to tell of the same as the source with the key ``beside``; another one begins an initiative of its own, and
    whether that is one already known is proposed to a person. ``of`` is what it tells of, when that is on record here.

    What is known is what the source said last: one that goes back to what it said before says that once more.
    """
    take_turns_about_links()
    take_turns(f"signal {said.kind} {said.key}")
    digest = said.digest()
    earlier = list(Signal.objects.filter(kind=said.kind, key=said.key).order_by("pk"))
    last = earlier[-1] if earlier else None
    if last is not None and last.digest == digest:
        return None
    if last is not None and said.kind is SignalKind.DECISION:
        # When it was published is told of its first text. Of another one at the same address only is known when it was first read.
        first = next((one.known_on for one in earlier if one.digest == digest), None)
        said = replace(said, known_on=first or max(said.known_on, today()))
    joined = last or (Signal.objects.filter(kind=said.kind, key=beside).first() if beside else None)
    initiative = locked(joined.initiative_id) if joined else _new(said)
    return add_signal(actor, initiative, said, last, of)


def add_signal(
    actor: Actor,
    initiative: Initiative,
    said: domain.Signal,
    follows: Signal | None = None,
    of: Scheme | PolicyAction | None = None,
) -> Signal:
    """Add a signal to an initiative that is locked, and let it count. Call it in the turn of ``take_turns_about_links``."""
    at = now()
    signal = Signal.objects.create(
        initiative=initiative,
        follows=follows,
        kind=said.kind,
        key=said.key,
        source=said.source,
        digest=said.digest(),
        scheme=of if isinstance(of, Scheme) else None,
        action=of if isinstance(of, PolicyAction) else None,
        partnership_id=said.partnership,
        held_on=said.held_on,
        known_on=said.known_on,
        title=said.title,
        what=said.what,
        government=said.government,
        places=list(said.places),
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        priority=said.priority or "",
        amounts=[[int(one.cents), one.year] for one in said.amounts],
        addresses=list(said.addresses),
        terms=asdict(said.terms) if said.terms else {},
        spoke=[[one.words, one.place, one.points] for one in said.spoke],
        enough=said.enough,
        actor=str(actor),
        at=at,
    )
    record(actor, "keep_signal", f"signal:{signal.pk}", authority=signal.digest, at=at)
    if not initiative.steps.exists():
        keep_places(initiative, said.places)
        take_step(actor, initiative, Action.NOTICE, signal=signal, at=at)
        whole = initiative
    else:
        whole = _count(actor, initiative, signal)
    if said.kind in BY_THE_OWNER - {SignalKind.CORRECTION} and whole.state == InitiativeState.NOTICED:
        take_step(actor, whole, Action.CONFIRM, at=at)
    propose_links(whole, at)
    return signal


def _before_it_moved(said: domain.Signal) -> str:
    """The key of the same text of a scheme here at another host; empty when there is none. A home that moves takes its texts along."""
    path = urlsplit(said.key).path
    if not Scheme.objects.filter(slug__in=path.split("/")).exists():
        return ""
    same = Signal.objects.filter(
        kind=SignalKind.DECISION, title=said.title, held_on=said.held_on, government=said.government
    )
    keys = same.exclude(key=said.key).order_by("pk").values_list("key", flat=True)
    return next((key for key in keys if _is_at_another_host(key, said.key)), "")


def _is_at_another_host(one: str, other: str) -> bool:
    here, there = urlsplit(one), urlsplit(other)
    return (here.path, here.query, here.fragment) == (there.path, there.query, there.fragment)


def _new(said: domain.Signal) -> Initiative:
    found = columns(outline([said]))
    return Initiative.objects.create(state=InitiativeState.NOTICED, noticed_at=now(), **found)


def _count(actor: Actor, initiative: Initiative, signal: Signal) -> Initiative:
    """Let a further signal count for the initiative, and for the one that goes on for it; that one is returned."""
    changed = renew(initiative)
    whole = initiative
    if initiative.merged_into_id is not None:
        whole = locked(initiative.merged_into_id)
        changed = renew(whole)
    is_new = changed and SignalKind(signal.kind) not in BY_THE_OWNER
    if is_new and whole.state == InitiativeState.CONFIRMED and not _was_confirmed(signal):
        take_step(actor, whole, Action.NOTICE, signal=signal, at=signal.at)
    return whole


def _was_confirmed(signal: Signal) -> bool:
    """Whether it was confirmed while its source said the same before: then nobody is asked once more."""
    before = Signal.objects.filter(kind=signal.kind, key=signal.key, digest=signal.digest)
    return before.filter(
        initiative__steps__action=Action.CONFIRM,
        initiative__steps__at__gte=F("at"),
        initiative__steps__at__lt=F("followed_by__at"),
    ).exists()
