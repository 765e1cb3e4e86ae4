"""Where a scheme comes from: what differs between a version and the version it was made from.

The difference is computed from both versions and never typed in, so it cannot be told prettier than it is. Only *why*
something was changed is a person's word. What weighs in is what a rule does; the legal source of a rule differs from
one partnership to the next by nature and is no difference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from wisselwerk.domain.rule import KINDS
from wisselwerk.domain.rule.base import Rule
from wisselwerk.domain.rule.parameter import parameter_types
from wisselwerk.domain.rule.plain import plain_value

PARTNERSHIP = "partnership"
"""The kind of a difference in who takes part, beside the kinds of rules."""

APPLIES = "applies"
"""The parameter that tells whether a rule without any other parameter is there at all."""

R = TypeVar("R", bound=Rule)


class Rules(Protocol):
    """Where a rule is looked up by its kind: a rule set, or a draft of one."""

    def find(self, kind: type[R]) -> R | None:
        """The rule of this kind, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Variant:
    """One version of a scheme as its lineage sees it: the rules, who takes part, and why it is as it is.

    ``members`` are names of local governments; their order means nothing. ``whys`` are keyed by kind and parameter
    (``amount.amount_cents``) or by kind alone (``amount``).
    """

    rule_set: Rules
    members: tuple[str, ...]
    whys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Difference:
    """One parameter that is not what it was. None before: the parent has no such rule; None after: the child has not."""

    kind: str
    parameter: str
    before: object
    after: object
    why: str | None = None

    def to_plain(self) -> dict[str, Any]:
        """The difference as the API gives it."""
        return {
            "kind": self.kind,
            "parameter": self.parameter,
            "from": plain_value(self.before),
            "to": plain_value(self.after),
            "why": self.why,
        }


def differences(parent: Variant, child: Variant) -> tuple[Difference, ...]:
    """What changed from ``parent`` to ``child``, in the order of the rule kinds and their parameters, members last.

    Nothing when both do the same. The reason of a change is the one the child gives.
    """
    changes = [
        change
        for name, kind in KINDS.items()
        for change in _rule_changes(name, kind, parent.rule_set.find(kind), child.rule_set.find(kind))
    ]
    changes += _member_changes(parent.members, child.members)
    return tuple(
        Difference(kind, parameter, before, after, _why(child.whys, kind, parameter))
        for kind, parameter, before, after in changes
    )


Change = tuple[str, str, object, object]


def _rule_changes(name: str, kind: type[Rule], before: Rule | None, after: Rule | None) -> Iterator[Change]:
    """The parameters that differ; the bare presence of the rule only where no parameter can show it."""
    parameters = parameter_types(kind)
    if not parameters and (before is None) is not (after is None):
        yield name, APPLIES, before is not None, after is not None
    for parameter in parameters:
        old, new = getattr(before, parameter, None), getattr(after, parameter, None)
        if _meaning(old) != _meaning(new):
            yield name, parameter, old, new


def _member_changes(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Change]:
    old, new = sorted(set(before)), sorted(set(after))
    if len(old) != len(new):
        yield PARTNERSHIP, "members", len(old), len(new)
    if old != new:
        yield PARTNERSHIP, "member_names", tuple(old), tuple(new)


def _meaning(value: object) -> object:
    """A list of places or kinds means the same in any order."""
    return frozenset(value) if isinstance(value, tuple) else value


def _why(whys: Mapping[str, str], kind: str, parameter: str) -> str | None:
    return whys.get(f"{kind}.{parameter}") or whys.get(kind)
