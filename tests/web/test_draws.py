"""The pages of a draw: who holds it step by step, who stands in it, and everybody who does it again."""

import csv
import io
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.draws import (
    AMOUNT,
    CLOSES,
    OPENS,
    SEALED_ON,
    SEED,
    SEED_ON,
    SOURCE,
    apply_all,
    confirm,
    draw_all,
    end_delegation,
    held_lately,
    in_order,
    on,
    seal,
    set_lottery,
)
from tests.formats.test_paper import text_of
from tests.scene import Scene, actor, enter, enterprise_number
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.models import Application, Draw, Lot
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.lottery import DrawState
from wisselwerk.web.coordination import waiting_for

pytestmark = pytest.mark.django_db

BASE = "/beheer/regelingen/genk/loting/"
PUBLIC = "/regelingen/genk/loting/"
ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "src/wisselwerk/web/static/wisselwerk/check-draw.txt"
GUIDE = ROOT / "docs/guide/check-the-draw.md"


def send(client: Client, word: str, **filled: str) -> Any:
    url = f"{BASE}{word}/"
    return client.post(url, {"once": token(client.get(url)), **filled}, follow=True)


@pytest.fixture
def scene() -> Scene:
    with on(OPENS):
        found = set_lottery(vouchers_for=2)
        apply_all(found, 3)
        enter(found)
    return found


def test_a_draw_from_the_list_to_the_outcome(scene: Scene) -> None:
    with on(SEALED_ON):
        coordinator = browser("coordinator_genk")
        seen = text(coordinator.get(BASE))
        assert "4 aanvragen wachten tot er een lijst verzegeld wordt." in seen
        assert "Loten" not in seen
        done = text(send(coordinator, "verzegelen", seed_source=SOURCE, seed_on=SEED_ON.isoformat()))
        assert "De lijst is verzegeld en gepubliceerd." in done
        # The day of the seed is still to come: nothing can be typed.
        assert "Het startgetal typen" not in done
        public = text(browser().get(PUBLIC))
        assert SOURCE in public
        assert Draw.objects.get().list_sha256 in public
        assert "Nog niet bekend." in public
    with on(SEED_ON):
        coordinator, auditor = browser("coordinator_genk"), browser("auditor")
        assert "Lotingen die moeten gebeuren" in text(coordinator.get("/beheer/"))
        done = text(send(coordinator, "getal", seed=SEED))
        assert "Nu typt een tweede persoon het." in done
        assert "als tweede persoon" not in done
        assert SEED not in text(browser().get(PUBLIC))
        assert "wacht op een tweede persoon" in text(auditor.get("/audit/"))
        assert SEED not in text(auditor.get(f"{BASE}bevestigen/"))
        wrong = send(auditor, "bevestigen", seed="3 12 18 25 33 42")
        assert wrong.status_code == 422
        assert "Dit is niet het startgetal dat eerst getypt werd." in text(wrong)
        done = text(send(auditor, "bevestigen", seed=SEED))
        assert "De loting kan gebeuren." in done
        assert "Loten" not in done
        assert SEED in text(browser().get(PUBLIC))
        done = text(send(coordinator, "trekken"))
        assert "De loting is gebeurd" in done
        assert "2 ondernemingen op de wachtlijst" in done
        public = text(browser().get(PUBLIC))
        assert "kleiner dan vijf" in public


def test_pressed_twice_it_is_one(scene: Scene) -> None:
    with on(SEALED_ON):
        client = browser("coordinator_genk")
        sent = {
            "once": token(client.get(f"{BASE}verzegelen/")),
            "seed_source": SOURCE,
            "seed_on": SEED_ON.isoformat(),
        }
        for _ in range(2):
            assert client.post(f"{BASE}verzegelen/", sent).status_code == 302
        assert Draw.objects.count() == 1


