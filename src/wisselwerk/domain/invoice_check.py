"""What the official rules for electronic invoices (EN 16931) say of one invoice, and what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class CheckState(StrEnum):
    """How far an invoice that was handed in is with the official rules."""

    WAITING = "to_check"
    PASSED = "check_passed"
    FAILED = "check_failed"
    """It breaks a rule: a coordinator undoes the redemption or accepts the invoice."""
    ACCEPTED = "check_accepted"
    """It did not pass, and a coordinator said why it counts all the same."""


CLEARED = frozenset({CheckState.PASSED, CheckState.ACCEPTED})
"""What can be paid."""


class Severity(StrEnum):
    """How bad it is to break a rule; the values are those of the official rules."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that an invoice breaks. It holds nothing of what stands in the invoice."""

    rule: str
    """Such as ``BR-CO-15``."""
    severity: Severity
    text: str
    """The sentence of the rule itself, in English as it was published."""
    place: str
    """Where it is broken first: ``Invoice/LegalMonetaryTotal``."""
    times: int = 1


def state_after(findings: Iterable[Finding]) -> CheckState:
    """Where an invoice stands once it was held to the rules: a warning alone keeps nothing from being paid."""
    broken = any(one.severity is Severity.FATAL for one in findings)
    return CheckState.FAILED if broken else CheckState.PASSED


TRIES = 24
"""How often a check that breaks down is begun, over some twenty hours, until a person may decide too. Ours."""
UNCHECKABLE = "NOT-CHECKED"
"""What stands for a rule where none was judged: each try broke down, and a person decided."""


def not_checked() -> Finding:
    """That an invoice could not be checked officially: a finding of ours, that keeps it from being paid by itself."""
    return Finding(
        rule=UNCHECKABLE,
        severity=Severity.FATAL,
        text="The official rules could not be applied: every try broke down.",
        place="",
        times=TRIES,
    )


FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)
WAIT_BESIDE_A_PERSON = timedelta(days=1)


def is_left_to_a_person(tries: int) -> bool:
    """Whether a check that broke down so often is work for a coordinator."""
    return tries >= TRIES


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries that came to nothing: twice as long each time, an hour at most.

    Once a person may decide, a day: an outage of ours that ends takes the work away again, and an invoice that breaks
    the check itself does so once a day.
    """
    if is_left_to_a_person(tries):
        return WAIT_BESIDE_A_PERSON
    wait: timedelta = FIRST_WAIT * 2 ** min(tries - 1, 10)
    return min(wait, LONGEST_WAIT)
