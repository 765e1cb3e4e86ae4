"""De minimis aid on the pages: the question at application, its correction, and the register with its clocks."""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.aid import AID, CEILING, declare, director, had
from tests.scene import EMAIL, GENK, Scene, award, enterprise_number, set_scene
from tests.web.stage import browser, text, token, work
from tests.web.test_apply import APPLY, GIVEN
from tests.workbooks import rows_in
from wisselwerk.apps.aid.models import RegisterLine, Registration
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.formats.aid_register import REGISTER as TABLE
from wisselwerk.jobs.daily import warn_of_aid

pytestmark = pytest.mark.django_db

REGISTER = "/financien/steun/"
QUESTION = "Ontving uw onderneming, of de groep waarvan ze deel is, andere de-minimissteun?"


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules=AID)


def send(client: Client, **given: str) -> Any:
    page = client.get(APPLY)
    return client.post(APPLY, {**GIVEN, "once": token(page), **given})


def declared() -> dict[str, Any]:
    found: dict[str, Any] = Application.objects.get().declarations
    return found


# -- Declaring ------------------------------------------------------------------------------------------------------


def test_only_a_scheme_with_the_rule_asks() -> None:
    set_scene()
    assert QUESTION not in text(browser().get(APPLY))
    assert send(browser()).status_code == 302
    assert declared() == {"municipality": GENK}


def test_a_no_is_nothing_to_declare(scene: Scene) -> None:
    assert QUESTION in text(browser().get(APPLY))
    # What stood there before the answer became no is not kept.
    assert send(browser(), had_aid="no", aid="1.000").status_code == 302
    assert declared() == {"municipality": GENK}


def test_a_yes_comes_with_an_amount_and_a_day(scene: Scene) -> None:
    given = {"had_aid": "yes", "aid": "12.500,50", "aid_on": "2026-03-02", "activity": "agriculture"}
    assert send(browser(), **given).status_code == 302
    assert declared() == {
        "municipality": GENK,
        "activity": "agriculture",
        "de_minimis_aid": [{"granted_on": "2026-03-02", "amount_cents": 1_250_050, "activity": "general"}],
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Kies ja of nee."),
        ({"had_aid": "yes"}, "Vul in hoeveel het was."),
        ({"had_aid": "yes", "aid": "veel"}, "Schrijf een bedrag zoals"),
        ({"had_aid": "yes", "aid": "1", "aid_on": "2999-01-01"}, "Deze dag moet nog komen."),
        ({"had_aid": "yes", "aid": "1", "aid_on": "gisteren"}, "2027-01-31"),
    ],
)
def test_what_is_missing_is_told(scene: Scene, given: dict[str, str], said: str) -> None:
    page = send(browser(), **given)
    assert page.status_code == 422
    assert said in text(page)
    assert not Application.objects.exists()


def test_the_telephone_asks_the_same_and_hears_the_room(scene: Scene) -> None:
    client = browser("coordinator_genk")
    page = client.get("/beheer/aanvragen/nieuw/")
    assert "Ontving de onderneming, of de groep" in text(page)
    given = {**GIVEN, "once": token(page), "had_aid": "yes", "aid": "299.900", "aid_on": today().isoformat()}
    answer = client.post("/beheer/aanvragen/nieuw/", given, follow=True)
    assert "DE_MINIMIS_CEILING" in text(answer)
    assert "er is nog € 100,00 en er ontbreekt € 150,00" in text(answer)
    assert "Eerdere steun, zoals opgegeven € 299.900,00" in text(answer)


def decide(client: Client, application: Application, **given: str) -> Any:
    path = f"/beheer/aanvragen/{application.pk}/"
    asked = {"answer": "award", "motivation": "Nagekeken.", "municipality": GENK, **given}
    return client.post(path, {"once": token(client.get(path)), **asked}, follow=True)


def test_a_coordinator_corrects_what_was_declared(scene: Scene) -> None:
    asked = declare(scene, had(CEILING, today()), had(100, today() - timedelta(days=9)))
    client = browser("coordinator_genk")
    page = client.get(f"/beheer/aanvragen/{asked.pk}/").content.decode()
    assert 'value="300001,00"' in page
    assert f'value="{today().isoformat()}"' in page
    decide(client, asked, had_aid="yes", aid="30.000", aid_on=today().isoformat(), activity="general")
    asked.refresh_from_db()
    assert asked.state == ApplicationState.AWARDED
    assert [one["amount_cents"] for one in asked.declarations["de_minimis_aid"]] == [3_000_000]


