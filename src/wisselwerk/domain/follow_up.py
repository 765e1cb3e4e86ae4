"""One question, half a year and a year after a first invoice: do you still work together, without a voucher?

Both sides are asked. What a pair comes to:

- it lasts when whoever answered says yes, and it does not when whoever answered says no: one answer is enough;
- when one says yes and the other no they contradict each other. That is counted as neither, told apart, and among
  what is not known in the bounds;
- nobody's silence is an answer, and a pair of which no side could be asked is told as not asked.

What somebody answers later stands beside what they said before; of each side the last answer counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wisselwerk.domain.disclosure import DISCLOSED_FROM, is_small
from wisselwerk.domain.period import months_later

MOMENTS = (6, 12)
"""Months after the first invoice."""
ANSWERED_WITHIN = timedelta(days=60)
"""How long an answer can be given or changed. Ours: no rule sets it."""
REMINDED_AFTER = timedelta(days=14)
"""Once, where no answer came; after that nothing more is sent."""
ASKED_WITHIN = timedelta(days=60)
"""A question that could not be asked sooner than this many days late is not asked: it would be about another moment."""
AMOUNTS = (10_000, 100_000, 1_000_000, 10_000_000)
"""What somebody can say was ordered since, in cents: about how much, as nobody looks it up."""


class Side(StrEnum):
    """Who is asked."""

    BUSINESS = "BUSINESS"
    PROVIDER = "PROVIDER"


class Said(StrEnum):
    """What can be answered."""

    YES = "YES"
    NO = "NO"


class NotAsked(StrEnum):
    """Why a side gets no question."""

    NO_ADDRESS = "NO_ADDRESS"
    STOPPED = "STOPPED"
    """Who would be asked wants no such mail any more."""


class Outcome(StrEnum):
    """What a pair comes to at one moment."""

    LASTS = "LASTS"
    ENDED = "ENDED"
    CONTRADICTED = "CONTRADICTED"
    UNANSWERED = "UNANSWERED"
    """Asked, and neither side has answered: while it can, that is open; after that it is silence."""
    NOT_ASKED = "NOT_ASKED"


def outcome(said: Iterable[Said | None], *, is_asked: bool) -> Outcome:
    """What a pair comes to by the last answer of each side, None where one gave none."""
    answers = {one for one in said if one is not None}
    if len(answers) > 1:
        return Outcome.CONTRADICTED
    if answers:
        return Outcome.LASTS if Said.YES in answers else Outcome.ENDED
    return Outcome.UNANSWERED if is_asked else Outcome.NOT_ASKED


def due(first_on: date, months: int, today: date) -> bool:
    """Whether a pair that began on ``first_on`` is to be asked today."""
    asked_from = months_later(first_on, months)
    return asked_from <= today < asked_from + ASKED_WITHIN


def over_on(year: int, months: int) -> date:
    """The first day on which nobody of the pairs that began in a year is asked, or can answer, about this moment any more."""
    return months_later(date(year, 12, 31), months) + ASKED_WITHIN + ANSWERED_WITHIN + timedelta(days=1)


def is_over(year: int, months: int, day: date) -> bool:
    """Whether on ``day`` that is so."""
    return day >= over_on(year, months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the pairs of a scheme came to at one moment."""

    lasts: int = 0
    ended: int = 0
    contradicted: int = 0
    silent: int = 0
    open: int = 0
    """Asked, without an answer yet, and it can still be given."""
    not_asked: int = 0

    @property
    def clear(self) -> int:
        """Those of which is known what came of them."""
        return self.lasts + self.ended

    @property
    def answered(self) -> int:
        """Those of which at least one side answered."""
        return self.clear + self.contradicted

    @property
    def unknown(self) -> int:
        """Those of which it is not known, for whatever reason."""
        return self.contradicted + self.silent + self.open + self.not_asked

    @property
    def followed(self) -> int:
        """All of them: nobody is left out because nothing came back."""
        return self.clear + self.unknown

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            lasts=self.lasts + other.lasts,
            ended=self.ended + other.ended,
            contradicted=self.contradicted + other.contradicted,
            silent=self.silent + other.silent,
            open=self.open + other.open,
            not_asked=self.not_asked + other.not_asked,
        )

    def may_follow(self, shown: "Tally") -> bool:
        """Whether it may take the place of what is shown: else who saw both could read the few answers in between.

        What is shown stays until ``DISCLOSED_FROM`` more pairs answered.
        """
        shows_nothing = is_small(shown.lasts) or is_small(shown.ended) or shown.clear == 0
        return shows_nothing or self.answered - shown.answered >= DISCLOSED_FROM


def may_follow(fresh: Mapping[str, Tally], shown: Mapping[str, Tally]) -> bool:
    """Whether what is counted by municipality may take the place of what is shown by it.

    As with the whole, and in each municipality that could be shown either nobody answered in between or enough did: else its
    two rows would tell the few. So would the rest together, which is what is left of the whole.
    """
    whole, before = sum(fresh.values(), Tally()), sum(shown.values(), Tally())
    if not whole.may_follow(before):
        return False
    if is_small(before.lasts) or is_small(before.ended) or before.clear == 0:
        # Without a share of the whole no municipality was shown.
        return True
    told = [place for place, one in shown.items() if not (is_small(one.lasts) or is_small(one.ended))]
    more = [fresh.get(place, Tally()).answered - shown[place].answered for place in told]
    rest = whole.answered - before.answered - sum(more)
    return not any(is_small(abs(number)) for number in (*more, rest))


def tally(numbers: Mapping[tuple[Outcome, bool], int]) -> Tally:
    """From the numbers by outcome, and whether an answer can still be given."""

    def of(outcome: Outcome) -> int:
        return numbers.get((outcome, True), 0) + numbers.get((outcome, False), 0)

    return Tally(
        lasts=of(Outcome.LASTS),
        ended=of(Outcome.ENDED),
        contradicted=of(Outcome.CONTRADICTED),
        silent=numbers.get((Outcome.UNANSWERED, False), 0),
        open=numbers.get((Outcome.UNANSWERED, True), 0),
        not_asked=of(Outcome.NOT_ASKED),
    )
