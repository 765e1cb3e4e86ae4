"""What owners say of their initiatives, and asking them: once by mail, all new ones together."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from wisselwerk.apps.initiatives.models import Initiative, amounts_of
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING, owned_by, owners_of
from wisselwerk.apps.initiatives.services.initiative_proposals import propose_again, take_turns_about_links
from wisselwerk.apps.initiatives.services.initiatives import locked, take_step
from wisselwerk.apps.initiatives.services.signals import add_signal
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import OrganisationKind, RoleHolding
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.clock import now, today
from wisselwerk.db import command, command_without_transaction, in_one_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_state import Action, InitiativeState, after
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.signal import Signal, SignalAmount, SignalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the owner says instead; what is empty stays as it was read."""

    title: str = ""
    what: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    """The last day."""
    priority: Priority | None = None
    amounts: tuple[SignalAmount, ...] = ()


@command
def confirm_initiative(actor: Actor, *, initiative: Initiative) -> Initiative:
    """Say that it is so.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE.
    """
    take_turns_about_links()  # what was denied is found again: that is written in turns, after these
    return _answer(actor, "confirm_initiative", initiative, Action.CONFIRM)


@command
def correct_initiative(actor: Actor, *, initiative: Initiative, correction: Correction) -> Initiative:
    """Say that it is there, and what of it is otherwise. What was read stays on record beside it.

    Days are one statement, and so are amounts: of what stands in the register, the day and the years that are not
    corrected are said along, so that they stay.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; NOTHING_CORRECTED when it says nothing else; PERSON_NAMED.
    """
    take_turns_about_links()
    found = _to_answer(actor, "correct_initiative", initiative, Action.CORRECT)
    if correction == Correction():
        raise Refusal(Reason(RefusalCode.NOTHING_CORRECTED))
    starts_on, ends_on = _days(correction, found)
    said = Signal(
        kind=SignalKind.CORRECTION,
        key=f"initiative:{found.pk}:{found.steps.count()}",
        source=f"initiative:{found.pk}",
        held_on=today(),
        known_on=today(),
        title=of_nobody(correction.title),
        what=of_nobody(correction.what),
        starts_on=starts_on,
        ends_on=ends_on,
        priority=correction.priority,
        amounts=_amounts(correction, found),
    )
    signal = add_signal(actor, found, said)
    found.refresh_from_db()
    take_step(actor, found, Action.CORRECT, signal=signal, at=signal.at)
    return found


@command
def deny_initiative(actor: Actor, *, initiative: Initiative) -> Initiative:
    """Say that it is no initiative, or not theirs.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE.
    """
    take_turns_about_links()
    denied = _answer(actor, "deny_initiative", initiative, Action.DENY)
    propose_again(denied, now())
    return denied


@command
def end_initiative(actor: Actor, *, initiative: Initiative) -> Initiative:
    """Say that it is over.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE.
    """
    return _answer(actor, "end_initiative", initiative, Action.END)


