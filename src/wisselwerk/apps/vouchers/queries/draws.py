"""Draws as everybody may see them, the place of one application, the waiting list, and who was never drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT

from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Draw, Lot
from wisselwerk.apps.vouchers.queries.lines import DISCLOSED_FROM
from wisselwerk.domain import lottery
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.lottery import DrawState
from wisselwerk.domain.rule.window import ApplicationWindow

LEAVE = "leave_draw"
"""The command that the trail tells of, of who wanted no voucher any more before the draw."""
WAITS = Q(application__state=ApplicationState.WAITING_LIST)


@dataclass(frozen=True, slots=True)
class Place:
    """What a draw gave one application."""

    drawn: int
    """Its place in the order of the draw."""
    entries: int
    """Of how many."""
    waiting: int | None
    """Its place on the waiting list of the scheme now; None when it does not stand there."""
    until: date | None
    """The last day of that place."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who got a voucher by a draw and who did not, as numbers. Smaller ones than may be published are None."""

    given: int | None
    not_given: int | None
    by_municipality: Mapping[str, tuple[int, int]]
    """The same two by the NIS code that was declared, where both may be published."""


def draws_of(scheme: Scheme) -> QuerySet[Draw]:
    """The draws of a scheme, newest first. One query."""
    return scheme.draws.select_related("scheme__partnership").order_by("-number")


def draws_to_move(actor: Actor, day: date) -> QuerySet[Draw]:
    """The draws of which somebody has to take a step, for who coordinates their scheme; oldest first. One query."""
    mine = _waiting(day).filter(scheme__partnership__in=actor.organisations(Role.COORDINATOR))
    return mine.order_by("sealed_at")


def draws_to_confirm(actor: Actor) -> QuerySet[Draw]:
    """The draws of which a second person types the seed, for who audits their partnership. One query."""
    waiting = Draw.objects.filter(
        state=DrawState.SEEDED, scheme__partnership__in=actor.organisations(Role.AUDITOR)
    )
    return waiting.select_related("scheme").order_by("sealed_at")


def schemes_to_seal(actor: Actor, day: date) -> list[Scheme]:
    """The schemes that the actor coordinates in which a list has to be sealed, by name. One query.

    Somebody stands in no list whose last day to apply is over by ``day``, and no other draw has to be held first.
    """
    open_draws = Draw.objects.exclude(state=DrawState.DRAWN)
    versions = RuleSetVersion.objects.filter(
        scheme__partnership__in=actor.organisations(Role.COORDINATOR),
        decisions__result=ApplicationState.ENTERED,
        decisions__application__state=ApplicationState.ENTERED,
        decisions__application__lot__draw=None,
    ).exclude(scheme__in=open_draws.values("scheme"))
    found = versions.select_related("scheme").distinct()
    closed = {version.scheme for version in found if last_day_of(version) < day}
    return sorted(closed, key=lambda scheme: (scheme.name, scheme.pk))


def last_day_of(version: RuleSetVersion) -> date:
    """The last day on which one could apply under rules that have a draw decide."""
    window = rule_set(version).find(ApplicationWindow)
    assert window is not None, "a draw has a window"
    assert window.closes_on is not None, "the window of a draw has a last day"
    return window.closes_on


def _waiting(day: date) -> QuerySet[Draw]:
    """Not held, and the seed is there by ``day``."""
    waiting = Draw.objects.exclude(state=DrawState.DRAWN).filter(seed_on__lte=day)
    return waiting.select_related("scheme")


def commitments_of(draw: Draw) -> list[str]:
    """What is published of each application in a draw: in the order of the draw, and of themselves before it. One query."""
    return list(draw.lots.order_by("place", "commitment").values_list("commitment", flat=True))


def sealed_list_of(draw: Draw) -> bytes:
    """The list of a draw as it was sealed, as a CSV file. One query."""
    return lottery.sealed_list(commitments_of(draw))


def order_of(draw: Draw) -> bytes | None:
    """The order of a draw as a CSV file; None before it was held. One query."""
    return lottery.order_list(commitments_of(draw)) if draw.is_drawn else None


