"""Ex-post control: the cases in ``expost_cases.yaml``, and that each way in which it can come out has its words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils.translation import override

from wisselwerk import wording
from wisselwerk.domain.coordination_frame import FRAMES
from wisselwerk.domain.expost_control import (
    OUTCOMES,
    Basis,
    Control,
    Explanation,
    Outcome,
    SchemeYear,
    VisibleYear,
    control,
)
from wisselwerk.domain.expost_sentence import BASES, EXPLANATIONS, OUTCOME_NAMES
from wisselwerk.domain.policy_report import Side
from wisselwerk.domain.priority import CODES_SINCE
from wisselwerk.domain.regulation.plan_action import CODE

TOLD_ONCE = yaml.safe_load((Path(__file__).parent / "expost_cases.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TOLD_ONCE["cases"]


def control_of(case: dict[str, Any]) -> Control:
    told = {**TOLD_ONCE["found"], **case.get("found", {})}
    schemes = tuple(SchemeYear(**one | {"basis": Basis(one.get("basis", "OWN"))}) for one in told["schemes"])
    found = VisibleYear(plan=told["plan"], accounts=told["accounts"], schemes=schemes)
    return control(case.get("year", TOLD_ONCE["year"]), found, case.get("today", TOLD_ONCE["today"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["because"])
def test_it_comes_out_like_this(case: dict[str, Any]) -> None:
    found = control_of(case)
    assert (found.outcome.value, found.explanation.value) == (case["outcome"], case["explanation"])
    if "says" in case:
        said = wording.say(EXPLANATIONS[found.explanation], found.params)
        assert said.replace(wording.NO_BREAK, " ") == case["says"]


def test_every_explanation_has_a_case_an_outcome_and_words() -> None:
    assert {case["explanation"] for case in CASES} == set(Explanation)
    assert OUTCOMES.keys() == EXPLANATIONS.keys() == set(Explanation)
    assert BASES.keys() == set(Basis)
    assert OUTCOME_NAMES.keys() == {Outcome(case["outcome"]) for case in CASES} == set(Outcome)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_found_is_said_whole(language: str, caplog: pytest.LogCaptureFixture) -> None:
    with override(language):
        for case in CASES:
            found = control_of(case)
            said = wording.say(EXPLANATIONS[found.explanation], found.params)
            assert wording.UNKNOWN not in said
            assert said.count(".") - said.count("€") == 1 or "€" in said
    assert caplog.records == []


def test_nobody_is_told_that_something_does_not_exist() -> None:
    for message in EXPLANATIONS.values():
        for word in ("exist", "missing", "lacks", "failed", "not done"):
            assert word not in message


def test_each_priority_is_a_point_on_each_side_and_a_scheme_where_something_is_here() -> None:
    scheme = SchemeYear(scheme="Genk", action="AC1", planned_cents=5, shown_planned_cents=4, paid_cents=3)
    codes = {f"WSE-LR{number}": 1 for number in range(1, 5)}
    found = control(2024, VisibleYear(plan=codes, accounts=None, schemes=(scheme,)), date(2025, 1, 1))
    assert [(one.code, one.side, one.actions) for one in found.priorities] == [
        *((code, Side.PLAN, 1) for code in codes),
        *((code, Side.ACCOUNTS, None) for code in codes),
    ]
    assert [(one.side, one.here_cents, one.shown_cents, one.outcome) for one in found.schemes] == [
        (Side.PLAN, 5, 4, Outcome.DIFFERS)
    ]


def test_the_code_of_schemes_here_is_one_of_the_frame_and_as_old() -> None:
    (since,) = (frame.valid.start for frame in FRAMES if CODE in frame.codes)
    assert since == date(CODES_SINCE, 1, 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["because"])
def test_what_a_government_tells_itself_changes_no_outcome(case: dict[str, Any]) -> None:
    told = {**TOLD_ONCE["found"], **case.get("found", {})}
    schemes = tuple(SchemeYear(**one | {"basis": Basis(one.get("basis", "OWN"))}) for one in told["schemes"])
    codes = {"": 1, **dict.fromkeys((f"WSE-LR{number}" for number in range(1, 5)), 2)}
    reported = VisibleYear(plan=told["plan"], accounts=told["accounts"], schemes=schemes, told=codes)
    found = control(case.get("year", TOLD_ONCE["year"]), reported, case.get("today", TOLD_ONCE["today"]))
    without = control_of(case)
    assert (found.outcome, found.explanation, found.params) == (
        without.outcome, without.explanation, without.params,
    )  # fmt: skip
    assert found.told == 9
    # Told stands only where a report does not show it.
    assert all(one.is_told is not bool(one.actions) for one in found.priorities)
