"""A scheme with a draw: who applies, and the steps until it is held."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine

from tests.scene import GENK, Rules, Scene, actor, enter, enterprise_number, set_scene
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.schemes.models import Granter
from wisselwerk.apps.schemes.services import arrange_granting, fund_scheme
from wisselwerk.apps.vouchers.models import Application, Draw
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import confirm_seed, enter_seed, hold_draw, seal_draw
from wisselwerk.clock import BRUSSELS, as_if, midnight, now, today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.lottery import DrawState

OPENS, CLOSES = date(2027, 3, 1), date(2027, 3, 14)
SEALED_ON, SEED_ON = date(2027, 3, 16), date(2027, 3, 20)
SOURCE = "De zes nummers van de trekking van 20 maart 2027, in de volgorde waarin ze getrokken zijn"
SEED = "3 12 18 25 33 41"
AMOUNT = 25_000
LATER = SEED_ON + timedelta(days=30)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Stand at ten o'clock of a day, in Brussels."""
    with time_machine.travel(datetime.combine(day, time(10), BRUSSELS), tick=True):
        yield


def set_lottery(*, vouchers_for: int = 10, rules: Rules | None = None, **asked: Any) -> Scene:
    """A scheme that draws, with money for so many vouchers. Call it on a day on which one can apply."""
    allocation: dict[str, object] = {"method": "lottery", "waiting_months": 6}
    window: dict[str, object] = {"opens_on": OPENS.isoformat(), "closes_on": CLOSES.isoformat()}
    changed: Rules = {"application_window": window, "allocation": allocation, **(rules or {})}
    # Some time before the first applies: the visum is recorded by then.
    with as_if(now() - timedelta(hours=1)):
        return set_scene(budget_cents=vouchers_for * AMOUNT, rules=changed, **asked)


def apply_all(scene: Scene, number: int, *, municipality: str = GENK, start: int = 0) -> list[Application]:
    """So many enterprises apply."""
    return [
        enter(
            scene,
            enterprise_number(serial),
            municipality=municipality,
            email=f"zaak{serial}@example.be",
        )
        for serial in range(start, start + number)
    ]


def second() -> Actor:
    """Who types the seed a second time."""
    return actor("auditor")


def seal(scene: Scene, *, seed_on: date = SEED_ON) -> Draw:
    return seal_draw(scene.coordinator, scheme=scene.scheme, seed_source=SOURCE, seed_on=seed_on)


def confirm(scene: Scene, draw: Draw, seed: str = SEED) -> Draw:
    """Both type the seed."""
    enter_seed(scene.coordinator, draw=draw, seed=seed)
    return confirm_seed(second(), draw=draw, seed=seed)


def draw_all(scene: Scene, *, seed: str = SEED) -> Draw:
    """Seal the list, and hold the draw on the day of the seed. Call it from no day in particular."""
    with on(SEALED_ON):
        draw = seal(scene)
    with on(SEED_ON):
        confirm(scene, draw, seed)
        return hold_draw(scene.coordinator, draw=draw)


def end_delegation(scene: Scene, day: date) -> None:
    """From this day on nobody decides by the rules alone: whom no person looked at yet is a doubt."""
    arrange_granting(
        SYSTEM,
        scheme=scene.scheme,
        granter=Granter.MANAGING_MUNICIPALITY,
        signatory="algemeen directeur",
        delegation=None,
        valid_from=day,
    )


def differences() -> list[str]:
    return [*ledger.differences(), *proof.differences()]


def states() -> Counter[str]:
    return Counter(Application.objects.values_list("state", flat=True))


def in_order(draw: Draw) -> list[Application]:
    """The applications of a draw in its order, as they are now."""
    return [lot.application for lot in draw.lots.select_related("application__scheme").order_by("place")]


def held_lately(
    *,
    slug: str = "loting",
    applications: int = 6,
    vouchers_for: int = 2,
    until: DrawState = DrawState.DRAWN,
) -> Draw:
    """A scheme with a draw that was held yesterday, or is as far as ``until``; once."""
    found = Draw.objects.filter(scheme__slug=slug).first()
    if found is not None:
        return found
    opens, closes = today() - timedelta(days=20), today() - timedelta(days=10)
    window: dict[str, object] = {"opens_on": opens.isoformat(), "closes_on": closes.isoformat()}
    scene = set_lottery(slug=slug, vouchers_for=0, rules={"application_window": window})
    auditor = second()
    with as_if(midnight(opens) + timedelta(hours=10)):
        apply_all(scene, applications)
        enter(scene)
    with as_if(midnight(closes) + timedelta(hours=34)):
        draw = seal(scene, seed_on=closes + timedelta(days=2))
    with as_if(now() - timedelta(days=1)):
        if until != DrawState.SEALED:
            draw = enter_seed(scene.coordinator, draw=draw, seed=SEED)
        if until not in {DrawState.SEALED, DrawState.SEEDED}:
            draw = confirm_seed(auditor, draw=draw, seed=SEED)
        if until == DrawState.DRAWN:
            if vouchers_for:
                money = vouchers_for * AMOUNT
                fund_scheme(SYSTEM, scheme=scene.scheme, year=today().year, amount_cents=money)
            draw = hold_draw(scene.coordinator, draw=draw)
    return draw
