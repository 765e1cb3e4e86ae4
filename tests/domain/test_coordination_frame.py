"""The frame around the local role: the cases in ``frame_cases.yaml``, and periods that follow on each other."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils.translation import override

from wisselwerk import wording
from wisselwerk.domain.coordination_frame import (
    CODES,
    FRAMES,
    Form,
    RoleHolder,
    Support,
    Why,
    frame_on,
    support_due,
)
from wisselwerk.domain.coordination_sentence import SUPPORT
from wisselwerk.domain.money import Cents

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "frame_cases.yaml").read_text(encoding="utf-8")
)["cases"]
DAY = date(2015, 1, 1)


def due(case: dict[str, Any]) -> Support:
    holder = RoleHolder(
        form=Form(case["form"]),
        inhabitants=case["inhabitants"],
        centre_inhabitants=tuple(case.get("centre", ())),
        wants_support=case.get("wants"),
    )
    entered = case.get("entered")
    return support_due(holder, case["day"], None if entered is None else entered * 100)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["because"])
def test_this_is_due(case: dict[str, Any]) -> None:
    found = due(case)
    expected = None if case["due"] is None else Cents(case["due"] * 100)
    assert (found.amount_cents, found.why.value) == (expected, case["why"])


def test_every_ground_has_a_case_and_words() -> None:
    assert {case["why"] for case in CASES} == set(Why)
    assert SUPPORT.keys() == set(Why)
    assert {case["form"] for case in CASES} == set(Form)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_ground_is_said_whole(language: str, caplog: pytest.LogCaptureFixture) -> None:
    params = {"amount_cents": 5_000_000, "inhabitants": 61_786, "inhabitants_on": DAY}
    with override(language):
        said = {why: wording.say(SUPPORT[why], params) for why in Why}
    assert caplog.records == []
    assert "61.786" in said[Why.TOO_FEW_INHABITANTS]
    assert all(wording.UNKNOWN not in one for one in said.values())


def test_periods_follow_on_each_other_and_the_last_goes_on() -> None:
    assert [one.valid.end for one in FRAMES[:-1]] == [one.valid.start for one in FRAMES[1:]]
    assert FRAMES[-1].valid.end is None
    for before, after in pairwise(FRAMES):
        assert frame_on(after.valid.start) is after
        assert frame_on(after.valid.start - timedelta(days=1)) is before


def test_every_period_names_its_source_and_what_is_not_certain() -> None:
    assert all(one.source and one.priorities and one.doubt for one in FRAMES)
    assert sorted(CODES) == ["WSE-LR1", "WSE-LR2", "WSE-LR3", "WSE-LR4"]


def test_what_cannot_be_is_refused() -> None:
    for inhabitants, centre in ((-1, ()), (100, (101,)), (100, (60, 60))):
        with pytest.raises(ValueError, match="inhabitants"):
            support_due(
                RoleHolder(form=Form.GEMEENTE, inhabitants=inhabitants, centre_inhabitants=centre), DAY
            )
