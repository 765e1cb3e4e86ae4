"""From when until when: the days to apply, and the time a voucher can be used."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from wisselwerk.domain.period import months_later
from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import USUAL_CLAIM_DAYS, Facts, Grant, Outcome, failed, passed
from wisselwerk.domain.rule.parameter import Between, InvalidRule, check_parameters

SHORTEST_CLAIM = 15
"""Days: the first reminder of the last day to hand an invoice in goes out two weeks before it, and not before the last
day that an invoice may bear is over (``domain.reminder``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWindow:
    """The application was handed in from the day it opens up to and including the last day; without one it stays open."""

    opens_on: date
    closes_on: date | None = None

    kind: ClassVar[str] = "application_window"

    def __post_init__(self) -> None:
        check_parameters(self)
        if self.closes_on is not None and self.closes_on < self.opens_on:
            raise InvalidRule(
                gettext_noop(
                    "Applications close on {closes_on}, before they open on {opens_on}. Choose a later last day."
                ),
                opens_on=self.opens_on,
                closes_on=self.closes_on,
            )

    @property
    def sentences(self) -> tuple[str, ...]:
        if self.closes_on is None:
            return (gettext_noop("Applications are open from {opens_on}."),)
        return (gettext_noop("Applications are open from {opens_on} up to and including {closes_on}."),)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if facts.applied_on < self.opens_on:
            days_outside = (self.opens_on - facts.applied_on).days
        elif self.closes_on is not None and facts.applied_on > self.closes_on:
            days_outside = (facts.applied_on - self.closes_on).days
        else:
            return passed(self)
        last_day = {} if self.closes_on is None else {"closes_on": self.closes_on}
        return failed(
            self,
            RefusalCode.WINDOW_CLOSED,
            applied_on=facts.applied_on,
            opens_on=self.opens_on,
            days_outside=days_outside,
            **last_day,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How many months a voucher can be used, counted from the day of the award, which is not counted itself.

    The last day is the same day of the month, or the month's last day when it has no such day. That is the last day an
    invoice may bear; ``claim_days`` says how many days after it an invoice can be handed in. Without it that is 30 days.
    """

    months: Annotated[int, Between(1, 120)]
    claim_days: Annotated[int, Between(SHORTEST_CLAIM, 365)] | None = None

    kind: ClassVar[str] = "validity"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_ONE_MONTH if self.months == 1 else _MONTHS, *self._claim())

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)

    @property
    def days_to_claim(self) -> int:
        """How many days after the last day an invoice can be handed in."""
        return USUAL_CLAIM_DAYS if self.claim_days is None else self.claim_days

    def _claim(self) -> tuple[str, ...]:
        return () if self.claim_days is None else (_CLAIM_DAYS,)

    def last_day(self, awarded_on: date) -> date:
        """The last day on which an invoice may be dated."""
        return months_later(awarded_on, self.months)


_ONE_MONTH = gettext_noop("The voucher can be used for one month from the day of the award.")
_MONTHS = gettext_noop("The voucher can be used for {months} months from the day of the award.")
_CLAIM_DAYS = gettext_noop("An invoice can be handed in until {claim_days} days later.")
