"""The pages of samples: the administration and the auditor each on its own road, and everybody who draws again."""

import csv
import io
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.initiatives import ADDRESS, noted
from tests.policy_year import lines_of, load_reports
from tests.samples import (
    SEED,
    SOURCE,
    administration,
    auditor,
    decisions,
    dossier_sample,
    dossiers,
    draw,
    drawn_lately,
    judge_all,
    pass_on,
    public_sample,
)
from tests.scene import EMAIL, GENK, Scene, set_scene
from tests.web.stage import browser, text, token
from wisselwerk.apps.initiatives.models import PolicyFile
from wisselwerk.apps.initiatives.services.signal_reports import tell_policy_reports
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.samples.models import Judgement, Sample
from wisselwerk.apps.samples.queries import drawn_of, items_of, list_of, tally_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.sample import Strata
from wisselwerk.domain.sample_check import SampleCheck, Seen

pytestmark = pytest.mark.django_db

ALL = "/nazicht/steekproeven/"
ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "src/wisselwerk/web/static/wisselwerk/check-sample.txt"
GUIDE = ROOT / "docs/guide/sampling.md"


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def flanders() -> Client:
    administration()
    client = Client()
    client.force_login(person(EMAIL["flanders"]))
    return client


def at(sample: Sample, word: str = "") -> str:
    return f"{ALL}{sample.pk}/{word}"


def send(client: Client, url: str, **filled: object) -> Any:
    return client.post(url, {"once": token(client.get(url)), **filled}, follow=True)


def test_what_tells_no_priority_is_a_group_of_that_name() -> None:
    decisions(6)
    page = text(browser().get(at(public_sample(strata=Strata.PRIORITY))))
    assert "Zonder prioriteit 6 3" in page
    assert "lles samen" not in page
    assert "Alles samen 6 3" in text(browser().get(at(public_sample(strata=Strata.NONE))))


def test_a_reported_action_that_was_drawn_leads_to_the_report_that_has_it(tmp_path: Path) -> None:
    year = today().year - 1
    load_reports(tmp_path, *lines_of(GENK, year))
    tell_policy_reports(SYSTEM, file=PolicyFile.objects.get())
    (item,) = draw(administration(), public_sample(size=1, strata=Strata.NONE))
    page = flanders().get(at(item.sample, f"stukken/{item.place}/"))
    assert f"Beleidsrapport: Meerjarenplan {year}, actie " in text(page)
    link = f"/nazicht/{year}/{GENK}/"
    assert f'href="{link}"' in page.content.decode()
    assert "export.csv" in text(browser().get(link))


def test_a_decision_that_was_drawn_leads_to_its_page() -> None:
    decisions(1)
    (item,) = draw(administration(), public_sample(size=1, strata=Strata.NONE))
    page = flanders().get(at(item.sample, f"stukken/{item.place}/"))
    assert f'href="{ADDRESS}/0"' in page.content.decode()


def test_the_administration_draws_from_the_list_to_the_outcome() -> None:
    decisions(6)
    client = flanders()
    assert "Nieuwe steekproef" in text(client.get(ALL))
    told = {
        "year": today().year,
        "size": 2,
        "strata": "GOVERNMENT",
        "at_least_one": "on",
        "seed_source": SOURCE,
        "seed_on": (today() + timedelta(days=1)).isoformat(),
    }
    assert send(client, f"{ALL}nieuw/", **(told | {"size": 7})).status_code == 422
    named = send(client, f"{ALL}nieuw/", **(told | {"seed_source": "De trekking van mevrouw Els Peeters."}))
    assert named.status_code == 422
    assert "Dit wordt openbaar, dus noem niemand" in text(named)
    assert not Sample.objects.exists()
    page = send(client, f"{ALL}nieuw/", **told)
    assert "De lijst is verzegeld en gepubliceerd." in text(page)
    sample = Sample.objects.get()
    assert "Typ het startgetal en trek" not in text(page)
    early = send(client, at(sample, "trekken/"), seed=SEED)
    assert early.status_code == 422
    assert "Het startgetal komt op" in text(early)
    with time_machine.travel(today() + timedelta(days=1), tick=True):
        assert "het startgetal is er, dus u kunt trekken" in text(client.get("/mijn/"))
        page = send(client, at(sample, "trekken/"), seed=SEED)
        assert "Er zijn nog 6 controles te beoordelen." in text(page)
        judge_page(client, sample, 1, saw={"says_so": ("FINDING", "CORRECT", "Zet de datum erbij.")})
        judge_page(client, sample, 2)
        seen = text(client.get(at(sample, "doorgeven/")))
        assert "Zet de datum erbij." in seen
        lessons = "Zet de datum erbij.\n\nTweede les."
        shown = tally_of(sample, items_of(sample)).digest()
        # Somebody judges anew while the page stands open.
        judge_page(client, sample, 2, saw={"fits": ("FINDING", "NONE", "")})
        other = send(client, at(sample, "doorgeven/"), lessons=lessons, shown=shown)
        assert other.status_code == 422
        assert "de cijfers hieronder zijn die van nu" in text(other).lower()
        judge_page(client, sample, 2)
        (now_shown,) = re.findall(
            r'name="shown" value="(\w+)"', client.get(at(sample, "doorgeven/")).content.decode()
        )
        assert f'value="{now_shown}"' not in other.content.decode()
        done = text(send(client, at(sample, "doorgeven/"), lessons=lessons, shown=now_shown))
        assert "De uitkomst is doorgegeven" in done
        for said in ("Zet de datum erbij.", "Tweede les.", "Met een vaststelling 1", SEED):
            assert said in text(browser().get(at(sample)))
        assert text(client.get("/mijn/")).count("Steekproeven om mee verder te gaan") == 0


