"""What the Flemish administration asks a local government after a year, or suggests to it, and what is answered.

Both are voluntary: there is no term, nobody is reminded, and no answer changes an outcome. A suggestion is a question too:
whether a practice elsewhere would be something here. What is asked and answered is never changed; more can be said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from wisselwerk.domain.expost_control import Outcome
from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import Priority


class QuestionKind(StrEnum):
    """What it is about."""

    OUTCOME = "OUTCOME"
    """An outcome of a year."""
    PRACTICE = "PRACTICE"
    """A practice to look at: a suggestion."""


class QuestionVerb(StrEnum):
    """What happened to it since it was asked."""

    REPLY = "REPLY"
    SEE = "SEE"
    """The administration saw what was answered."""


class QuestionState(StrEnum):
    """For whom it waits."""

    OPEN = "OPEN"
    """For whom it was asked."""
    REPLIED = "REPLIED"
    """For who asked it: to see the answer."""
    SEEN = "SEEN"
    """For nobody."""


class Reply(StrEnum):
    """What is answered to a suggestion."""

    TAKE_OVER = "TAKE_OVER"
    LATER = "LATER"
    DOES_NOT_FIT = "DOES_NOT_FIT"
    """It says why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAction:
    """An action that reports do not show, as the government itself tells it with an answer."""

    title: str
    priority: Priority | None = None
    cents: Cents | None = None
    """What it took in the year, where that is told."""


@dataclass(frozen=True, slots=True)
class ShownPractice:
    """A published practice that somebody is shown, as it is called then."""

    slug: str
    title: str
    organisation_id: int
    """Whose it is."""


def state_after(verbs: Iterable[QuestionVerb]) -> QuestionState:
    """How a question stands after all that happened to it, oldest first."""
    *_, last = [None, *verbs]
    return STATES[last]


STATES: Mapping[QuestionVerb | None, QuestionState] = {
    None: QuestionState.OPEN,
    QuestionVerb.REPLY: QuestionState.REPLIED,
    QuestionVerb.SEE: QuestionState.SEEN,
}
"""How it stands after what happened last."""


def can_be_asked(outcome: Outcome) -> bool:
    """Whether there is something to ask: what is in order raises no question."""
    return outcome is not Outcome.IN_ORDER


def needs_words(kind: QuestionKind, reply: Reply | None) -> bool:
    """Whether an answer says nothing without words of its own: why a practice does not fit, or what the outcome means."""
    return kind is QuestionKind.OUTCOME or reply is Reply.DOES_NOT_FIT
