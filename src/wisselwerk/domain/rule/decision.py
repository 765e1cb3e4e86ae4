"""Who decides."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.review import USUAL_TERM
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, passed, undecided
from wisselwerk.domain.rule.parameter import Between, check_parameters

SHORTEST_TERM, LONGEST_TERM = 5, 60
"""Working days. Ours: a person needs a week, and after three months an answer helps nobody."""


class Mode(StrEnum):
    """How an application that no rule refuses is decided."""

    AUTOMATIC = "automatic"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMode:
    """Whether an application that no other rule stops is awarded at once or is decided by a person.

    ``term_working_days`` says within how many Belgian working days a person decides, after the day on which the
    application began to wait for one; also where only a doubt needs a person. The term stands still while the applicant
    is asked something. Without it that is 20 working days, which is ours: the law asks for a reasonable term only.
    """

    mode: Mode
    term_working_days: Annotated[int, Between(SHORTEST_TERM, LONGEST_TERM)] | None = None

    kind: ClassVar[str] = "decision_mode"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_MODES[self.mode],) if self.term_working_days is None else (_MODES[self.mode], _TERM)

    @property
    def term(self) -> int:
        """Within how many working days a person decides."""
        return USUAL_TERM if self.term_working_days is None else self.term_working_days

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if self.mode is Mode.REVIEW:
            return undecided(self, RefusalCode.NEEDS_REVIEW)
        return passed(self)


_MODES = {
    Mode.AUTOMATIC: gettext_noop("The system decides at once. You can ask a person to look at a refusal."),
    Mode.REVIEW: gettext_noop("A person decides every application."),
}
_TERM = gettext_noop(
    "Where a person decides, that is within {term_working_days} working days. Those days stand still while we wait for an "
    "answer of the applicant."
)
