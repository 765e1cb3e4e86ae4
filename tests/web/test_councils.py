"""The pages about councils: what is kept, what is asked again, and what a member sees of its own."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from tests.councils import arranged
from tests.scene import AS_, EMAIL, GENK, Scene, set_scene
from tests.studio import typed_in
from tests.web.stage import browser, text
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.schemes import proof
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject
from wisselwerk.apps.schemes.plan import planned_of
from wisselwerk.apps.schemes.plan_model import PlanEntry
from wisselwerk.apps.schemes.services import date_draft, record_council_step, start_draft
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role

pytestmark = pytest.mark.django_db

LIST = "/beheer/raadsbesluiten/genk/versie-1/"
PAGE = f"/raad/genk/versie-1/{AS_}/"
DRAFT = f"/raad/genk/ontwerp/{AS_}/"


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def coordinator(scene: Scene) -> Client:
    return browser("coordinator_genk")


@pytest.fixture
def member(scene: Scene) -> Client:
    """The financial director of Genk acts for it; As is somebody else's."""
    grant_role(
        SYSTEM,
        person=person(EMAIL["financial_director"]),
        organisation=local_government(GENK, today()),
        role=Role.FINANCIAL_DIRECTOR,
    )
    return browser("financial_director")


def send(client: Client, url: str, **changed: str) -> HttpResponse:
    form = client.get(url).context["form"]
    answer: HttpResponse = client.post(url, typed_in(form) | changed)  # type: ignore[assignment]
    return answer


def test_a_decision_is_kept_and_shows_everywhere(coordinator: Client) -> None:
    kept = send(
        coordinator, PAGE, state="DECIDED", on="2025-11-03", document="https://raad.example/besluiten/1"
    )
    assert kept["Location"] == PAGE
    page = text(coordinator.get(PAGE))
    assert "Beslist op 3 november 2025, zoals in de gezamenlijke tekst." in page
    assert "Beslist: 1 van 4 raden" in text(coordinator.get(LIST))
    assert "Beslist: 1 van 4 raden" in text(coordinator.get("/beheer/raadsbesluiten/"))
    public = browser().get("/regelingen/genk/reglement/").content.decode()
    assert "https://raad.example/besluiten/1" in public
    assert CouncilDecision.objects.filter(subject=DecisionSubject.REGULATION).count() == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"state": "DECIDED", "on": ""}, "Vul de dag van de zitting in."),
        ({"state": "AGENDA", "on": ""}, "Vul de dag van de zitting in."),
        ({"state": "AGENDA", "on": "morgen"}, "Schrijf de dag zoals 2027-01-31."),
        ({"state": "AGENDA", "on": "2025-11-03"}, "Die dag is voorbij. Wat besliste de raad?"),
        ({"state": "OPEN", "on": "2025-11-03"}, "Laat ze open"),
        ({"state": "DECIDED", "on": "1990-01-01"}, "1 januari 1990 kan niet de dag van die zitting zijn"),
        ({"state": "AGENDA", "on": "1990-01-01"}, "Die dag is voorbij."),
        ({"state": "MAYBE", "on": "2025-11-03"}, "MAYBE"),
    ],
)
def test_what_cannot_be_is_asked_again(coordinator: Client, changed: dict[str, str], told: str) -> None:
    answer = send(coordinator, PAGE, **changed)
    assert answer.status_code == 422
    assert told in text(answer)
    assert not CouncilStep.objects.exists()


def test_a_decision_of_tomorrow_is_on_the_agenda_until_then(coordinator: Client) -> None:
    tomorrow = (today() + timedelta(1)).isoformat()
    answer = send(coordinator, PAGE, state="DECIDED", on=tomorrow)
    assert answer.status_code == 422
    assert "Kies “Op de agenda” tot de raad vergaderd heeft." in text(answer)
    assert send(coordinator, PAGE, state="AGENDA", on=tomorrow).status_code == 302


def test_pressed_twice_it_is_recorded_once(coordinator: Client) -> None:
    asked = typed_in(coordinator.get(PAGE).context["form"]) | {"state": "AGENDA", "on": "2099-11-03"}
    for _time in range(2):
        assert coordinator.post(PAGE, asked).status_code == 302
    assert CouncilStep.objects.count() == 1


