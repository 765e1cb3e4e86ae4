"""The whole region on a page and on paper: only aggregates, each with its definition, and the same on both."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from tests.adjustments import decided, picked, when_looked_at
from tests.departments import department, network
from tests.practices import published
from tests.scene import Scene, award, enterprise_number, invoice, set_scene
from tests.web.stage import text
from wisselwerk.apps.evaluation.services import look_at_adjustments, renew_figures
from wisselwerk.apps.network.queries.region import (
    COUNTED_AGAIN,
    adopted_beside,
    practices_told,
    schemes_measured,
    year_learnt,
)
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.adjustment import Direction, Expectation
from wisselwerk.domain.indicator import Indicator
from wisselwerk.domain.practice import Action

pytestmark = pytest.mark.django_db

YEAR = 2025
DURING, AFTER = date(YEAR, 6, 16), date(YEAR + 1, 3, 2)
PAGE, REPORT = "/gewest/", f"/gewest/leren/{YEAR}.pdf"


@pytest.fixture
def scene() -> Iterator[Scene]:
    """Seven businesses last year, and two that got a voucher since."""
    with time_machine.travel(DURING):
        scene = set_scene()
        use(scene, range(7))
    with time_machine.travel(AFTER, tick=False):
        renew_figures(SYSTEM, on=today())
        yield scene


def use(scene: Scene, serials: range) -> None:
    for serial in serials:
        voucher = award(scene, enterprise_number(serial))
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000, number=f"F-{serial}"))


def looks(role: Role, organisation: Organisation) -> Client:
    somebody = person(f"{role.value.lower()}@gewest.example")
    grant_role(SYSTEM, person=somebody, organisation=organisation, role=role)
    client = Client()
    client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def paper(client: Client, address: str = REPORT) -> str:
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    assert b"pdfuaid" in answer.content
    return re.sub(r"\s+", " ", " ".join(one.extract_text() for one in reader.pages))


def test_the_page_is_for_the_administration_and_the_network(scene: Scene) -> None:
    for client in (looks(Role.FLANDERS, department()), looks(Role.NETWORK, network())):
        said = text(client.get(PAGE))
        assert "Facturen op cheques 7" in said
        assert "7 van 7" in said
        assert client.get("/beheer/leren/vergelijken/").status_code == 200
    assert Client().get(PAGE).status_code == 302


def test_each_figure_leads_to_what_it_means(scene: Scene) -> None:
    html = looks(Role.FLANDERS, department()).get(PAGE).content.decode()
    led = set(re.findall(r'href="#(begrip-[\w-]+)"', html))
    assert led
    assert led <= set(re.findall(r'id="(begrip-[\w-]+)"', html))


def test_without_anything_it_says_what_comes() -> None:
    said = text(looks(Role.FLANDERS, department()).get(PAGE))
    assert "Er is nog niets te vertellen" in said
    assert "De laatste zeven dagen werd niets nieuws bekend" in said


def test_the_report_tells_what_the_page_tells(scene: Scene) -> None:
    client = looks(Role.FLANDERS, department())
    told = paper(client)
    assert f"Wat we leerden in {YEAR}" in told
    assert "7 van 7" in told
    assert "(van een regeling)" in told
    assert "95%%" not in told
    assert client.get(f"/gewest/leren/{YEAR + 1}.pdf").status_code == 404
    assert Client().get(REPORT).status_code == 302


def test_what_came_since_is_in_neither(scene: Scene) -> None:
    client = looks(Role.NETWORK, network())
    before, report = text(client.get(PAGE)), paper(client)
    fund_scheme(SYSTEM, scheme=scene.scheme, year=today().year, amount_cents=10_000_000)
    use(scene, range(20, 23))
    renew_figures(SYSTEM, on=today())
    cache.clear()
    assert text(client.get(PAGE)) == before
    assert paper(client) == report


def test_practices_and_questions_of_a_year_are_counted(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    learnt = year_learnt(today().year)
    assert (learnt.published, learnt.taken_back) == (1, 0)
    assert practice.steps.filter(action=Action.PUBLISH).count() == 1
    assert [one.practice for one in practices_told()] == [practice]
    assert adopted_beside(schemes_measured(today())) == []


def test_what_was_decided_stands_beside_what_came_of_it(scene: Scene) -> None:
    expected = Expectation(Indicator.USED, Direction.UP, 0.5)
    one = decided(scene, [picked(scene.scheme, Indicator.USED)], expected=expected)
    client = looks(Role.FLANDERS, department())
    assert one.question not in text(client.get(PAGE))
    with when_looked_at(one):
        look_at_adjustments(SYSTEM, on=today())
        looked_in = today().year
        assert f"{one.question} te weinig om het te zeggen" in text(
            looks(Role.FLANDERS, department()).get(PAGE)
        )
    with time_machine.travel(date(looked_in + 1, 2, 1)):
        said = paper(looks(Role.FLANDERS, department()), f"/gewest/leren/{looked_in}.pdf")
        assert one.question in said


def test_the_page_asks_no_more_when_there_is_more(scene: Scene) -> None:
    client = looks(Role.FLANDERS, department())
    published(scene, scheme=scene.scheme)
    with_another(scene, "elders", 100)
    client.get(PAGE)
    few = asked_for(client, PAGE)
    with_another(scene, "nog-elders", 200)
    more = asked_for(client, PAGE)
    cache.clear()
    counted_again = asked_for(client, PAGE)
    assert (few, more, counted_again, asked_for(client, REPORT)) == (37, 37, 68, 44)


def asked_for(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_what_takes_long_to_count_is_counted_again_after_a_while(scene: Scene) -> None:
    client = looks(Role.FLANDERS, department())
    first = evidence_told(client)
    practice = published(scene, scheme=scene.scheme)
    assert evidence_told(client) == first
    assert practice.published is not None
    assert practice.published.title in text(client.get(PAGE))
    with time_machine.travel(now() + COUNTED_AGAIN):
        assert evidence_told(client) != first


def test_what_another_version_counted_goes_when_the_database_is_brought_up_to_date(scene: Scene) -> None:
    client = looks(Role.FLANDERS, department())
    first = evidence_told(client)
    published(scene, scheme=scene.scheme)
    call_command("migrate", verbosity=0)
    assert evidence_told(client) != first


def evidence_told(client: Client) -> list[str]:
    """How many practices stand on each rung, as the page says it."""
    (told,) = re.findall(
        r"per trede van bewijs(.*?)(?:Laatst gepubliceerd|Wat er in)", text(client.get(PAGE))
    )
    return re.findall(r"\d+", told)


def test_the_page_reads_no_whole_texts(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    client = looks(Role.FLANDERS, department())
    with CaptureQueriesContext(connection) as asked:
        said = text(client.get(PAGE))
    assert practice.published is not None
    assert practice.published.title in said
    # What is looked at where it stands is not brought over.
    whole = re.compile(r'(SELECT|,) "practices_practiceversion"\."(wordings|words|materials)"')
    assert not [one["sql"] for one in asked if whole.search(one["sql"])]


def with_another(scene: Scene, slug: str, since: int) -> None:
    """One more scheme elsewhere with businesses of last year, and one more practice."""
    with time_machine.travel(DURING):
        use(set_scene(slug=slug), range(since, since + 7))
    published(scene, scheme=scene.scheme)
    renew_figures(SYSTEM, on=today())
