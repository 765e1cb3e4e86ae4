"""Whether one can apply for a voucher of a scheme on a day."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from wisselwerk.apps.schemes.models import Budget
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.window import ApplicationWindow


class SchemeState(StrEnum):
    """Whether one can apply."""

    UPCOMING = "upcoming"
    """No rules are in force, their first day is still to come, or the visum is missing."""
    RUNNING = "running"
    UNFUNDED = "unfunded"
    """It would be open, but no budget of the year holds enough for one voucher."""
    CLOSED = "closed"


def state_of(rules: RuleSet | None, budgets: Iterable[Budget], day: date, *, has_visum: bool) -> SchemeState:
    """The state under the rules in force on ``day`` and the budgets of its year."""
    if rules is None:
        return SchemeState.UPCOMING
    window = rules.find(ApplicationWindow)
    if window is not None and window.closes_on is not None and window.closes_on < day:
        return SchemeState.CLOSED
    if not has_visum or (window is not None and day < window.opens_on):
        return SchemeState.UPCOMING
    # Who stands in a draw needs no money yet.
    is_open = rules.lottery is not None or _carries_a_voucher(rules, budgets)
    return SchemeState.RUNNING if is_open else SchemeState.UNFUNDED


def _carries_a_voucher(rules: RuleSet, budgets: Iterable[Budget]) -> bool:
    """Whether one budget has enough for a voucher: a voucher never stands on two."""
    amount = rules.find(Amount)
    needed = amount.least_cents if amount else 0
    return any(budget.account.balance_cents >= needed for budget in budgets)