def test_what_is_left_as_it_was_stays_grant_by_grant(scene: Scene) -> None:
    asked = declare(scene, had(CEILING, today()), had(100, today() - timedelta(days=9)))
    decide(
        browser("coordinator_genk"),
        asked,
        answer="refuse",
        had_aid="yes",
        aid="300001,00",
        aid_on=today().isoformat(),
        activity="general",
    )
    asked.refresh_from_db()
    assert [one["amount_cents"] for one in asked.declarations["de_minimis_aid"]] == [CEILING, 100]


# -- The register ---------------------------------------------------------------------------------------------------


def enter(client: Client, *lines: int, **given: str) -> Any:
    page = client.get(REGISTER)
    asked = {
        "reference": "EAID-7",
        "registered_on": today().isoformat(),
        "lines": [str(one) for one in lines],
    }
    return client.post(REGISTER, {"once": token(page), **asked, **given}, follow=True)


def test_a_line_with_its_clock_is_entered(scene: Scene) -> None:
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=BRUSSELS)):
        award(scene)
        line = RegisterLine.objects.get()
        client = browser("coordinator_genk")
        for path in (REGISTER, "/mijn/"):
            assert "1 lijn moet ten laatste op 23 december 2026 ingevoerd zijn." in text(client.get(path)), (
                path
            )
        assert "Register van de-minimissteun" in text(client.get("/beheer/"))
        page = enter(client, line.pk)
        assert "1 lijn is ingevoerd." in text(page)
        assert "Er is niets in te voeren" in text(page)
        assert "Nog in te voeren" in text(client.get(REGISTER))
        assert "ingevoerd op 25 november 2026: EAID-7" in text(client.get(f"{REGISTER}?state=all"))
        assert Registration.objects.get().line == line


def test_a_form_sent_twice_enters_once(scene: Scene) -> None:
    award(scene)
    client, line = browser("coordinator_genk"), RegisterLine.objects.get()
    page = client.get(REGISTER)
    asked = {"once": token(page), "lines": [line.pk], "reference": "1", "registered_on": today().isoformat()}
    for _ in range(2):
        assert client.post(REGISTER, asked).status_code == 302
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reference": " "}, "Vul de referentie in."),
        ({"registered_on": "2999-01-01"}, "moet nog komen"),
        ({"registered_on": "2015-01-01"}, "is te vroeg"),
        ({"lines": []}, "Vink elke lijn aan die ingevoerd is."),
        ({"lines": ["999999"]}, "999999"),
    ],
)
def test_what_is_wrong_is_told_and_the_tick_stays(scene: Scene, given: dict[str, Any], said: str) -> None:
    award(scene)
    line = RegisterLine.objects.get()
    page = enter(browser("coordinator_genk"), line.pk, **given)
    assert page.status_code == 422
    assert said in text(page)
    assert (f'value="{line.pk}" id="line-{line.pk}" checked' in page.content.decode()) == (
        "lines" not in given
    )
    assert not Registration.objects.exists()


def test_who_replaces_a_reference_sees_the_line_with_the_new_one(scene: Scene) -> None:
    award(scene)
    line, client = RegisterLine.objects.get(), browser("coordinator_genk")
    assert enter(client, line.pk).redirect_chain == [(REGISTER, 302)]
    page = client.get(f"{REGISTER}?state=all")
    asked = {"once": token(page), "lines": [line.pk], "reference": "EAID-2"}
    asked |= {"registered_on": today().isoformat()}
    answer = client.post(f"{REGISTER}?state=all", asked, follow=True)
    assert answer.redirect_chain == [(f"{REGISTER}?state=all#line-{line.pk}", 302)]
    assert "EAID-2" in text(answer)
    assert f'id="line-{line.pk}"' in answer.content.decode()


