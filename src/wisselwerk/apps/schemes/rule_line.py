"""One rule of a scheme, as everybody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.amount import OwnContribution
from wisselwerk.domain.rule.base import Rule
from wisselwerk.domain.rule.decision import DecisionMode, Mode
from wisselwerk.domain.rule.plain import to_plain
from wisselwerk.domain.rule.vat import EligibleAmount, VatBasis
from wisselwerk.domain.rule_draft import DraftRules
from wisselwerk.wording import rule_text, say

Beside: TypeAlias = RuleSet | DraftRules
"""All rules of a version or of a draft."""

NOT_DELEGATED = gettext_noop(
    "The rules let the system decide at once, but that holds only from the day on which a council has delegated it, and no "
    "such decision is on record here."
)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of a version or a draft: as data, and in words when it is read."""

    kind: str
    parameters: Mapping[str, Any]
    valid: Period
    source: str
    rule: Rule
    beside: Beside
    """All rules that it stands among: what it says can hang on another."""
    is_delegated: bool
    """Whether a council let the software decide, on the day that is asked about."""

    @property
    def text(self) -> str:
        """What the rule asks in this scheme, in the reader's language."""
        return told(self.rule, self.beside, is_delegated=self.is_delegated)


def told(rule: Rule, beside: Beside, *, is_delegated: bool) -> str:
    """What a rule asks among the others of its scheme; what it would do and nobody allowed yet, is said as such."""
    if isinstance(rule, DecisionMode) and not is_delegated:
        holds = rule_text(replace(rule, mode=Mode.REVIEW))
        return f"{holds} {say(NOT_DELEGATED, {})}" if rule.mode is Mode.AUTOMATIC else holds
    if isinstance(rule, OwnContribution):
        basis = beside.find(EligibleAmount)
        counts = basis is not None and basis.without_deduction is VatBasis.WITH_VAT
        return rule_text(rule, rule.sentences_beside(vat_counts=counts))
    return rule_text(rule)


def lines_of(rules: RuleSet, valid: Period, *, is_delegated: bool) -> tuple[RuleLine, ...]:
    """Rules that hold for a period, line by line."""
    return tuple(
        RuleLine(one.rule.kind, to_plain(one.rule), valid, one.source, one.rule, rules, is_delegated)
        for one in rules.rules
    )


def lines_of_draft(
    rules: DraftRules, source: str, valid: Period, *, is_delegated: bool
) -> tuple[RuleLine, ...]:
    """The rules of a draft with which nothing is wrong; ``source`` is what those stand on that name no text of their own."""
    return tuple(
        RuleLine(one.rule.kind, to_plain(one.rule), valid, one.source, one.rule, rules, is_delegated)
        for one in rules.sourced(source)
    )
