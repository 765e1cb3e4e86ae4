"""The deadlines of a voucher: as they were decided, as they stand now, and the reminders that are on record for each.

A voucher has two: the last day that an invoice may bear, and the last day to hand it in. The second is looked at when
the first has passed, so that nobody is reminded of two at once. The law of both is ``domain.reminder``.

Other terms end no right that somebody has. An application that is not confirmed in time is erased before anything was
granted, and can be made again. The time to appeal runs from the delivery of a decision and is told in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from wisselwerk.apps.schemes.kinds import versions_with
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import (
    DeadlineChange,
    DeadlineGround,
    DeliveryState,
    Notice,
    NoticeAbout,
    Voucher,
)
from wisselwerk.clock import day_of
from wisselwerk.domain.reminder import (
    LADDERS,
    SHORT_LADDERS,
    Ladder,
    days_of,
    ladder_on,
    last_day,
    may_lapse,
    reminder_due,
)
from wisselwerk.domain.rule.reminders import Reminders
from wisselwerk.domain.voucher import VoucherState

CAN_LAPSE = (VoucherState.OPEN, VoucherState.PARTLY_USED)
DELIVERED = (DeliveryState.MAILED, DeliveryState.POSTED)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline of a voucher. ``decided`` counts for its ladder, ``stands`` is what the holder may rely on."""

    about: NoticeAbout
    decided: date
    stands: date
    ladder: Ladder
    notices: tuple[Notice, ...]
    """The reminders for this deadline, oldest first."""

    @property
    def sent(self) -> tuple[date, ...]:
        """The days on which a reminder went out."""
        return tuple(day_of(one.at) for one in self.notices if one.state in DELIVERED)

    def last_day(self, on: date) -> date:
        """The last day as far as it can be told ``on`` this day: never before what was told already."""
        return max(self.stands, last_day(self.ladder, self.decided, self.sent, on))

    def may_end(self, on: date) -> bool:
        """Whether the right is over ``on`` this day."""
        return on > self.stands and may_lapse(self.ladder, self.decided, self.sent, on)

    def is_due(self, on: date) -> bool:
        """Whether a reminder should go out. None does while another one is on its way, or waits to be printed."""
        if any(one.state not in DELIVERED for one in self.notices):
            return False
        return reminder_due(self.ladder, self.decided, self.sent, on) is not None


def deadlines_of(voucher: Voucher) -> tuple[Deadline, Deadline]:
    """The last day for an invoice and the last day to hand one in. No query for a voucher from ``with_deadlines``."""
    changes = voucher.deadline_changes.all()
    use = _decided(voucher.valid_until, [one for one in changes if one.about == NoticeAbout.LAST_DAY])
    return (
        _deadline(voucher, NoticeAbout.LAST_DAY, use, voucher.valid_until),
        _deadline(voucher, NoticeAbout.CLAIM, voucher.usual_claim_until, voucher.claim_until),
    )


def next_deadline(voucher: Voucher, on: date) -> Deadline:
    """The deadline that its holder is reminded of now."""
    use, claim = deadlines_of(voucher)
    return claim if use.may_end(on) else use


def notice_period(voucher: Voucher) -> timedelta:
    """How long before a last day its holder hears of it at the latest: as long as the whole ladder takes.

    Have its rules at hand.
    """
    return timedelta(days=ladders_of(voucher)[0].days_before[0])


def ladders_of(voucher: Voucher) -> tuple[Ladder, Ladder]:
    """The ladders to both deadlines, by the rules under which a voucher was awarded; have those at hand."""
    rule = rule_set(voucher.rule_set).find(Reminders)
    last_day = rule.last_day if rule else ladder_on(voucher.awarded_on)
    return last_day, (rule and rule.hand_in) or ladder_on(voucher.awarded_on, SHORT_LADDERS)


def reminders_ahead(voucher: Voucher, on: date) -> list[date]:
    """On which days after this one its holder is reminded of the deadline that comes next, when all goes well.

    None of a voucher that cannot lapse. For one whose deadlines were read.
    """
    if voucher.state not in CAN_LAPSE:
        return []
    deadline = next_deadline(voucher, on)
    planned = days_of(deadline.ladder, deadline.last_day(on)).values()
    return sorted(day for day in planned if day > on)


def hand_in_reminders_ahead(voucher: Voucher, on: date) -> list[date]:
    """On which days its holder is reminded to hand an invoice in, once the last day that it may bear is over.

    None while those are the ones that come next (``reminders_ahead``). For one whose deadlines were read.
    """
    use, claim = deadlines_of(voucher)
    if voucher.state not in CAN_LAPSE or use.may_end(on):
        return []
    return sorted(days_of(claim.ladder, claim.last_day(on)).values())


def with_deadlines(found: QuerySet[Voucher]) -> QuerySet[Voucher]:
    """The same vouchers with what their deadlines are told from. Two queries more, however many there are."""
    return found.select_related("rule_set").prefetch_related(*_parts())


def read_deadlines(*vouchers: Voucher) -> None:
    """Have at hand what the deadlines of these vouchers are told from. Two queries, however many there are."""
    prefetch_related_objects(vouchers, *_parts())


def _parts() -> list[Prefetch[Any]]:
    return [
        Prefetch("notices", Notice.objects.order_by("pk")),
        Prefetch("deadline_changes", DeadlineChange.objects.order_by("pk")),
    ]


def ending_vouchers(on: date) -> QuerySet[Voucher]:
    """Vouchers with something left of which a deadline is near or has passed; found by an index, those that end first.

    One query more tells how early the rules of a scheme remind.
    """
    found = Voucher.objects.filter(state__in=CAN_LAPSE, valid_until__lte=on + _earliest())
    return with_deadlines(found.select_related("scheme")).order_by("valid_until", "pk")


def _earliest() -> timedelta:
    """How long before a last day anybody is reminded: as the rules say that have a say in it, or as everybody else."""
    usual = (one.ladder for one in LADDERS)
    ladders = (*usual, *(rule.last_day for rule in versions_with(Reminders).values()))
    return timedelta(days=max(ladder.days_before[0] for ladder in ladders))


def _decided(stands: date, changes: Iterable[DeadlineChange]) -> date:
    """What was decided, without the days that came by because reminders were missing."""
    decided: date | None = None
    for one in changes:
        if one.ground != DeadlineGround.NOT_REMINDED:
            decided = one.becomes
        elif decided is None:
            decided = one.was
    return stands if decided is None else decided


def _deadline(voucher: Voucher, about: NoticeAbout, decided: date, stands: date) -> Deadline:
    last_day, hand_in = ladders_of(voucher)
    ladder = last_day if about == NoticeAbout.LAST_DAY else hand_in
    notices = [one for one in voucher.notices.all() if one.about == about and one.deadline == decided]
    return Deadline(about, decided, stands, ladder, tuple(notices))
