"""What was changed when a scheme was adopted is computed from both, and is exactly what makes them differ."""

from datetime import date
from random import Random
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rule.cast import bare_with, rule_sets, sourced
from wisselwerk.domain.lineage import Difference, Variant, differences
from wisselwerk.domain.rule import KINDS, REQUIRED, RuleSet
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.base import ProviderKind, WhenShort
from wisselwerk.domain.rule.enterprise import RegularEnterprise
from wisselwerk.domain.rule.parameter import parameter_types
from wisselwerk.domain.rule.provider import ProviderCategory
from wisselwerk.domain.rule.window import ApplicationWindow

ZUIDOOST_LIMBURG = Variant(
    bare_with(Amount(amount_cents=50000)), ("Tongeren", "Bilzen", "Hoeselt", "Riemst", "Voeren")
)
GENK = Variant(
    bare_with(Amount(amount_cents=25000), OwnContribution(minimum_cents=25000, when_short=WhenShort.REFUSE)),
    ("Genk", "Opglabbeek", "As", "Zutendaal"),
    MappingProxyType({"amount": "Half the amount", "own_contribution.minimum_cents": "Who pays, chooses"}),
)

variants = st.builds(
    Variant,
    rule_sets(),
    st.lists(st.sampled_from(["As", "Bilzen", "Genk", "Voeren"]), min_size=1, unique=True).map(tuple),
)
State = dict[str, dict[str, object] | frozenset[str]]


def test_genk_followed_zuidoost_limburg_and_changed_this() -> None:
    assert differences(ZUIDOOST_LIMBURG, GENK) == (
        Difference("amount", "amount_cents", 50000, 25000, "Half the amount"),
        Difference("own_contribution", "minimum_cents", None, 25000, "Who pays, chooses"),
        Difference("own_contribution", "when_short", None, WhenShort.REFUSE),
        Difference("partnership", "members", 5, 4),
        Difference(
            "partnership",
            "member_names",
            ("Bilzen", "Hoeselt", "Riemst", "Tongeren", "Voeren"),
            ("As", "Genk", "Opglabbeek", "Zutendaal"),
        ),
    )


def test_a_difference_is_plain_in_the_api() -> None:
    _, minimum, when_short, *_ = differences(ZUIDOOST_LIMBURG, GENK)
    assert minimum.to_plain() == {
        "kind": "own_contribution",
        "parameter": "minimum_cents",
        "from": None,
        "to": 25000,
        "why": "Who pays, chooses",
    }
    assert when_short.to_plain()["to"] == "refuse"


def test_a_rule_without_parameters_is_seen_to_come_and_go() -> None:
    everybody, regular = Variant(bare_with(), ()), Variant(bare_with(RegularEnterprise()), ())
    assert differences(everybody, regular) == (Difference("regular_enterprise", "applies", False, True),)
    assert differences(regular, everybody) == (Difference("regular_enterprise", "applies", True, False),)


def test_a_member_that_is_replaced_is_a_difference_although_the_number_is_the_same() -> None:
    before, after = Variant(bare_with(), ("As", "Genk")), Variant(bare_with(), ("As", "Bilzen"))
    assert differences(before, after) == (
        Difference("partnership", "member_names", ("As", "Genk"), ("As", "Bilzen")),
    )


def test_the_order_of_a_list_means_nothing() -> None:
    kinds = (ProviderKind.MAATWERKBEDRIJF, ProviderKind.MAATWERKAFDELING)
    one = Variant(bare_with(ProviderCategory(kinds=kinds)), ("As", "Genk"))
    other = Variant(bare_with(ProviderCategory(kinds=kinds[::-1])), ("Genk", "As"))
    assert differences(one, other) == ()


def test_a_last_day_that_is_taken_away_is_a_difference() -> None:
    opens, closes = date(2025, 1, 1), date(2025, 6, 30)
    before = Variant(bare_with(ApplicationWindow(opens_on=opens, closes_on=closes)), ())
    after = Variant(bare_with(ApplicationWindow(opens_on=opens)), ())
    assert differences(before, after) == (Difference("application_window", "closes_on", closes, None),)


@given(variants)
def test_nothing_differs_from_itself(variant: Variant) -> None:
    assert differences(variant, variant) == ()


@given(variants, st.randoms())
def test_another_order_of_the_rules_and_another_source_are_no_difference(
    variant: Variant, chance: Random
) -> None:
    assert isinstance(variant.rule_set, RuleSet)
    shuffled = [one.rule for one in variant.rule_set.rules]
    chance.shuffle(shuffled)
    assert differences(variant, Variant(sourced(shuffled), variant.members)) == ()


@given(variants, variants)
def test_the_way_back_is_the_same_differences_turned_round(parent: Variant, child: Variant) -> None:
    there, back = differences(parent, child), differences(child, parent)
    assert [(one.kind, one.parameter, one.after, one.before) for one in there] == [
        (one.kind, one.parameter, one.before, one.after) for one in back
    ]


@given(variants, variants)
def test_the_parent_with_the_differences_applied_is_the_child(parent: Variant, child: Variant) -> None:
    state = described(parent)
    for difference in differences(parent, child):
        apply(state, difference)
    assert settled(state) == settled(described(child))


@given(variants, variants)
def test_differences_come_in_the_order_of_the_registry(parent: Variant, child: Variant) -> None:
    order = [*KINDS, "partnership"]
    kinds = [order.index(one.kind) for one in differences(parent, child)]
    assert kinds == sorted(kinds)


def described(variant: Variant) -> State:
    """What a variant does, parameter by parameter."""
    assert isinstance(variant.rule_set, RuleSet)
    return {"members": frozenset(variant.members)} | rules_described(variant.rule_set)


def rules_described(rule_set: RuleSet) -> State:
    return {
        one.rule.kind: {name: getattr(one.rule, name) for name in parameter_types(type(one.rule))}
        for one in rule_set.rules
    }


def apply(state: State, difference: Difference) -> None:
    """Change what the difference says, after checking that it tells the truth about what was there."""
    kind, parameter = difference.kind, difference.parameter
    if kind == "partnership":
        members = state["members"]
        assert difference.before in (len(members), tuple(sorted(members)))
        if isinstance(difference.after, tuple):
            state["members"] = frozenset(difference.after)
        return
    assert (kind in state) is (difference.before is not False) or difference.before is None
    if parameter == "applies":
        state.pop(kind, None)
        if difference.after:
            state[kind] = {}
        return
    parameters = state.setdefault(kind, {})
    assert isinstance(parameters, dict)
    assert parameters.get(parameter) == difference.before
    parameters[parameter] = difference.after


def settled(state: State) -> dict[str, object]:
    """A kind that may be absent and of which every parameter was taken away is gone; lists mean the same in any order."""
    found: dict[str, object] = {}
    for kind, parameters in state.items():
        if not isinstance(parameters, dict):
            found[kind] = parameters
        elif not parameters or kind in REQUIRED or any(one is not None for one in parameters.values()):
            found[kind] = {
                name: frozenset(one) if isinstance(one, tuple) else one
                for name, one in parameters.items()
                if one is not None
            }
    return found
