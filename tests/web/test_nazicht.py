"""What plans and accounts show, and who takes up the coordination role, as everybody reads it."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.policy_report_sample import ACCOUNTS, write_csv
from tests.policy_year import CODES, lines_of, load_reports
from tests.scene import GENK, set_scene
from tests.web.stage import text
from wisselwerk.apps.initiatives.services.frame import end_coordination, enter_support, take_up_coordination
from wisselwerk.apps.initiatives.services.policy_report import load_policy_report
from wisselwerk.apps.parties.services import local_government
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.coordination_frame import Form
from wisselwerk.formats.policy_report import fingerprint, open_policy_report

pytestmark = pytest.mark.django_db(transaction=True)

AS_, VOEREN, TONGEREN, TONGEREN_BORGLOON = "71002", "73109", "73083", "73111"
YEAR = 2025
AFTER_IT = datetime(YEAR + 1, 3, 2, 12, tzinfo=BRUSSELS)


@pytest.fixture(autouse=True)
def after_the_year() -> object:
    with time_machine.travel(AFTER_IT, tick=False):
        yield


def page(address: str) -> str:
    return text(Client().get(address))


def read_in(folder: Path) -> None:
    """Genk shows all on both sides, As not the fourth in its plan, Voeren has accounts only."""
    load_reports(
        folder,
        *lines_of(GENK, YEAR),
        *lines_of(GENK, YEAR, kind=ACCOUNTS),
        *lines_of(AS_, YEAR, codes=CODES[:3]),
        *lines_of(AS_, YEAR, kind=ACCOUNTS),
        *lines_of(VOEREN, YEAR, kind=ACCOUNTS),
    )


def test_without_a_report_it_teaches_which_export_to_get() -> None:
    assert Client().get("/nazicht/").headers["Location"] == f"/nazicht/{today().year}/"
    said = page("/nazicht/2025/")
    assert "nog geen rapport over 2025 ingelezen" in said
    assert "wisselwerk import policy-report export.csv" in said
    assert "bestaat niet" not in said
    assert "nog geen rapport over 2025 ingelezen" in page(f"/nazicht/2025/{GENK}/")


def test_rows_that_could_not_be_read_are_told_with_the_report(tmp_path: Path) -> None:
    good, *_ = lines = list(lines_of(GENK, YEAR))
    bad = (replace(good, amount="1234.56"), replace(good, report_year="26"))
    path = write_csv(tmp_path / "export.csv", (*lines, *bad))
    export = open_policy_report(path)
    load_policy_report(SYSTEM, export=export, fingerprint=fingerprint(path), name=path.name)
    assert "2 rijen van dat bestand konden niet gelezen worden" in page(f"/nazicht/{YEAR}/{GENK}/")


def test_each_outcome_has_its_sentence_its_source_and_its_count(tmp_path: Path) -> None:
    read_in(tmp_path)
    assert Client().get("/nazicht/").headers["Location"] == "/nazicht/2025/"
    said = page("/nazicht/2025/")
    assert "nog geen rapport" not in said
    assert "in orde 1 niet zichtbaar in de hoofdlijnen 2 verschilt 0" in said
    assert "3 lokale besturen" in said
    assert "4 van 4" in said
    assert "3 van 4 niet zichtbaar: WSE-LR4" in said
    assert "hier niet ingelezen" in said
    assert "Bron: meerjarenplan van 2025, uit export.csv, hier bekend sinds 2 maart 2026." in said
    assert "bestaat niet" not in said


def test_words_and_outcomes_choose_and_what_is_no_outcome_chooses_nothing(tmp_path: Path) -> None:
    read_in(tmp_path)

    assert "1 lokaal bestuur" in page("/nazicht/2025/?q=GENK")
    assert "1 lokaal bestuur" in page(f"/nazicht/2025/?q={VOEREN}")
    assert "2 lokale besturen" in page("/nazicht/2025/?outcome=not_visible")
    assert "Niemand voldoet" in page("/nazicht/2025/?outcome=differs")
    assert "Niemand voldoet" in page("/nazicht/2025/?q=nergens")
    assert "3 lokale besturen" in page("/nazicht/2025/?outcome=gone&page=99")


def test_the_page_of_a_government_shows_every_priority_on_both_sides(tmp_path: Path) -> None:
    read_in(tmp_path)
    said = page(f"/nazicht/2025/{AS_}/")
    assert "geen actie onder WSE-LR4" in said
    assert "1 actie, € 500,00" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Meerjarenplan van 2025 (bekeken voor dit jaar)" in said
    assert "Type rapport is Meerjarenplan" in said
    # A later file about the same report counts from then on; the earlier one stays in sight.
    load_reports(tmp_path, *lines_of(AS_, YEAR), name="later.csv")
    said = page(f"/nazicht/2025/{AS_}/")
    assert "minstens één actie onder elke prioriteit" in said
    assert "een later bestand kwam in de plaats" in said


def test_a_running_year_asks_no_accounts(tmp_path: Path) -> None:
    load_reports(tmp_path, *lines_of(GENK, 2026), *lines_of(GENK, 2026, kind=ACCOUNTS, codes=CODES[:1]))
    said = page("/nazicht/2026/")
    assert "Bron: meerjarenplan van 2026" in said
    assert "Bron: jaarrekening" not in said
    assert "na het jaar" in said
    assert "1 lokaal bestuur" in said


def test_who_merged_is_found_under_who_took_its_place_and_what_is_no_flemish_municipality_is_not() -> None:
    moved = Client().get(f"/nazicht/2025/{TONGEREN}/")
    assert moved.headers["Location"] == f"/nazicht/2025/{TONGEREN_BORGLOON}/"
    assert Client().get(f"/nazicht/2024/{TONGEREN}/").status_code == 200
    for address in ("2025/00000", "2025/62063", "2027/71016", "2022/71016", "99999/71016", "0/71016"):
        assert Client().get(f"/nazicht/{address}/").status_code == 404
    for address in ("nazicht/2027", "nazicht/0", "regierol/2012", "regierol/2027", f"regierol/{10**9}"):
        assert Client().get(f"/{address}/").status_code == 404


def test_the_file_has_every_priority_with_its_source(tmp_path: Path) -> None:
    read_in(tmp_path)
    answer = Client().get("/nazicht/2025/nazicht.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 3 * 4 * 2
    found = {(one["nis_code"], one["side"], one["name"]): one for one in rows}
    hidden = found[AS_, "PLAN", "WSE-LR4"]
    assert (hidden["actions"], hidden["cents_in_report"], hidden["point"]) == ("0", "", "not_visible")
    shown = found[GENK, "ACCOUNTS", "WSE-LR1"]
    assert (shown["actions"], shown["cents_in_report"], shown["outcome"]) == ("1", "50000", "in_order")
    assert (shown["report_type"], shown["report_year"], shown["file"]) == ("ACCOUNTS", "2025", "export.csv")
    unread = found[VOEREN, "PLAN", "WSE-LR1"]
    assert (unread["actions"], unread["file"], unread["point"]) == ("", "", "not_visible")


def test_more_governments_are_not_more_to_ask(tmp_path: Path) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        return len(queries)

    addresses = ("/nazicht/2025/", f"/nazicht/2025/{GENK}/", "/nazicht/2025/nazicht.csv")
    load_reports(tmp_path, *lines_of(GENK, YEAR))
    few = [asked(one) for one in addresses]
    read_in(tmp_path)
    assert [asked(one) for one in addresses] == few


def test_support_is_worked_out_only_where_a_formula_is_known() -> None:
    genk = local_government(GENK, date(2019, 1, 1))
    role = take_up_coordination(
        SYSTEM,
        holder=genk,
        form=Form.CENTRUMSTAD,
        valid_from=date(2018, 1, 1),
        source="Meerjarenplan",
        inhabitants=66_000,
        inhabitants_on=date(2018, 1, 1),
        centre_inhabitants=(66_000,),
    )
    said = page("/regierol/2019/").replace("\N{NO-BREAK SPACE}", " ")
    assert "€ 25.000,00 per jaar, voor 66.000 inwoners" in said
    assert "60.000 tot en met 80.000" in said
    assert "80.001 tot en met 150.000" in said
    assert "500.001 en meer" in said
    assert "BVR van 26 oktober 2012" in said
    said = page("/regierol/2021/").replace("\N{NO-BREAK SPACE}", " ")
    assert "60.000 voor een samenwerkingsverband" in said
    assert "15 januari 2020" in said
    said = page("/regierol/2025/")
    assert "Hoe de steun berekend wordt, is hier niet bekend" in said
    assert "WSE-LR4" in said
    assert "de formule van de steun is niet gevonden" in said
    enter_support(SYSTEM, role=role, year=2025, amount_cents=61_234_00, source="Besluit van 3 maart 2025")
    said = page("/regierol/2025/").replace("\N{NO-BREAK SPACE}", " ")
    assert "€ 61.234,00 per jaar, zoals" in said
    assert "Bron: Besluit van 3 maart 2025" in said
    end_coordination(SYSTEM, role=role, valid_until=date(2025, 7, 1))
    assert "tot en met 30 juni 2025" in page("/regierol/2025/").replace("\N{NO-BREAK SPACE}", " ")
    assert "Nog niemand bekend" in page("/regierol/2026/")
    assert Client().get("/regierol/").headers["Location"] == "/regierol/2026/"


def test_they_are_found_from_the_main_lines_and_the_footer() -> None:
    set_scene()
    shown = Client().get("/hoofdlijnen/2026/").content.decode()
    assert shown.count('href="/nazicht/"') == 2
    assert 'href="/regierol/"' in Client().get("/privacy/").content.decode()
