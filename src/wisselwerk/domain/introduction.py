"""What an introduction is: two enterprises that were brought together, and how far they got since."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FOLLOW_UP_AFTER = timedelta(days=14)
"""Without anything new for so long, somebody should ask how it goes. Ours: no rule sets it."""


class IntroducedBy(StrEnum):
    """Who brought them together."""

    BUSINESS = "BUSINESS"
    """The one that looked for something, by itself."""
    COORDINATOR = "COORDINATOR"
    PROVIDER = "PROVIDER"


class Step(StrEnum):
    """How far they got. Each holds the ones before it, as far as they happened: a quote may come late or never."""

    INTRODUCED = "introduced"
    QUOTED = "quoted"
    VOUCHER = "has_voucher"
    INVOICED = "first_invoice"
    WITHDRAWN = "introduction_withdrawn"


@dataclass(frozen=True, slots=True)
class Progress:
    """What happened since two enterprises were introduced, each with its first day."""

    introduced_on: date
    quoted_on: date | None = None
    voucher_on: date | None = None
    invoiced_on: date | None = None
    """The day of the first invoice that stands on a voucher."""
    withdrawn_on: date | None = None
    """When the business took back that the provider may see its address."""

    @property
    def step(self) -> Step:
        """How far they got. An invoice counts, also after the address was taken back: they know each other by then."""
        if self.invoiced_on:
            return Step.INVOICED
        if self.withdrawn_on:
            return Step.WITHDRAWN
        if self.voucher_on:
            return Step.VOUCHER
        return Step.QUOTED if self.quoted_on else Step.INTRODUCED

    @property
    def last_on(self) -> date:
        """The last day on which something happened."""
        days = (self.introduced_on, self.quoted_on, self.voucher_on, self.invoiced_on)
        return max(day for day in days if day is not None)

    def waits(self, today: date) -> bool:
        """Whether it stands still: nothing new for ``FOLLOW_UP_AFTER``, and no voucher, which has reminders of its own."""
        return self.step in {Step.INTRODUCED, Step.QUOTED} and today - self.last_on >= FOLLOW_UP_AFTER
