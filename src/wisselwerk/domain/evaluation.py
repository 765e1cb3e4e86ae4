"""What both sides say of an order that a voucher paid for, once they know how it went."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LOWEST, HIGHEST = 1, 5
"""The ends of the scale of each question: very bad or certainly not, and very good or certainly."""
BETWEEN_REMINDERS = timedelta(days=14)
"""After an invoice was handed in, and between one reminder and the next. Ours."""
MOST_REMINDERS = 2
"""Who has not answered after that is not asked any more: a coordinator looks whether to go on without that side."""


class Side(StrEnum):
    """Who says it."""

    BUSINESS = "business"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Answers:
    """How one side says that it went, each from ``LOWEST`` up to and including ``HIGHEST``.

    Raises:
        ValueError: an answer is not on the scale; forms and the API offer no other.
    """

    went: int
    """How the cooperation went."""
    again: int
    """Whether it would work together again without a voucher."""

    def __post_init__(self) -> None:
        for answer in (self.went, self.again):
            if not LOWEST <= answer <= HIGHEST:
                raise ValueError(f"an answer is from {LOWEST} to {HIGHEST}, not {answer}")
