"""The page, the paper and the file of a year say the same, when they were made, and what is not shown."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.policy_report_sample import SampleLine, write_csv
from tests.scene import GENK, award, enterprise_number, set_scene
from tests.web.stage import text
from wisselwerk.apps.initiatives.services.policy_report import load_policy_report
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.main_lines import DEFINITIONS
from wisselwerk.formats.policy_report import fingerprint, open_policy_report
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db


def address(name: str = "") -> str:
    return f"/hoofdlijnen/{today().year}/{name}"


def scheme_with(vouchers: int) -> None:
    scene = set_scene()
    for serial in range(vouchers):
        award(scene, enterprise_number(serial), municipality=GENK)


def test_the_newest_year_is_found_from_the_home_page_the_schemes_and_the_footer() -> None:
    scheme_with(0)
    for page in ("/", "/regelingen/", "/privacy/"):
        assert 'href="/hoofdlijnen/"' in Client().get(page).content.decode()
    assert Client().get("/hoofdlijnen/").headers["Location"] == address()


def test_every_figure_leads_to_what_it_means() -> None:
    scheme_with(6)
    page = Client().get(address()).content.decode()
    targets = set(re.findall(r'id="(begrip-[a-z-]+)"', page))
    assert targets == {f"begrip-{code}" for code in DEFINITIONS}
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    assert cells
    assert all(re.search(r'href="#(begrip-[a-z-]+)"', one) for one in cells)
    assert set(re.findall(r'href="#(begrip-[a-z-]+)"', page)) <= targets


def test_page_and_paper_say_when_they_were_made_and_what_is_not_shown() -> None:
    scheme_with(3)
    page = text(Client().get(address()))
    paper = PdfReader(io.BytesIO(Client().get(address("hoofdlijnen.pdf")).content))
    printed = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    for said in (page, printed.replace("\N{NO-BREAK SPACE}", " ")):
        assert f"Gemaakt op {day(today())}".replace("\N{NO-BREAK SPACE}", " ") in said
        assert "Getallen onder vijf tonen we niet" in said
        assert "niet getoond" in said
        assert "hier niet zichtbaar" in said
        assert "Velden die een gemeente alleen invulde om te rapporteren" in said
    root = paper.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()  # type: ignore[index]
    assert root["/Lang"] == "nl-BE"  # type: ignore[index]


def test_every_figure_on_paper_leads_to_what_it_means_with_its_source() -> None:
    scheme_with(6)
    page = Client().get(address()).content.decode()
    figures = re.findall(r'<a class="ww-defined[^>]* href="#begrip-([^"]+)">([^<]+)</a>', page)
    paper = PdfReader(io.BytesIO(Client().get(address("hoofdlijnen.pdf")).content))
    links = [one.get_object() for sheet in paper.pages for one in sheet.get("/Annots", ())]
    assert len(links) == len(figures) > len(DEFINITIONS)
    number_of = {sheet.indirect_reference: number for number, sheet in enumerate(paper.pages)}
    leads: dict[str, set[tuple[int, float]]] = {}
    for link, (code, _) in zip(links, figures, strict=True):
        sheet, _fit, _left, top, _zoom = link["/Dest"]
        leads.setdefault(code, set()).add((number_of[sheet], -top))
    # Each code leads to one place, and those places follow each other as the definitions do.
    places = [place for code in DEFINITIONS for place in leads.pop(code, ())]
    assert leads == {}
    assert places == sorted(set(places))
    assert "Wat de cijfers betekenen" in paper.pages[places[0][0]].extract_text()
    # Who hears a link hears where it leads, as the standard asks (ISO 14289-1, 7.18.5).
    assert all(link["/Contents"] for link in links)
    printed = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    assert "Bron: de boeken van Wisselwerk" in printed


def test_rows_of_one_name_are_told_apart_on_paper_as_on_the_page(tmp_path: Path) -> None:
    scheme_with(6)
    year = str(today().year)
    lines = [
        SampleLine(code=code, report_year=year, financial_year=year, amount="12.500,00")
        for code in ("WSE-LR1", "WSE-LR3")
    ]
    path = write_csv(tmp_path / "export.csv", lines)
    export = open_policy_report(path)
    load_policy_report(SYSTEM, export=export, fingerprint=fingerprint(path), name=path.name)
    page = Client().get(address()).content.decode()
    rows = re.findall(r'<th scope="row">([^<]+)<br><span class="ww-quiet">([^<]+)</span>', page)
    assert len([name for name, _note in rows if name == "Provincie Limburg"]) == 2
    paper = PdfReader(io.BytesIO(Client().get(address("hoofdlijnen.pdf")).content))
    printed = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    for name, note in rows:
        assert f"{name} {note}" in printed
    assert len({note for _name, note in rows}) == len(rows) - 2 > 1


def test_the_file_leaves_out_what_the_page_does_and_says_why() -> None:
    scheme_with(3)
    rows = list(csv.DictReader(io.StringIO(Client().get(address("hoofdlijnen.csv")).content.decode())))
    found = {(row["about"], row["code"]): (row["value"], row["blank"]) for row in rows}
    assert found["partnership", "budgeted"] == ("25000000", "")
    for code in ("vouchers", "awarded", "left"):
        assert found["partnership", code] == found["total", code] == ("", "HIDDEN")
    assert found["partnership", "first-acquaintances"] == ("", "LATER")
    assert {row["value"] for row in rows if row["name"] == "WSE-LR1"} == {""}


def test_nothing_yet_teaches_and_a_year_to_come_is_not_there() -> None:
    assert "Geen regeling in dit jaar" in text(Client().get(address()))
    assert Client().get(address("hoofdlijnen.pdf")).status_code == 200
    for year in (today().year + 1, 1999, 0, 10**9):
        assert Client().get(f"/hoofdlijnen/{year}/").status_code == 404


def test_a_year_with_a_plan_and_no_accounts_shows_what_is_planned_and_no_spending(tmp_path: Path) -> None:
    scheme_with(0)
    year = str(today().year)
    line = SampleLine(code="WSE-LR3", report_year=year, financial_year=year, amount="12.500,00")
    path = write_csv(tmp_path / "export.csv", [line])
    export = open_policy_report(path)
    load_policy_report(SYSTEM, export=export, fingerprint=fingerprint(path), name=path.name)
    page = Client().get(address()).content.decode()
    _here, row = re.findall(r"<tr[^>]*><th[^>]*>WSE-LR3.*?</tr>", page)
    planned, spent = re.findall(r"<td[^>]*>(.*?)</td>", row)
    assert "12.500,00" in planned
    assert "hier niet zichtbaar" in spent
    rows = csv.DictReader(io.StringIO(Client().get(address("hoofdlijnen.csv")).content.decode("utf-8-sig")))
    told = [one for one in rows if "realised-in-reports" in one.values()]
    assert told
    assert not any("0" in one.values() or "0.00" in one.values() for one in told)


def test_each_province_shows_what_reports_tell_of_its_governments_on_page_paper_and_in_the_file(
    tmp_path: Path,
) -> None:
    scheme_with(0)
    year = str(today().year)
    lines = [
        SampleLine(code="WSE-LR3", report_year=year, financial_year=year, amount="12.500,00"),
        SampleLine(
            code="WSE-LR3",
            report_year=year,
            financial_year=year,
            amount="500,00",
            nis_code="11002",
            government="Antwerpen",
        ),
    ]
    path = write_csv(tmp_path / "export.csv", lines)
    export = open_policy_report(path)
    load_policy_report(SYSTEM, export=export, fingerprint=fingerprint(path), name=path.name)
    page = text(Client().get(address()))
    paper = PdfReader(io.BytesIO(Client().get(address("hoofdlijnen.pdf")).content))
    printed = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    for said in (page, printed):
        assert "In beleidsrapporten, per provincie" in said
        assert "Provincie Antwerpen" in said
        assert "Provincie Limburg" in said
    rows = csv.DictReader(io.StringIO(Client().get(address("hoofdlijnen.csv")).content.decode("utf-8-sig")))
    planned = {
        one["name"]: (one["value"], one["priority"]) for one in rows if one["code"] == "budgeted-by-province"
    }
    assert planned == {"10000": ("50000", "WSE-LR3"), "70000": ("1250000", "WSE-LR3")}
