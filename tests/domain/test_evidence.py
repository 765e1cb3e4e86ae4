"""The evidence behind a practice: the cases in ``evidence_cases.yaml``, and that each rung and point has its words."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.evidence import ASKED, MET, Evidence, Known, Point, Rung, evidence
from wisselwerk.domain.practice import Part
from wisselwerk.domain.practice_sentence import POINTS, RUNG_NAMES, RUNG_SENTENCES

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "evidence_cases.yaml").read_text(encoding="utf-8")
)["cases"]


def known(case: dict[str, Any]) -> Known:
    told = {
        name: value for name, value in case.items() if name not in {"because", "rung", "missing", "parts"}
    }
    return Known(parts=frozenset(map(Part, case.get("parts", ()))), **told)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["because"])
def test_it_stands_on_this_rung(case: dict[str, Any]) -> None:
    found = evidence(known(case))
    expected = Rung(case["rung"]) if case["rung"] else None
    assert (found.rung, list(found.missing)) == (expected, [Point(one) for one in case["missing"]])


def test_every_rung_is_reached_and_every_point_is_missed_in_a_case() -> None:
    assert {case["rung"] for case in CASES} == {None, *Rung}
    assert {one for case in CASES for one in case["missing"]} == set(Point)


def test_every_point_is_asked_once_and_can_be_looked_at() -> None:
    asked = [point for points in ASKED.values() for point in points]
    assert sorted(asked) == sorted(Point)
    assert MET.keys() == set(Point)


def test_every_rung_and_point_has_its_words() -> None:
    assert RUNG_NAMES.keys() == set(Rung)
    assert RUNG_SENTENCES.keys() == {None, *Rung}
    assert POINTS.keys() == set(Point)


KNOWN = st.builds(
    Known,
    parts=st.frozensets(st.sampled_from(Part)),
    has_material=st.booleans(),
    has_scheme=st.booleans(),
    figures=st.integers(0, 2),
    compared_with=st.integers(0, 2),
    replicated=st.integers(0, 2),
)


def height(found: Evidence) -> int:
    return list(Rung).index(found.rung) if found.rung else -1


@given(KNOWN, KNOWN)
def test_more_is_never_worth_less(one: Known, other: Known) -> None:
    both = Known(
        parts=one.parts | other.parts,
        has_material=one.has_material or other.has_material,
        has_scheme=one.has_scheme or other.has_scheme,
        figures=max(one.figures, other.figures),
        compared_with=max(one.compared_with, other.compared_with),
        replicated=max(one.replicated, other.replicated),
    )
    assert height(evidence(both)) >= max(height(evidence(one)), height(evidence(other)))


@given(KNOWN)
def test_what_is_there_and_what_is_missing_is_told_whole(one: Known) -> None:
    found = evidence(one)
    assert all(MET[point](one) for point in found.because)
    assert not any(MET[point](one) for point in found.missing)
    assert bool(found.missing) is (found.above is not None)
