"""Rule by rule: the verdict, the fact it was held against, and why."""

from typing import NamedTuple

from wisselwerk.apps.vouchers.models import Decision
from wisselwerk.apps.vouchers.paper import known_of
from wisselwerk.apps.vouchers.queries import outcomes_of
from wisselwerk.domain.rule.base import Facts, Outcome


class Finding(NamedTuple):
    """One rule as it was applied; ``known`` is empty for a rule that is held against nothing."""

    outcome: Outcome
    known: str


def findings_of(decision: Decision | None) -> list[Finding]:
    """What each rule said when a decision was taken; nothing before there is one."""
    if decision is None:
        return []
    facts = Facts.from_plain(decision.facts)
    return [Finding(outcome, known_of(outcome, facts)) for outcome in outcomes_of(decision)]
