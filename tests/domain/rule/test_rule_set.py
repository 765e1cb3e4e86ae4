"""A rule set is complete, says what it grants, and reads the same after years in a database."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rule.cast import BARE, bare_with, rule_sets, rules, situations, sourced
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.rule import (
    ASK_NOTHING,
    KINDS,
    NO_GROUND,
    REQUIRED,
    Result,
    RuleSet,
    SourcedRule,
    evaluate,
    refusable,
)
from wisselwerk.domain.rule.amount import Amount, OwnContribution, SizeAmount
from wisselwerk.domain.rule.base import (
    FACT_NAMES,
    EnterpriseSize,
    Facts,
    Grant,
    Outcome,
    Rule,
    Verdict,
    WhenShort,
)
from wisselwerk.domain.rule.enterprise import NumberPerEnterprise, RegularEnterprise, SizeOfEnterprise
from wisselwerk.domain.rule.order import MinimumOrder, WhenBelow
from wisselwerk.domain.rule.parameter import InvalidRule, parameter_types, without_none
from wisselwerk.domain.rule.plain import from_plain, to_plain
from wisselwerk.domain.rule.territory import Territory


def stored(plain: object) -> Any:
    """What a database gives back of plain JSON."""
    return json.loads(json.dumps(plain))


@pytest.mark.parametrize("kind", sorted(REQUIRED))
def test_nothing_can_be_awarded_without(kind: str) -> None:
    with pytest.raises(InvalidRule, match=f"“{kind}” is missing"):
        sourced(rule for rule in BARE if rule.kind != kind)


@given(st.data(), st.sampled_from(sorted(KINDS)))
def test_a_kind_stands_in_a_set_once(data: st.DataObject, kind: str) -> None:
    rule = data.draw(rules(KINDS[kind]))
    with pytest.raises(InvalidRule, match=f"“{kind}” stands here twice"):
        sourced([*BARE, rule, rule])


@pytest.mark.parametrize("source", ["", " \n"])
def test_a_rule_names_its_source(source: str) -> None:
    with pytest.raises(InvalidRule, match="“amount” has no source"):
        SourcedRule(Amount(amount_cents=1), source)


def test_the_grant_of_zuidoost_limburg_asks_no_own_money() -> None:
    rule_set = bare_with(Amount(amount_cents=50000))
    assert rule_set.grant(date(2026, 3, 2)) == Grant(
        amount_cents=50000, own_contribution_cents=0, when_short=None, valid_until=date(2026, 9, 2)
    )


def test_the_grant_of_genk_asks_250_euro() -> None:
    rule_set = bare_with(OwnContribution(minimum_cents=25000, when_short=WhenShort.REFUSE))
    assert rule_set.grant(date(2026, 3, 2)) == Grant(
        amount_cents=25000,
        own_contribution_cents=25000,
        when_short=WhenShort.REFUSE,
        valid_until=date(2026, 9, 2),
    )


def test_an_applicant_hears_every_reason_at_once_in_the_order_of_the_rules() -> None:
    rule_set = bare_with(Territory(places=("71016",)), RegularEnterprise(), NumberPerEnterprise(maximum=1))
    known = Facts(
        applied_on=date(2026, 3, 2),
        seat_places=("71022",),
        is_social_economy_enterprise=None,
        vouchers_counted=1,
        budget_left_cents=20000,
    )
    evaluation = evaluate(rule_set, known)
    assert evaluation.result is Result.REFUSED
    assert evaluation.reasons == (
        Reason(RefusalCode.BUDGET_EXHAUSTED, {"scope": "budget", "left_cents": 20000, "missing_cents": 5000}),
        Reason(RefusalCode.OUTSIDE_TERRITORY, {"place": ("71022",), "places": ("71016",)}),
        Reason(RefusalCode.ALREADY_HAS_VOUCHER, {"counted": 1, "maximum": 1}),
    )
    doubt = Reason(RefusalCode.FACT_MISSING, {"fact": "is_social_economy_enterprise"})
    assert Outcome("regular_enterprise", Verdict.REVIEW, doubt) in evaluation.outcomes


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((), False),
        ((OwnContribution(minimum_cents=1, when_short=WhenShort.REFUSE),), False),
        ((MinimumOrder(minimum_cents=1, when_below=WhenBelow.REFUSE),), False),
        ((Amount(amount_cents=9, share_percent=50),), True),
        ((OwnContribution(minimum_cents=0, when_short=WhenShort.REFUSE, share_percent=10),), True),
        ((MinimumOrder(minimum_cents=1, when_below=WhenBelow.PRO_RATA),), True),
    ],
)
def test_what_not_everybody_gets_whole_is_said_to_be_at_most(rules: tuple[Rule, ...], expected: bool) -> None:
    assert bare_with(*rules).is_at_most is expected


def test_a_fact_that_two_rules_miss_is_one_reason() -> None:
    small = SizeAmount(size=EnterpriseSize.SMALL, amount_cents=1)
    rule_set = bare_with(
        Amount(amount_cents=2, by_size=(small,)), SizeOfEnterprise(sizes=(EnterpriseSize.SMALL,))
    )
    evaluation = evaluate(rule_set, Facts(applied_on=date(2026, 3, 2), budget_left_cents=20000))
    assert evaluation.result is Result.REVIEW
    assert evaluation.reasons == (Reason(RefusalCode.FACT_MISSING, {"fact": "enterprise_size"}),)


@given(situations())
def test_a_decision_can_be_replayed_from_what_was_stored(situation: tuple[RuleSet, Facts]) -> None:
    rule_set, known = situation
    evaluation = evaluate(rule_set, known)
    rules_then = RuleSet.from_plain(stored(rule_set.to_plain()))
    facts_then = Facts.from_plain(stored(known.to_plain()))
    outcomes_then = tuple(Outcome.from_plain(stored(one.to_plain())) for one in evaluation.outcomes)
    assert (rules_then, facts_then, outcomes_then) == (rule_set, known, evaluation.outcomes)
    assert evaluate(rules_then, facts_then) == evaluation


def test_a_fact_that_did_not_exist_yet_is_not_known() -> None:
    assert Facts.from_plain({"applied_on": "2015-06-01"}) == Facts(applied_on=date(2015, 6, 1))


def test_a_fact_that_weighed_in_is_never_dropped() -> None:
    with pytest.raises(ValueError, match="does not know shoe_size"):
        Facts.from_plain({"applied_on": "2015-06-01", "shoe_size": 44})


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"applied_on": None},
        {"applied_on": "yesterday"},
        {"applied_on": 20150601},
        {"applied_on": "2015-06-01", "vouchers_counted": "1"},
        {"applied_on": "2015-06-01", "vouchers_counted": True},
        {"applied_on": "2015-06-01", "provider_chosen": 1},
        {"applied_on": "2015-06-01", "provider_kinds": ["BAKERY"]},
        {"applied_on": "2015-06-01", "seat_places": "71016"},
        {"applied_on": "2015-06-01", "seat_places": [71016]},
        {"applied_on": "2015-06-01", "ceilings_left_cents": {"total": "1"}},
        [],
        None,
    ],
)
def test_facts_that_were_tampered_with_do_not_read(plain: object) -> None:
    with pytest.raises(ValueError):
        Facts.from_plain(plain)


AMOUNT = {"kind": "amount", "parameters": {"amount_cents": 1}, "source": "s"}


@pytest.mark.parametrize(
    "plain",
    [
        None,
        {},
        {"rules": None},
        {"rules": [], "more": 1},
        {"rules": [AMOUNT]},
        {"rules": [AMOUNT | {"kind": "lottery"}]},
        {"rules": [AMOUNT | {"more": 1}]},
        {"rules": [AMOUNT | {"parameters": {"amount_cents": 1, "more": 1}}]},
        {"rules": [AMOUNT | {"parameters": {}}]},
        {"rules": [AMOUNT | {"parameters": {"amount_cents": 0}}]},
        {"rules": [AMOUNT | {"parameters": {"amount_cents": 1.5}}]},
        {"rules": [AMOUNT | {"source": None}]},
        {"rules": ["amount"]},
    ],
)
def test_rules_that_were_tampered_with_do_not_read(plain: object) -> None:
    with pytest.raises(ValueError):
        RuleSet.from_plain(plain)


@pytest.mark.parametrize(
    ("expected", "parameters"),
    [
        ("must be a whole number", {"amount_cents": True}),
        ("must be a whole number", {"amount_cents": "25000"}),
        ("must be a whole number", {"amount_cents": 250.0}),
        ("must be a whole number", {"amount_cents": None}),
    ],
)
def test_a_parameter_has_its_type(expected: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(InvalidRule, match=expected):
        Amount(**parameters)


def test_a_refused_parameter_says_what_to_do() -> None:
    wrong: Any = "sometimes"
    with pytest.raises(InvalidRule) as refused:
        OwnContribution(minimum_cents=1, when_short=wrong)
    assert str(refused.value) == "“when_short” holds “sometimes”. Choose one of: refuse, own_money_first."
    assert refused.value.params["choices"] == "refuse, own_money_first"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_absent_differs_from_unlimited(kind: type[Rule]) -> None:
    """Of a kind that may be left out, one parameter is always there, or there are none: lineage tells them apart."""
    types = parameter_types(kind)
    assert kind.kind in REQUIRED or not types or any(not without_none(one)[1] for one in types.values())


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_explains_itself_in_the_reference(kind: type[Rule]) -> None:
    assert kind.__doc__
    assert not kind.__doc__.startswith(f"{kind.__name__}("), "that is Python's own words, not ours"


def test_every_fact_that_can_miss_has_a_name() -> None:
    can_miss = {one.name for one in fields(Facts) if one.default is None}
    assert can_miss - {"decided_on", "drawn_on", "register_on", "is_in_register"} == FACT_NAMES.keys()


def test_only_what_has_a_plain_form_is_stored() -> None:
    with pytest.raises(TypeError, match="has no plain form"):
        to_plain(Reason(RefusalCode.NOT_ALLOWED, {"ratio": 0.5}))


@given(rule_sets())
def test_find_gives_the_one_rule_of_a_kind(rule_set: RuleSet) -> None:
    for name, kind in KINDS.items():
        found = rule_set.find(kind)
        assert (found is not None) is (name in {one.rule.kind for one in rule_set.rules})
        assert found is None or found.kind == name


def test_rules_and_grants_read_from_their_own_words() -> None:
    grant = bare_with().grant(date(2026, 3, 2))
    assert from_plain(Grant, stored(to_plain(grant))) == grant


@pytest.mark.parametrize("kind", sorted(ASK_NOTHING))
@given(data=st.data())
def test_what_is_said_to_apply_cannot_be_failed(kind: str, data: st.DataObject) -> None:
    """Their outcome is shown as “applies”: whatever is known, it is never anything else than a pass."""
    rule_set, facts = data.draw(situations(KINDS[kind]))
    outcomes = [one for one in evaluate(rule_set, facts).outcomes if one.kind == kind]
    assert [one.verdict for one in outcomes] == [Verdict.PASS]


@pytest.mark.parametrize("kind", sorted(NO_GROUND))
@given(data=st.data())
def test_what_is_no_ground_never_refuses(kind: str, data: st.DataObject) -> None:
    rule_set, facts = data.draw(situations(KINDS[kind]))
    outcomes = [one for one in evaluate(rule_set, facts).outcomes if one.kind == kind]
    assert Verdict.FAIL not in [one.verdict for one in outcomes]


def verdicts(**of: Verdict) -> list[str]:
    return [one.kind for one in refusable(Outcome(kind, verdict) for kind, verdict in of.items())]


def test_a_refusal_rests_on_what_is_not_met() -> None:
    rest = {"amount": Verdict.REVIEW, "territory": Verdict.PASS, "validity": Verdict.PASS}
    open_one = rest | {"sector": Verdict.REVIEW, "budget_ceiling": Verdict.PASS}
    assert verdicts(**open_one, decision_mode=Verdict.PASS) == ["sector"]
    # Where all is left to a person, what looks met is that person's to judge; the money is not.
    assert verdicts(**open_one, decision_mode=Verdict.REVIEW) == ["sector", "territory"]
    assert verdicts(**rest, decision_mode=Verdict.PASS) == ["territory"]
    assert verdicts(**rest, budget_ceiling=Verdict.FAIL, decision_mode=Verdict.PASS) == ["budget_ceiling"]
