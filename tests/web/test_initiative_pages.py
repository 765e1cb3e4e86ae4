"""The register of initiatives on screen, as everybody reads it."""

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from tests.apps.test_initiative_links import REGULATION
from tests.initiatives import ADDRESS, noticed
from tests.policy_report_sample import SampleLine, write_csv
from tests.scene import GENK, set_scene
from tests.web.register_pages import (
    EMAIL,
    alike,
    member,
    page,
    page_text,
    register,
    signed_in,
)
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink, Signal
from wisselwerk.apps.initiatives.queries import initiatives as queries
from wisselwerk.apps.initiatives.queries.initiatives import initiatives
from wisselwerk.apps.initiatives.services import (
    accept_link,
    confirm_initiative,
    deny_initiative,
    tell_policy_reports,
    tell_scheme,
)
from wisselwerk.apps.initiatives.services.policy_report import load_policy_report
from wisselwerk.clock import as_if, now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.money import Cents
from wisselwerk.domain.published_decision import Body
from wisselwerk.domain.signal import SignalAmount
from wisselwerk.formats.policy_report import fingerprint, open_policy_report
from wisselwerk.web.initiative.spoken import amounts_named, recognised

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def test_an_empty_register_tells_how_it_fills() -> None:
    assert "Initiatieven komen hier vanzelf" in register()


def test_what_nobody_answered_is_told_apart_in_words_and_in_looks() -> None:
    one = noticed()
    seen = register()
    assert "Opgemerkt, niet beantwoord" in seen
    assert 'class="ds-card ww-unanswered"' in seen
    assert 'class="ww-map-unanswered"' in seen
    confirm_initiative(SYSTEM, initiative=one)
    seen = register()
    assert "ww-unanswered" not in seen
    assert "Bevestigd door wie het doet" in seen


def test_what_was_denied_is_shown_only_to_who_asks() -> None:
    deny_initiative(SYSTEM, initiative=noticed())
    assert "Wijk-werken" not in register()
    assert "Wijk-werken" in register(state="DENIED")


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"q": "wijkwerken"}, True),
        ({"q": "zwembad"}, False),
        ({"place": GENK}, True),
        ({"place": "11002"}, False),
        ({"kind": "DECISION"}, True),
        ({"kind": "SCHEME"}, False),
        ({"year": "2024"}, True),
        ({"priority": "WSE-LR1"}, False),
        ({"year": "nooit", "place": "x", "kind": "?"}, True),
    ],
)
def test_filters_hold_for_the_page_the_feed_and_the_file(asked: dict[str, str], *, is_found: bool) -> None:
    noticed()
    assert ("Wijk-werken" in register(**asked)) is is_found
    assert ("Wijk-werken" in page(reverse("initiative:feed"), asked=asked)) is is_found
    assert ("Wijk-werken" in page_text(f"{reverse('initiative:file')}?{urlencode(asked)}")) is is_found


def test_places_to_choose_are_those_of_flanders() -> None:
    seen = register()
    assert f'<option value="{GENK}">Genk' in seen
    assert "Opglabbeek" in seen
    assert "Aarlen" not in seen
    assert "Ukkel" not in seen


def test_a_year_is_one_in_which_it_ran() -> None:
    noticed(in_force_on=date(2024, 7, 1), ends_on=date(2026, 1, 1))
    noticed(
        address="https://raad.essel.example/besluiten/9",
        line=90,
        decided_on=date(2020, 2, 3),
        title="Wijk-werken",
    )
    assert "31 december 2025" in register(year="2025")
    assert "31 december 2025" not in register(year="2023")
    assert "31 december 2025" not in register(year="2026")


def test_the_map_has_a_dot_and_a_link_for_each_municipality() -> None:
    noticed()
    seen = register()
    assert seen.count(f"place={GENK}") == 2
    assert 'aria-hidden="true"' in seen
    assert "Genk</a>: 1" in seen


def test_the_page_tells_each_statement_with_its_source_and_both_dates() -> None:
    seen = page(reverse("initiative:page", args=[noticed().pk]))
    for said in (
        ADDRESS,
        "13 mei 2024",
        "23 mei 2024",
        "1.250,50",
        "genoeg om opgemerkt te worden",
        "in de titel",
    ):
        assert said in seen.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " "), said


def test_one_without_an_address_names_file_and_line() -> None:
    one = noticed(address="")
    assert "lijst.html:22" in page(reverse("initiative:page", args=[one.pk]))


def test_who_is_unknown_finds_nothing() -> None:
    page(reverse("initiative:page", args=[77]), status=404)


def test_what_was_merged_leads_to_what_goes_on() -> None:
    link = accept_link(SYSTEM, link=alike())
    gone = Initiative.objects.get(merged_into__isnull=False)
    answer = Client().get(reverse("initiative:page", args=[gone.pk]))
    assert answer.headers["Location"] == reverse("initiative:page", args=[gone.merged_into_id])
    assert "Hetzelfde initiatief" in page(answer.headers["Location"])
    assert link.answer == LinkAnswer.ACCEPTED


