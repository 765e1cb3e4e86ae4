"""Rules that are still being written: they may be incomplete or wrong, and say so instead of refusing to exist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule import KINDS, RuleSet, SourcedRule
from wisselwerk.domain.rule.base import Rule
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule.plain import from_plain

R = TypeVar("R", bound=Rule)

UNREADABLE = gettext_noop(
    "The rule “{kind}” is not complete, or holds something that is not known here. Fill it in again."
)


@dataclass(frozen=True, slots=True)
class DraftRule:
    """One rule as it was written: a rule, or what keeps it from being one."""

    kind: str
    parameters: Mapping[str, Any]
    """Plain JSON, as ``plain.to_plain`` writes it."""
    source: str
    """Empty while it stands on the same text as the whole version."""
    rule: Rule | None = field(compare=False)
    problem: InvalidRule | None = field(compare=False)

    @classmethod
    def read(cls, kind: str, parameters: Mapping[str, Any], source: str = "") -> Self:
        """A rule out of what was written."""
        try:
            return cls(kind, parameters, source, from_plain(KINDS[kind], parameters), None)
        except InvalidRule as problem:
            return cls(kind, parameters, source, None, problem)
        except (KeyError, ValueError):
            return cls(kind, parameters, source, None, InvalidRule(UNREADABLE, kind=kind))

    def to_plain(self) -> dict[str, Any]:
        """What was written, to be stored."""
        return {"kind": self.kind, "parameters": dict(self.parameters), "source": self.source}


@dataclass(frozen=True, slots=True)
class DraftRules:
    """The rules of a draft, each kind once, in the order in which people read them."""

    rules: tuple[DraftRule, ...] = ()

    @classmethod
    def read(cls, plain: Iterable[Mapping[str, Any]]) -> Self:
        """The rules as they were stored."""
        return cls(_ordered(DraftRule.read(**one) for one in plain))

    @classmethod
    def of(cls, rule_set: RuleSet) -> Self:
        """Published rules, to be changed."""
        return cls.read(rule_set.to_plain()["rules"])

    def to_plain(self) -> list[dict[str, Any]]:
        """The rules, to be stored."""
        return [one.to_plain() for one in self.rules]

    def find(self, kind: type[R]) -> R | None:
        """The rule of this kind, when there is one and nothing is wrong with it."""
        return next((one.rule for one in self.rules if isinstance(one.rule, kind)), None)

    def written(self, kind: str) -> DraftRule | None:
        """What was written for a kind, right or wrong."""
        return next((one for one in self.rules if one.kind == kind), None)

    def with_rule(self, changed: DraftRule) -> Self:
        """The same with one rule as it is now, instead of what stood there for its kind."""
        return type(self)(_ordered((*self.without(changed.kind).rules, changed)))

    def without(self, kind: str) -> Self:
        """The same without the rule of a kind."""
        return type(self)(tuple(one for one in self.rules if one.kind != kind))

    def sourced(self, source: str) -> tuple[SourcedRule, ...]:
        """The rules with which nothing is wrong; ``source`` is what those stand on that name no text of their own."""
        return tuple(SourcedRule(one.rule, one.source.strip() or source) for one in self.rules if one.rule)

    def rule_set(self, source: str) -> RuleSet:
        """The rules, ready to be published.

        Raises:
            InvalidRule: something is wrong with one of them, a kind that is required is missing, or there is no source.
        """
        for one in self.rules:
            if one.problem is not None:
                raise one.problem
        return RuleSet(self.sourced(source))


def _ordered(rules: Iterable[DraftRule]) -> tuple[DraftRule, ...]:
    """As the registry has them; a kind it does not know comes last."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(sorted(rules, key=lambda one: order.get(one.kind, len(order))))
