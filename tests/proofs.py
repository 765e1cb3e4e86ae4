"""A scheme that asks for proof before it pays, on days that a test chooses: the days around a public holiday among them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from uuid import UUID

import time_machine

from tests.payments import Treasury, due_by, pass_checks, treasury_of
from tests.scene import Rules, set_scene
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.clock import BRUSSELS, today

BOTH: Mapping[str, object] = {"delivery_working_days": 3, "own_part_paid": "proven"}
DELIVERY: Mapping[str, object] = {"delivery_working_days": 3}
OWN_PART: Mapping[str, object] = {"own_part_paid": "proven"}

MONDAY = date(2026, 11, 9)
"""Three working days after it come to Friday 13 November: Wednesday is Armistice Day."""
LAST_DAY = date(2026, 11, 13)


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    """That day in Brussels."""
    with time_machine.travel(datetime.combine(day, time(hour), BRUSSELS), tick=False):
        yield


def set_proof(rule: Mapping[str, object], rules: Rules | None = None) -> Treasury:
    """A treasury whose scheme asks for proof."""
    return treasury_of(set_scene(rules={"proof": dict(rule), **(rules or {})}))


def waits(treasury: Treasury) -> dict[UUID, tuple[Wait, ...]]:
    """What each redemption that is due waits for now, its invoice apart, which is in order."""
    pass_checks()
    return {one.redemption.pk: one.waits_for for one in due_by(treasury.payer, today())}