def test_what_is_missing_is_asked(scene: Scene) -> None:
    with on(SEALED_ON):
        client = browser("coordinator_genk")
        told = send(client, "verzegelen", seed_source=" ", seed_on="morgen")
        assert told.status_code == 422
        assert "Zeg waar het startgetal vandaan zal komen." in text(told)
        late = send(client, "verzegelen", seed_source=SOURCE, seed_on=SEALED_ON.isoformat())
        assert "Kies een dag van 17 maart 2027 tot en met 14 juni 2027." in text(late)
        assert client.get(f"{BASE}getal/").status_code == 404
        assert client.get(f"{BASE}iets/").status_code == 404


def test_the_waiting_list_moves_up_by_hand_too(scene: Scene) -> None:
    draw_all(scene)
    with on(SEED_ON + timedelta(days=1)):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        done = text(send(browser("coordinator_genk"), "opschuiven"))
        assert "De wachtlijst is bijgewerkt." in done
        assert "1 onderneming op de wachtlijst" in done


def test_who_applied_reads_where_it_stands(scene: Scene) -> None:
    own = Application.objects.get(applicant__email="zaak0@example.be")
    client = Client()
    assert own.applicant is not None
    lot = Lot.objects.get(application=own)
    with on(OPENS):
        client.force_login(own.applicant)
        page = text(client.get(f"/aanvragen/{own.pk}/"))
        assert "U loot mee" in page
        assert "Ondernemingen kunnen aanvragen tot en met 14 maart 2027." in page
        assert lot.commitment in page
        assert lot.salt in page
        said = text_of(client.get(f"/aanvragen/{own.pk}/brief.pdf").content)
        assert lot.salt in said
        assert lot.commitment in said
        assert "Uw aanvraag voldoet aan de voorwaarden en loot mee." in said
        assert "Raad van State" not in said
    draw = draw_all(scene)
    with on(SEED_ON):
        third = in_order(draw)[2]
        assert third.applicant is not None
        client.force_login(third.applicant)
        page = text(client.get(f"/aanvragen/{third.pk}/"))
        assert "U staat op de wachtlijst" in page
        assert "U staat op nummer 1 van de lijst, tot en met 20 september 2027." in page
        assert "U werd getrokken op 20 maart 2027, als nummer 3 van 4." in page
        said = text_of(client.get(f"/aanvragen/{third.pk}/brief.pdf").content)
        assert "U krijgt nu geen cheque. U staat op de wachtlijst." in said
        assert "Raad van State" in said


def test_nobody_else_reads_a_secret(scene: Scene) -> None:
    draw = draw_all(scene)
    salts = list(Lot.objects.values_list("salt", flat=True))
    with on(SEED_ON):
        pages = [browser("coordinator_genk").get(BASE), browser().get(PUBLIC), browser("auditor").get(BASE)]
        pages += [browser().get(f"{PUBLIC}1/lijst.csv"), browser().get(f"{PUBLIC}1/volgorde.csv")]
        for page in pages:
            assert page.status_code == 200
            assert not [salt for salt in salts if salt in page.content.decode()]
        assert browser("stranger").get(f"/aanvragen/{in_order(draw)[0].pk}/").status_code == 404


def test_an_enterprise_number_is_not_to_be_found_in_the_list(scene: Scene) -> None:
    with on(SEALED_ON):
        seal(scene)
        rows = list(csv.reader(io.StringIO(browser().get(f"{PUBLIC}1/lijst.csv").content.decode())))
        assert rows[0] == ["commitment"]
        assert len(rows) == 5
        assert all(re.fullmatch("[0-9a-f]{64}", row[0]) for row in rows[1:])
        assert rows[1:] == sorted(rows[1:])
        assert browser().get(f"{PUBLIC}1/volgorde.csv").status_code == 404
        assert browser().get(f"{PUBLIC}2/lijst.csv").status_code == 404


