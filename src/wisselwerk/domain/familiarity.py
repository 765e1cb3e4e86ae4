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
    MONTHS_6 = "MONTHS_6"
    """Half a year after it, where it is followed up whether both still work together."""
    MONTHS_12 = "MONTH_12"
    """A year after it, likewise."""


LATER: Mapping[int, Moment] = {6: Moment.MONTHS_6, 12: Moment.MONTHS_12}
"""Which moment is that of the follow-up so many months after."""


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
    """What was answered at one moment: how many were asked, and how often each answer came.

    The answers may be of a while ago, when the figures were last renewed: then ``silent`` counts those since, too.
    """

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
        """How many were asked and did not answer, or not in these figures."""
        return self.asked - self.said - self.not_said

    def mean(self, disclosed_from: int) -> float | None:
        """The answers of the scale as numbers from 1 up, on average; None while the share of any answer is hidden.

        With an average and what is shown the hidden ones could be worked out.
        """
        if self._hidden(disclosed_from):
            return None
        return sum(step * self.answers.get(one, 0) for step, one in enumerate(SCALE, 1)) / self.said

    def shares(self, disclosed_from: int) -> Mapping[Familiarity, int | None]:
        """Each answer of the scale in whole percents of ``said``; None where it is hidden.

        Nothing at all is shown where too few answered. Where an answer is hidden, those that nobody gave are hidden
        too, and then the smallest that is shown, until together they are ``disclosed_from`` answers: what is missing to
        a hundred tells of no small number either.
        """
        hidden = self._hidden(disclosed_from)
        return {
            one: None if one in hidden else round(100 * self.answers.get(one, 0) / self.said) for one in SCALE
        }

    def _hidden(self, disclosed_from: int) -> frozenset[Familiarity]:
        counts: dict[Familiarity, int] = {one: self.answers.get(one, 0) for one in SCALE}
        if self.said < disclosed_from:
            return frozenset(SCALE)
        if not any(0 < number < disclosed_from for number in counts.values()):
            return frozenset()
        smallest_first = sorted(SCALE, key=lambda one: counts[one])
        hidden: set[Familiarity] = set()
        for one in smallest_first:
            if counts[one] >= disclosed_from and sum(counts[other] for other in hidden) >= disclosed_from:
                break
            hidden.add(one)
        return frozenset(hidden)
