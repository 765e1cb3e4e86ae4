"""How familiar a business is with the social economy: one question before, one after, and what many answers say.

Only numbers are looked at, never the answer of one business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Moment(StrEnum):
    """When it is asked."""

    BEFORE = "BEFORE"
    """With the first need or application."""
    AFTER = "AFTER"
    """After the first invoice."""


class Familiarity(StrEnum):
    """What can be answered, from not at all to well; and that somebody would rather not say."""

    UNKNOWN = "UNKNOWN"
    HEARD_OF = "HEARD_OF"
    KNOWN = "KNOWN"
    WORKED_WITH = "WORKED_WITH"
    REGULAR = "REGULAR"
    NOT_SAID = "NOT_SAID"


SCALE = tuple(one for one in Familiarity if one is not Familiarity.NOT_SAID)
"""The answers that say something, least familiar first."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was answered at one moment: how many were asked, and how often each answer came."""

    asked: int
    answers: Mapping[Familiarity, int]

    @property
    def said(self) -> int:
        """How many gave an answer of the scale."""
        return sum(self.answers.get(one, 0) for one in SCALE)

    @property
    def not_said(self) -> int:
        """How many would rather not say."""
        return self.answers.get(Familiarity.NOT_SAID, 0)

    @property
    def silent(self) -> int:
        """How many were asked and did not answer."""
        return self.asked - self.said - self.not_said

    def shares(self, disclosed_from: int) -> Mapping[Familiarity, int] | None:
        """Each answer of the scale in whole percents of ``said``; None where that is less than ``disclosed_from``.

        Percents and no numbers: with the few there are, a number could point at one business.
        """
        if self.said < disclosed_from:
            return None
        return {one: round(100 * self.answers.get(one, 0) / self.said) for one in SCALE}
