"""The one rule whose parameters are objects themselves: a cost key in a scheme file, read, described and refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.cost_key import CostKey, Division, Excess, PlaceCeiling, PlaceShare
from wisselwerk.formats.problem import Problems
from wisselwerk.formats.scheme_file import read_scheme_file, scheme_json_schema

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "schemes" / "genk.json"
SCHEMA = Draft202012Validator(scheme_json_schema())
SHARES = [{"place": "71016", "share": 66110}, {"place": "71002", "share": 8337}]
BY_INHABITANTS = {
    "division": "inhabitants",
    "shares": SHARES,
    "shares_source": "Statbel, bevolking op 1 januari 2026",
    "ceilings": [{"place": "71002", "ceiling_cents": 100000}],
    "excess": "other_members",
}


def with_key(parameters: object) -> dict[str, Any]:
    """The scheme of Genk with a cost key in its newest version, as its last rule."""
    document: dict[str, Any] = json.loads(EXAMPLE.read_bytes())
    document["versions"][-1]["rules"].append(
        {"kind": "cost_key", "parameters": parameters, "source": "Besluit van een test"}
    )
    return document


def read(parameters: object) -> RuleSet:
    return read_scheme_file(json.dumps(with_key(parameters)).encode()).versions[-1].rule_set


def test_a_key_is_read_stored_and_read_back() -> None:
    rule_set = read(BY_INHABITANTS)
    assert rule_set.find(CostKey) == CostKey(
        division=Division.INHABITANTS,
        shares=(PlaceShare(place="71016", share=66110), PlaceShare(place="71002", share=8337)),
        shares_source="Statbel, bevolking op 1 januari 2026",
        ceilings=(PlaceCeiling(place="71002", ceiling_cents=100000),),
        excess=Excess.OTHER_MEMBERS,
    )
    assert RuleSet.from_plain(json.loads(json.dumps(rule_set.to_plain()))) == rule_set
    assert SCHEMA.is_valid(with_key(BY_INHABITANTS))


def test_what_may_be_left_out_is_what_it_was() -> None:
    assert read({"division": "seat"}).find(CostKey) == CostKey(division=Division.SEAT)
    assert SCHEMA.is_valid(with_key({"division": "seat"}))


def test_a_scheme_without_a_key_reads_as_before() -> None:
    versions = read_scheme_file(EXAMPLE.read_bytes()).versions
    assert [version.rule_set.find(CostKey) for version in versions] == [None] * len(versions)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a share that is no object": (
        {"shares": ["71016"]},
        ".shares[0]: “shares” holds “71016”. It must be an object, between curly brackets.",
    ),
    "a place that is none": (
        {"shares": [{"place": "Genk", "share": 1}]},
        ".shares[0].place: “place” holds “Genk”. Write it like “71016”.",
    ),
    "a share below zero": (
        {"shares": [{"place": "71016", "share": -1}]},
        ".shares[0].share: “share” is -1. Choose a number from 0 up to and including 100000000.",
    ),
    "a share that is not whole": (
        {"shares": [{"place": "71016", "share": 0.5}]},
        ".shares[0].share: “share” holds “0.5”. It must be a whole number.",
    ),
    "a share without a place": (
        {"shares": [{"share": 1}]},
        ".shares[0].place: “place” is missing. Add it.",
    ),
    "a share with more": (
        {"shares": [{"place": "71016", "share": 1, "why": "x"}]},
        ".shares[0].why: “why” is not known here. Check how it is spelt, or take it out.",
    ),
    "no shares at all": (
        {"shares": []},
        ".shares: “shares” is empty or holds a value twice. Give at least one value, and each value once.",
    ),
    "a source that says nothing": (
        {"shares_source": " "},
        ".shares_source: “shares_source” holds “ ”. Write it like “Statbel, bevolking op 1 januari 2026”.",
    ),
    "another excess": (
        {"excess": "nobody"},
        ".excess: “excess” holds “nobody”. Choose one of: managing_municipality, other_members.",
    ),
}
BEYOND_SCHEMA: dict[str, tuple[dict[str, Any], str]] = {
    "inhabitants without numbers": (
        {"shares": None},
        ": A division by “inhabitants” needs a share for every place. Add “shares”.",
    ),
    "numbers without a source": (
        {"shares_source": None},
        ": Numbers of inhabitants need their source and their day. Add “shares_source”.",
    ),
    "a place with two shares": (
        {"shares": [*SHARES, {"place": "71016", "share": 1}]},
        ": The place 71016 stands here twice. Keep one of them.",
    ),
}


@pytest.mark.parametrize("name", REFUSED | BEYOND_SCHEMA)
def test_what_is_wrong_is_told_where_it_stands(name: str) -> None:
    edit, expected = (REFUSED | BEYOND_SCHEMA)[name]
    with pytest.raises(Problems) as refused:
        read(BY_INHABITANTS | edit)
    assert str(refused.value) == f"scheme.json:1: versions[2].rules[10].parameters{expected}"
    assert SCHEMA.is_valid(with_key(BY_INHABITANTS | edit)) is (name in BEYOND_SCHEMA)
