"""The rules and facts that tests of rules start from, and hypothesis strategies made from the registry.

A new kind of rule is drawn here without a line of code: its parameters and their limits say what may be drawn.
"""

from collections.abc import Iterable
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, cast, get_args, get_origin

from hypothesis import strategies as st

from wisselwerk.domain.aid import Activity, AidCeiling, AidRecord, EarlierAid
from wisselwerk.domain.rule import KINDS, REQUIRED, RuleSet, SourcedRule
from wisselwerk.domain.rule.allocation import Allocation
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.base import FACT_NAMES, EnterpriseSize, Facts, ProviderKind, Rule, ServiceKind
from wisselwerk.domain.rule.budget import BudgetCeiling
from wisselwerk.domain.rule.decision import DecisionMode, Mode
from wisselwerk.domain.rule.enterprise import Sector, SectorList, SizeOfEnterprise
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.order import InvoicesPerVoucher
from wisselwerk.domain.rule.parameter import (
    Between,
    InvalidRule,
    Matches,
    parameter_types,
    without_limits,
    without_none,
)
from wisselwerk.domain.rule.provider import ProviderCategory, ServiceCategory
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.window import ApplicationWindow, Validity

SOURCE = "Council decision of a test"
BARE: tuple[Rule, ...] = (
    Amount(amount_cents=25000),
    Validity(months=6),
    BudgetCeiling(),
    DecisionMode(mode=Mode.AUTOMATIC),
)
"""The least a scheme can have."""

PLACES = ["71016", "71047", "71002", "71067", "72040", "11002-2024"]
NACE_CODES = ["10", "10711", "81", "81210", "81300"]
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
    elif is_dataclass(shape) and isinstance(shape, type):
        parts = {name: values(one) for name, one in parameter_types(shape).items()}
        drawn = st.builds(shape, **parts)
    else:
        (limit,) = limits
        match limit:
            case Between(minimum, maximum):
                drawn = st.integers(minimum, min(maximum, minimum + 100))
            case Matches(example="81300"):
                drawn = st.sampled_from(NACE_CODES)
            case Matches():
                drawn = st.sampled_from(PLACES)
            case _:
                raise NotImplementedError(f"say here how to draw a {limit}")
    return st.none() | drawn if may_be_none else drawn


@cache
def rules(kind: type[Rule]) -> st.SearchStrategy[Rule]:
    """Any rule of ``kind``."""

    def made(parameters: dict[str, Any]) -> Rule | None:
        try:
            return kind(**parameters)
        except InvalidRule:
            return None

    drawn = {name: values(expected) for name, expected in parameter_types(kind).items()}
    found = st.fixed_dictionaries(drawn).map(made).filter(lambda rule: rule is not None)
    return cast("st.SearchStrategy[Rule]", found)


@st.composite
def rule_sets(draw: st.DrawFn, *kinds: type[Rule]) -> RuleSet:
    """Any rule set that has ``kinds``, what is required and some of the rest."""
    asked = REQUIRED | {kind.kind for kind in kinds}
    chosen = asked | set(draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=3)))
    drawn = [draw(rules(kind)) for name, kind in KINDS.items() if name in chosen]
    if any(isinstance(rule, Allocation) and rule.is_lottery for rule in drawn):
        # A draw is held after a last day to apply.
        others = [rule for rule in drawn if not isinstance(rule, ApplicationWindow)]
        first, last = sorted((draw(days), draw(days)))
        drawn = [*others, ApplicationWindow(opens_on=first, closes_on=last)]
    if any(isinstance(rule, LastPart) for rule in drawn):
        # An evaluation is of the voucher, and so of its one invoice.
        others = [rule for rule in drawn if not isinstance(rule, InvoicesPerVoucher)]
        drawn = [*others, InvoicesPerVoucher(maximum=1)]
    return sourced(drawn)


activities = st.sampled_from(Activity)
earlier_aid = st.builds(
    EarlierAid, granted_on=st.none() | days, amount_cents=st.integers(0, 150), activity=activities
)
aid_ceilings = st.builds(
    AidCeiling,
    amount_cents=st.integers(0, 300),
    counts=st.lists(activities, min_size=1, unique=True).map(tuple),
    source=st.just("(EU) 2023/2831"),
)
aid_records = st.builds(
    AidRecord,
    ceilings=st.lists(aid_ceilings, max_size=2).map(tuple),
    earlier=st.lists(earlier_aid, max_size=3).map(tuple),
)
NO_AID = AidRecord(ceilings=(AidCeiling(amount_cents=200, counts=tuple(Activity), source="(EU) 2023/2831"),))

KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "applied_on": days,
    "decided_on": days,
    "seat_places": st.lists(st.sampled_from(PLACES), max_size=3, unique=True).map(tuple),
    "undecided_places": st.dictionaries(st.sampled_from(PLACES), st.sampled_from(PLACES), max_size=3),
    "is_social_economy_enterprise": st.booleans(),
    "provider_chosen": st.booleans(),
    "provider_kinds": st.lists(st.sampled_from(ProviderKind), max_size=3, unique=True).map(tuple),
    "service_kind": st.sampled_from(ServiceKind),
    "enterprise_size": st.sampled_from(EnterpriseSize),
    "nace_code": st.sampled_from(NACE_CODES),
    "establishment_places": st.lists(st.sampled_from(PLACES), max_size=3, unique=True).map(tuple),
    "earlier_customer": st.booleans(),
    "invoices_with_provider": st.integers(0, 2),
    "affiliated": st.booleans(),
    "same_enterprise": st.booleans(),
    "vouchers_counted": st.integers(0, 110),
    "provider_vouchers_counted": st.integers(0, 110),
    "awarded_this_year_cents": st.integers(0, 110),
    "budget_left_cents": st.integers(-5, 210),
    "ceilings_left_cents": st.fixed_dictionaries({}, optional=dict.fromkeys(SCOPES, st.integers(-5, 210))),
    "enterprise_aid": aid_records,
    "provider_aid": aid_records,
    "waits_for_draw": st.booleans(),
    "has_entry": st.booleans(),
    "drawn_on": days,
    "drawn_place": st.integers(1, 50),
    "drawn_vouchers": st.integers(0, 50),
}
"""Anything a fact can be."""


def welcome(rule_set: RuleSet) -> dict[str, Any]:
    """Facts to which no rule of ``rule_set`` can object."""
    window, territory = rule_set.find(ApplicationWindow), rule_set.find(Territory)
    provider, service = rule_set.find(ProviderCategory), rule_set.find(ServiceCategory)
    size, sector = rule_set.find(SizeOfEnterprise), rule_set.find(Sector)
    is_listed = sector is not None and sector.admitted is SectorList.ONLY
    return {
        "applied_on": window.opens_on if window else date(2026, 3, 2),
        "seat_places": territory.places[:1] if territory else ("71022",),
        "undecided_places": {},
        "is_social_economy_enterprise": False,
        "provider_chosen": True,
        "provider_kinds": provider.kinds[:1] if provider else (),
        "service_kind": service.services[0] if service else ServiceKind.OTHER,
        "enterprise_size": size.sizes[0] if size else EnterpriseSize.SMALL,
        "nace_code": sector.sectors[0] if sector and is_listed else "99999",
        "establishment_places": None,
        "earlier_customer": False,
        "invoices_with_provider": 0,
        "affiliated": False,
        "same_enterprise": False,
        "vouchers_counted": 0,
        "provider_vouchers_counted": 0,
        "awarded_this_year_cents": 0,
        "budget_left_cents": 200,
        "ceilings_left_cents": dict.fromkeys(SCOPES, 200),
        "enterprise_aid": NO_AID,
        "provider_aid": NO_AID,
        "has_entry": False,
    }


@st.composite
def facts_near(draw: st.DrawFn, rule_set: RuleSet, *told: str) -> Facts:
    """Facts that are welcome but for a few, so that one rule decides more often than all at once.

    Those in ``told`` are known, and anything.
    """
    changed = {*told, *draw(_SOME_FACTS)}
    unknown = {name for name in changed - {*told} if name in FACT_NAMES and draw(st.booleans())}
    drawn = {name: None if name in unknown else draw(KNOWN[name]) for name in sorted(changed)}
    return Facts(**welcome(rule_set) | drawn)


_SOME_FACTS = st.lists(st.sampled_from(sorted(KNOWN)), unique=True, max_size=3)


@st.composite
def situations(draw: st.DrawFn, *kinds: type[Rule], told: tuple[str, ...] = ()) -> tuple[RuleSet, Facts]:
    """A rule set that has ``kinds``, and the facts of an application, of which those in ``told`` are known."""
    rule_set = draw(rule_sets(*kinds))
    return rule_set, draw(facts_near(rule_set, *told))
