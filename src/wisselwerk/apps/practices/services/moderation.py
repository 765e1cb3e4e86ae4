"""Opening a practice, looking at what others wrote, publishing it, and taking it back."""

from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.practices.models import PracticeStep
from wisselwerk.apps.practices.services.steps import author_of, locked, moderator_of, take_step
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.evidence import ASKED, MET, Known, Rung
from wisselwerk.domain.practice import Action
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def offer_practice(actor: Actor, *, practice: int, seen: int) -> PracticeStep:
    """Open a practice, as its author: everybody may read it once somebody of elsewhere has looked at it.

    Raises:
        Refusal: NOT_ALLOWED; PRACTICE_CHANGED; WRONG_STATE; PRACTICE_INCOMPLETE while the lowest rung asks for more.
    """
    one = locked(practice, seen)
    whose = author_of(actor, "offer_practice", one)
    assert one.latest is not None, "a practice begins with its first version"
    told = Known(parts=frozenset(one.latest.text.own.parts))
    if not all(MET[point](told) for point in ASKED[Rung.TOLD]):
        raise Refusal(Reason(RefusalCode.PRACTICE_INCOMPLETE))
    return take_step(actor, one, Action.OFFER, organisation_id=whose)


@command
def publish_practice(actor: Actor, *, practice: int, seen: int) -> PracticeStep:
    """Have everybody read the version that its author opened. Who built on it hears that it changed.

    Raises:
        Refusal: NOT_ALLOWED; PRACTICE_OF_OWN; PRACTICE_CHANGED; WRONG_STATE.
    """
    one = locked(practice, seen)
    whose = moderator_of(actor, "publish_practice", one)
    step = take_step(actor, one, Action.PUBLISH, organisation_id=whose)
    enqueue("tell_adopters", step_id=step.pk)
    return step


@command
def send_back_practice(actor: Actor, *, practice: int, seen: int, reason: str) -> PracticeStep:
    """Ask the author for something else before it is published, and say what.

    Raises:
        Refusal: NOT_ALLOWED; PRACTICE_OF_OWN; PRACTICE_CHANGED; WRONG_STATE; PRACTICE_REASON_MISSING; PERSON_NAMED.
    """
    one = locked(practice, seen)
    whose = moderator_of(actor, "send_back_practice", one)
    return take_step(actor, one, Action.SEND_BACK, organisation_id=whose, reason=_given(reason))


@command
def close_practice(actor: Actor, *, practice: int, seen: int, reason: str) -> PracticeStep:
    """Take a practice back among those who take part, as its author, and say why.

    Raises:
        Refusal: NOT_ALLOWED; PRACTICE_CHANGED; WRONG_STATE; PRACTICE_REASON_MISSING; PERSON_NAMED.
    """
    one = locked(practice, seen)
    whose = author_of(actor, "close_practice", one)
    return take_step(actor, one, Action.CLOSE, organisation_id=whose, reason=_given(reason))


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refusal(Reason(RefusalCode.PRACTICE_REASON_MISSING))
    return reason
