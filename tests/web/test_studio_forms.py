"""The forms of rules, made from their types: what is opened and kept is the same, and a new kind has its form at once."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import pytest
from django.http import QueryDict
from django.utils.translation import override

from tests.cast import Stage
from tests.domain.rule.test_cases import FOLDER, read
from tests.studio import typed_in
from tests.web.test_studio import at, client_of
from wisselwerk import wording
from wisselwerk.apps.schemes.drafting import places_of
from wisselwerk.apps.schemes.services import start_scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.rule import KINDS
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, passed
from wisselwerk.domain.rule.parameter import (
    AmountCents,
    Between,
    Distinct,
    PlaceCode,
    check_parameters,
    parameter_types,
)
from wisselwerk.domain.rule_draft import DraftRule
from wisselwerk.web.studio.questions import ABOUT, HELP, PARTS
from wisselwerk.web.studio.rule_fields import Places, field_for, rows_of
from wisselwerk.web.studio.rule_form import RuleForm, part_name

PLACES: Places = [("71016", "Genk"), ("71002", "As")]


def as_sent(data: dict[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, [str(one) for one in (value if isinstance(value, list | tuple) else [value])])
    return query


def filled(kind: str, plain: dict[str, Any]) -> RuleForm:
    """The form of a rule, opened on these parameters and sent as it stood."""
    opened = RuleForm(kind, DraftRule.read(kind, plain), PLACES, 1, None)
    return RuleForm(kind, None, PLACES, 1, as_sent(typed_in(opened)))


def possible() -> list[tuple[str, dict[str, Any]]]:
    """The parameters of every case of every kind that can exist."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        told = read(path)
        for case in told["cases"]:
            plain = told.get("parameters", {}) | case.get("parameters", {})
            if path.stem in KINDS and DraftRule.read(path.stem, plain).rule is not None:
                found.append((path.stem, plain))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_that_is_opened_and_kept_is_the_same_rule(kind: str) -> None:
    every = [plain for one, plain in possible() if one == kind]
    assert every, f"no case of {kind} can exist"
    for plain in every:
        places = [(code, code) for code in codes_in(plain)]
        opened = RuleForm(kind, DraftRule.read(kind, plain, "Tekst"), places, 1, None)
        sent = RuleForm(kind, None, places, 1, as_sent(typed_in(opened)))
        assert sent.is_valid(), (plain, sent.errors)
        assert sent.rule is not None
        assert sent.rule.rule == DraftRule.read(kind, plain).rule, plain
        assert sent.rule.source == "Tekst"


def codes_in(plain: Any) -> list[str]:
    """Whatever looks like a place in the parameters of a case."""
    if isinstance(plain, dict):
        return [code for one in plain.values() for code in codes_in(one)]
    if isinstance(plain, list):
        return [code for one in plain for code in codes_in(one)]
    return [plain] if isinstance(plain, str) and plain[:1].isdigit() and "-" not in plain else []


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_is_asked_in_dutch(kind: str) -> None:
    """A parameter, or a part of one, that has no Dutch name is named here."""
    with override("nl"):
        for name, expected in parameter_types(KINDS[kind]).items():
            asked = [(name, wording.parameter_name(name))]
            value = rows_of(expected)
            asked += [(part, part_name(part)) for part in (parameter_types(value) if value else ())]
            for parameter, said in asked:
                with override("en"):
                    english = (
                        wording.parameter_name(parameter) if parameter not in PARTS else PARTS[parameter]
                    )
                assert said not in {parameter, english} or parameter in SAME_IN_BOTH, (
                    f"{kind}.{parameter} has no Dutch name"
                )


SAME_IN_BOTH = {"minimum_cents", "maximum"}
"""Minimum and maximum."""


def test_no_word_is_kept_for_a_parameter_that_is_gone() -> None:
    asked = {f"{kind}.{name}" for kind, rule in KINDS.items() for name in parameter_types(rule)}
    assert HELP.keys() <= asked
    assert ABOUT.keys() <= KINDS.keys()


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line of a list."""

    colour: Colour
    share_percent: Annotated[int, Between(0, 100)]
    ceiling_cents: AmountCents | None = None

    def __post_init__(self) -> None:
        check_parameters(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A kind of rule nobody thought of when the forms were made."""

    parts: Annotated[tuple[Part, ...], Distinct()]
    one: Part | None = None
    codes: Annotated[tuple[str, ...], Distinct()] | None = None
    days: tuple[date, ...] = ()
    colours: Annotated[tuple[Colour, ...], Distinct()]
    maybe: Colour | None = None
    place: PlaceCode | None = None
    until: date | None = None

    kind: ClassVar[str] = "invented"
    sentences: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        check_parameters(self)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)