def test_what_a_council_changed_is_entered_in_the_form_of_the_rule(coordinator: Client) -> None:
    send(coordinator, PAGE, state="DECIDED", on="2025-11-03")
    form = f"{PAGE}number_per_enterprise/"
    assert "hoogstens 1" in text(coordinator.get(form))
    assert send(coordinator, form, **{"number_per_enterprise-maximum": "2"})["Location"] == PAGE
    for url in (PAGE, LIST):
        page = text(coordinator.get(url))
        assert "Aantal per onderneming: maximum" in page
    assert "ten hoogste twee cheques" in text(coordinator.get(PAGE))
    assert "Waar de voorwaarden van de leden niet overeenkomen" in text(
        browser().get("/regelingen/genk/reglement/")
    )
    # What no rule can be stands in the form, and nothing is kept.
    answer = send(coordinator, form, **{"number_per_enterprise-maximum": "0"})
    assert answer.status_code == 422
    assert CouncilStep.objects.count() == 2
    assert send(coordinator, form, drop="yes")["Location"] == PAGE
    assert "ten hoogste" not in text(coordinator.get(f"{PAGE}besluit.html")).split("Artikel 5")[-1][:200]


def test_a_required_rule_cannot_be_left_out(coordinator: Client) -> None:
    send(coordinator, PAGE, state="DECIDED", on="2025-11-03")
    form = f"{PAGE}validity/"
    assert 'name="drop"' not in coordinator.get(form).content.decode()
    send(coordinator, form, drop="yes")
    assert CouncilStep.objects.count() == 1


def test_rules_are_amended_only_after_the_decision(coordinator: Client) -> None:
    assert coordinator.get(f"{PAGE}amount/").status_code == 404
    send(coordinator, PAGE, state="DECIDED", on="2025-11-03")
    assert coordinator.get(f"{PAGE}amount/").status_code == 200
    assert coordinator.get(f"{PAGE}weather/").status_code == 404
    own = text(coordinator.get(f"{PAGE}own_contribution/"))
    assert own.count("De onderneming betaalt zelf minstens € 250,00, zonder btw.") == 2, own


def test_a_member_sees_its_own_council_and_writes_nothing(member: Client) -> None:
    mine = f"/raad/genk/versie-1/{GENK}/"
    page = member.get(mine)
    assert "<form class" not in page.content.decode().split("<main")[1]
    assert "[in te vullen: uitslag van de stemming]" in text(page)
    assert member.post(mine, {"state": "DECIDED", "on": "2025-11-03"}).status_code == 404
    assert member.get(PAGE).status_code == 404
    assert not CouncilStep.objects.exists()
    told = text(member.get("/bestuur/"))
    assert "Voor onze raad" in told
    assert told.count("Versie 1, vanaf 1 januari 2015: hier staat geen besluit van onze raad.") == 2


def test_a_draft_is_seen_by_a_member_once_it_lies_before_its_council(scene: Scene, member: Client) -> None:
    draft = start_draft(SYSTEM, scheme=scene.scheme)
    mine = f"/raad/genk/ontwerp/{GENK}/"
    assert member.get(mine).status_code == 404
    assert "ontwerp" not in str(member.get("/bestuur/").context["texts"])
    genk = local_government(GENK, today())
    record_council_step(SYSTEM, text=draft, member=genk, state=StepState.AGENDA, on=today())
    assert member.get(mine).status_code == 200
    assert [one.text for one in member.get("/bestuur/").context["texts"]] == ["ontwerp", "versie-1"]


def test_a_draft_that_cannot_be_says_what_is_in_the_way(scene: Scene, coordinator: Client) -> None:
    draft = start_draft(SYSTEM, scheme=scene.scheme)
    draft.rules = [one for one in draft.rules if one["kind"] != "amount"]
    draft.save()
    page = text(coordinator.get("/beheer/raadsbesluiten/genk/ontwerp/"))
    assert "Er is nog geen tekst" in page
    assert "bedrag" in page
    assert coordinator.get(DRAFT).status_code == 404
    assert "Nog geen tekst" in text(coordinator.get("/beheer/raadsbesluiten/"))


@pytest.mark.parametrize("name", ["versie-2", "versie-0", "versie-x", "versie-99999", "iets"])
def test_there_is_no_such_text(coordinator: Client, name: str) -> None:
    assert coordinator.get(f"/beheer/raadsbesluiten/genk/{name}/").status_code == 404
    assert coordinator.get(f"/raad/genk/{name}/{AS_}/").status_code == 404


