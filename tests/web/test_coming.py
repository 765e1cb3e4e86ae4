"""A scheme or a version that is published for a later day: what each page says of it until then."""

from datetime import date, timedelta

import pytest

from tests.payments import treasury_of
from tests.scene import GENK, rule_set, set_scene
from tests.web.stage import browser, text, token
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import fund_scheme, publish_version
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db


def said_on(one: date) -> str:
    """A day as a page says it, with spaces that may break."""
    return " ".join(day(one).split())


@pytest.fixture
def starts_on() -> date:
    """Also when the year ends in between."""
    return today() + timedelta(days=40)


@pytest.fixture
def later(starts_on: date) -> Scheme:
    """A scheme of the partnership of Genk that has still to begin, without its visum."""
    treasury = treasury_of(set_scene())
    partnership = treasury.scene.partnership
    scheme = Scheme.objects.create(slug="straks", name="Cheque van straks", partnership=partnership)
    publish_version(
        SYSTEM, scheme=scheme, rule_set=rule_set({}), valid_from=starts_on, source="Besluit van Genk"
    )
    fund_scheme(SYSTEM, scheme=scheme, year=starts_on.year, amount_cents=700_000)
    return scheme


def test_everybody_reads_when_it_begins_and_by_which_rules(later: Scheme, starts_on: date) -> None:
    said = text(browser().get("/regelingen/straks/"))
    assert f"Deze regeling begint op {said_on(starts_on)}." in said
    assert f"U kunt ten vroegste aanvragen vanaf {said_on(starts_on)}." in said
    assert "Uw onderneming krijgt € 250" in said
    assert f"Versie 1, van kracht vanaf {said_on(starts_on)}." in said
    assert f"Hoeveel is er over in {starts_on.year}?" in said
    assert "over van € 7.000,00" in said
    assert "Cheque aanvragen" not in said
    assert f"U kunt ten vroegste aanvragen vanaf {said_on(starts_on)}." in text(browser().get("/regelingen/"))


def test_its_text_can_be_read_before_it_holds(later: Scheme, starts_on: date) -> None:
    for url in ("/regelingen/straks/reglement/", f"/regelingen/straks/reglement/{starts_on}/"):
        assert f"Van kracht vanaf {said_on(starts_on)}, niet eerder." in text(browser().get(url))
    for url in ("/regelingen/straks/reglement.pdf", f"/regelingen/straks/reglement-{starts_on}.pdf"):
        assert browser().get(url).content.startswith(b"%PDF")
    for wrong in ("2020-01-01", "morgen"):
        assert browser().get(f"/regelingen/straks/reglement/{wrong}/").status_code == 404


def test_nobody_can_apply_before_it_begins_and_the_page_says_when(later: Scheme, starts_on: date) -> None:
    page = browser().get("/regelingen/straks/aanvragen/")
    assert f"Deze regeling begint op {said_on(starts_on)}." in text(page)
    assert b'name="enterprise_number"' not in page.content
    sent = browser().post(
        "/regelingen/straks/aanvragen/",
        {
            "once": token(browser().get("/regelingen/genk/aanvragen/")),
            "enterprise_number": OWN_ENTERPRISE.number,
            "municipality": GENK,
            "offer": "",
            "email": "iemand@verzonnen.example",
            "mandate": "on",
        },
    )
    assert sent.status_code == 422
    assert not Application.objects.exists()


def test_a_coordinator_sees_its_rules_its_text_and_its_councils(later: Scheme, starts_on: date) -> None:
    client = browser("coordinator_genk")
    page = client.get("/beheer/regelingen/straks/")
    said = text(page)
    assert f"Deze regeling begint op {said_on(starts_on)}." in said
    assert "Bedrag" in said
    assert b"/beheer/raadsbesluiten/straks/versie-1/" in page.content
    assert "Genk" in text(client.get("/beheer/raadsbesluiten/straks/versie-1/"))


def test_a_director_reads_from_which_day_the_visum_opens_it(later: Scheme, starts_on: date) -> None:
    client, url = browser("financial_director"), "/financien/visum/straks/"
    seen = client.get(url)
    assert f"Deze regeling gaat open op {said_on(starts_on)} als u" in text(seen)
    assert f"Met uw visum neemt de regeling aanvragen aan vanaf {said_on(starts_on)}, niet eerder." in text(
        seen
    )
    assert "vanaf nu" not in text(seen)
    sent = {"once": token(seen), "decided_on": today().isoformat(), "text": "", "give": "yes"}
    done = text(client.post(url, sent, follow=True))
    assert f"Het visum is vastgelegd. De regeling neemt aanvragen aan vanaf {said_on(starts_on)}." in done
    said = text(browser().get("/regelingen/straks/"))
    assert f"U kunt aanvragen vanaf {said_on(starts_on)}, niet eerder." in said


def test_what_changes_on_a_later_day_stands_beside_what_holds(starts_on: date) -> None:
    scene = set_scene()
    more = rule_set({"amount": {"amount_cents": 40_000}})
    publish_version(SYSTEM, scheme=scene.scheme, rule_set=more, valid_from=starts_on, source="Tweede besluit")
    said = text(browser().get("/regelingen/genk/"))
    assert f"Wat verandert er vanaf {said_on(starts_on)}?" in said
    assert "Bedrag € 250,00 € 400,00" in said
    assert "Uw onderneming krijgt € 250" in said
    assert "Cheque aanvragen" in said
    text_now = text(browser().get("/regelingen/genk/reglement/"))
    assert f"tot en met {said_on(starts_on - timedelta(days=1))}." in text_now
    assert f"De tekst vanaf {said_on(starts_on)}" in text_now
    page = browser("coordinator_genk").get("/beheer/regelingen/genk/")
    assert b"/beheer/raadsbesluiten/genk/versie-1/" in page.content
    assert b"/beheer/raadsbesluiten/genk/versie-2/" in page.content
