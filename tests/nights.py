"""Nights passing: what background work does in each of them, with a mail server that takes everything."""

from datetime import date, datetime, time, timedelta

import time_machine

from wisselwerk.apps.vouchers.models import DeliveryState, Notice, NoticeAbout, Voucher
from wisselwerk.apps.vouchers.queries.deadlines import CAN_LAPSE
from wisselwerk.apps.vouchers.services import deliver_notice, lapse_vouchers, remind_holders
from wisselwerk.clock import BRUSSELS, day_of, today
from wisselwerk.domain.actor import SYSTEM

DAY = timedelta(days=1)


def at_night(day: date) -> time_machine.travel:
    """Stand in the night that begins a day."""
    return time_machine.travel(datetime.combine(day, time(3), BRUSSELS), tick=False)


def night(day: date) -> int:
    """What background work does in the night that begins ``day``; returns how many vouchers lapsed."""
    with at_night(day):
        remind_holders(SYSTEM, on=day)
        for notice in Notice.objects.filter(state__in=(DeliveryState.WAITING, DeliveryState.TO_POST)):
            deliver_notice(SYSTEM, notice=notice)
        return lapse_vouchers(SYSTEM, on=day)


def live(until: date) -> int:
    """Live every night in which something happens, up to and including that of ``until``; how many vouchers lapsed."""
    return sum(night(day) for day in _nights(until))


def let_lapse(voucher: Voucher) -> int:
    """Live until a voucher lapses, if it does; how many lapsed by then."""
    voucher = Voucher.objects.get(pk=voucher.pk)
    return live(voucher.valid_until + 31 * DAY)


def fresh(voucher: Voucher) -> Voucher:
    """The voucher as it is now."""
    return Voucher.objects.get(pk=voucher.pk)


def reminded(about: NoticeAbout = NoticeAbout.LAST_DAY) -> list[int]:
    """How many days before the deadline each reminder left."""
    found = Notice.objects.filter(about=about, state__in=("mailed", "posted")).order_by("pk")
    return [(one.deadline - day_of(one.at)).days for one in found if one.deadline]


def remind(on: date) -> int:
    """The night of ``on``, in which no mail leaves."""
    with at_night(on):
        return remind_holders(SYSTEM, on=on)


def deliver(on: date) -> None:
    """The mails of that night leave."""
    with at_night(on):
        for notice in Notice.objects.filter(state=DeliveryState.WAITING):
            assert deliver_notice(SYSTEM, notice=notice)


def _nights(until: date) -> list[date]:
    """The nights in which a reminder is due or something can end, when nothing was missed."""
    ends = Voucher.objects.filter(state__in=CAN_LAPSE).values_list("valid_until", "claim_days")
    found = {
        end + days * DAY
        for end, claim in ends
        for days in (-30, -14, -3, 0, claim - 14, claim - 3, claim + 1)
    }
    return sorted({day for day in found if today() < day < until} | {until})