def test_what_differs_names_both_sides_on_the_page_of_either() -> None:
    tell_scheme(SYSTEM, scheme=set_scene().scheme, on=today())
    noticed(REGULATION)
    link = InitiativeLink.objects.get(kind=LinkKind.SIMILAR)
    assert link.other.government != "Stad Hasselt"
    for one in (link.initiative, link.other):
        seen = page(reverse("initiative:page", args=[one.pk])).replace("\N{NO-BREAK SPACE}", " ")
        assert f"Stad Hasselt: een cheque is € 500,00 waard. {link.other.government}: € 250,00." in seen
        assert "Daar:" not in seen


def test_nobody_reads_who_answered() -> None:
    member()
    one = noticed()
    signed_in().post(reverse("initiative:own", args=[one.pk]), {"answer": "CONFIRM"})
    seen = page(reverse("initiative:page", args=[one.pk]))
    assert EMAIL not in seen
    assert "person:" not in seen


def test_the_feed_tells_states_sources_and_dates() -> None:
    noticed()
    answer = Client().get(reverse("initiative:feed"))
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    entry = ET.fromstring(answer.content).find("{http://www.w3.org/2005/Atom}entry")
    assert entry is not None
    told = " ".join(" ".join(entry.itertext()).split())
    for said in ("Opgemerkt, niet beantwoord", ADDRESS, "13 mei 2024", "23 mei 2024"):
        assert said in told


def entries(**asked: str) -> list[tuple[str, datetime]]:
    """Of the feed, each with when it changed; the first of all is the feed itself."""
    feed = ET.fromstring(Client().get(reverse("initiative:feed"), asked).content)
    found = [feed, *feed.findall(f"{ATOM}entry")]
    return [
        (one.findtext(f"{ATOM}title", ""), datetime.fromisoformat(one.findtext(f"{ATOM}updated", "")))
        for one in found
    ]


def test_what_somebody_answers_makes_an_entry_of_the_feed_rise() -> None:
    with as_if(now() - timedelta(days=9)):
        first = noticed()
        noticed(address="https://raad.example/2", title="Kringwinkel", amounts=())
    before = entries()
    assert [title for title, _at in before[1:]] == [
        "Opgemerkt, niet beantwoord: Kringwinkel",
        "Opgemerkt, niet beantwoord: Wijk-werken. Samenwerkingsovereenkomst. Goedkeuring.",
    ]
    confirm_initiative(SYSTEM, initiative=first)
    after = entries()
    assert after[1][0].startswith("Bevestigd door wie het doet: Wijk-werken")
    assert after[2] == before[1]
    day_before = now() - timedelta(days=1)
    assert after[0][1] > day_before > before[0][1]
    assert after[1][1] > day_before > before[2][1]


def test_what_is_told_of_a_part_makes_the_whole_rise_in_the_feed() -> None:
    with as_if(now() - timedelta(days=9)):
        link = accept_link(SYSTEM, link=alike())
        noticed(address="https://raad.example/2", title="Kringwinkel", amounts=())
    gone = Signal.objects.filter(initiative__merged_into__isnull=False).latest("pk")
    noticed(address=gone.source, title="Hetzelfde initiatief, anders verteld")
    assert Initiative.objects.filter(pk=link.other_id, merged_into=None).exists()
    (title, at) = entries()[1]
    assert "Kringwinkel" not in title
    assert at > now() - timedelta(days=1)


