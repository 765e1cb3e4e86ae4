"""When a holder is reminded of the days on which a voucher ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.reminder import NEEDED, Ladder
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, passed
from wisselwerk.domain.rule.parameter import Between, Distinct, InvalidRule, check_parameters

EARLIEST = 180
"""Days before the last day for an invoice: half a year ahead nobody does anything with a reminder. Ours."""
EARLIEST_TO_HAND_IN = 30
"""Days before the last day to hand in: as many as there usually are between both days. Nobody is reminded of two at once,
so a reminder that would come before the last day for an invoice is over waits until then; ``rule_check`` tells where
there is no room for two. Ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """How many days before a deadline its holder is reminded. It passes at application: vouchers end later.

    ``days_before_last_day`` are the days before the last day that an invoice may bear, ``days_before_hand_in`` those
    before the last day to hand it in; left out, that is 14 and 3. Each holds at least two numbers, in any order: nobody
    loses a right without two reminders on record, the second of them at least as long before as the lowest number says,
    else the day moves. Without this rule it is 30, 14 and 3 days before the last day, and 14 and 3 before the last day
    to hand in.
    """

    days_before_last_day: Annotated[tuple[Annotated[int, Between(1, EARLIEST)], ...], Distinct()]
    days_before_hand_in: (
        Annotated[tuple[Annotated[int, Between(1, EARLIEST_TO_HAND_IN)], ...], Distinct()] | None
    ) = None

    kind: ClassVar[str] = "reminders"

    def __post_init__(self) -> None:
        check_parameters(self)
        for name in ("days_before_last_day", "days_before_hand_in"):
            days = getattr(self, name)
            if days is not None and len(days) < NEEDED:
                raise InvalidRule(TOO_FEW, parameter=name, needed=NEEDED)

    @property
    def last_day(self) -> Ladder:
        """The ladder towards the last day for an invoice."""
        return Ladder(tuple(sorted(self.days_before_last_day, reverse=True)))

    @property
    def hand_in(self) -> Ladder | None:
        """The ladder towards the last day to hand in; None where nothing else was decided."""
        days = self.days_before_hand_in
        return None if days is None else Ladder(tuple(sorted(days, reverse=True)))

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(self._said())

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)

    def _said(self) -> Iterator[str]:
        yield _LAST_DAY
        if self.days_before_hand_in is not None:
            yield _HAND_IN


TOO_FEW = gettext_noop(
    "“{parameter}” has too few numbers. Give at least {needed}: nobody loses a right without so many reminders."
)
_LAST_DAY = gettext_noop(
    "The holder is reminded of the last day for an invoice, so many days before it: {days_before_last_day}."
)
_HAND_IN = gettext_noop(
    "The holder is reminded of the last day to hand in an invoice, so many days before it: {days_before_hand_in}."
)