def outcomes_of_draw(draw: Draw) -> dict[str, int | None]:
    """How many of a draw stand where now, by the state of their application. One query.

    When one of them is too small to publish, all but nothing are None: how many there are together is public.
    """
    counted = draw.lots.order_by().values_list("application__state").annotate(number=Count("pk"))
    found = dict(counted)
    shown = (ApplicationState.AWARDED, ApplicationState.WAITING_LIST, ApplicationState.NOT_DRAWN)
    numbers = {state.value: found.get(state, 0) for state in shown}
    is_small = any(0 < number < DISCLOSED_FROM for number in numbers.values())
    return {state: None if is_small and number else number for state, number in numbers.items()}


def place_of(application: Application) -> Place | None:
    """The place of an application that was drawn; None before. At most three queries, none where no draw decides."""
    if not any(one.facts.get("drawn_on") for one in application.decisions.all()):
        return None
    lot = lot_of(application.pk)
    if lot is None or lot.draw is None or lot.place is None or lot.drawn_on is None:
        return None
    if application.state != ApplicationState.WAITING_LIST:
        return Place(lot.place, lot.draw.entries, None, None)
    ahead = waiting_lots(application.scheme).filter(in_front_of(lot)).count()
    return Place(lot.place, lot.draw.entries, ahead + 1, waiting_until(lot))


def lot_of(application_id: UUID) -> Lot | None:
    """The lot of an application with its draw; None where no draw decides. One query."""
    return Lot.objects.select_related("draw").filter(pk=application_id).first()


def was_drawn(application: Application) -> bool:
    """Whether an application has its place in the order of a draw that was held. One query."""
    return Lot.objects.filter(pk=application.pk, place__isnull=False).exists()


def waiting_until(lot: Lot) -> date | None:
    """The last day of a place on the waiting list; None where there is none."""
    entered = Decision.objects.filter(application=lot.application_id, result=ApplicationState.ENTERED)
    decision = entered.select_related("rule_set").order_by("-pk").first()
    rule = rule_set(decision.rule_set).lottery if decision else None
    return rule.waiting_until(lot.drawn_on) if rule and lot.drawn_on else None


def waiting_lots(scheme: Scheme) -> QuerySet[Lot]:
    """Who stands on the waiting list of a scheme, the next first: by draw, and by place in it. One query."""
    waiting = Lot.objects.filter(WAITS, application__scheme=scheme, place__isnull=False)
    return waiting.select_related("draw", "application__enterprise").order_by("draw__number", "place")


def lined_up(scheme: Scheme) -> QuerySet[Lot]:
    """As ``waiting_lots``, with who was drawn and on whom a person has still to decide at its place. One query."""
    stands = WAITS | Q(application__state=ApplicationState.REVIEW)
    drawn = Lot.objects.filter(stands, application__scheme=scheme, place__isnull=False)
    return drawn.order_by("draw__number", "place")


def in_front_of(lot: Lot) -> Q:
    """Which lots of a scheme stand in front of one that was drawn: of an earlier draw, or with an earlier place in its own."""
    assert lot.draw is not None, "one that was drawn has its draw"
    return Q(draw__number__lt=lot.draw.number) | Q(draw=lot.draw, place__lt=lot.place)


def number_entered(scheme: Scheme) -> int:
    """How many applications wait for a list to be sealed. One query."""
    return Lot.objects.filter(
        draw=None, application__scheme=scheme, application__state=ApplicationState.ENTERED
    ).count()


def comparison_group(scheme: Scheme) -> Comparison:
    """Those whom a draw gave a voucher beside those whom it did not: chance alone made the difference. One query.

    Who still waits counts on neither side, and so does who was drawn and refused by another rule.
    """
    drawn = Application.objects.filter(
        scheme=scheme,
        lot__draw__state=DrawState.DRAWN,
        state__in=(ApplicationState.AWARDED, ApplicationState.NOT_DRAWN),
    )
    rows = (
        drawn.order_by().annotate(declared=KT("declarations__municipality")).values_list("declared", "state")
    )
    found: dict[str, list[int]] = {}
    for municipality, state, number in rows.annotate(number=Count("pk")):
        pair = found.setdefault(municipality or "", [0, 0])
        pair[state == ApplicationState.NOT_DRAWN] += number
    given, not_given = (sum(pair[side] for pair in found.values()) for side in (0, 1))
    return Comparison(
        given if given >= DISCLOSED_FROM else None,
        not_given if not_given >= DISCLOSED_FROM else None,
        {
            code: (pair[0], pair[1])
            for code, pair in sorted(found.items())
            if code and min(pair) >= DISCLOSED_FROM
        },
    )