INVENTED = {
    "parts": [
        {"colour": "red", "share_percent": 50, "ceiling_cents": 125_050},
        {"colour": "green", "share_percent": 0, "ceiling_cents": None},
    ],
    "one": {"colour": "green", "share_percent": 100, "ceiling_cents": None},
    "codes": ["01.1", "47"],
    "days": ["2027-01-01", "2027-07-01"],
    "colours": ["green"],
    "maybe": "red",
    "place": "71016",
    "until": "2028-01-31",
}


@pytest.mark.parametrize(
    "changed",
    [{}, {"one": None, "codes": None, "days": [], "maybe": None, "place": None, "until": None}],
    ids=["everything", "nothing that may be left open"],
)
def test_a_kind_that_is_new_has_its_form_at_once(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    monkeypatch.setitem(KINDS, "invented", Invented)
    plain = INVENTED | changed
    assert DraftRule.read("invented", plain).rule is not None
    form = filled("invented", plain)
    assert form.is_valid(), form.errors
    assert form.rule is not None
    assert form.rule.rule == DraftRule.read("invented", plain).rule


def test_a_line_is_added_changed_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "invented", Invented)
    opened = RuleForm("invented", DraftRule.read("invented", INVENTED), PLACES, 1, None)
    lines = "invented-parts"
    data = typed_in(opened) | {
        f"{lines}-0-DELETE": "on",
        f"{lines}-1-share_percent": "25",
        f"{lines}-2-colour": "red",
        f"{lines}-2-share_percent": "75",
    }
    form = RuleForm("invented", None, PLACES, 1, as_sent(data))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["parameters"]["parts"] == [
        {"colour": "green", "share_percent": 25, "ceiling_cents": None},
        {"colour": "red", "share_percent": 75, "ceiling_cents": None},
    ]


def test_a_type_nobody_can_type_is_a_bug() -> None:
    with pytest.raises(NotImplementedError, match="how a person types"):
        field_for("x", dict[str, int], PLACES)


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("amount", {"amount-amount_cents": "1.5"}, "Schrijf een bedrag zoals 250 of 1.500,50"),
        ("amount", {"amount-amount_cents": "99999999999"}, "Vul hoogstens 999.999.999,99 in."),
        ("application_window", {"application_window-opens_on": "0026-11-26"}, "Kijk het jaar na"),
        ("amount", {"amount-amount_cents": ""}, "Vul een bedrag in."),
        ("amount", {"amount-amount_cents": "0"}, "Vul een bedrag in."),
        ("validity", {"validity-months": "0"}, "Kies een getal van 1 tot en met 120."),
        ("validity", {"validity-months": "1.5"}, "Schrijf een geheel getal, zoals 6."),
        ("validity", {"validity-months": "een half"}, "Schrijf een geheel getal, zoals 6."),
        ("territory", {"territory-places": []}, "Vink er minstens één aan."),
        ("own_contribution", {"own_contribution-minimum_cents": "1"}, "Kies er één."),
        (
            "application_window",
            {"application_window-opens_on": "2027-02-01", "application_window-closes_on": "2027-01-31"},
            "Kies een latere laatste dag.",
        ),
        ("cost_key", {"cost_key-division": "inhabitants"}, "Een verdeling"),
        ("cost_key", {"cost_key-shares-0-share": "veel"}, "kijk de lijnen hieronder na"),
    ],
)
def test_what_is_wrong_is_said_in_dutch(kind: str, typed: dict[str, Any], said: str) -> None:
    with override("nl"):
        data = typed_in(RuleForm(kind, None, PLACES, 1, None)) | typed
        form = RuleForm(kind, None, PLACES, 1, as_sent(data))
        assert not form.is_valid()
        assert said in str(form.errors), form.errors


def test_shares_are_typed_as_people_write_them() -> None:
    data = typed_in(RuleForm("cost_key", None, PLACES, 1, None)) | {
        "cost_key-division": "fixed",
        "cost_key-shares-0-share": "66.110",
        "cost_key-shares-1-share": "0",
    }
    form = RuleForm("cost_key", None, PLACES, 1, as_sent(data))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["parameters"]["shares"] == [
        {"place": "71016", "share": 66_110},
        {"place": "71002", "share": 0},
    ]


@pytest.mark.django_db
def test_a_territory_begins_with_the_places_that_take_part_and_offers_the_rest(stage: Stage) -> None:
    """Of a municipality made by a merger only a part may take part."""
    limburg = stage.partnership("zuidoost-limburg")
    draft = start_scheme(SYSTEM, partnership=limburg, name="Leeg")
    page = client_of("coordinator_zuidoost_limburg").get(at("rule", draft.slug, "territory"))
    places = page.context["form"]["territory-places"]
    assert tuple(places.value()) == places_of(limburg, today())
    assert {code for code, _label in places.field.choices} > set(places.value())