def test_the_feed_asks_no_more_where_there_is_more(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    noticed()
    with CaptureQueriesContext(connection) as one:
        entries()
    for number in range(3):
        noticed(address=f"https://raad.example/{number}", title=f"Kringwinkel {number}", amounts=())
    with django_assert_num_queries(len(one)):
        assert len(entries()) == 5


def test_a_feed_that_is_filtered_says_so_of_itself() -> None:
    noticed()
    asked = {"place": GENK, "year": "2024"}
    feed = ET.fromstring(Client().get(reverse("initiative:feed"), asked | {"state": ""}).content)
    links = {one.get("rel"): one.get("href", "") for one in feed.findall(f"{ATOM}link")}
    query = f"?{urlencode(asked)}"
    assert links["self"].endswith(reverse("initiative:feed") + query)
    assert links["alternate"].endswith(reverse("initiative:register") + query)
    assert feed.findtext(f"{ATOM}id") == links["alternate"]
    whole = ET.fromstring(Client().get(reverse("initiative:feed")).content)
    assert "?" not in whole.findtext(f"{ATOM}id", "?")


def test_what_a_source_writes_as_markup_is_words_in_the_feed() -> None:
    noticed(body=Body(name="Gemeenteraad Genk", government="Stad <img src=x onerror=y>"))
    answer = Client().get(reverse("initiative:feed"))
    summary = ET.fromstring(answer.content).find(".//{http://www.w3.org/2005/Atom}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    assert "Stad &lt;img src=x onerror=y&gt;" in (summary.text or "")


def test_the_file_has_what_its_columns_say() -> None:
    noticed(title="=Wijk-werken")
    rows = list(csv.DictReader(io.StringIO(page_text(reverse("initiative:file")))))
    assert rows[0]["title"] == "'=Wijk-werken"
    assert rows[0]["amounts"] == "1250.50"
    assert rows[0]["municipalities"] == GENK
    assert rows[0]["sources"] == f"DECISION 2024-05-13 2024-05-23 {ADDRESS}"
    seen = register()
    assert all(f'<code translate="no">{name}</code>' in seen for name in rows[0])


def test_the_file_asks_no_more_where_there_is_more(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = noticed(), noticed(address="https://raad.example/8")
    accept_link(SYSTEM, link=InitiativeLink.objects.get())
    for number in range(3):
        noticed(address=f"https://raad.example/{number}", title=f"Kringwinkel {number}", amounts=())
    with django_assert_num_queries(6):
        rows = list(csv.DictReader(io.StringIO(page_text(reverse("initiative:file")))))
    assert [int(row["number"]) for row in rows] == [one.pk for one in initiatives()]
    (merged,) = [row["sources"] for row in rows if row["number"] == str(first.pk)]
    assert merged.count("DECISION") == 2
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    assert list(csv.DictReader(io.StringIO(page_text(reverse("initiative:file"))))) == rows
    assert str(second.pk) not in [row["number"] for row in rows]


def test_what_is_budgeted_and_what_was_spent_are_told_apart_everywhere(tmp_path: Path) -> None:
    action = {"code": "WSE-LR3"}
    lines = [
        SampleLine(report_type="Meerjarenplan", amount="42.000,00", **action),
        SampleLine(report_type="Jaarrekening", amount="900,00", **action),
    ]
    path = write_csv(tmp_path / "export.csv", lines)
    export = open_policy_report(path)
    file = load_policy_report(SYSTEM, export=export, fingerprint=fingerprint(path), name=path.name).file
    tell_policy_reports(SYSTEM, file=file)
    one = Initiative.objects.get()
    budgeted, spent = (
        "Begroot of genoemd: € 42.000,00",
        "Uitgegeven: € 900,00",
    )
    for seen in (register(), page(reverse("initiative:feed"))):
        assert budgeted in seen
        assert spent in seen
    seen = page(reverse("initiative:page", args=[one.pk]))
    assert '<th scope="row">Begroot of genoemd</th>' in seen
    assert '<th scope="row">Uitgegeven</th>' in seen
    (row,) = csv.DictReader(io.StringIO(page_text(reverse("initiative:file"))))
    assert (row["amounts"].split("/")[0], row["spent"].split("/")[0]) == ("42000.00", "900.00")
    (told,) = Client().get("/api/v1/initiatives").json()["items"]
    assert (told["amounts"][0]["cents"], told["spent"][0]["cents"]) == (4_200_000, 90_000)


def test_an_action_of_a_report_is_not_called_a_decision(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "export.csv", [SampleLine(code="WSE-LR3")])
    export = open_policy_report(path)
    file = load_policy_report(SYSTEM, export=export, fingerprint=fingerprint(path), name=path.name).file
    tell_policy_reports(SYSTEM, file=file)
    seen = page(reverse("initiative:page", args=[Initiative.objects.get().pk]))
    assert "Waarom deze actie opviel" in seen
    assert "besluit opviel" not in seen
    assert seen.count("export.csv") == 1
    assert "Waarom dit besluit opviel" in page(reverse("initiative:page", args=[noticed().pk]))


def test_what_spoke_most_for_a_decision_comes_first() -> None:
    spoke = [["maatwerk", "title", 6], ["reglement", "title", 4], ["reglement", "title", 4]]
    (found,) = recognised([Signal(spoke=spoke, enough=9)])
    assert [(words, points) for words, _place, points in found.words] == [
        ("reglement", "+8"),
        ("maatwerk", "+6"),
    ]


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ([], ""),
        ([(42, None), (42, None)], "€ 42,00 en € 42,00"),
        ([(42, 2026)], "€ 42,00 (2026)"),
        ([(42, 2026), (42, 2027), (42, 2028)], "€ 42,00 per jaar (2026-2028)"),
        ([(42, 2026), (42, 2028)], "€ 42,00 (2026) en € 42,00 (2028)"),
        ([(42, 2026), (42, 2026)], "€ 42,00 (2026) en € 42,00 (2026)"),
        (
            [(42, None), (42, 2026), (42, 2027), (7, 2028)],
            "€ 42,00, € 42,00 per jaar (2026-2027) en € 7,00 (2028)",
        ),
    ],
)
def test_an_amount_that_comes_back_each_year_is_told_once(
    amounts: list[tuple[int, int | None]], told: str
) -> None:
    with override("nl"):
        said = amounts_named(SignalAmount(Cents(euro * 100), year) for euro, year in amounts)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == told
