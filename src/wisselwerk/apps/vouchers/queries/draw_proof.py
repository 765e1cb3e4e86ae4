"""Whether every draw is what was sealed, drawn again from its list and its seed, and awarded in its order."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.vouchers.lots import STANDS
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Draw, Lot
from wisselwerk.apps.vouchers.queries.left_proof import leavings_that_differ
from wisselwerk.clock import day_of, now
from wisselwerk.domain import lottery
from wisselwerk.domain.lottery import DrawState, Step
from wisselwerk.domain.rule.base import Facts

COMMANDS: Mapping[str, Step] = {
    "seal_draw": Step.SEAL,
    "enter_seed": Step.ENTER_SEED,
    "confirm_seed": Step.CONFIRM_SEED,
    "hold_draw": Step.DRAW,
}
A_DAY = timedelta(days=1)
Told = tuple[str, datetime | None, str]
"""What the trail holds of a step: who took it, when, and the digest of what it was about."""


def draws_that_differ() -> Iterator[str]:
    """All of it: secrets, lists, seeds, places, who left, and who was decided on before whom."""
    yield from _of_lots()
    yield from leavings_that_differ()
    trail: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(command__in=COMMANDS).order_by("pk"):
        trail[entry.subject].append(entry)
    lots: defaultdict[int | None, list[Lot]] = defaultdict(list)
    sealed = Lot.objects.exclude(draw=None).select_related("application")
    for lot in sealed.order_by("place", "commitment"):
        lots[lot.draw_id].append(lot)
    decided = _decided()
    lined_up: defaultdict[int, list[Lot]] = defaultdict(list)
    for draw in Draw.objects.select_related("scheme").order_by("scheme", "number"):
        yield from _of_trail(draw, trail[f"draw:{draw.pk}"])
        yield from _of_draw(draw, lots[draw.pk])
        if draw.is_drawn:
            yield from _of_order(draw, lots[draw.pk], decided)
            lined_up[draw.scheme_id] += lots[draw.pk]
    for of_scheme in lined_up.values():
        yield from _of_turns(of_scheme, decided)


def _of_lots() -> Iterator[str]:
    """A secret that is not the one of its commitment, a chance without a lot, and a place that nobody drew."""
    for lot in Lot.objects.order_by("made_at", "pk").iterator(2000):
        name = f"lot of application {lot.pk}"
        if lot.salt and lottery.commitment(lot.pk, lot.salt) != lot.commitment:
            yield f"{name}: its salt does not give the commitment that stands in the list"
        elif not lot.salt and lot.made_at > now() - lottery.SALT_KEPT_FOR + A_DAY:
            yield f"{name}: its salt is gone before its term"
        if lot.place is not None and lot.draw_id is None:
            yield f"{name}: has place {lot.place} of no draw"
    without = Application.objects.filter(state__in=(*STANDS, ApplicationState.NOT_DRAWN), lot=None)
    for pk in without.order_by("pk").values_list("pk", flat=True):
        yield f"application {pk}: stands in a draw and has no lot"


def _of_trail(draw: Draw, entries: Sequence[Entry]) -> Iterator[str]:
    """Whether each step is the one that the trail tells of, and the draw as far as the last of them brought it."""
    name, last = f"draw {draw.pk}", {entry.command: entry for entry in entries}
    seed = f"seed:{hashlib.sha256(draw.seed.encode()).hexdigest()}" if draw.seed else ""
    kept: Mapping[str, Told] = {
        "seal_draw": (draw.sealed_by, draw.sealed_at, f"sealed:{draw.sealed()}"),
        "enter_seed": (draw.seed_by, draw.seed_at, seed),
        "confirm_seed": (draw.confirmed_by, draw.confirmed_at, seed if draw.confirmed_at else ""),
        "hold_draw": (draw.drawn_by, draw.drawn_at, ""),
    }
    state: DrawState | None = None
    for command, step in COMMANDS.items():
        entry = last.get(command)
        told = (entry.actor, entry.at, entry.authority) if entry else ("", None, "")
        if command == "hold_draw":
            told = (*told[:2], "")
        if told != kept[command]:
            yield f"{name}: the trail tells of another {command}: by whom, when, or of what"
        if entry:
            state = lottery.STEPS[step].get(state, state)
    if draw.state != state:
        yield f"{name}: is {draw.state}, the steps that were taken make it {state}"
    held = last.get("hold_draw")
    if held is not None and held.authority != f"order:{_order_digest(draw)}":
        yield f"{name}: its order is not the one that was drawn"


def _order_digest(draw: Draw) -> str:
    drawn = draw.lots.order_by("place", "commitment").values_list("commitment", flat=True)
    return hashlib.sha256(lottery.order_list(drawn)).hexdigest()


def _of_draw(draw: Draw, lots: Sequence[Lot]) -> Iterator[str]:
    """The list against its hash, and each place against the order that follows from list and seed."""
    name, lines = f"draw {draw.pk}", [lot.commitment for lot in lots]
    if len(lines) != draw.entries or lottery.list_hash(lines) != draw.list_sha256:
        yield f"{name}: its list is not the one that was sealed"
    if not draw.is_drawn:
        for lot in lots:
            if lot.place is not None:
                yield f"lot of application {lot.pk}: has place {lot.place} of a draw that was not held"
        return
    places = {line: place for place, line in enumerate(lottery.order(draw.seed, lines), 1)}
    for lot in lots:
        if lot.place != places[lot.commitment]:
            yield (
                f"lot of application {lot.pk}: has place {lot.place}, list and seed of {name} give "
                f"{places[lot.commitment]}"
            )


Decided = Mapping[object, list[tuple[Decision, Facts]]]
"""Decisions on applications of a draw with what was known, oldest first, by application."""


def _decided() -> Decided:
    found: defaultdict[object, list[tuple[Decision, Facts]]] = defaultdict(list)
    drawn = Decision.objects.filter(application__lot__draw__isnull=False)
    for one in drawn.order_by("pk").only("application", "facts", "result").iterator(2000):
        found[one.application_id].append((one, Facts.from_plain(one.facts)))
    return found


def _of_order(draw: Draw, lots: Sequence[Lot], decided: Decided) -> Iterator[str]:
    """Decisions that were made for another place, or not in the order of the draw when it was held."""
    before, day = 0, day_of(draw.drawn_at) if draw.drawn_at else None
    for lot in lots:
        name = f"lot of application {lot.pk}"
        known = decided.get(lot.pk, [])
        drawn = [(one, facts) for one, facts in known if facts.drawn_on is not None]
        earlier = [one for one, facts in known if facts.drawn_on is None]
        # A person said no before the draw: of that it got a place, and no decision until somebody looks at it again.
        was_refused = bool(earlier) and earlier[-1].result == ApplicationState.REFUSED
        # Who withdrew before the draw has a place as well, because its line was published.
        was_withdrawn = lot.application.state == ApplicationState.WITHDRAWN
        if not drawn and not was_refused and not was_withdrawn:
            yield f"{name}: was drawn and nobody decided on it"
        for one, facts in drawn:
            if (facts.drawn_on, facts.drawn_place) != (day, lot.place):
                yield f"decision {one.pk}: was made for place {facts.drawn_place}, {name} has {lot.place}"
        if not drawn or was_refused:
            continue
        first = drawn[0][0].pk
        if first < before:
            yield f"{name}: was decided before somebody with an earlier place in draw {draw.pk}"
        before = max(before, first)


def _of_turns(lots: Sequence[Lot], decided: Decided) -> Iterator[str]:
    """Awards of a scheme, over all its draws, to who came behind somebody that nobody asked.

    Whoever waits in front is looked at the same day and told why not; a doubt in front is answered first.
    """
    positions = {lot.pk: position for position, lot in enumerate(lots)}
    turns = [
        (one, facts, lot)
        for lot in lots
        for one, facts in decided.get(lot.pk, ())
        if facts.drawn_on is not None
    ]
    stands: dict[UUID, tuple[str, date | None]] = {}
    for one, facts, lot in sorted(turns, key=lambda turn: turn[0].pk):
        stands.pop(lot.pk, None)
        if one.result in {ApplicationState.REVIEW, ApplicationState.WAITING_LIST}:
            stands[lot.pk] = (one.result, facts.decided_on)
        if one.result != ApplicationState.AWARDED:
            continue
        in_front = (other for other in stands if positions[other] < positions[lot.pk])
        for other in sorted(in_front, key=positions.__getitem__):
            state, day = stands[other]
            if state == ApplicationState.REVIEW:
                yield f"lot of application {lot.pk}: got a voucher while a person had to decide on {other} in front of it"
            elif day != facts.decided_on:
                yield f"lot of application {lot.pk}: moved up before {other}, which stood in front of it"