def judge_page(
    client: Client, sample: Sample, place: int, *, saw: dict[str, tuple[str, str, str]] | None = None
) -> Any:
    url = at(sample, f"stukken/{place}/")
    filled: dict[str, str] = {}
    for name in re.findall(r'name="(\w+)-seen"', client.get(url).content.decode()):
        seen, consequence, lesson = (saw or {}).get(name, ("FINE", "", ""))
        filled |= {f"{name}-seen": seen, f"{name}-consequence": consequence, f"{name}-lesson": lesson}
    return client.post(url, filled, follow=True)


def test_the_script_of_the_page_draws_the_same(tmp_path: Path) -> None:
    decisions(7)
    noted(
        address="https://raad.essel.example/x", published_on=today(), title="Wijk-werken Essel. Goedkeuring."
    )
    for size, each in ((3, True), (5, False)):
        sample = public_sample(size=size, at_least_one=each)
        draw(administration(), sample)
        listed = tmp_path / f"{size}.csv"
        listed.write_bytes(browser().get(at(sample, "lijst.csv")).content)
        assert listed.read_bytes() == list_of(sample)
        asked = [str(listed), SEED, str(size), *(["each"] if each else [])]
        said = subprocess.run(
            [sys.executable, SCRIPT, *asked], check=True, capture_output=True, text=True
        ).stdout.splitlines()
        assert said[0].endswith(sample.list_sha256)
        rows = list(csv.reader(io.StringIO(browser().get(at(sample, "getrokken.csv")).content.decode())))
        assert said[1:] == [" ".join(row) for row in rows[1:]]
        assert drawn_of(sample).decode().count("\n") == size + 1


def test_the_guide_tells_the_script_of_the_page() -> None:
    assert SCRIPT.read_text(encoding="utf-8") in GUIDE.read_text(encoding="utf-8")


def test_only_the_auditor_sees_which_dossiers(scene: Scene) -> None:
    sample = drawn_lately(scene)
    items = items_of(sample)
    judge_all(auditor(), items, but=SampleCheck.OWN_PART, lesson="Toon het eigen deel.")
    first = items[0].line.redemption
    assert first is not None
    telling = (first.invoice_number, first.voucher.code, str(first.pk), first.supplier.name)
    everybody = (at(sample), at(sample, "lijst.csv"), at(sample, "getrokken.csv"), ALL)
    for client in (browser(), flanders(), browser("coordinator_genk")):
        for url in everybody:
            page = client.get(url)
            assert page.status_code == 200
            assert not [one for one in telling if one in page.content.decode()], url
        assert client.get(at(sample, "stukken/")).status_code in {302, 403, 404}
    assert f"Factuur {first.invoice_number}" in text(browser("auditor").get(at(sample, "stukken/")))
    pass_on(auditor(), sample, lessons=["Toon het eigen deel."])
    for client in (browser(), flanders()):
        seen = client.get(at(sample)).content.decode()
        assert "Toon het eigen deel." in seen
        assert not [one for one in telling if one in seen]
        assert "Met een vaststelling –" in text(client.get(at(sample)))


