"""Whether what an invoice is for was delivered: the business is asked, and after some working days its silence is a yes.

A clock runs from the question. The business may answer up to and including its last day, the n-th working day after
that of the question (``working_day``: which days are public holidays is an argument). A dispute stops the clock; when
the business withdraws it, the clock goes on with the working days that were left. So it is while the voucher is on hold:
a silence of whoever says that it never asked for the voucher is no yes. Nor is it once the voucher was withdrawn, where nobody
is left to answer.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.working_day import working_day_after, working_days_left


class FulfilmentVerb(StrEnum):
    """What can be said about it."""

    ASK = "ASK"
    """The business was asked."""
    CONFIRM = "CONFIRM"
    """The business says that it was delivered."""
    DISPUTE = "DISPUTE"
    """The business says that it was not delivered, or not as agreed."""
    FIND = "FIND"
    """The coordinator found that it was delivered after all."""
    WITHDRAW = "WITHDRAW"
    """The business takes its dispute back."""
    HOLD = "HOLD"
    """Its voucher was put on hold: the clock stands still."""
    GO_ON = "GO_ON"
    """Its voucher is on hold no longer: the clock goes on."""


class FulfilmentState(StrEnum):
    """Where it stands on a day."""

    ASKED = "asked"
    SILENT = "silent"
    """Nobody answered in time, which counts as a yes."""
    CONFIRMED = "confirmed"
    FOUND = "found"
    """Delivered after all, as the coordinator found."""
    DISPUTED = "disputed"


DELIVERED = frozenset({FulfilmentState.SILENT, FulfilmentState.CONFIRMED, FulfilmentState.FOUND})
"""States in which delivery stands, and payment no longer waits for it."""

ALLOWED: Mapping[FulfilmentVerb, frozenset[FulfilmentState]] = {
    FulfilmentVerb.CONFIRM: frozenset({FulfilmentState.ASKED, FulfilmentState.DISPUTED}),
    FulfilmentVerb.DISPUTE: frozenset({FulfilmentState.ASKED}),
    FulfilmentVerb.FIND: frozenset({FulfilmentState.DISPUTED}),
    FulfilmentVerb.WITHDRAW: frozenset({FulfilmentState.DISPUTED}),
    FulfilmentVerb.HOLD: frozenset({FulfilmentState.ASKED}),
    FulfilmentVerb.GO_ON: frozenset({FulfilmentState.ASKED}),
}
"""In which states each thing can be said. The question comes first, and once."""

_ENDS = {FulfilmentVerb.CONFIRM: FulfilmentState.CONFIRMED, FulfilmentVerb.FIND: FulfilmentState.FOUND}


@dataclass(frozen=True, slots=True)
class Said:
    """The last thing that was said, and the clock it left: running, stopped, or neither when it has ended."""

    verb: FulfilmentVerb
    on: date
    until: date | None = None
    """While the clock runs: the last day on which the business can answer."""
    days_left: int | None = None
    """While it stands still: the working days that are left after the day on which it was stopped."""

    @property
    def stands_still(self) -> bool:
        """Whether the clock was stopped and has not ended."""
        return self.until is None and self.days_left is not None

    def state(self, day: date) -> FulfilmentState:
        """Where it stands on ``day``."""
        if self.until is not None:
            return FulfilmentState.SILENT if day > self.until else FulfilmentState.ASKED
        if self.verb is FulfilmentVerb.DISPUTE:
            return FulfilmentState.DISPUTED
        return _ENDS.get(self.verb, FulfilmentState.ASKED)

    def since(self, day: date) -> date:
        """The day from which that holds."""
        if self.until is not None and day > self.until:
            return self.until + timedelta(days=1)
        return self.on


def asked(on: date, working_days: int, holidays: Container[date], *, on_hold: bool = False) -> Said:
    """The question, with a clock of ``working_days``, which stands still while the voucher is ``on_hold``."""
    return _clock(FulfilmentVerb.ASK, on, working_days, holidays, on_hold=on_hold)


def said(
    before: Said, verb: FulfilmentVerb, on: date, holidays: Container[date], *, on_hold: bool = False
) -> Said:
    """What ``verb`` leads to on a day, after what was said ``before``; ``on_hold`` says whether the voucher is, by then.

    Raises:
        Refusal: DELIVERY_SETTLED when it stands already that it was delivered; WRONG_STATE.
    """
    state = before.state(on)
    if state not in ALLOWED[verb]:
        if state in DELIVERED:
            raise _refused(RefusalCode.DELIVERY_SETTLED, since_on=before.since(on), state=state.value)
        raise _refused(RefusalCode.WRONG_STATE, state=state.value)
    # A clock is stopped while it runs, and goes on while it stands still.
    if verb is (FulfilmentVerb.HOLD if before.stands_still else FulfilmentVerb.GO_ON):
        raise _refused(RefusalCode.WRONG_STATE, state=state.value)
    left = before.days_left or 0
    if before.until is not None:
        left = working_days_left(on, before.until, holidays)
    match verb:
        case FulfilmentVerb.DISPUTE | FulfilmentVerb.HOLD:
            return Said(verb, on, days_left=left)
        case FulfilmentVerb.WITHDRAW | FulfilmentVerb.GO_ON:
            return _clock(verb, on, left, holidays, on_hold=on_hold)
    return Said(verb, on)


def _clock(verb: FulfilmentVerb, on: date, left: int, holidays: Container[date], *, on_hold: bool) -> Said:
    """A clock with so many working days after ``on``: it runs, or stands still where the voucher is ``on_hold``."""
    if on_hold:
        return Said(verb, on, days_left=left)
    # Of what was stopped on the very last day nothing is left but that day.
    return Said(verb, on, until=working_day_after(on, left, holidays) if left else on)


def _refused(code: RefusalCode, **params: object) -> Refusal:
    return Refusal(Reason(code, MappingProxyType(params)))
