"""What is found wrong with a draft: the cases in ``rule_check_cases.yaml``, and that every finding has its words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils.translation import override

from tests.domain.rule.test_cases import written
from wisselwerk import wording
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule_check import Surroundings, findings, of_councils
from wisselwerk.domain.rule_draft import DraftRule, DraftRules
from wisselwerk.domain.rule_finding import TOLD, Finding, Found

TOLD_ONCE = yaml.safe_load((Path(__file__).parent / "rule_check_cases.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TOLD_ONCE["cases"]


def rules_of(case: dict[str, Any]) -> DraftRules:
    every = {**TOLD_ONCE["rules"], **case.get("rules", {})}
    sources = case.get("sources", {})
    return DraftRules.read(
        {"kind": kind, "parameters": written(parameters), "source": sources.get(kind, "")}
        for kind, parameters in every.items()
        if parameters is not None
    )


def around_of(case: dict[str, Any]) -> Surroundings:
    told = {**TOLD_ONCE["around"], **case.get("around", {})}
    told["finest_places"] = frozenset(told["finest_places"])
    told["member_places"] = {name: tuple(places) for name, places in told["member_places"].items()}
    told["before"] = rules_of(told["before"]) if "before" in told else None
    members = {name: tuple(told.get(name, ())) for name in ("undecided", "voted_down")}
    return Surroundings(**{**told, **members, "recognised": frozenset(told["recognised"])})


def found_in(case: dict[str, Any]) -> tuple[Found, ...]:
    return findings(rules_of(case), around_of(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["because"])
def test_it_finds_this(case: dict[str, Any]) -> None:
    found = found_in(case)
    assert [one.finding.value for one in found] == case["finds"]
    if "about" in case:
        assert found[0].kind == case["about"]


def test_every_finding_has_a_case_and_words() -> None:
    of_published = of_councils(decided_about_else=("As",), is_published=True)
    found = {name for case in CASES for name in case["finds"]} | {one.finding for one in of_published}
    assert found == set(Finding)
    assert TOLD.keys() == set(Finding)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_found_is_said_whole(language: str, caplog: pytest.LogCaptureFixture) -> None:
    with override(language):
        for case in CASES:
            for one in found_in(case):
                said = f"{wording.say(one.says, one.params)} {wording.say(one.to_do, one.params)}"
                assert wording.UNKNOWN not in said, said
    assert caplog.records == []


def test_an_amount_is_told_as_money() -> None:
    case = {"rules": {"budget_ceiling": {"per_year_cents": 24999}}}
    (found,) = found_in(case)
    with override("nl"):
        said = wording.say(found.says, found.params)
    assert said.startswith("Een plafond is €\xa0249,99 en één cheque is €\xa0250,00 waard")


def test_a_draft_is_read_as_it_was_stored() -> None:
    rules = rules_of({"rules": {"amount": {"amount_cents": "veel"}}})
    assert DraftRules.read(rules.to_plain()) == rules
    assert rules.find(Amount) is None
    broken = rules.written("amount")
    assert broken is not None
    assert broken.parameters == {"amount_cents": "veel"}
    with pytest.raises(InvalidRule):
        rules.rule_set("Besluit")


def test_rules_stand_in_the_order_of_the_registry() -> None:
    rules = DraftRules().with_rule(DraftRule.read("validity", {"months": 6}))
    rules = rules.with_rule(DraftRule.read("amount", {"amount_cents": 1}))
    rules = rules.with_rule(DraftRule.read("gone", {}))
    assert [one.kind for one in rules.rules] == ["amount", "validity", "gone"]
    assert [one.kind for one in rules.without("amount").rules] == ["validity", "gone"]


def test_a_rule_stands_on_the_decision_of_the_version_unless_it_names_its_own() -> None:
    rules = rules_of({}).with_rule(DraftRule.read("amount", {"amount_cents": 1}, "Eigen tekst"))
    sources = {one.rule.kind: one.source for one in rules.rule_set("Besluit").rules}
    assert (sources["amount"], sources["validity"]) == ("Eigen tekst", "Besluit")
    with pytest.raises(InvalidRule, match="has no source"):
        rules.rule_set("  ")


def test_days_are_those_of_the_surroundings() -> None:
    case = {"rules": {"application_window": {"opens_on": date(2027, 2, 1)}}, "around": {"is_first": False}}
    (found,) = found_in(case)
    assert found.params == {"closed_on": date(2027, 1, 1), "last_on": date(2027, 1, 31)}


def test_a_draw_without_a_last_day_is_mended_where_that_day_is_filled_in() -> None:
    (found,) = found_in({"rules": {"allocation": {"method": "lottery"}}})
    assert (found.kind, found.mended_at) == ("allocation", "application_window")
    with override("nl"):
        said = wording.say(found.says, found.params)
    assert "“Wanneer aanvragen”" in said
    assert "_" not in said


def test_what_is_about_a_rule_is_mended_there() -> None:
    assert Found(Finding.OWN_ABOVE_AMOUNT, "own_contribution").mended_at == "own_contribution"
    assert Found(Finding.NO_VISUM).mended_at == ""
