"""The rules and facts that tests of rules start from, and hypothesis strategies made from the registry.

A new kind of rule is drawn here without a line of code: its parameters and their limits say what may be drawn.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from wisselwerk.domain.rule import KINDS, REQUIRED, RuleSet, SourcedRule
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.base import Facts, ProviderKind, Rule
from wisselwerk.domain.rule.budget import BudgetCeiling
from wisselwerk.domain.rule.decision import DecisionMode, Mode
from wisselwerk.domain.rule.parameter import (
    Between,
    InvalidRule,
    Matches,
    parameter_types,
    without_limits,
    without_none,
)
from wisselwerk.domain.rule.window import Validity

SOURCE = "Council decision of a test"
BARE: tuple[Rule, ...] = (
    Amount(amount_cents=25000),
    Validity(months=6),
    BudgetCeiling(),
    DecisionMode(mode=Mode.AUTOMATIC),
)
"""The least a scheme can have."""

PLACES = ["71016", "71047", "71002", "71067", "72040", "11002-2024"]
SCOPES = ["total", "per_member", "per_year"]
days = st.dates(date(2014, 1, 1), date(2040, 1, 1))


def sourced(rules: Iterable[Rule]) -> RuleSet:
    """A rule set of these rules, all from the same source."""
    return RuleSet(tuple(SourcedRule(rule, SOURCE) for rule in rules))


def bare_with(*rules: Rule) -> RuleSet:
    """The bare rule set with ``rules`` in the place of what it has of those kinds, or added."""
    kept = {rule.kind: rule for rule in (*BARE, *rules)}
    return sourced(kept.values())


def values(expected: Any) -> st.SearchStrategy[Any]:
    """Values a parameter of this type may have, small and near one another, so that facts fall on both sides."""
    expected, may_be_none = without_none(expected)
    shape, limits = without_limits(expected)
    drawn: st.SearchStrategy[Any]
    if get_origin(shape) is tuple:
        drawn = st.lists(values(get_args(shape)[0]), min_size=1, max_size=4, unique=True).map(tuple)
    elif shape is date:
        drawn = days
    elif isinstance(shape, type) and issubclass(shape, Enum):
        drawn = st.sampled_from(shape)
    else:
        (limit,) = limits
        match limit:
            case Between(minimum, maximum):
                drawn = st.integers(minimum, min(maximum, minimum + 100))
            case Matches():
                drawn = st.sampled_from(PLACES)
            case _:
                raise NotImplementedError(f"say here how to draw a {limit}")
    return st.none() | drawn if may_be_none else drawn


@st.composite
def rules(draw: st.DrawFn, kind: type[Rule]) -> Rule:
    """Any rule of ``kind``."""
    types = parameter_types(kind)

    def made(parameters: dict[str, Any]) -> Rule | None:
        try:
            return kind(**parameters)
        except InvalidRule:
            return None

    drawn = st.fixed_dictionaries({name: values(expected) for name, expected in types.items()})
    rule = draw(drawn.map(made).filter(lambda rule: rule is not None))
    assert rule is not None
    return rule


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """Any rule set: what is required, some of the rest, in any order."""
    optional = [kind for kind in KINDS if kind not in REQUIRED]
    chosen = [*sorted(REQUIRED), *draw(st.lists(st.sampled_from(optional), unique=True))]
    return sourced([draw(rules(KINDS[kind])) for kind in draw(st.permutations(chosen))])


facts = st.builds(
    Facts,
    applied_on=days,
    decided_on=st.none() | days,
    seat_places=st.none() | st.lists(st.sampled_from(PLACES), max_size=3, unique=True).map(tuple),
    is_social_economy_enterprise=st.none() | st.booleans(),
    provider_chosen=st.booleans(),
    provider_kinds=st.none() | st.lists(st.sampled_from(ProviderKind), max_size=3, unique=True).map(tuple),
    vouchers_counted=st.none() | st.integers(0, 110),
    budget_left_cents=st.none() | st.integers(-5, 210),
    ceilings_left_cents=st.none() | st.dictionaries(st.sampled_from(SCOPES), st.integers(-5, 210)),
)