def test_an_item_shows_the_rules_and_takes_no_name(scene: Scene) -> None:
    sample = drawn_lately(scene)
    client = browser("auditor")
    page = text(client.get(at(sample, "stukken/1/")))
    assert "Uit de regels: eigen bijdrage" in page
    finding = {"own_part": ("FINDING", "RECOVER", "Mevrouw Els Peeters vergat het eigen deel.")}
    refused = judge_page(client, sample, 1, saw=finding)
    assert refused.status_code == 422
    assert "Dit hebben we weggelaten" in text(refused)
    assert not Judgement.objects.exists()
    (item, *_) = items_of(sample)
    assert item.line.redemption is not None
    number = item.line.redemption.invoice_number
    refused = judge_page(client, sample, 1, saw={"own_part": ("FINDING", "RECOVER", f"Kijk naar {number}.")})
    assert f"Laat dit weg: “{number}”" in text(refused)
    unsaid = judge_page(client, sample, 1, saw={"own_part": ("", "RECOVER", "")})
    assert "Zeg wat u zag." in text(unsaid)
    unclear = judge_page(client, sample, 1, saw={"own_part": ("FINDING", "", "")})
    assert unclear.status_code == 422
    judge_page(client, sample, 1, saw={"own_part": ("FINDING", "RECOVER", "Het eigen deel ontbrak.")})
    kept = Judgement.objects.filter(check_made=SampleCheck.OWN_PART).latest("pk")
    assert (kept.seen, kept.lesson) == (Seen.FINDING, "Het eigen deel ontbrak.")
    again = client.get(at(sample, "stukken/1/"))
    assert "Een steekproef beslist niets." in text(again)
    assert 'href="/financien/terug/"' in again.content.decode()
    assert client.get(at(sample, "stukken/99/")).status_code == 404


def test_too_few_dossiers_are_told(scene: Scene) -> None:
    dossiers(scene, 2)
    told = {
        "year": today().year,
        "size": 1,
        "strata": "NONE",
        "seed_source": SOURCE,
        "seed_on": (today() + timedelta(days=1)).isoformat(),
    }
    page = send(browser("auditor"), "/audit/steekproeven/genk/nieuw/", **told)
    assert page.status_code == 422
    assert "Er zijn te weinig dossiers" in text(page)
    assert browser("auditor").get("/audit/steekproeven/elders/nieuw/").status_code == 404


def test_many_samples_and_many_that_were_drawn_stand_on_pages(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions(5)
    for _ in range(3):
        sample = public_sample(size=5)
    draw(administration(), sample)
    monkeypatch.setattr("wisselwerk.web.sampling.samples.PER_PAGE", 2)
    monkeypatch.setattr("wisselwerk.web.sampling.looking.PER_PAGE", 2)
    client = flanders()
    for path, last in ((ALL, 2), (at(sample), 3), (at(sample, "stukken/"), 3)):
        first = text(client.get(path))
        assert f"Pagina 1 van {last}" in first
        assert f"Pagina {last} van {last}" in text(client.get(path, {"page": last}))
    # What is left counts all of them, on whichever page.
    assert "Er zijn nog 15 controles te beoordelen." in text(client.get(at(sample, "stukken/")))
    judge_page(client, sample, 5)
    assert "Er zijn nog 12 controles te beoordelen." in text(client.get(at(sample, "stukken/")))


def test_who_looks_at_one_loads_one(scene: Scene, django_assert_max_num_queries: Any) -> None:
    decisions(5)
    sample = public_sample(size=5)
    draw(administration(), sample)
    client = flanders()
    with django_assert_max_num_queries(8) as asked:
        assert client.get(at(sample, "stukken/3/")).status_code == 200
    (found,) = [one["sql"] for one in asked.captured_queries if 'FROM "samples_sampleitem"' in one["sql"]]
    assert '"samples_sampleitem"."place" = 3' in found


def test_no_page_asks_more_when_there_is_more(scene: Scene, django_assert_max_num_queries: Any) -> None:
    dossiers(scene, 8)
    for size in (2, 8):
        sample = dossier_sample(scene, size=size)
        draw(auditor(), sample)
        client = browser("auditor")
        with django_assert_max_num_queries(8):
            client.get(ALL)
        with django_assert_max_num_queries(7):
            client.get(at(sample, "stukken/"))
        with django_assert_max_num_queries(7):
            client.get(at(sample, "stukken/1/"))
        with django_assert_max_num_queries(6):
            client.get(at(sample))
