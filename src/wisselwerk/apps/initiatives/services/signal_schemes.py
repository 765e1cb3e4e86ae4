"""Telling of schemes here: a scheme that is published is its own signal, and confirmed by who published it.

It is told when something of it is published or its money changes (``config.jobs``), and looked at once more every night:
that is how a home that ran before there was a register comes to have one, and how a scheme is seen to be over. A migration
would have to say again what a scheme tells, in words of its own.
"""

from datetime import date, timedelta

from wisselwerk.apps.initiatives.models import Initiative, Signal
from wisselwerk.apps.initiatives.services.initiatives import locked, take_step
from wisselwerk.apps.initiatives.services.signals import keep_signal
from wisselwerk.apps.initiatives.signal_sources import published_on, signal_of_scheme
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import version_on
from wisselwerk.clock import midnight
from wisselwerk.db import command
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.initiative_state import Action, InitiativeState
from wisselwerk.domain.signal import SignalKind


@command
def tell_scheme(actor: Actor, *, scheme: Scheme, on: date) -> Signal | None:
    """Have a scheme say what it is ``on`` a day; None when that is nothing new, or nothing of it is published.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "tell_scheme")
    version = version_on(scheme, on) or scheme.versions.order_by("valid_from").first()
    if version is None:
        return None
    before = Signal.objects.filter(kind=SignalKind.SCHEME, scheme=scheme).exists()
    said = signal_of_scheme(scheme, version, on if before else published_on(version))
    signal = keep_signal(actor, said, of=scheme)
    latest = Signal.objects.filter(kind=SignalKind.SCHEME, scheme=scheme).select_related("initiative")
    last_day = said.ends_on if _is_over(scheme, version, said.ends_on, on) else None
    _end_or_go_on(actor, latest.order_by("-pk")[0].initiative, last_day, on)
    return signal


def tell_schemes(actor: Actor, *, on: date) -> int:
    """Have every scheme say what it is, each in a transaction of its own; of how many that was something new."""
    schemes = Scheme.objects.select_related("partnership").order_by("pk")
    return sum(tell_scheme(actor, scheme=scheme, on=on) is not None for scheme in schemes)


def _is_over(scheme: Scheme, version: RuleSetVersion, last_day: date | None, on: date) -> bool:
    """Whether nobody can apply any more, and no version is to come in which one can."""
    comes = scheme.versions.filter(valid_from__gt=max(on, version.valid_from)).exists()
    return last_day is not None and last_day < on and not comes


def _end_or_go_on(actor: Actor, initiative: Initiative, last_day: date | None, on: date) -> None:
    """It ends with its last day, None while that is to come, and is confirmed again when it opens once more. What its owner
    denied stays so, and what goes on as its owner says.
    """
    whole = locked(initiative.merged_into_id or initiative.pk)
    is_over = last_day is not None and not _goes_on(whole, last_day, on)
    if is_over and whole.state not in (InitiativeState.ENDED, InitiativeState.DENIED):
        take_step(actor, whole, Action.END)
    elif not is_over and whole.state == InitiativeState.ENDED and not _was_ended_by_a_person(whole):
        take_step(actor, whole, Action.CONFIRM)


def _goes_on(initiative: Initiative, last_day: date, on: date) -> bool:
    """Whether its owner says so: by a later last day than that of its rules, or by confirming it since that one."""
    if SignalKind.CORRECTION in initiative.kinds and initiative.ends_on and initiative.ends_on >= on:
        return True
    said = initiative.steps.filter(action=Action.CONFIRM).exclude(actor=str(SYSTEM))
    return said.filter(at__gte=midnight(last_day + timedelta(days=1))).exists()


def _was_ended_by_a_person(initiative: Initiative) -> bool:
    last = initiative.steps.filter(action=Action.END).order_by("-pk").values_list("actor", flat=True).first()
    return last is not None and last != str(SYSTEM)
