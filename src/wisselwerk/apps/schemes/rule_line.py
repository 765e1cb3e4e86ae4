"""One rule of a scheme, as everybody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.base import Rule
from wisselwerk.domain.rule.decision import DecisionMode, Mode
from wisselwerk.domain.rule.plain import to_plain
from wisselwerk.wording import rule_text


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of a version: as data, and in words when it is read."""

    kind: str
    parameters: Mapping[str, Any]
    valid: Period
    source: str
    rule: Rule
    is_delegated: bool = True
    """Whether a council let the software decide, on the day that is asked about."""

    @property
    def text(self) -> str:
        """What the rule asks, in the reader's language; what it would do, and nobody allowed, is not said."""
        if isinstance(self.rule, DecisionMode) and not self.is_delegated:
            return rule_text(replace(self.rule, mode=Mode.REVIEW))
        return rule_text(self.rule)


def lines_of(rules: RuleSet, valid: Period, *, is_delegated: bool) -> tuple[RuleLine, ...]:
    """Rules that hold for a period, line by line."""
    return tuple(
        RuleLine(one.rule.kind, to_plain(one.rule), valid, one.source, one.rule, is_delegated)
        for one in rules.rules
    )
