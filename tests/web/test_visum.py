"""The visum on the pages: what a director is asked, what a coordinator hears, and what everybody else is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.payments import Treasury, treasury_of
from tests.scene import GENK, set_scene
from tests.web.stage import browser, text, token
from wisselwerk.apps.schemes.models import DecisionSubject, Visum
from wisselwerk.apps.schemes.services import record_decision
from wisselwerk.apps.schemes.visum import visa_of, visum_of
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db

DIRECTOR, COORDINATOR = "/financien/visum/genk/", "/beheer/regelingen/genk/visum/"
APPLY = "/regelingen/genk/aanvragen/"


@pytest.fixture
def closed() -> Treasury:
    return treasury_of(set_scene(visum=False))


def send(client: Client, url: str, **filled: str) -> Any:
    return client.post(url, {"once": token(client.get(url)), **filled}, follow=True)


def test_a_director_finds_it_looks_and_gives_it(closed: Treasury) -> None:
    client = browser("financial_director")
    for page in ("/mijn/", "/financien/"):
        assert "Kennismakingscheque genk wacht op uw visum" in text(client.get(page))
    assert "Er wacht 1 ding op u" in text(client.get("/financien/"))
    seen = text(client.get(DIRECTOR))
    assert "Deze regeling gaat open zodra u uw visum geeft" in seen
    assert "nog € 250.000,00 toe te kennen" in seen
    done = text(send(client, DIRECTOR, decided_on=today().isoformat(), text="", give="yes"))
    assert "Het visum is vastgelegd" in done
    assert "Geef het visum" not in done
    assert visum_of(closed.scene.scheme) is not None
    assert "wacht op uw visum" not in text(client.get("/mijn/"))
    assert "gegeven door de financieel directeur" in text(browser().get("/regelingen/genk/"))


def test_pressed_twice_it_is_one(closed: Treasury) -> None:
    client = browser("financial_director")
    sent = {
        "once": token(client.get(DIRECTOR)),
        "decided_on": today().isoformat(),
        "text": "Nee.",
        "refuse": "yes",
    }
    for _ in range(2):
        assert client.post(DIRECTOR, sent).status_code == 302
    assert Visum.objects.count() == 1


def test_a_refusal_needs_a_reason_and_keeps_it(closed: Treasury) -> None:
    client = browser("financial_director")
    told = send(client, DIRECTOR, decided_on=today().isoformat(), text=" ", refuse="yes")
    assert told.status_code == 422
    assert "Zeg waarom u het visum weigert" in text(told)
    done = text(
        send(client, DIRECTOR, decided_on=today().isoformat(), text="Er is geen krediet.", refuse="yes")
    )
    assert "De weigering is vastgelegd" in done
    assert "Er is geen krediet." in done
    assert [one.kind for one in visa_of(closed.scene.scheme)] == ["REFUSED"]
    coordinator = text(browser("coordinator_genk").get("/beheer/regelingen/genk/"))
    assert "Visum geweigerd door de financieel directeur" in coordinator
    assert "Er is geen krediet." in coordinator
    public = text(browser().get("/regelingen/genk/"))
    assert "Visum" not in public
    assert "Er is geen krediet." not in public


@pytest.mark.parametrize("day", ["", "gisteren", "2026-02-30", "tomorrow"])
def test_a_day_that_cannot_be_is_told(closed: Treasury, day: str) -> None:
    on = (today() + timedelta(days=1)).isoformat() if day == "tomorrow" else day
    for who, url in (("financial_director", DIRECTOR), ("coordinator_genk", COORDINATOR)):
        answer = send(browser(who), url, decided_on=on, title="Besluit", reference="GR 1", give="yes")
        assert answer.status_code == 422, who
    assert not Visum.objects.exists()


def test_a_coordinator_hears_what_is_missing_and_records_the_exemption(closed: Treasury) -> None:
    client = browser("coordinator_genk")
    page = text(client.get("/beheer/regelingen/genk/"))
    assert "het visum van de financieel directeur van Genk ontbreekt" in page
    assert "Nog niet open" in page
    short = send(client, COORDINATOR, title="", decided_on=today().isoformat(), reference="")
    assert short.status_code == 422
    assert "Vul in waar het besluit te vinden is" in text(short)
    done = text(
        send(
            client,
            COORDINATOR,
            title="Geen visum voor cheques",
            decided_on="2026-01-05",
            reference="https://besluiten.example/12",
        )
    )
    assert "De vrijstelling is vastgelegd" in done
    assert "ontbreekt" not in done
    public = text(browser().get("/regelingen/genk/"))
    assert "niet nodig, volgens het raadsbesluit van 5 januari 2026" in public
    assert "https://besluiten.example/12" in public


def test_who_wants_to_apply_is_told_that_it_is_not_open_and_nothing_else(closed: Treasury) -> None:
    client = browser()
    public = text(client.get("/regelingen/genk/"))
    assert "Deze regeling staat nog niet open" in public
    assert "Vraag een cheque" not in public
    assert "visum" not in public.lower()
    answer = send(
        client,
        APPLY,
        enterprise_number=OWN_ENTERPRISE.number,
        municipality=GENK,
        offer="",
        email="iemand@verzonnen.example",
        mandate="on",
    )
    assert answer.status_code == 422
    assert "U deed niets verkeerd" in text(answer)
    assert "visum" not in text(answer).lower()
    assert not Application.objects.exists()


def test_a_director_of_elsewhere_finds_nothing(closed: Treasury) -> None:
    assert browser("general_director").get(DIRECTOR).status_code == 403
    assert browser("financial_director").get("/financien/visum/elders/").status_code == 404


def test_a_council_that_decided_nothing_about_the_rules_is_named_where_one_opens_them(
    closed: Treasury,
) -> None:
    """The draft said so, and whoever gives the visum never saw the draft."""
    pages = (("coordinator_genk", "/beheer/regelingen/genk/"), ("financial_director", DIRECTOR))
    for who, page in pages:
        assert "nog geen besluit over het reglement geregistreerd" in text(browser(who).get(page))
    scheme = closed.scene.scheme
    for member in {one.member for one in closed.scene.partnership.memberships.select_related("member")}:
        record_decision(
            SYSTEM,
            scheme=scheme,
            local_government=member,
            subject=DecisionSubject.REGULATION,
            title="Reglement",
            decided_on=today(),
        )
    for who, page in pages:
        assert "nog geen besluit over het reglement" not in text(browser(who).get(page))
