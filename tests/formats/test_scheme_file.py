"""A scheme file is read whole or told everything that is wrong with it; its JSON Schema says the same."""

import copy
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from wisselwerk.domain.lineage import Variant, differences
from wisselwerk.domain.rule import KINDS, RuleSet
from wisselwerk.domain.rule.base import Grant, ProviderKind, WhenShort
from wisselwerk.domain.rule.provider import ProviderCategory
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.scheme_file import ParentVersion, SchemeFile, read_scheme_file, scheme_json_schema
from wisselwerk.formats.shape import MAX_BYTES
from wisselwerk.formats.territory import belgian_territory

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "schemes"
SCHEMA = Draft202012Validator(scheme_json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
GENK: dict[str, Any] = json.loads((EXAMPLES / "genk.json").read_text(encoding="utf-8"))
Edit = Callable[[dict[str, Any]], object]


def example(slug: str) -> SchemeFile:
    return read_scheme_file((EXAMPLES / f"{slug}.json").read_bytes(), f"{slug}.json")


def problems(document: object) -> tuple[Problem, ...]:
    """What the reader has against a document; nothing when it reads."""
    try:
        read_scheme_file(json.dumps(document).encode())
    except Problems as found:
        return found.problems
    return ()


def genk_but(edit: Edit) -> dict[str, Any]:
    """The scheme of Genk with one thing done to it."""
    document = copy.deepcopy(GENK)
    edit(document)
    return document


def rule(document: dict[str, Any], kind: str, version: int = 2) -> dict[str, Any]:
    """The rule of a kind in a version, to do something to."""
    return next(one for one in document["versions"][version]["rules"] if one["kind"] == kind)


class TestTheTwoSchemesOfTheSeed:
    def test_nothing_else_among_the_examples_passes_for_a_real_scheme(self) -> None:
        real = {path.name for path in EXAMPLES.iterdir() if not path.name.startswith("voorbeeld-")}
        assert real == {"zuidoost-limburg.json", "genk.json"}

    @pytest.mark.parametrize("slug", ["zuidoost-limburg", "genk"])
    def test_they_are_valid_for_editors_too(self, slug: str) -> None:
        SCHEMA.validate(json.loads((EXAMPLES / f"{slug}.json").read_text(encoding="utf-8")))

    def test_zuidoost_limburg_gives_500_euro(self) -> None:
        scheme = example("zuidoost-limburg")
        assert (scheme.partnership, scheme.parent) == ("zuidoost-limburg", None)
        starts = [str(one.valid_from) for one in scheme.versions]
        assert starts == ["2015-01-01", "2019-01-01", "2025-01-01"]
        for version in scheme.versions:
            assert version.rule_set.grant(date(2026, 3, 2)) == Grant(
                amount_cents=50000, own_contribution_cents=0, when_short=None, valid_until=date(2026, 9, 2)
            )

    def test_genk_gives_250_euro_to_who_adds_250(self) -> None:
        scheme = example("genk")
        assert scheme.parent == ParentVersion("zuidoost-limburg", 1)
        for version in scheme.versions:
            grant = version.rule_set.grant(date(2026, 3, 2))
            assert (grant.amount_cents, grant.own_contribution_cents) == (25000, 25000)
            assert grant.when_short is WhenShort.REFUSE
            assert {"amount", "own_contribution"} <= version.whys.keys()

    @pytest.mark.parametrize(
        ("slug", "names"),
        [
            ("zuidoost-limburg", ["Tongeren", "Bilzen", "Hoeselt", "Riemst", "Voeren"]),
            ("genk", ["Genk", "Opglabbeek", "As", "Zutendaal"]),
        ],
    )
    def test_their_territory_outlives_the_mergers(self, slug: str, names: list[str]) -> None:
        for version in example(slug).versions:
            found = version.rule_set.find(Territory)
            assert found is not None
            assert [belgian_territory().name(code) for code in found.places] == names
            assert belgian_territory().finest_codes >= set(found.places)

    @pytest.mark.parametrize("slug", ["zuidoost-limburg", "genk"])
    def test_providers_are_those_of_their_time(self, slug: str) -> None:
        then, *since_2019 = (one.rule_set.find(ProviderCategory) for one in example(slug).versions)
        assert then is not None
        assert then.admits((ProviderKind.BESCHUTTE_WERKPLAATS,))
        assert len(since_2019) == 2
        for now in since_2019:
            assert now is not None
            assert not now.admits((ProviderKind.BESCHUTTE_WERKPLAATS, ProviderKind.SOCIALE_WERKPLAATS))
            assert now.admits((ProviderKind.MAATWERKBEDRIJF,))
            assert now.admits((ProviderKind.MAATWERKAFDELING,))

    @pytest.mark.parametrize("slug", ["zuidoost-limburg", "genk"])
    def test_in_2019_nothing_but_the_providers_changed(self, slug: str) -> None:
        before, after = (
            {one.rule.kind: one.rule for one in version.rule_set.rules}
            for version in example(slug).versions[:2]
        )
        assert before.keys() == after.keys()
        assert [kind for kind in before if before[kind] != after[kind]] == ["provider_category"]

    @pytest.mark.parametrize("slug", ["zuidoost-limburg", "genk"])
    def test_one_can_apply_since_2025_without_an_end(self, slug: str) -> None:
        window = example(slug).versions[-1].rule_set.find(ApplicationWindow)
        assert window == ApplicationWindow(opens_on=date(2025, 1, 1))

    def test_what_genk_changed_is_what_the_seed_tells(self) -> None:
        parent, child = example("zuidoost-limburg").versions[0], example("genk").versions[0]
        found = differences(
            Variant(parent.rule_set, ("Tongeren", "Bilzen", "Hoeselt", "Riemst", "Voeren")),
            Variant(child.rule_set, ("Genk", "Opglabbeek", "As", "Zutendaal"), child.whys),
        )
        assert [(one.kind, one.parameter) for one in found] == [
            ("amount", "amount_cents"),
            ("own_contribution", "minimum_cents"),
            ("own_contribution", "when_short"),
            ("territory", "places"),
            ("partnership", "members"),
            ("partnership", "member_names"),
        ]
        assert all(one.why for one in found if one.kind != "partnership")

    @pytest.mark.parametrize("slug", ["zuidoost-limburg", "genk"])
    def test_what_the_seed_does_not_say_is_said_to_be_ours(self, slug: str) -> None:
        ours = {"number_per_enterprise", "application_window", "validity", "budget_ceiling", "decision_mode"}
        for version in example(slug).versions:
            for one in version.rule_set.rules:
                assert ("Eigen standaard van Wisselwerk" in one.source) is (one.rule.kind in ours)

    @pytest.mark.parametrize("slug", ["zuidoost-limburg", "genk"])
    def test_their_rules_are_stored_and_read_back(self, slug: str) -> None:
        for version in example(slug).versions:
            plain = json.loads(json.dumps(version.rule_set.to_plain()))
            assert RuleSet.from_plain(plain) == version.rule_set


REFUSED: dict[str, tuple[Edit, str]] = {
    "another format": (
        lambda it: it.update(format="wisselwerk-scheme-2"),
        "format: “format” holds “wisselwerk-scheme-2”. Choose one of: wisselwerk-scheme-1.",
    ),
    "a name is missing": (lambda it: it.pop("name"), "name: “name” is missing. Add it."),
    "a name says nothing": (lambda it: it.update(name=" "), "name: “name” is empty. Fill it in."),
    "a name is no text": (lambda it: it.update(name=7), "name: “name” holds “7”. It must be text."),
    "a name is too long": (
        lambda it: it.update(name="x" * 201),
        "name: “name” is longer than 200 characters. Make it shorter.",
    ),
    "a slug with a space": (
        lambda it: it.update(slug="Genk en As"),
        "slug: “slug” holds “Genk en As”. Use small letters, digits and dashes, such as zuidoost-limburg.",
    ),
    "a name nobody knows": (
        lambda it: it.update(colour="blue"),
        "colour: “colour” is not known here. Check how it is spelt, or take it out.",
    ),
    "a parent that is no object": (
        lambda it: it.update(parent="zuidoost-limburg"),
        "parent: “parent” holds “zuidoost-limburg”. It must be an object, between curly brackets.",
    ),
    "no versions": (lambda it: it.update(versions=[]), "versions: “versions” is empty. Fill it in."),
    "versions that are no list": (
        lambda it: it.update(versions={}),
        "versions: “versions” holds “{}”. It must be a list.",
    ),
    "a version before the first": (
        lambda it: it["versions"][0].update(number=0),
        "versions[0].number: “number” is 0. It must be at least 1.",
    ),
    "a version beyond the last that can be kept": (
        lambda it: it["parent"].update(version=32768),
        "parent.version: “version” is 32768. It must be at most 32767.",
    ),
    "a day that does not exist": (
        lambda it: it["versions"][2].update(valid_from="2025-02-30"),
        "versions[2].valid_from: “valid_from” holds “2025-02-30”. It must be a day, such as 2025-01-31.",
    ),
    "a rule nobody knows": (
        lambda it: rule(it, "regular_enterprise").update(kind="lottery"),
        f"versions[2].rules[3].kind: “kind” holds “lottery”. Choose one of: {', '.join(KINDS)}.",
    ),
    "a rule without a kind": (
        lambda it: rule(it, "own_contribution").pop("kind"),
        "versions[2].rules[1].kind: “kind” is missing. Add it.",
    ),
    "a rule that is no object": (
        lambda it: it["versions"][2]["rules"].append("amount"),
        "versions[2].rules[10]: “rules” holds “amount”. It must be an object, between curly brackets.",
    ),
    "a rule without a source": (
        lambda it: rule(it, "amount").pop("source"),
        "versions[2].rules[0].source: “source” is missing. Add it.",
    ),
    "an amount of nothing": (
        lambda it: rule(it, "amount")["parameters"].update(amount_cents=0),
        (
            "versions[2].rules[0].parameters.amount_cents: “amount_cents” is 0. "
            "Choose a number from 1 up to and including 99999999999."
        ),
    ),
    "an amount in words": (
        lambda it: rule(it, "amount")["parameters"].update(amount_cents="250 euro"),
        (
            "versions[2].rules[0].parameters.amount_cents: “amount_cents” holds “250 euro”. "
            "It must be a whole number."
        ),
    ),
    "a place by its name": (
        lambda it: rule(it, "territory")["parameters"]["places"].append("Genk"),
        "versions[2].rules[2].parameters.places[4]: “places” holds “Genk”. Write it like “71016”.",
    ),
    "a place twice": (
        lambda it: rule(it, "territory")["parameters"]["places"].append("71016"),
        (
            "versions[2].rules[2].parameters.places: “places” is empty or holds a value twice. "
            "Give at least one value, and each value once."
        ),
    ),
    "a choice that is not there": (
        lambda it: rule(it, "own_contribution")["parameters"].update(when_short="half"),
        (
            "versions[2].rules[1].parameters.when_short: “when_short” holds “half”. "
            "Choose one of: refuse, own_money_first."
        ),
    ),
    "a rule that is missing": (
        lambda it: it["versions"][2]["rules"].remove(rule(it, "validity")),
        "versions[2].rules: The rule “validity” is missing. Add it: without it no voucher can be awarded.",
    ),
    "a rule that stands twice": (
        lambda it: it["versions"][2]["rules"].append(rule(it, "territory")),
        "versions[2].rules[10].kind: The rule “territory” stands here twice. Keep one of them.",
    ),
}
BEYOND_SCHEMA: dict[str, tuple[Edit, str]] = {
    "versions that are not counted": (
        lambda it: it["versions"][2].update(number=4),
        "versions[2].number: “number” is 4. Number the versions 1, 2, 3, in the order in which they start.",
    ),
    "versions that start on the same day": (
        lambda it: it["versions"][2].update(valid_from="2019-01-01"),
        (
            "versions[2].valid_from: This version starts on 2019-01-01, not after the one before. "
            "Choose a day after 2019-01-01."
        ),
    ),
    "a scheme that is its own parent": (
        lambda it: it["parent"].update(scheme="genk"),
        "parent.scheme: A scheme is not made from itself. Name the other scheme, or leave “parent” out.",
    ),
    "a window that closes before it opens": (
        lambda it: rule(it, "application_window")["parameters"].update(closes_on="2024-12-31"),
        (
            "versions[2].rules[6].parameters: Applications close on 2024-12-31, before they open on 2025-01-01. "
            "Choose a later last day."
        ),
    ),
}


class TestWhatIsWrongIsTold:
    @pytest.mark.parametrize("name", REFUSED | BEYOND_SCHEMA)
    def test_one_by_one(self, name: str) -> None:
        edit, expected = (REFUSED | BEYOND_SCHEMA)[name]
        (found,) = problems(genk_but(edit))
        assert str(found) == f"scheme.json:1: {expected}"

    @pytest.mark.parametrize("name", REFUSED)
    def test_editors_refuse_the_same(self, name: str) -> None:
        assert not SCHEMA.is_valid(genk_but(REFUSED[name][0]))

    @pytest.mark.parametrize("name", BEYOND_SCHEMA)
    def test_what_a_schema_cannot_say_the_reader_does(self, name: str) -> None:
        assert SCHEMA.is_valid(genk_but(BEYOND_SCHEMA[name][0]))

    def test_all_at_once(self) -> None:
        # Two edits of one value would hide one another, so those of the same place are left out.
        names = [
            "a name says nothing", "a slug with a space", "a name nobody knows", "a day that does not exist",
            "a rule without a source", "an amount of nothing", "a place by its name", "a choice that is not there",
            "a rule that stands twice", "a version beyond the last that can be kept", "versions that are not counted",
            "a window that closes before it opens",
        ]  # fmt: skip
        document = copy.deepcopy(GENK)
        for name in names:
            (REFUSED | BEYOND_SCHEMA)[name][0](document)
        told = {one.sentence for one in problems(document)}
        # The doubled territory tells of its wrong place twice.
        assert len(problems(document)) == len(names) + 1
        assert len(told) == len(names)

    def test_on_its_line(self) -> None:
        text = (EXAMPLES / "genk.json").read_text(encoding="utf-8")
        wrong = text.replace('"minimum_cents": 25000', '"minimum_cents": -1', 1)
        line = next(i for i, one in enumerate(wrong.split("\n"), 1) if '"minimum_cents": -1' in one)
        with pytest.raises(Problems) as found:
            read_scheme_file(wrong.encode(), "genk.json")
        assert str(found.value).startswith(
            f"genk.json:{line}: versions[0].rules[1].parameters.minimum_cents: "
        )

    @pytest.mark.parametrize("document", [[], None, 5, "scheme", True])
    def test_what_is_no_object(self, document: object) -> None:
        (found,) = problems(document)
        assert found.sentence.endswith("It must be an object, between curly brackets.")

    def test_nothing_from_the_file_reaches_a_screen_raw(self) -> None:
        (name,) = problems(genk_but(lambda it: it.update({"\x1b[31m": 1})))
        (value,) = problems(genk_but(lambda it: it.update(slug="\x1b[31m" + "x" * 1000)))
        assert "\x1b" not in str(name) + str(value)
        assert len(value.sentence) < 200

    def test_a_file_that_is_far_too_large(self) -> None:
        with pytest.raises(Problems, match="larger than 500 kB"):
            read_scheme_file(b" " * (MAX_BYTES + 1))


def places_of(document: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all values under a document."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(document, dict):
        inner = list(document.items())
    if isinstance(document, list):
        inner = list(enumerate(document))
    return [*([path] if path else []), *(deep for key, one in inner for deep in places_of(one, (*path, key)))]


PATHS = places_of(GENK)
JUNK: list[Any] = [
    None, True, False, -1, 0, 1, 2, 1.5, 250.0, 10**12, 1e400, "", " ", "x", "71016", "genk", "refuse", "amount",
    "2025-01-01", "2025-1-1", "2025-02-30", "2025-01-01T00:00:00", 20250101, "x" * 301, [], {}, ["71016", "71016"],
    ["71016"], [71016], ["MAATWERKBEDRIJF"], {"kind": "amount"}, {"scheme": "as", "version": 1}, "café",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """The scheme of Genk with some values replaced, doubled, taken out or added."""
    document = copy.deepcopy(GENK)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(PATHS))
        holder: Any = document
        try:
            for part in way:
                holder = holder[part]
            value = holder[last]
        except (KeyError, IndexError, TypeError):
            continue
        if isinstance(holder, str):
            continue
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                holder[last] = copy.deepcopy(draw(st.sampled_from(JUNK)))
            case "remove":
                del holder[last]
            case "add" if isinstance(holder, dict):
                holder["extra"] = copy.deepcopy(value)
            case "add":
                holder.append(copy.deepcopy(value))
    return document


BEYOND = re.compile("Number the versions|not after the one before|not made from itself|Applications close on")


@given(mutated())
def test_the_reader_and_the_schema_agree(document: dict[str, Any]) -> None:
    found = problems(document)
    asked_of_both = [one for one in found if not BEYOND.search(one.sentence)]
    assert SCHEMA.is_valid(document) is not bool(asked_of_both), found
    assert not any("cannot be read" in one.sentence for one in found), "we have no words for this one yet"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(Problems):
        read_scheme_file(data)
