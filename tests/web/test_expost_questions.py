"""Questions and suggestions after a year, as the administration, a government and everybody see them."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.departments import department
from tests.initiatives import member_of, noticed
from tests.policy_report_sample import ACCOUNTS
from tests.policy_year import CODES, lines_of, load_reports
from tests.practices import TOLD, elsewhere, government, guide
from tests.scene import GENK, set_scene
from tests.schemes_elsewhere import noticed_in_as, scheme_elsewhere
from tests.web.register_pages import page_text
from tests.web.stage import text, work
from wisselwerk.apps.initiatives.models import ExpostQuestion, ExpostStep, Initiative
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.services import offer_practice, publish_practice, write_practice
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.actor import SYSTEM, Actor, Role

pytestmark = pytest.mark.django_db(transaction=True)

YEAR, TONGEREN_BORGLOON = 2025, "73111"
OF_A_SUGGESTION = 16
"""Queries of the page on which a practice is suggested."""
PAGE, ASK, SUGGEST = (f"/nazicht/{YEAR}/{GENK}/{rest}" for rest in ("", "vraag/", "suggestie/"))
VOLUNTARY = "er is geen termijn en er komt geen herinnering"


@pytest.fixture(autouse=True)
def after_the_year() -> Iterator[None]:
    with time_machine.travel(datetime(YEAR + 1, 3, 2, 12, tzinfo=BRUSSELS), tick=False):
        yield


@pytest.fixture
def official() -> Client:
    somebody = person("nazicht@vlaanderen.example")
    grant_role(SYSTEM, person=somebody, organisation=department(), role=Role.FLANDERS)
    return signed_in(somebody)


@pytest.fixture
def genk() -> Client:
    return signed_in(somebody_of_genk())


def somebody_of_genk() -> Person:
    member_of(GENK)
    return person("bestuur@genk.example")


def signed_in(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def send(client: Client, address: str, prefix: str = "", **typed: str) -> HttpResponse:
    """Send a form, with the token of its page."""
    shown = client.get(address).content.decode()
    token = re.search(r'name="(?:[\w-]+-)?once" value="([^"]+)"', shown)
    assert token is not None
    before = f"{prefix}-" if prefix else ""
    data: Any = {f"{before}{name}": value for name, value in {**typed, "once": token[1]}.items()}
    return client.post(address, data)  # type: ignore[return-value]  # what it is at run time


def answer(client: Client, address: str, question: ExpostQuestion, **typed: str) -> HttpResponse:
    return send(client, address, f"vraag-{question.pk}", **typed)


def asked(official: Client, words: str = "Staat overleg onder een andere code?") -> ExpostQuestion:
    assert send(official, ASK, text=words)["Location"] == PAGE
    return ExpostQuestion.objects.get()


def test_a_question_and_its_answer_stand_on_the_page_for_everybody(official: Client, genk: Client) -> None:
    question = asked(official)
    said = text(Client().get(PAGE))
    assert "Vraag van de Vlaamse administratie Staat overleg onder een andere code?" in said
    assert VOLUNTARY in said
    assert "Verstuur dit antwoord" not in said
    address = f"/nazicht/vragen/{question.pk}/"
    assert "een vraag over plan en rekening van 2025" in text(genk.get("/mijn/"))
    assert "Verstuur dit antwoord" in text(genk.get(PAGE))
    gone_to = answer(genk, address, question, text="Onder actie AC-12.")["Location"]
    assert gone_to == f"{PAGE}#vraag-{question.pk}"
    assert "Nu wacht niets op u" in text(genk.get("/mijn/")) or "vraag over plan" not in text(
        genk.get("/mijn/")
    )
    said = text(Client().get(PAGE))
    assert "Antwoord van Genk Onder actie AC-12." in said
    assert "genk.example" not in said
    assert "vlaanderen.example" not in said


def test_an_answer_waits_for_the_administration_until_it_was_seen(official: Client, genk: Client) -> None:
    question = asked(official)
    assert "Antwoorden die u nog niet zag" not in text(official.get("/mijn/"))
    answer(genk, f"/nazicht/vragen/{question.pk}/", question, text="Onder actie AC-12.")
    assert "Antwoorden die u nog niet zag Genk: een vraag over plan" in text(official.get("/mijn/"))
    assert "Ik heb dit gezien" in text(official.get(PAGE))
    seen = {"last": ExpostStep.objects.get().pk}
    assert f'name="last" value="{seen["last"]}"' in official.get(PAGE).content.decode()
    for told in ({}, {"last": seen["last"] - 1}, seen, seen):
        assert official.post(f"/nazicht/vragen/{question.pk}/gezien/", told).status_code == 302
    assert ExpostStep.objects.filter(verb="SEE").count() == 1
    assert "Antwoorden die u nog niet zag" not in text(official.get("/mijn/"))
    assert "Gezien door de Vlaamse administratie" in text(Client().get(PAGE))
    assert genk.post(f"/nazicht/vragen/{question.pk}/gezien/").status_code == 403
    assert official.post("/nazicht/vragen/999/gezien/").status_code == 404


def test_whoever_only_looks_makes_no_government_known(official: Client) -> None:
    page = f"/nazicht/{YEAR}/{TONGEREN_BORGLOON}"
    before = Organisation.objects.count()
    for form in ("vraag", "suggestie"):
        shown = text(official.get(f"{page}/{form}/"))
        assert "Algemeen mailadres van dit bestuur" in shown
    assert Organisation.objects.count() == before
    set_scene()
    sent = send(
        official,
        f"{page}/suggestie/",
        to=TONGEREN_BORGLOON,
        practice="/regelingen/genk/",
        email="info@tongeren.example",
    )
    assert sent.status_code == 302
    assert ExpostQuestion.objects.get().to.nis_code == TONGEREN_BORGLOON


def test_the_page_of_a_suggestion_asks_no_more_when_more_stands_there(official: Client) -> None:
    elsewhere = scheme_elsewhere()

    def queries() -> int:
        official.get(SUGGEST)
        with CaptureQueriesContext(connection) as found:
            assert elsewhere.slug in official.get(SUGGEST).content.decode()
        return len(found)

    assert queries() == OF_A_SUGGESTION
    noticed_in_as()
    assert queries() == OF_A_SUGGESTION


def test_whom_a_text_names_is_told_at_the_door(official: Client, genk: Client) -> None:
    refused = send(official, ASK, text="Wat zegt mevrouw Vjosa Krasniqi hierover?")
    assert refused.status_code == 422
    shown = text(refused)
    assert "Dit hebben we weggelaten: “Vjosa Krasniqi”" in shown
    assert "Wat zegt mevrouw N.N. hierover?" in shown
    assert not ExpostQuestion.objects.exists()
    question = asked(official)
    address = f"/nazicht/vragen/{question.pk}/"
    refused = answer(genk, address, question, text="Goed.", title="Project van de heer Lowie Vos")
    assert refused.status_code == 422
    assert "“Lowie Vos”" in text(refused)
    assert not ExpostStep.objects.exists()
    assert not Initiative.objects.exists()


def test_pressed_twice_it_is_said_once_and_once_more_it_is_added(official: Client, genk: Client) -> None:
    question = asked(official)
    address, prefix = f"/nazicht/vragen/{question.pk}/", f"vraag-{question.pk}"
    shown = genk.get(address).content.decode()
    token = re.search(r'name="[\w-]+-once" value="([^"]+)"', shown)
    assert token is not None
    data = {f"{prefix}-text": "Onder actie AC-12.", f"{prefix}-once": token[1]}
    for _ in range(2):
        assert genk.post(address, data).status_code == 302
    assert ExpostStep.objects.count() == 1
    answer(genk, address, question, text="Onder actie AC-12.")
    assert ExpostStep.objects.count() == 2


def test_what_was_told_where_no_report_was_read_stands_at_its_priority(
    official: Client, genk: Client, tmp_path: Path
) -> None:
    load_reports(tmp_path, *lines_of(GENK, YEAR, codes=CODES[1:]))
    question = asked(official)
    told = {"title": "Overleg met maatwerkbedrijven", "priority": "WSE-LR1", "amount": "1.200,00"}
    assert (
        answer(genk, f"/nazicht/vragen/{question.pk}/", question, text="Zonder code.", **told).status_code
        == 302
    )
    said = text(Client().get(PAGE))
    assert said.count("gemeld, hier niet ingelezen") == 1
    assert said.count("gemeld, niet in het rapport") == 1 + 1, "in the plan, and under the answer"


def test_told_and_not_in_the_report_is_what_the_page_says_and_no_more(
    official: Client, genk: Client, tmp_path: Path
) -> None:
    load_reports(tmp_path, *lines_of(GENK, YEAR, codes=CODES[1:]), *lines_of(GENK, YEAR, kind=ACCOUNTS))
    question = asked(official)
    address = f"/nazicht/vragen/{question.pk}/"
    incomplete = answer(genk, address, question, text="Zonder code.", priority="WSE-LR1", amount="1.200,00")
    assert "Noem ook de actie" in text(incomplete)
    told = {"title": "Overleg met maatwerkbedrijven", "priority": "WSE-LR1", "amount": "1.200,00"}
    assert answer(genk, address, question, text="Zonder code.", **told).status_code == 302
    said = text(Client().get(PAGE))
    assert "gemeld, niet in het rapport" in said
    assert "Het bestuur meldde zelf 1 actie die de rapporten niet tonen. Dat verandert geen uitkomst." in said
    assert "niet zichtbaar in de hoofdlijnen" in said
    assert "Overleg met maatwerkbedrijven door het bestuur zelf gemeld, niet in het rapport" in said
    listed = text(Client().get(f"/nazicht/{YEAR}/"))
    assert "in orde 0 niet zichtbaar in de hoofdlijnen 1" in listed
    assert "meldde zelf 1 actie" in listed
    initiative = Initiative.objects.get()
    assert "Overleg met maatwerkbedrijven" in text(Client().get(f"/initiatieven/{initiative.pk}/"))
    (row,) = csv.DictReader(io.StringIO(page_text(reverse("initiative:file"))))
    assert row["sources"].endswith(f" antwoord op vraag {question.pk} van het nazicht")
    rows = Client().get(f"/nazicht/{YEAR}/nazicht.csv").content.decode().splitlines()
    assert rows[0].endswith(",known_at,told")
    assert [one.rsplit(",", 1)[1] for one in rows[1:] if ",PLAN," in one and "WSE-LR1" in one.split(",")] == [
        "1"
    ]


def test_there_is_nothing_to_ask_while_a_question_waits_or_all_is_in_order(
    official: Client, genk: Client, tmp_path: Path
) -> None:
    assert "Stel een vraag over deze uitkomst" in text(official.get(PAGE))
    asked(official)
    assert "Stel een vraag over deze uitkomst" not in text(official.get(PAGE))
    assert "Nu niets te vragen" in text(official.get(ASK))
    load_reports(tmp_path, *lines_of("71002", YEAR), *lines_of("71002", YEAR, kind=ACCOUNTS))
    assert "Stel een vraag" not in text(official.get(f"/nazicht/{YEAR}/71002/"))
    assert "Nu niets te vragen" in text(official.get(f"/nazicht/{YEAR}/71002/vraag/"))
    for address in ("2025/00000/vraag/", "2027/71016/vraag/", "2025/62063/suggestie/"):
        assert official.get(f"/nazicht/{address}").status_code == 404


def test_without_anybody_here_a_link_goes_by_mail_and_lets_answer_without_signing_in(
    official: Client, mailoutbox: list[EmailMessage]
) -> None:
    assert "Algemeen mailadres van dit bestuur" in text(official.get(ASK))
    refused = send(official, ASK, text="Waar staat het?")
    assert "Vul het algemene adres in" in text(refused)
    assert send(official, ASK, text="Waar staat het?", email="info@genk.example").status_code == 302
    work()
    (mail,) = mailoutbox
    assert mail.to == ["info@genk.example"]
    assert mail.subject == "Een vraag aan Genk over plan en rekening van 2025"
    assert VOLUNTARY in mail.body
    link = re.search(r"/nazicht/antwoord/[^\s]+", str(mail.body))
    assert link is not None
    anybody, question = Client(), ExpostQuestion.objects.get()
    assert "Een vraag aan Genk over 2025" in text(anybody.get(link[0]))
    # Opening it answers nothing.
    assert not ExpostStep.objects.exists()
    assert answer(anybody, link[0], question, text="Onder actie AC-12.").status_code == 302
    said = text(anybody.get(PAGE))
    # Whoever reads there speaks for it: that is taken on trust, and told.
    assert "Antwoord van Genk, vanaf het mailadres dat de administratie opgaf Onder actie AC-12." in said
    broken = anybody.get("/nazicht/antwoord/onzin/")
    assert broken.status_code == 422
    assert "Deze link werkt niet meer" in text(broken)


def of_others(teller: Actor) -> Practice:
    """A practice of Tongeren-Borgloon, that only participants read."""
    return write_practice(teller, organisation=government(), text=TOLD)


def test_a_published_practice_is_offered_and_suggested_and_one_that_is_not_public_is_not(
    official: Client, genk: Client
) -> None:
    set_scene()
    teller, hidden = elsewhere(), of_others(elsewhere())
    practice = of_others(teller)
    offer_practice(teller, practice=practice.pk, seen=1)
    publish_practice(guide(), practice=practice.pk, seen=1)
    assert "Praktijken van anderen De laatst gepubliceerde" in text(official.get(SUGGEST))
    address = f"/praktijken/{practice.slug}/"
    assert "gepubliceerde praktijk" in text(
        send(official, SUGGEST, to=GENK, practice=f"/praktijken/{hidden.slug}/")
    )
    assert send(official, SUGGEST, to=GENK, practice=address)["Location"] == PAGE
    suggested = ExpostQuestion.objects.get()
    assert (suggested.practice, suggested.scheme, suggested.initiative) == (practice.slug, None, None)
    assert f"kijk eens naar deze praktijk {suggested.practice_title}" in text(Client().get(PAGE))
    assert address in Client().get(PAGE).content.decode()
    # What was suggested is not offered again, nor taken.
    assert "Praktijken van anderen" not in text(official.get(SUGGEST))
    assert send(official, SUGGEST, to=GENK, practice=address).status_code == 422


@override_settings(BASE_URL="https://wisselwerk.example")
def test_a_practice_is_shown_and_answered_and_cannot_be_ordered(
    official: Client, genk: Client, mailoutbox: list[EmailMessage]
) -> None:
    scheme, initiative, own, to = scheme_elsewhere(), noticed_in_as(), set_scene().scheme, GENK
    shown = text(official.get(SUGGEST))
    assert "Regelingen van anderen Kies er een" in shown
    assert scheme.name in shown
    assert own.name not in shown
    chosen = official.get(f"{SUGGEST}?praktijk=/regelingen/elders/").content.decode()
    assert 'value="/regelingen/elders/"' in chosen
    assert "U kunt het niet opleggen" in text(official.get(SUGGEST))
    for nowhere in (
        "/regelingen/nergens/",
        "/initiatieven/999/",
        "https://elders.example/",
        "https://elders.example/regelingen/genk/",
        "//elders.example/regelingen/genk/",
        "onzin",
        "http://[",
    ):
        assert "geen regeling, initiatief of gepubliceerde praktijk" in text(
            send(official, SUGGEST, to=to, practice=nowhere)
        )
    assert send(official, SUGGEST, to="0", practice="/regelingen/elders/").status_code == 422
    for mine in ("/regelingen/genk/", f"/initiatieven/{noticed().pk}/"):
        refused = send(official, SUGGEST, to=to, practice=mine)
        assert refused.status_code == 422
        assert "Genk doet dit zelf, alleen of met anderen. Toon een praktijk van een ander." in text(refused)
    for practice in ("https://wisselwerk.example/regelingen/elders/?x=1", f"/initiatieven/{initiative.pk}/"):
        assert send(official, SUGGEST, to=to, practice=practice, text="Dit werkt.")["Location"] == PAGE
    first, second = ExpostQuestion.objects.order_by("pk")
    assert (first.scheme, second.initiative) == (scheme, initiative)
    said = text(Client().get(PAGE))
    assert f"Aan Genk: kijk eens naar deze praktijk {scheme.name}" in said
    assert "ze kan niets opleggen" in said
    assert "een praktijk om te bekijken" in text(genk.get("/mijn/"))
    work()
    assert {one.subject for one in mailoutbox} == {"Een praktijk om te bekijken, voor Genk"}
    address = f"/nazicht/vragen/{first.pk}/"
    assert "Zeg in enkele woorden waarom" in text(answer(genk, address, first, answer="DOES_NOT_FIT"))
    assert answer(genk, address, first, answer="TAKE_OVER").status_code == 302
    why = "We werken met een makelaar."
    answer(genk, f"/nazicht/vragen/{second.pk}/", second, answer="DOES_NOT_FIT", text=why)
    said = text(Client().get(PAGE))
    assert "Antwoord van Genk: Nemen we over" in said
    assert f"Antwoord van Genk: Past niet {why}" in said
    assert "Genk: een praktijk om te bekijken" in text(official.get("/mijn/"))


def test_a_question_counts_beside_the_fields_in_the_main_lines(official: Client, genk: Client) -> None:
    before = text(Client().get(f"/hoofdlijnen/{YEAR + 1}/"))
    assert "Vragen over het nazicht 0" in before
    asked(official)
    assert "Vragen over het nazicht 1" in text(Client().get(f"/hoofdlijnen/{YEAR + 1}/"))
