"""The register on the pages: it recognises a number, fills in what it knows, tells what it does not, and names no people."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.kbo_sample import SampleEnterprise, SamplePlace, write_kbo
from tests.scene import GENK, OPGLABBEEK, TONGEREN, Rules, enter, enterprise_number, set_scene
from tests.web.stage import browser
from wisselwerk.apps.enterprises import looking_up
from wisselwerk.apps.enterprises.looking_up import Found, look_up
from wisselwerk.apps.enterprises.services import load_register
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats import kbo
from wisselwerk.formats.kbo import open_kbo

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER, PERSON, UNKNOWN = (enterprise_number(serial) for serial in range(3))
NOW, TOLD_ON = datetime.combine(date(2026, 11, 16), time(10), BRUSSELS), date(2026, 11, 1)
RULES: Rules = {
    "sector": {"admitted": "only", "sectors": ["10", "81"]},
    "territory": {"places": [GENK, OPGLABBEEK], "located": "seat_or_establishment"},
}
URL = "/regelingen/genk/aanvragen/"

Load = Callable[[], None]


@pytest.fixture(autouse=True)
def now() -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def loaded(tmp_path: Path) -> None:
    """A bakery with an establishment in Genk, and somebody on their own."""
    bakery = SampleEnterprise(
        number=NUMBER,
        names=(("2", "001", "Bakkerij <De Korst>"),),
        seat=SamplePlace(postcode="3700", municipality="Tongeren-Borgloon"),
        establishments=(("2000000001", SamplePlace(postcode="3600", municipality="Genk")),),
        activities=(("006", "2025", "10710", "MAIN"),),
    )
    alone = SampleEnterprise(
        number=PERSON, is_person=True, names=(("2", "001", "Jansens, An"), ("2", "003", "Haarsalon An"))
    )
    write_kbo(tmp_path / "set.zip", kbo.Extract(1, TOLD_ON), lambda: [bakery, alone])
    with open_kbo(tmp_path / "set.zip") as read:
        load_register(SYSTEM, read=read)


def look(number: str, **typed: str) -> str:
    answer = Client().post(URL, {"look": "1", "enterprise_number": number, **typed})
    assert answer.status_code == 200
    return shown(answer)


def shown(answer: Any) -> str:
    content: bytes = answer.content
    return content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("loaded")
def test_a_number_is_recognised_and_what_is_known_is_not_asked() -> None:
    set_scene(rules=RULES)
    page = look(NUMBER, email="iemand@example.be")
    assert "Is dit uw onderneming?" in page
    assert "Bakkerij &lt;De Korst&gt;" in page
    assert "Tongeren-Borgloon" in page
    assert "1 november 2026" in page
    # What was typed stays, and nothing is called wrong before it is asked.
    assert 'value="iemand@example.be"' in page
    assert "aria-invalid" not in page
    _, _, behind = page.partition("<details")
    for name in ("municipality", "nace_code"):
        assert f'name="{name}"' in behind.partition("</details>")[0]
    # Of its establishments only the one in the area can be chosen.
    before = page.partition("<details")[0]
    assert f'<option value="{GENK}"' in before.partition('name="establishment"')[2].partition("</select>")[0]
    assert (
        f'<option value="{OPGLABBEEK}"'
        not in before.partition('name="establishment"')[2].partition("</select>")[0]
    )
    assert not Application.objects.exists()


@pytest.mark.usefixtures("loaded")
def test_of_a_person_no_name_is_shown_nor_a_trade_name() -> None:
    set_scene(rules=RULES)
    page = look(PERSON)
    assert "Een eenmanszaak" in page
    assert "Jansens" not in page
    assert "Haarsalon" not in page


@pytest.mark.usefixtures("loaded")
def test_a_number_that_is_not_there_is_told_and_can_apply() -> None:
    set_scene(rules=RULES)
    page = look(UNKNOWN)
    assert "stond op 1 november 2026 niet in het ondernemingsregister" in page
    assert "Is dit uw onderneming?" not in page


@pytest.mark.parametrize("typed", ["", "12", "0123456789", "geen nummer", "9" * 40])
@pytest.mark.usefixtures("loaded")
def test_what_is_no_number_is_said_to_who_presses_and_not_to_who_types(typed: str) -> None:
    set_scene()
    assert "Dit is nog geen ondernemingsnummer" in look(typed)
    answer = Client().post(URL, {"look": "1", "enterprise_number": typed}, headers={"HX-Request": "true"})
    assert "<html" not in shown(answer)
    assert "Dit is nog geen ondernemingsnummer" not in shown(answer)


def test_without_a_register_the_page_says_what_it_could_not_check() -> None:
    set_scene()
    assert "Er is hier geen ondernemingsregister" in look(NUMBER)


@pytest.mark.usefixtures("loaded")
def test_what_the_register_fills_in_is_enough_to_apply() -> None:
    set_scene(rules=RULES)
    client = Client()
    page = shown(client.get(URL))
    once = page.partition('name="once" value="')[2].partition('"')[0]
    sent = {
        "once": once,
        "enterprise_number": NUMBER,
        "email": "iemand@example.be",
        "mandate": "on",
        "municipality": "",
        "nace_code": "",
        "establishment": GENK,
    }
    assert client.post(URL, sent).status_code == 302
    assert Application.objects.get().declarations == {"establishment": GENK}


@pytest.mark.usefixtures("loaded")
def test_nobody_has_the_register_read_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_up, "PER_NETWORK", 2)
    set_scene()
    day = NOW.date()
    for _ in range(2):
        assert look_up(NUMBER, day, sent_from="a").found is Found.KNOWN
    assert look_up(NUMBER, day, sent_from="a").found is Found.TOO_MANY
    assert look_up(NUMBER, day, sent_from="b").found is Found.KNOWN
    for _ in range(2):
        look(NUMBER)
    page = look(NUMBER)
    assert "Bakkerij" not in page
    assert "zoeken we nu niets meer op" in page
    with time_machine.travel(NOW.timestamp() + 3601):
        assert look_up(NUMBER, day, sent_from="a").found is Found.KNOWN


@pytest.mark.usefixtures("loaded")
def test_asking_on_is_counted_for_the_whole_hour_and_not_beyond_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_up, "PER_NETWORK", 3)
    day, begin = NOW.date(), NOW.replace(minute=0, second=0, microsecond=0).timestamp()

    def asked(minutes: int) -> Found:
        with time_machine.travel(begin + 60 * minutes, tick=False):
            return look_up(NUMBER, day, sent_from="c").found

    assert [asked(minutes) for minutes in (0, 10, 20)] == [Found.KNOWN] * 3
    # A cache that forgets after some minutes would let these through; who is refused waits no longer for asking.
    assert [asked(minutes) for minutes in (30, 45, 59)] == [Found.TOO_MANY] * 3
    assert asked(60) is Found.KNOWN


@pytest.mark.usefixtures("loaded")
def test_a_coordinator_sees_what_both_say_and_looks_up_on_the_telephone() -> None:
    scene = set_scene(rules=RULES)
    application = enter(scene, NUMBER, municipality=GENK)
    coordinator = browser("coordinator_genk")
    page = shown(coordinator.get(reverse("coordinator:application", args=[application.pk])))
    assert "Bakkerij &lt;De Korst&gt;" in page
    row = page.partition("Gemeente van de zetel</th>")[2].partition("</tr>")[0]
    assert ">Genk<" in row
    assert ">Tongeren-Borgloon<" in row
    answer = coordinator.post("/beheer/aanvragen/nieuw/", {"look": "1", "enterprise_number": NUMBER})
    assert "Bakkerij &lt;De Korst&gt;" in shown(answer)


def test_a_coordinator_reads_that_nothing_could_be_checked() -> None:
    scene = set_scene()
    page = browser("coordinator_genk").get(
        reverse("coordinator:application", args=[enter(scene, municipality=TONGEREN).pk])
    )
    assert "Er is hier geen register" in shown(page)
