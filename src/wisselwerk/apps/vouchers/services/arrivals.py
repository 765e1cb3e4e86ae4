"""How far something came that somebody has to be told: one way for all that is told by mail, else by letter.

It is on record from the moment that it left, and not before. Several people may be told the same: who has to know it has
it when one of them has, so that a mail which left counts after another was refused, and a refusal after that does not.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.vouchers.models import DeliveryState, OnItsWay
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.clock import now
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

N = TypeVar("N", bound=OnItsWay)
TellTrail = Callable[[], Entry]
"""Tells the trail that it left; the moment of that entry is when it did."""


def held(notice: N) -> N:
    """The notice as it is now, while nobody else does anything with it. Call it inside a command's transaction."""
    found = type(notice)._default_manager.select_for_update(no_key=True, of=("self",))
    return found.get(pk=notice.pk)


def keep_mail(notice: OnItsWay, state: DeliveryState, tell: TellTrail) -> bool:
    """Keep that the mail server took it, or (``MAIL_REFUSED``) never will; False when that changes nothing. Have it held."""
    if notice.state in DELIVERED or (state not in DELIVERED and notice.state != DeliveryState.WAITING):
        return False
    _keep(notice, state, tell().at if state in DELIVERED else now())
    return True


def keep_letter(notice: OnItsWay, tell: TellTrail) -> None:
    """Keep that its letter was sent by post today, or handed over. Have it held.

    Raises:
        Refusal: WRONG_STATE when it was delivered before.
    """
    if notice.state in DELIVERED:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": notice.state}))
    _keep(notice, DeliveryState.POSTED, tell().at)


def _keep(notice: OnItsWay, state: DeliveryState, at: datetime) -> None:
    notice.state, notice.at = state, at
    notice.save(update_fields=["state", "at"])