def test_the_lines_of_others_are_not_there(scene: Scene) -> None:
    award(scene)
    line = RegisterLine.objects.get()
    local_government("73083", today())
    director("73083")
    client = browser_of_director()
    assert "Er is nog geen steun om in te voeren." in text(client.get(REGISTER))
    assert client.get(f"{REGISTER}register.csv").content.decode().count("\n") == 1
    assert enter_unseen(client, line.pk).status_code == 422
    assert not Registration.objects.exists()


def test_an_empty_register_says_why_and_what_would_fill_it() -> None:
    scene = set_scene()
    page = text(browser("coordinator_genk").get(REGISTER))
    assert "Geen van uw regelingen telt als de-minimissteun" in page
    assert "voegt de regisseur de voorwaarde “de-minimissteun” toe" in page
    director()
    set_scene(slug="steun", rules=AID)
    page = text(browser_of_director().get(REGISTER))
    assert "Nog geen steun toegekend" in page
    assert "Sinds dat beslist is, is er nog geen toegekend" in page
    assert not scene.scheme.aid_lines.exists()


def browser_of_director() -> Client:
    return browser("financial_director")


def enter_unseen(client: Client, line: int) -> Any:
    asked = {"once": "x" * 20, "lines": [line], "reference": "1", "registered_on": today().isoformat()}
    return client.post(REGISTER, asked)


def test_the_financial_director_of_the_granting_body_enters_it(scene: Scene) -> None:
    award(scene)
    director()
    assert "1 lijn is ingevoerd." in text(enter(browser_of_director(), RegisterLine.objects.get().pk))


def test_the_file_holds_every_line(scene: Scene) -> None:
    award(scene)
    page = browser("coordinator_genk").get(f"{REGISTER}register.csv")
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    head, row = csv.reader(io.StringIO(page.content.decode()))
    assert head == [one.name for one in TABLE.columns]
    assert row[7] == "250.00"
    page = browser("coordinator_genk").get(f"{REGISTER}register.xlsx")
    assert page["Content-Disposition"] == 'attachment; filename="steunregister.xlsx"'
    dutch, cells = rows_in(io.BytesIO(page.content))
    assert list(dutch) == [one.dutch for one in TABLE.columns]
    assert (cells[1], cells[5].date(), cells[7]) == ("toekenning", today(), 250)
    assert browser("coordinator_genk").get(f"{REGISTER}register.pdf").status_code == 404


def test_more_lines_are_not_more_to_ask(scene: Scene) -> None:
    client = browser("coordinator_genk")

    def asked() -> int:
        client.get(REGISTER)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(REGISTER).status_code == 200
        return len(queries)

    award(scene)
    few = asked()
    for serial in range(4):
        award(scene, enterprise_number(serial))
    assert (few, asked()) == (8, 8)


# -- Warning --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 15), ""),
        (date(2026, 12, 16), "1 lijn moet binnen vijf werkdagen ingevoerd zijn."),
        (date(2026, 12, 19), ""),  # a Saturday
        (date(2026, 12, 23), "1 lijn moet binnen vijf werkdagen ingevoerd zijn."),
        (date(2026, 12, 24), "1 lijn is te laat."),
    ],
)
def test_who_must_enter_it_is_mailed_on_working_days(
    scene: Scene, mailoutbox: list[EmailMessage], day: date, said: str
) -> None:
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=BRUSSELS)) as clock:
        award(scene)
        director()
        work()
        mailoutbox.clear()
        clock.move_to(datetime(day.year, day.month, day.day, 8, tzinfo=BRUSSELS))
        warn_of_aid()
        work()
    to = [EMAIL["coordinator_genk"], EMAIL["financial_director"]] if said else []
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(to)
    for mail in mailoutbox:
        assert "De-minimissteun: voer ze in tegen 23" in mail.subject
        assert said in str(mail.body)
        assert REGISTER in str(mail.body)


def test_nobody_is_mailed_about_what_is_entered(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=BRUSSELS)) as clock:
        award(scene)
        clock.move_to(datetime(2026, 12, 24, 8, tzinfo=BRUSSELS))
        warn_of_aid()
        enter(browser("coordinator_genk"), RegisterLine.objects.get().pk)
        work()
        warn_of_aid()
        work()
    assert [mail for mail in mailoutbox if mail.to == [EMAIL["coordinator_genk"]]] == []