@command_without_transaction
def ask_owners(actor: Actor, /, *, on: date) -> int:
    """Mail who answers for them about all initiatives of which they were not asked yet; of how many that was.

    One mail for each government or partnership, and only where somebody of it has a mail address here; ``LINKS_IN_MAIL`` stand in
    it, and how many more wait. Work that comes round every day. In transactions of ``ASKED_AT_ONCE`` each, because after an import
    all in one would keep everybody waiting.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "ask_owners")
    reachable = _reachable(on).items()
    return sum(_ask_owner(actor, owner, people, on) for owner, people in reachable)


def _answer(actor: Actor, name: str, initiative: Initiative, action: Action) -> Initiative:
    found = _to_answer(actor, name, initiative, action)
    take_step(actor, found, action)
    return found


def _to_answer(actor: Actor, name: str, initiative: Initiative, action: Action) -> Initiative:
    """The initiative, locked, when the actor may answer for it and it takes this answer.

    One that was merged is answered where it goes on.
    """
    found = locked(initiative.pk)
    if found.merged_into_id is not None:
        found = locked(found.merged_into_id)
    require(actor, name, *owners_of(found, today()))
    if after(InitiativeState(found.state), action) is None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": found.state}))
    return found


def _days(correction: Correction, found: Initiative) -> tuple[date | None, date | None]:
    """The first and the last day: the one that is not corrected as it stands, unless it cannot be any more."""
    starts_on, ends_on = correction.starts_on, correction.ends_on
    if starts_on and not ends_on and found.ends_on and found.ends_on >= starts_on:
        return starts_on, found.ends_on
    if ends_on and not starts_on and found.starts_on and found.starts_on <= ends_on:
        return found.starts_on, ends_on
    return starts_on, ends_on


def _amounts(correction: Correction, found: Initiative) -> tuple[SignalAmount, ...]:
    """The corrected amounts beside those of other years; one without a year stands for all there is."""
    years = {one.year for one in correction.amounts}
    if not years or None in years:
        return correction.amounts
    others = [one for one in amounts_of(found.amounts) if one.year is not None and one.year not in years]
    return tuple(sorted([*others, *correction.amounts], key=lambda one: (one.year or 0, one.cents)))


def _reachable(on: date) -> dict[int, list[int]]:
    """The organisations of which somebody who answers has a mail address, with those people: local governments first, for
    a partnership answers for what a member does only where that one cannot be asked.
    """
    held = RoleHolding.objects.on(on).filter(
        role__in=ANSWERING, person__email__isnull=False, person__is_active=True
    )
    rows = held.values_list("organisation__kind", "organisation", "person")
    is_partnership = OrganisationKind.INTERLOKALE_VERENIGING.value
    found: dict[int, list[int]] = {}
    for _, organisation, somebody in sorted(set(rows), key=lambda row: (row[0] == is_partnership, *row[1:])):
        found.setdefault(organisation, []).append(somebody)
    return found


def _not_asked(owner: int, on: date) -> list[int]:
    waiting = Initiative.objects.filter(state=InitiativeState.NOTICED, asked_at=None, merged_into=None)
    found = waiting.filter(owned_by([owner], on)).distinct().order_by("pk")
    return list(found.values_list("pk", flat=True))


LINKS_IN_MAIL = 50
"""Initiatives that one mail names with a link of its own: what more there is, is answered signed in."""
ASKED_AT_ONCE = 200
"""Initiatives of which one transaction keeps that they were asked about."""


def _ask_owner(actor: Actor, owner: int, people: list[int], on: date) -> int:
    waiting, asked = _not_asked(owner, on), 0
    for start in range(0, len(waiting), ASKED_AT_ONCE):
        # The mail goes with the first: what is cut short after that goes into the mail of the next day.
        mailed = people if start == 0 else []
        some = waiting[start : start + ASKED_AT_ONCE]
        asked += in_one_transaction(partial(_ask_some, actor, owner, mailed, some, len(waiting)))
    return asked


def _ask_some(actor: Actor, owner: int, people: list[int], some: list[int], number: int) -> int:
    """Ask about some of so many, and mail these people about all of them."""
    at = now()
    asked = [pk for pk in some if _ask(actor, pk, at)]
    if asked:
        named = asked[:LINKS_IN_MAIL]
        initiatives = ",".join(map(str, named))
        others = max(0, number - len(named)) if number > LINKS_IN_MAIL else 0
        for person_id in people:
            enqueue(
                "send_initiatives",
                organisation_id=owner,
                person_id=person_id,
                initiatives=initiatives,
                others=others,
            )
    return len(asked)


def _ask(actor: Actor, pk: int, at: datetime) -> bool:
    """Whether it could still be asked: it may have been answered meanwhile."""
    one = locked(pk)
    if one.merged_into_id is not None or after(InitiativeState(one.state), Action.ASK) is None:
        return False
    take_step(actor, one, Action.ASK, at=at)
    return True