def test_the_papers_say_the_same(coordinator: Client) -> None:
    pdf = coordinator.get(f"{PAGE}besluit.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(pdf.content))
    root: Any = reader.trailer["/Root"]
    pages = " ".join(page.extract_text() for page in reader.pages)
    assert "Ontwerp. Wat tussen haken staat" in pages
    assert "Artikel 6. Bedrag van de cheque" in pages
    assert root["/Lang"] == "nl-BE"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    public = PdfReader(io.BytesIO(browser().get("/regelingen/genk/reglement.pdf").content))
    assert "Een cheque is 250 euro waard." in " ".join(page.extract_text() for page in public.pages)


def test_the_action_is_taken_along_as_text(coordinator: Client) -> None:
    answer = coordinator.get(f"{PAGE}meerjarenplan.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "Externe rapporteringscode: WSE-LR3"
    whole = "250.000 euro voor het hele samenwerkingsverband, waarvan 0 euro ten laste van As"
    assert f"{today().year}: {whole}" in lines
    assert all(line in coordinator.get(PAGE).content.decode() for line in lines[:2])


def test_amounts_are_entered_for_all_and_for_one_and_stand_in_the_action(coordinator: Client) -> None:
    """Of the year that has a budget the amount stands there; the others are typed, and what is left open stays open."""
    this, next_ = today().year, today().year + 1
    page = coordinator.get(f"{LIST}meerjarenplan/")
    assert page.context["form"].initial == {f"year_{this}": "250000,00"}
    kept = send(coordinator, f"{LIST}meerjarenplan/", **{f"year_{next_}": "30.000,50"})
    assert (kept.status_code, kept["Location"]) == (302, LIST)
    assert "30.000,50" in text(coordinator.get(LIST))
    # What comes from a budget goes on following it.
    assert PlanEntry.objects.get().amounts == [[next_, 3_000_050]]
    kept = send(
        coordinator,
        f"{PAGE}meerjarenplan/",
        **{f"year_{next_}": "7.500,25", "action": "A-12", "policy_field": "0550", "general_account": "649"},
    )
    assert (kept.status_code, kept["Location"]) == (302, PAGE)
    lines = coordinator.get(f"{PAGE}meerjarenplan.txt").content.decode().splitlines()
    assert {"Actie: A-12", "Beleidsveld: 0550", "Algemene rekening: 649"} <= set(lines)
    whole = "30.000,50 euro voor het hele samenwerkingsverband, waarvan 7.500,25 euro ten laste van As"
    assert f"{next_}: {whole}" in lines
    assert any(line.startswith(f"{next_ + 1}: [in te vullen") for line in lines)


def test_what_a_draft_was_tried_with_is_offered_for_the_years_that_are_open(
    scene: Scene, coordinator: Client
) -> None:
    start_draft(SYSTEM, scheme=scene.scheme)
    plan = "/beheer/raadsbesluiten/genk/ontwerp/meerjarenplan/"
    assert (
        f'href="{plan}?cents='
        in coordinator.get("/beheer/regelingen/genk/ontwerp/uitproberen/").content.decode()
    )
    this = today().year
    assert "komt uit de budgetten" in text(coordinator.get(plan))
    brought = text(coordinator.get(f"{plan}?cents=1200050"))
    assert "€ 12.000,50 per jaar: dat komt uit uw proef" in brought
    assert "komt uit de budgetten" not in brought
    offered = coordinator.get(f"{plan}?cents=1200050").context["form"].initial
    assert (offered[f"year_{this}"], offered[f"year_{this + 1}"]) == ("250000,00", "12000,50")
    for wrong in ("-1", "12,5", "0", "9" * 20, "٣"):
        assert len(coordinator.get(plan, {"cents": wrong}).context["form"].initial) == 1, wrong


def test_what_was_entered_of_a_version_goes_along_with_the_next(scene: Scene, coordinator: Client) -> None:
    next_ = today().year + 1
    send(coordinator, f"{LIST}meerjarenplan/", **{f"year_{next_}": "30.000,50"})
    send(coordinator, f"{PAGE}meerjarenplan/", **{f"year_{next_}": "7.500,25", "action": "A-12"})
    version = scene.scheme.versions.get()
    draft = start_draft(scene.coordinator, scheme=scene.scheme)
    assert planned_of(draft) == planned_of(version) != {}
    assert start_draft(scene.coordinator, scheme=scene.scheme) == draft
    assert PlanEntry.objects.count() == 4
    assert "30.000,50" in text(coordinator.get("/beheer/raadsbesluiten/genk/ontwerp/"))
    assert list(proof.differences()) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({f"year_{today().year}": "12.5"}, "Schrijf een bedrag zoals"),
        ({f"year_{today().year}": "-1"}, "Schrijf een bedrag zoals"),
        ({"policy_field": "55"}, "55"),
    ],
)
def test_an_amount_or_a_key_that_cannot_be_is_asked_again(
    coordinator: Client, changed: dict[str, str], told: str
) -> None:
    again = send(coordinator, f"{PAGE}meerjarenplan/", **changed)
    assert again.status_code == 422
    assert told in text(again)
    assert not PlanEntry.objects.exists()


