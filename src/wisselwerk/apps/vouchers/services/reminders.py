"""Nobody loses what is left on a voucher without two reminders on record: who is reminded, and whose last day moves.

Each voucher has its own transaction and is looked at again once it is locked, so that two workers at once remind once,
and whoever is killed half-way leaves only whole vouchers behind.
"""

from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import DeadlineGround, Notice, Voucher
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED, Deadline, ending_vouchers, next_deadline
from wisselwerk.apps.vouchers.services.notices import ask_notice
from wisselwerk.apps.vouchers.services.vouchers import change_deadline, lock_voucher, turn
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.voucher import Verb, VoucherState, may

CHUNK = 500


@command
def remind_holder(actor: Actor, *, voucher: Voucher, on: date) -> bool:
    """Remind the holder of a voucher where that is due ``on`` this day, and move its last day where it must not end yet.

    False when there was nothing to tell; a last day that moved is told in the next reminder.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "remind_holder", voucher.scheme.partnership_id)
    voucher = lock_voucher(voucher)
    if not may(Verb.LAPSE, VoucherState(voucher.state)):
        return False
    deadline = next_deadline(voucher, on)
    is_due = deadline.is_due(on)
    if _must_move(deadline, on) or is_due:
        _move(actor, voucher, deadline, on)
    if is_due:
        until = deadline.last_day(on)
        ask_notice(voucher, deadline.about, on=on, deadline=deadline.decided, told_until=until)
        record(actor, "remind_holder", f"voucher:{voucher.pk}")
    return is_due


def remind_holders(actor: Actor, *, on: date) -> int:
    """Remind every holder for whom that is due, each in a transaction of its own; returns how many.

    What is near its end is read without locking anything, and only what asks for something is then locked.
    """
    return sum(
        remind_holder(actor, voucher=voucher, on=on)
        for voucher in ending_vouchers(on).iterator(CHUNK)
        if _asks(next_deadline(voucher, on), on)
    )


def _asks(deadline: Deadline, on: date) -> bool:
    return deadline.is_due(on) or _must_move(deadline, on)


def _must_move(deadline: Deadline, on: date) -> bool:
    """Whether the right would be over tomorrow without two reminders: only then, or the day would move every night."""
    return deadline.stands <= on and deadline.last_day(on) > deadline.stands


def _move(actor: Actor, voucher: Voucher, deadline: Deadline, on: date) -> None:
    until = deadline.last_day(on)
    if until <= deadline.stands:
        return
    entry = record(actor, "give_time", f"voucher:{voucher.pk}")
    ground = DeadlineGround.NOT_REMINDED
    change_deadline(voucher, deadline.about, ground, was=deadline.stands, becomes=until, entry=entry)
    turn(voucher, Verb.EXTEND)
    # A letter that still has to go must not tell a day that has passed.
    waiting = Notice.objects.filter(voucher=voucher, about=deadline.about, deadline=deadline.decided)
    waiting.exclude(state__in=DELIVERED).update(told_until=until)