def test_the_mails_tell_the_outcome(scene: Scene, mailoutbox: list[Any]) -> None:
    with on(OPENS):
        work()
        assert [one.subject for one in mailoutbox].count("U loot mee") == 4
        assert "hoe u dat controleert" in mailoutbox[0].body
    draw_all(scene)
    with on(SEED_ON):
        del mailoutbox[:]
        work()
        subjects = [one.subject for one in mailoutbox]
        assert subjects.count("U staat op de wachtlijst") == 2
        assert len([one for one in subjects if one.startswith("Ja: u krijgt een cheque")]) == 2


def test_the_script_of_the_guide_does_the_draw_again(scene: Scene, tmp_path: Path) -> None:
    """As a stranger would: what is published, the script that stands in the guide, and no part of this program."""
    script = SCRIPT.read_text(encoding="utf-8")
    assert f"```python\n{script}```" in GUIDE.read_text(encoding="utf-8")
    assert len(script.splitlines()) == 10
    draw = draw_all(scene)
    with on(SEED_ON):
        (tmp_path / "lijst.csv").write_bytes(browser().get(f"{PUBLIC}1/lijst.csv").content)
        order = browser().get(f"{PUBLIC}1/volgorde.csv").content.decode().split()[1:]
    (tmp_path / "check.py").write_text(script, encoding="utf-8")
    own = Lot.objects.earliest("made_at")
    done = subprocess.run(
        [sys.executable, "-I", "check.py", "lijst.csv", SEED, str(own.application_id), own.salt],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    first, *rest = done.stdout.splitlines()
    assert first == f"SHA-256 of the list: {draw.list_sha256}"
    assert [",".join(line.split()[:2]) for line in rest] == order
    assert [line for line in rest if line.endswith("<- yours")] == [f"{own.place} {own.commitment} <- yours"]


@pytest.mark.parametrize("until", DrawState)
def test_a_draw_can_be_looked_at_however_far_it_is(until: DrawState) -> None:
    draw = held_lately(until=until)
    assert draw.state == until
    for who, page in (("anonymous", "regelingen"), ("coordinator_genk", "beheer/regelingen")):
        seen = browser(who).get(f"/{page}/{draw.scheme.slug}/loting/")
        assert seen.status_code == 200


def test_doubts_are_put_to_a_person_before_the_draw(scene: Scene) -> None:
    with on(SEALED_ON):
        seal(scene)
        end_delegation(scene, SEALED_ON)
        coordinator = browser("coordinator_genk")
        assert "Twijfels zoeken voor de loting" in text(coordinator.get(BASE))
        assert "Elke twijfel ligt nu bij een medewerker." in text(send(coordinator, "nakijken"))
        assert Application.objects.filter(state="review").count() == 4
    with on(SEED_ON):
        confirm(scene, Draw.objects.get())
        told = send(browser("coordinator_genk"), "trekken")
        assert told.status_code == 422
        assert "Aantal: 4." in text(told)


def test_a_list_that_has_to_be_sealed_waits_for_the_coordinator(scene: Scene) -> None:
    heading = "Lijsten die verzegeld moeten worden voor een loting"
    with on(CLOSES):
        assert heading not in text(browser("coordinator_genk").get("/beheer/"))
    with on(CLOSES + timedelta(days=1)):
        assert heading in text(browser("coordinator_genk").get("/beheer/"))
        assert waiting_for(scene.coordinator).to_seal == [scene.scheme]
        assert waiting_for(actor("coordinator_zuidoost_limburg")).to_seal == []
    with on(SEALED_ON):
        seal(scene)
        assert waiting_for(scene.coordinator).to_seal == []


def test_the_command_to_do_it_again_names_the_newest_list(scene: Scene) -> None:
    with on(OPENS):
        assert "check.py loting-genk-1-lijst.csv" in text(browser().get(PUBLIC))
    draw_all(scene)
    with on(OPENS):
        enter(scene, enterprise_number(61))
    with on(SEED_ON + timedelta(days=1)):
        assert seal(scene, seed_on=SEED_ON + timedelta(days=9)).number == 2
        assert "check.py loting-genk-2-lijst.csv" in text(browser().get(PUBLIC))
