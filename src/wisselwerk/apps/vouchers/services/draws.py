"""Holding a draw: seal the list, type the seed that comes after, have a second person type it, and draw.

A draw goes forward only. Each step is one transaction, so that a step that was broken off was not taken.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Max, QuerySet

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Draw, Lot
from wisselwerk.apps.vouchers.queries.applications import waits_for_person
from wisselwerk.apps.vouchers.queries.draws import last_day_of, lined_up
from wisselwerk.apps.vouchers.services.drawing import (
    BATCH,
    admission_of,
    batched,
    by_draw,
    decide_drawn,
    lock_in_order,
    outcome_of,
    wait_for_draws,
)
from wisselwerk.apps.vouchers.services.waiting import deal, serve
from wisselwerk.clock import BRUSSELS, now, today
from wisselwerk.db import command
from wisselwerk.domain import lottery
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.lottery import DrawState, Step, read_seed, state_after
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule import Result


@command
def seal_draw(actor: Actor, *, scheme: Scheme, seed_source: str, seed_on: date) -> Draw:
    """Seal the list of everybody whose window has closed and who is in no list yet; from then on it is published.

    ``seed_source`` names where the seed comes from, in words by which anybody finds it, and ``seed_on`` on which day.

    Raises:
        Refusal: NOT_ALLOWED; SEED_SOURCE_MISSING; SEED_DAY_OUT_OF_REACH when ``seed_on`` is not after today, or
            after ``lottery.LONGEST_WAIT``; DRAW_NOT_DONE
            while another list waits; NOBODY_ENTERED; DRAW_WINDOW_OPEN; DRAW_WAITS_FOR_OTHERS while it is not known of
            some who applied in time whether they stand in the draw.
    """
    require(actor, "seal_draw", scheme.partnership_id)
    source = seed_source.strip()
    if not source:
        raise Refusal(Reason(RefusalCode.SEED_SOURCE_MISSING))
    earliest, latest = today() + timedelta(days=1), today() + lottery.LONGEST_WAIT
    if not earliest <= seed_on <= latest:
        reach = {"earliest_on": earliest, "latest_on": latest}
        raise Refusal(Reason(RefusalCode.SEED_DAY_OUT_OF_REACH, reach))
    wait_for_draws(scheme)
    if scheme.draws.exclude(state=DrawState.DRAWN).exists():
        raise Refusal(Reason(RefusalCode.DRAW_NOT_DONE))
    lots = _to_be_drawn(scheme)
    lines = [lot.commitment for lot in lots]
    entry_at = now()
    draw = Draw(
        scheme=scheme,
        number=(scheme.draws.aggregate(last=Max("number"))["last"] or 0) + 1,
        state=state_after(Step.SEAL, None),
        list_sha256=lottery.list_hash(lines),
        entries=len(lines),
        seed_source=source,
        seed_on=seed_on,
        sealed_by=str(actor),
        sealed_at=entry_at,
    )
    draw.save()
    for some in batched([lot.pk for lot in lots]):
        Lot.objects.filter(pk__in=some).update(draw=draw)
    record(actor, "seal_draw", f"draw:{draw.pk}", authority=f"sealed:{draw.sealed()}", at=entry_at)
    return draw


@command
def enter_seed(actor: Actor, *, draw: Draw, seed: str) -> Draw:
    """Type the seed, from its day on. As long as nobody confirmed it, it can be typed anew.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; SEED_NOT_YET; SEED_INVALID.
    """
    require(actor, "enter_seed", draw.scheme.partnership_id)
    draw = _take(draw)
    state = state_after(Step.ENTER_SEED, DrawState(draw.state))
    if today() < draw.seed_on:
        raise Refusal(Reason(RefusalCode.SEED_NOT_YET, {"seed_on": draw.seed_on}))
    draw.seed, draw.state = read_seed(seed), state
    entry = record(actor, "enter_seed", f"draw:{draw.pk}", authority=f"seed:{digest(draw.seed)}")
    draw.seed_by, draw.seed_at = entry.actor, entry.at
    draw.save(update_fields=["seed", "state", "seed_by", "seed_at"])
    return draw


@command
def confirm_seed(actor: Actor, *, draw: Draw, seed: str) -> Draw:
    """Type the seed a second time, as another person: from the source and not from what was typed first.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; SEED_BY_ANOTHER; SEED_INVALID; SEED_DIFFERS.
    """
    require(actor, "confirm_seed", draw.scheme.partnership_id)
    draw = _take(draw)
    draw.state = state_after(Step.CONFIRM_SEED, DrawState(draw.state))
    if str(actor) == draw.seed_by:
        raise Refusal(Reason(RefusalCode.SEED_BY_ANOTHER))
    if read_seed(seed) != draw.seed:
        raise Refusal(Reason(RefusalCode.SEED_DIFFERS))
    entry = record(actor, "confirm_seed", f"draw:{draw.pk}", authority=f"seed:{digest(draw.seed)}")
    draw.confirmed_by, draw.confirmed_at = entry.actor, entry.at
    draw.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    return draw


@command
def look_before_draw(actor: Actor, *, draw: Draw) -> int:
    """Put to a person everybody in a list, or waiting from an earlier draw, on whom the rules have a doubt today.

    Returns how many a person has to decide on before the draw can be held. Who is let in again stays in the list; who is
    refused gets a place and no voucher.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "look_before_draw", draw.scheme.partnership_id)
    draw = _take(draw)
    if draw.is_drawn:
        return 0
    waiting = lined_up(draw.scheme) | _entered(draw)
    applications = lock_in_order(waiting.order_by("draw__number", "place", "commitment"))
    served = serve(actor, [one for one in applications if one.lot.draw_id != draw.pk])
    for one in applications:
        is_in_draw = one.lot.draw_id == draw.pk
        if is_in_draw and outcome_of(one, by_draw(admission_of(one)))[0] is Result.REVIEW:
            decide_drawn(actor, one)
    record(actor, "look_before_draw", f"draw:{draw.pk}")
    return served.in_doubt + draw.lots.filter(application__state=ApplicationState.REVIEW).count()


