"""Who decides."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, passed, undecided
from wisselwerk.domain.rule.parameter import check_parameters


class Mode(StrEnum):
    """How an application that no rule refuses is decided."""

    AUTOMATIC = "automatic"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMode:
    """Whether an application that no other rule stops is awarded at once or is decided by a person."""

    mode: Mode

    kind: ClassVar[str] = "decision_mode"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_MODES[self.mode],)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if self.mode is Mode.REVIEW:
            return undecided(self, RefusalCode.NEEDS_REVIEW)
        return passed(self)


_MODES = {
    Mode.AUTOMATIC: gettext_noop("The system decides at once. You can ask a person to look at a refusal."),
    Mode.REVIEW: gettext_noop("A person decides every application."),
}
