"""How an event stands at a moment, and when a joint offer is one."""

from datetime import UTC, datetime, timedelta

import pytest

from wisselwerk.domain.event import EventState, Occasion
from wisselwerk.domain.joint_offer import OfferState, offer_state

STARTS = datetime(2026, 10, 25, 18, tzinfo=UTC)
LASTS = timedelta(hours=2)
SECOND = timedelta(seconds=1)


def occasion(*, registered: int = 0, is_called_off: bool = False) -> Occasion:
    return Occasion(STARTS, STARTS + LASTS, 2, registered, is_called_off)


@pytest.mark.parametrize(
    ("registered", "is_called_off", "at", "state"),
    [
        (1, False, STARTS - SECOND, EventState.COMING),
        (2, False, STARTS - SECOND, EventState.FULL),
        (2, False, STARTS, EventState.STARTED),
        (0, False, STARTS + LASTS - SECOND, EventState.STARTED),
        (0, False, STARTS + LASTS, EventState.OVER),
        (2, True, STARTS - SECOND, EventState.CALLED_OFF),
        (0, True, STARTS + SECOND, EventState.CALLED_OFF),
    ],
)
def test_state(registered: int, is_called_off: bool, at: datetime, state: EventState) -> None:
    assert occasion(registered=registered, is_called_off=is_called_off).state(at) is state


def test_places_left() -> None:
    assert occasion(registered=2).left == 0


@pytest.mark.parametrize(
    ("has_ended", "confirmed", "state"),
    [
        (False, [], OfferState.PROPOSED),
        (False, [True, False], OfferState.PROPOSED),
        (False, [True, True], OfferState.OFFERED),
        (True, [True], OfferState.ENDED),
    ],
)
def test_an_offer_is_joint_once_every_partner_said_yes(
    has_ended: bool, confirmed: list[bool], state: OfferState
) -> None:
    assert offer_state(has_ended=has_ended, confirmed=confirmed) is state