def test_a_member_sees_its_action_and_enters_nothing(member: Client) -> None:
    own = f"/raad/genk/versie-1/{GENK}/"
    assert "meerjarenplan/" not in member.get(own).content.decode()
    assert member.get(f"{own}meerjarenplan/").status_code == 403
    assert member.get(f"{LIST}meerjarenplan/").status_code == 403


def test_the_text_is_dutch_on_an_english_screen(coordinator: Client) -> None:
    coordinator.cookies["django_language"] = "en"
    page = text(coordinator.get(PAGE))
    assert "Council of As" in page
    assert "De gemeenteraad beslist dit reglement vast te stellen:" in page
    assert "Een cheque is 250 euro waard." in page


def test_a_draft_that_changed_after_the_meeting_is_recorded_when_somebody_says_so(
    scene: Scene, coordinator: Client
) -> None:
    draft = start_draft(SYSTEM, scheme=scene.scheme)
    blank = send(coordinator, DRAFT, state="DECIDED", on="2025-11-03", same_text="on")
    assert "Vul dat eerst in" in text(blank)
    arranged(SYSTEM, draft)
    answer = send(coordinator, DRAFT, state="DECIDED", on="2025-11-03")
    assert answer.status_code == 422
    # Only now is it asked, and what was changed is told.
    assert 'name="same_text"' in answer.content.decode()
    assert "is gewijzigd op" in text(answer)
    assert not CouncilStep.objects.exists()
    assert send(coordinator, DRAFT, state="DECIDED", on="2025-11-03", same_text="on").status_code == 302
    assert CouncilStep.objects.get().state == StepState.DECIDED


def test_who_decided_about_another_day_is_told_and_recorded_again_on_the_text_of_now(
    scene: Scene, coordinator: Client
) -> None:
    draft = arranged(SYSTEM, start_draft(SYSTEM, scheme=scene.scheme))
    meeting = {"state": "DECIDED", "on": today().isoformat()}
    send(coordinator, DRAFT, **meeting)
    later = arranged(SYSTEM, draft, today() + timedelta(5))
    date_draft(
        SYSTEM, draft=later.pk, edition=later.edition, valid_from=today() + timedelta(5), source="Raad"
    )
    page = text(coordinator.get(DRAFT))
    assert "over een eerdere tekst dan de gezamenlijke tekst van nu" in page
    assert "zoals in de gezamenlijke tekst" not in page
    assert "Niets: de voorwaarden" not in page
    assert "1 raad besliste over een eerdere tekst." in text(coordinator.get("/beheer/raadsbesluiten/"))
    page = text(coordinator.get("/beheer/raadsbesluiten/genk/ontwerp/"))
    assert "1 raad besliste over een eerdere tekst." in page
    assert page.count("besliste over een eerdere tekst") == 2, "above, and at the council"
    assert f'in_force" datatype="xsd:date" content="{(today() + timedelta(1)).isoformat()}"' in (
        coordinator.get(DRAFT).content.decode()
    )
    confirm = "/beheer/regelingen/genk/ontwerp/bevestigen/"
    page = text(coordinator.get(confirm))
    assert "over een andere dag of wie toekent" in page
    assert "raad van As," in page
    assert "Besliste de raad al voor dit ontwerp begon?" in page
    assert send(coordinator, DRAFT, **meeting).status_code == 302
    assert "over een andere dag of wie toekent" in text(coordinator.get(confirm))
    assert (
        send(coordinator, DRAFT, same_text="on", why="De dag was fout genoteerd.", **meeting).status_code
        == 302
    )
    assert "eerdere tekst" not in text(coordinator.get(DRAFT))
    page = text(coordinator.get(confirm))
    assert "over een andere dag of wie toekent" not in page
    assert "raad van As," not in page


def test_what_was_recorded_by_mistake_is_taken_back_with_why(coordinator: Client) -> None:
    assert 'name="mistake"' not in coordinator.get(PAGE).content.decode()
    send(coordinator, PAGE, state="DECIDED", on="2025-11-03")
    asked = typed_in(coordinator.get(PAGE).context["mistake"]) | {"mistake": "yes"}
    answer = coordinator.post(PAGE, asked)
    assert answer.status_code == 422
    assert coordinator.post(PAGE, asked | {"mistake-why": "Andere raad & meer."}).status_code == 302
    page = text(coordinator.get(PAGE))
    assert "Andere raad &amp; meer." in page
    assert "Beslist op" not in page
    assert browser().get(f"/regelingen/genk/reglement/{AS_}/2015-01-01/").status_code == 404
