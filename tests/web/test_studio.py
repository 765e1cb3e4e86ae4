"""The studio: forms made from types, drafts that keep what was typed, taking over, and publishing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.cast import Stage
from tests.domain.rule.test_cases import FOLDER, read
from tests.scene import EMAIL, enter, set_scene
from wisselwerk import wording
from wisselwerk.apps.parties.queries import agreement_on
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import load_partnership, start_draft
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
from wisselwerk.domain.rule.plain import from_plain
from wisselwerk.domain.rule_draft import DraftRule
from wisselwerk.formats.partnership_file import read_partnership_file
from wisselwerk.web.forms import new_token
from wisselwerk.web.studio.questions import ABOUT, HELP, PARTS
from wisselwerk.web.studio.rule_fields import Places, field_for, rows_of
from wisselwerk.web.studio.rule_form import RuleForm, part_name

PARENT = "zuidoost-limburg"
NAME = "Kennismakingscheque Genk 2027"
SLUG = "kennismakingscheque-genk-2027"
PLACES: Places = [("71016", "Genk"), ("71002", "As")]


def at(route: str, *args: object) -> str:
    return reverse(f"studio:{route}", args=args)


def typed_in(form: forms.Form) -> dict[str, Any]:
    """What stands in a form, as a browser would send it."""
    found: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        found[bound.html_name] = "" if value is None else value
    for rows in form.rows.values() if isinstance(form, RuleForm) else ():
        found |= {bound.html_name: bound.value() for bound in rows.formset.management_form}
        for row in rows.formset:
            found |= {part.html_name: "" if part.value() is None else part.value() for part in row.parts}
    return found


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
        ("amount", {"amount-amount_cents": "1.5"}, "Schrijf een bedrag zoals"),
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


# The pages.


def client_of(key: str) -> Client:
    client = Client()
    client.force_login(person(EMAIL[key]))
    return client


@pytest.fixture
def genk(stage: Stage) -> Client:
    return client_of("coordinator_genk")


def send(client: Client, path: str, **typed: Any) -> Any:
    """Open a page, fill in its form, and send it."""
    page = client.get(path)
    assert page.status_code == 200, path
    return client.post(path, typed_in(page.context["form"]) | typed)


def take_over(client: Client) -> Draft:
    assert send(client, at("take-over", PARENT), name=NAME).status_code == 302
    return Draft.objects.get(slug=SLUG)


def amount_of(slug: str) -> Any:
    """The amount in a draft, in cents."""
    rules = Draft.objects.get(slug=slug).rules
    return next(one["parameters"]["amount_cents"] for one in rules if one["kind"] == "amount")


def worth(cents: int) -> str:
    """The rule about the amount as everybody reads it."""
    return wording.rule_text(from_plain(KINDS["amount"], {"amount_cents": cents}))


def preview(client: Client, kind: str, **typed: Any) -> str:
    """What htmx gets while somebody types."""
    path = at("rule", SLUG, kind)
    asked = {
        name: value
        for name, value in (typed_in(client.get(path).context["form"]) | typed).items()
        if name != "once"
    }
    return client.get(path, asked, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.django_db
def test_who_is_not_signed_in_comes_back_after_signing_in(stage: Stage) -> None:
    answer = Client().get(at("take-over", PARENT))
    assert answer["Location"] == f"{reverse('account_login')}?next={at('take-over', PARENT)}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "is_there"),
    [("", True), ("coordinator_genk", True), ("owner", False), ("auditor", False)],
)
def test_taking_over_is_offered_to_who_may(stage: Stage, who: str, is_there: bool) -> None:
    client = client_of(who) if who else Client()
    page = client.get(reverse("public:scheme", args=[PARENT])).content.decode()
    assert (at("take-over", PARENT) in page) is is_there


@pytest.mark.django_db
def test_the_agreement_comes_along_as_a_file_that_loads(genk: Client, stage: Stage) -> None:
    theirs = agreement_on(stage.zuidoost_limburg.partnership_id, today())
    ours = agreement_on(stage.genk.partnership_id, today())
    assert theirs is not None
    assert ours is not None
    assert ours.valid_until is not None
    answer = send(genk, at("agreement", PARENT), evaluation="Elk jaar in mei.", source="Raden van 2036")
    assert answer["Content-Disposition"] == 'attachment; filename="overeenkomst-genk.json"'
    load_partnership(SYSTEM, read_partnership_file(answer.content))
    taken = agreement_on(stage.genk.partnership_id, ours.valid_until)
    assert taken is not None
    assert (taken.mandate, taken.evaluation) == (theirs.mandate, "Elk jaar in mei.")
    assert theirs.valid_until is not None
    assert taken.valid_until is not None
    years = theirs.valid_until.year - theirs.valid_from.year
    assert taken.valid_until.year == ours.valid_until.year + years
    assert agreement_on(stage.genk.partnership_id, today()) == ours


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "at_field"),
    [
        ({"valid_from": "2030-01-01"}, "valid_from"),
        ({"valid_until": "2037-01-01"}, "valid_until"),
        ({"source": ""}, "source"),
        ({"mandate": " "}, "mandate"),
        ({"managing_municipality": "11002"}, "managing_municipality"),
    ],
)
def test_an_agreement_that_does_not_fit_is_told(genk: Client, typed: dict[str, str], at_field: str) -> None:
    answer = send(genk, at("agreement", PARENT), **({"source": "Raden"} | typed))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {at_field}


@pytest.mark.django_db
def test_pressing_twice_takes_over_once(genk: Client) -> None:
    form = typed_in(genk.get(at("take-over", PARENT)).context["form"]) | {"name": NAME}
    for _press in range(2):
        assert genk.post(at("take-over", PARENT), form)["Location"] == at("draft", SLUG)
    assert Draft.objects.count() == 1


@pytest.mark.django_db
def test_a_partnership_of_others_cannot_be_chosen(genk: Client, stage: Stage) -> None:
    other = stage.partnership(PARENT).pk
    assert send(genk, at("take-over", PARENT), partnership=other).status_code == 422
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_the_preview_keeps_nothing(genk: Client) -> None:
    take_over(genk)
    said = preview(genk, "amount", **{"amount-amount_cents": "250"})
    assert worth(25_000) in said
    assert "<html" not in said
    looked = send(genk, at("rule", SLUG, "amount"), look="yes", **{"amount-amount_cents": "199"})
    assert looked.status_code == 200
    assert worth(19_900) in looked.content.decode()
    assert amount_of(SLUG) == 50_000


@pytest.mark.django_db
def test_the_preview_warns_of_what_is_typed(genk: Client) -> None:
    take_over(genk)
    said = preview(genk, "budget_ceiling", **{"budget_ceiling-per_year_cents": "499,99"})
    assert "er past geen enkele cheque onder" in said


@pytest.mark.django_db
def test_what_somebody_else_changed_is_told_and_nothing_is_lost(genk: Client) -> None:
    take_over(genk)
    path = at("rule", SLUG, "amount")
    mine = typed_in(genk.get(path).context["form"]) | {"amount-amount_cents": "275"}
    assert send(genk, path, **{"amount-amount_cents": "300"}).status_code == 302
    refused = genk.post(path, mine)
    said = refused.content.decode()
    assert refused.status_code == 422
    assert "Iemand anders wijzigde dit ontwerp op" in said
    assert 'value="275"' in said
    assert worth(30_000) in said
    assert amount_of(SLUG) == 30_000
    assert genk.post(path, typed_in(refused.context["form"])).status_code == 302
    assert amount_of(SLUG) == 27_500


@pytest.mark.django_db
def test_a_rule_is_left_out_and_added_again(genk: Client) -> None:
    take_over(genk)
    assert (
        send(genk, at("rule", SLUG, "amount"), drop="yes", **{"amount-amount_cents": "x"}).status_code == 302
    )
    page = genk.get(at("draft", SLUG)).content.decode()
    assert "De voorwaarde “bedrag” ontbreekt" in page
    assert send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "1"}).status_code == 302
    assert amount_of(SLUG) == 100


@pytest.mark.django_db
def test_a_kind_without_help_has_its_page_all_the_same(genk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    take_over(genk)
    monkeypatch.delitem(ABOUT, "amount")
    page = genk.get(at("rule", SLUG, "amount")).content.decode()
    assert '<p class="ww-answer"></p>' in page


@pytest.mark.django_db
def test_a_kind_that_does_not_exist_is_not_found(genk: Client) -> None:
    take_over(genk)
    assert genk.get(at("rule", SLUG, "bedrag")).status_code == 404


@pytest.mark.django_db
def test_it_waits_for_its_reasons_and_is_published(genk: Client) -> None:
    take_over(genk)
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "250"})
    send(genk, at("publish", SLUG), valid_from="2030-01-01", source="Gemeenteraad")
    assert genk.get(at("confirm", SLUG))["Location"] == at("draft", SLUG)
    whys = genk.get(at("difference", SLUG)).context["form"]
    assert whys["territory.places"].value() == "Een ander samenwerkingsverband, met zijn eigen gemeenten."
    send(genk, at("difference", SLUG), **{"amount.amount_cents": "Half zo veel."})
    confirm = genk.get(at("confirm", SLUG))
    assert "Niemand kan al aanvragen." in confirm.content.decode()
    assert send(genk, at("confirm", SLUG))["Location"] == reverse("coordinator:scheme", args=[SLUG])
    page = genk.get(reverse("public:scheme", args=[SLUG])).content.decode()
    assert "Kennismakingscheque Zuidoost-Limburg" in page
    assert Scheme.objects.get(slug=SLUG).versions.get().whys == {
        "amount.amount_cents": "Half zo veel.",
        "territory.places": "Een ander samenwerkingsverband, met zijn eigen gemeenten.",
    }


@pytest.mark.django_db
def test_a_day_that_cannot_be_is_told_at_the_day(genk: Client, stage: Stage) -> None:
    start_draft(SYSTEM, scheme=stage.genk)
    answer = send(genk, at("publish", "genk"), valid_from="2015-06-01", source="Gemeenteraad")
    assert answer.status_code == 422
    assert "Kies een" in str(answer.context["form"].errors["valid_from"])


@pytest.mark.django_db
def test_rules_do_not_reach_back_over_an_application() -> None:
    scene = set_scene()
    enter(scene)
    start_draft(SYSTEM, scheme=scene.scheme)
    answer = send(client_of("coordinator_genk"), at("publish", "genk"), valid_from=today(), source="Raad")
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"valid_from"}


@pytest.mark.django_db
def test_a_next_version_says_what_stays(genk: Client, stage: Stage) -> None:
    assert genk.post(at("draft", "genk"), {"once": new_token()})["Location"] == at("draft", "genk")
    send(genk, at("rule", "genk", "validity"), **{"validity-months": "9"})
    send(genk, at("publish", "genk"), valid_from="2030-01-01", source="Gemeenteraad")
    page = genk.get(at("confirm", "genk")).content.decode()
    assert "Cheques die al toegekend zijn, houden de voorwaarden waaronder ze toegekend zijn." in page
    assert "granter" not in page
    difference = genk.get(at("difference", "genk")).content.decode()
    assert "waar uw regeling vandaan komt" in difference
    assert send(genk, at("confirm", "genk")).status_code == 302
    assert stage.genk.versions.filter(valid_from=date(2030, 1, 1)).exists()


@pytest.mark.django_db
def test_the_address_of_a_new_scheme_can_be_chosen(genk: Client) -> None:
    take_over(genk)
    taken = send(genk, at("describe", SLUG), slug="genk")
    assert taken.status_code == 422
    assert "heeft het adres “genk” al" in taken.content.decode()
    assert send(genk, at("describe", SLUG), slug="Genk_Nieuw", name="Genk")["Location"] == at(
        "draft", "genk-nieuw"
    )


@pytest.mark.django_db
def test_a_scheme_that_is_there_is_not_renamed(genk: Client, stage: Stage) -> None:
    start_draft(SYSTEM, scheme=stage.genk)
    page = send(genk, at("describe", "genk"), name="Anders", slug="anders")
    assert page.status_code == 200
    assert Draft.objects.get().name == stage.genk.name


@pytest.mark.django_db
def test_a_draft_is_thrown_away_after_asking(genk: Client) -> None:
    take_over(genk)
    assert send(genk, at("discard", SLUG))["Location"] == at("drafts")
    assert not Draft.objects.exists()
    assert genk.get(at("draft", SLUG)).status_code == 404


@pytest.mark.django_db
def test_one_begins_from_nothing(genk: Client) -> None:
    assert send(genk, at("drafts"), name="Leeg begonnen")["Location"] == at("draft", "leeg-begonnen")
    page = genk.get(at("draft", "leeg-begonnen")).content.decode()
    assert "Nog geen voorwaarden" in page
    assert send(genk, at("drafts"), name="").status_code == 422