@command
def hold_draw(actor: Actor, *, draw: Draw) -> Draw:
    """Give everybody a place and decide in that order, as far as the money carries. Once: a second time changes nothing.

    Who waits from an earlier draw comes first. Whom the budget or a ceiling does not carry is passed over and waits, with
    the reason in the decision; who comes next is looked at all the same.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when the seed is not there or not confirmed; DRAW_HAS_DOUBTS while a person has to
            decide on somebody first: nothing is kept for a doubt, so that the money would go to who comes behind.
    """
    require(actor, "hold_draw", draw.scheme.partnership_id)
    draw = _take(draw)
    if draw.is_drawn:
        return draw
    draw.state = state_after(Step.DRAW, DrawState(draw.state))
    lots = {lot.commitment: lot for lot in draw.lots.all()}
    drawn = lottery.order(draw.seed, lots)
    for place, line in enumerate(drawn, 1):
        lots[line].place = place
    Lot.objects.bulk_update(lots.values(), ["place"], batch_size=BATCH)
    entry = record(actor, "hold_draw", f"draw:{draw.pk}", authority=f"order:{order_digest(drawn)}")
    draw.drawn_by, draw.drawn_at = entry.actor, entry.at
    draw.save(update_fields=["state", "drawn_by", "drawn_at"])
    waiting = lined_up(draw.scheme) | _entered(draw)
    applications = lock_in_order(waiting.order_by("draw__number", "place"))
    served = serve(actor, [one for one in applications if one.lot.draw_id != draw.pk])
    own = [one for one in applications if one.lot.draw_id == draw.pk]
    if in_doubt := served.in_doubt + deal(actor, own, served.passed_over):
        raise Refusal(Reason(RefusalCode.DRAW_HAS_DOUBTS, {"review": in_doubt}))
    return draw


def _entered(draw: Draw) -> QuerySet[Lot]:
    """Who has a chance in it still: a person may have refused some since the list was sealed."""
    return Lot.objects.filter(draw=draw, application__state=ApplicationState.ENTERED)


def digest(text: str) -> str:
    """SHA-256 of a text, as the trail keeps it."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def order_digest(drawn: Iterable[str]) -> str:
    """SHA-256 of the order as it is published."""
    return hashlib.sha256(lottery.order_list(drawn)).hexdigest()


def _take(draw: Draw) -> Draw:
    """The draw as it is now, while nobody else takes a step."""
    wait_for_draws(draw.scheme)
    return Draw.objects.select_related("scheme").get(pk=draw.pk)


def _to_be_drawn(scheme: Scheme) -> list[Lot]:
    """The lots of everybody whose window has closed and who is in no list yet.

    Raises:
        Refusal: NOBODY_ENTERED, DRAW_WINDOW_OPEN or DRAW_WAITS_FOR_OTHERS.
    """
    waiting = Lot.objects.filter(
        draw=None, application__scheme=scheme, application__state=ApplicationState.ENTERED
    )
    rules = RuleSetVersion.objects.filter(
        decisions__result=ApplicationState.ENTERED, decisions__application__lot__in=waiting
    )
    last_days = {version.pk: last_day_of(version) for version in rules.distinct()}
    if not last_days:
        raise Refusal(Reason(RefusalCode.NOBODY_ENTERED))
    closed = [pk for pk, last_day in last_days.items() if last_day < today()]
    if not closed:
        raise Refusal(Reason(RefusalCode.DRAW_WINDOW_OPEN, {"closes_on": min(last_days.values())}))
    _nobody_is_missing(scheme, max(last_days[pk] for pk in closed))
    entered = waiting.filter(
        application__decisions__result=ApplicationState.ENTERED, application__decisions__rule_set__in=closed
    )
    return list(entered.distinct())


def _nobody_is_missing(scheme: Scheme, last_day: date) -> None:
    """Stop here while somebody who applied up to and including ``last_day`` may still be let in.

    Raises:
        Refusal: DRAW_WAITS_FOR_OTHERS.
    """
    end = datetime.combine(last_day + timedelta(days=1), time.min, BRUSSELS)
    in_time = Application.objects.filter(scheme=scheme, applied_at__lt=end)
    undrawn = in_time.exclude(lot__place__isnull=False)
    review = undrawn.filter(waits_for_person()).count()
    unconfirmed = in_time.filter(
        state=ApplicationState.UNCONFIRMED, confirmation__expires_at__gt=now()
    ).count()
    if review or unconfirmed:
        params = {"review": review, "unconfirmed": unconfirmed}
        raise Refusal(Reason(RefusalCode.DRAW_WAITS_FOR_OTHERS, params))
