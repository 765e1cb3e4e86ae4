"""A partnership file is read whole or told everything that is wrong with it; its JSON Schema says the same."""

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from wisselwerk.domain.period import Period
from wisselwerk.formats.partnership_file import partnership_json_schema, read_partnership_file
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.shape import MAX_BYTES

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "partnerships"
SCHEMA = Draft202012Validator(partnership_json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
GENK: dict[str, Any] = json.loads((EXAMPLES / "genk.json").read_text(encoding="utf-8"))
Edit = Callable[[dict[str, Any]], object]


def problems(document: object) -> tuple[Problem, ...]:
    """What the reader has against a document; nothing when it reads."""
    try:
        read_partnership_file(json.dumps(document).encode())
    except Problems as found:
        return found.problems
    return ()


def genk_but(*edits: Edit) -> dict[str, Any]:
    """The partnership of Genk with some things done to it."""
    document = copy.deepcopy(GENK)
    for edit in edits:
        edit(document)
    return document


def test_the_examples_are_those_of_the_schemes_and_valid_for_editors_too() -> None:
    schemes = (
        json.loads(path.read_text(encoding="utf-8")) for path in (EXAMPLES.parent / "schemes").iterdir()
    )
    assert {path.stem for path in EXAMPLES.iterdir()} == {one["partnership"] for one in schemes}
    for path in EXAMPLES.iterdir():
        SCHEMA.validate(json.loads(path.read_text(encoding="utf-8")))


def test_what_stands_in_the_file_is_read() -> None:
    genk = read_partnership_file((EXAMPLES / "genk.json").read_bytes())
    assert (genk.slug, genk.schemes) == ("genk", ("genk",))
    assert [one.place for one in genk.members] == ["71016", "71047", "71047", "71002", "71067"]
    assert genk.members[1].valid == Period(date(2015, 1, 1), date(2019, 1, 1))
    assert genk.agreements[-1].valid == Period(date(2025, 1, 1), date(2037, 1, 1))
    first, second = genk.granting
    assert (first.granter, first.delegation) == ("SEAT_MUNICIPALITY", None)
    assert second.delegation is not None
    assert (second.delegation.local_government, second.delegation.decided_on) == ("71016", date(2019, 1, 1))


def test_what_is_about_a_scheme_may_be_left_out() -> None:
    document = genk_but(lambda it: it.pop("council_decisions"), lambda it: it.pop("granting"))
    assert SCHEMA.is_valid(document)
    assert read_partnership_file(json.dumps(document).encode()).schemes == ()


REFUSED: dict[str, tuple[Edit, str]] = {
    "a scheme file": (
        lambda it: it.update(format="wisselwerk-scheme-1"),
        "format: “format” holds “wisselwerk-scheme-1”. Choose one of: wisselwerk-partnership-1.",
    ),
    "nobody takes part": (lambda it: it.update(members=[]), "members: “members” is empty. Fill it in."),
    "no agreement": (lambda it: it.pop("agreements"), "agreements: “agreements” is missing. Add it."),
    "a place by its name": (
        lambda it: it["members"][0].update(place="Genk"),
        "members[0].place: “place” holds “Genk”. Write it like “71016”.",
    ),
    "a member without a source": (
        lambda it: it["members"][3].pop("source"),
        "members[3].source: “source” is missing. Add it.",
    ),
    "a mandate that says nothing": (
        lambda it: it["agreements"][0].update(mandate=" "),
        "agreements[0].mandate: “mandate” is empty. Fill it in.",
    ),
    "a day that does not exist": (
        lambda it: it["agreements"][1].update(valid_until="2025-02-30"),
        "agreements[1].valid_until: “valid_until” holds “2025-02-30”. It must be a day, such as 2025-01-31.",
    ),
    "a subject that is none": (
        lambda it: it["council_decisions"][0].update(subject="WEATHER"),
        (
            "council_decisions[0].subject: “subject” holds “WEATHER”. "
            "Choose one of: AGREEMENT, REGULATION, DELEGATION, BUDGET, TERRITORY, VISUM."
        ),
    ),
    "a granter that is none": (
        lambda it: it["granting"][0].update(granter="MAYOR"),
        (
            "granting[0].granter: “granter” holds “MAYOR”. "
            "Choose one of: SEAT_MUNICIPALITY, MANAGING_MUNICIPALITY."
        ),
    ),
    "a signatory that does not fit on a letter": (
        lambda it: it["granting"][0].update(signatory="x" * 121),
        "granting[0].signatory: “signatory” is longer than 120 characters. Make it shorter.",
    ),
    "a delegation without a day": (
        lambda it: it["granting"][1]["delegation"].pop("decided_on"),
        "granting[1].delegation.decided_on: “decided_on” is missing. Add it.",
    ),
}
BACKWARDS: Edit = lambda it: it["members"][1].update(valid_until="2015-01-01")  # noqa: E731  # one of many edits
TOLD = "members[1].valid_until: “valid_until” is 2015-01-01. Choose a day after 2015-01-01, or leave it out."


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_told_and_editors_refuse_the_same(name: str) -> None:
    edit, expected = REFUSED[name]
    (found,) = problems(genk_but(edit))
    assert str(found) == f"partnership.json:1: {expected}"
    assert not SCHEMA.is_valid(genk_but(edit))


def test_what_a_schema_cannot_say_the_reader_does() -> None:
    assert SCHEMA.is_valid(genk_but(BACKWARDS))
    (found,) = problems(genk_but(BACKWARDS))
    assert str(found) == f"partnership.json:1: {TOLD}"


def test_everything_is_told_at_once_each_on_its_line() -> None:
    # The two lists that are gone would take other mistakes with them.
    edits = [edit for name, (edit, _) in REFUSED.items() if name not in ("nobody takes part", "no agreement")]
    text = json.dumps(genk_but(*edits, BACKWARDS), indent=1)
    with pytest.raises(Problems) as found:
        read_partnership_file(text.encode(), "genk.json")
    assert len(found.value.problems) == len(edits) + 1
    line = next(i for i, one in enumerate(text.split("\n"), 1) if '"place": "Genk"' in one)
    assert f"genk.json:{line}: members[0].place: " in str(found.value)


def test_a_file_that_is_far_too_large() -> None:
    with pytest.raises(Problems, match="larger than 500 kB"):
        read_partnership_file(b" " * (MAX_BYTES + 1))


JUNK: list[Any] = [
    None, True, -1, 2015, 1.5, "", " ", "x", "71016", "11002-2024", "genk", "2025-01-01", "2025-1-1", "DELEGATION",
    "x" * 301, [], {}, ["71016"], {"place": "71016"}, [{"scheme": "genk"}],
]  # fmt: skip


@given(
    st.sampled_from(["members", "agreements", "council_decisions", "granting"]),
    st.integers(0, 1),
    st.data(),
    st.sampled_from(JUNK),
)
def test_the_reader_and_the_schema_agree(part: str, i: int, data: st.DataObject, junk: object) -> None:
    document = copy.deepcopy(GENK)
    name = data.draw(st.sampled_from(sorted(document[part][i])))
    document[part][i][name] = junk
    found = problems(document)
    asked_of_both = [one for one in found if "Choose a day after" not in one.sentence]
    assert SCHEMA.is_valid(document) is not bool(asked_of_both), found
    assert not any("cannot be read" in one.sentence for one in found), "we have no words for this one yet"
