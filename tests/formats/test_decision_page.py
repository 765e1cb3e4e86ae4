"""Pages of all known suppliers are read, and what is broken is told with its place; a decision is there whole or not at all."""

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyRdfa import pyRdfa
from pyRdfa.options import Options
from rdflib import RDF, Graph, Namespace

from tests.formats import decision_pages as pages
from wisselwerk.domain.money import Cents
from wisselwerk.domain.published_decision import Body, PublishedArticle, PublishedDecision
from wisselwerk.formats.decision_page import read_decision_page
from wisselwerk.formats.html_page import MAX_BYTES
from wisselwerk.formats.problem import Problems

BESLUIT = Namespace("http://data.vlaanderen.be/ns/besluit#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")


def only(page: bytes) -> PublishedDecision:
    """The one decision on a page without a problem."""
    found = read_decision_page(page, "zitting.html")
    assert found.problems == ()
    (decision,) = found.decisions
    return decision


def sentences(page: bytes) -> list[str]:
    """What is wrong with a page that cannot be used."""
    with pytest.raises(Problems) as error:
        read_decision_page(page, "zitting.html")
    return [str(one) for one in error.value.problems]


# One supplier each


def test_a_list_whose_types_stand_between_curly_quotes() -> None:
    found = only(pages.LIST_WITH_CURLY_QUOTES)
    assert found.address == "https://data.essel.example/besluiten/7"
    assert found.title == "2024_GR_00007 - Wijk-werken. Samenwerkingsovereenkomst. Goedkeuring."
    assert found.description == ("De overeenkomst loopt zes jaar.", "De bijdrage is 1.250,50 euro.")
    assert found.body == Body("Gemeenteraad", "http://data.lblod.info/id/bestuursorganen/e1")
    assert (found.decided_on, found.published_on) == (date(2024, 5, 13), date(2024, 5, 23))
    assert found.amounts == (Cents(125050),)


def test_a_list_that_mixes_addresses_and_short_names() -> None:
    found = only(pages.LIST_WITH_FULL_ADDRESSES)
    assert found.types == (pages.SUBSIDY,)
    assert found.title == "B.1 ECONOMIE. Reglement kennismakingscheque"
    assert found.body.name == "Gemeenteraad Halle-Broek"
    assert found.decided_on == date(2023, 11, 29), "half past midnight in Brussels"
    assert found.published_on == date(2023, 12, 1)


def test_an_agenda_has_points_and_no_decision() -> None:
    found = read_decision_page(pages.AGENDA, "agenda.html")
    assert (found.decisions, found.points, found.problems) == ((), 2, ())


def test_minutes_that_put_reasons_and_text_beside_an_empty_decision() -> None:
    found = only(pages.MINUTES_BESIDE_THE_DECISION)
    assert found.body.name == "Gemeenteraad", "no label, so what the heading says"
    assert found.articles == (
        PublishedArticle("1", "", ("De overeenkomst wordt goedgekeurd.", "Zij geldt drie jaar.")),
        PublishedArticle("2", "", ("De toelage is € 12.000.",)),
    )
    assert found.motivation == (
        "Toelichting",
        "Feiten",
        "Het atelier herstelt fietsen.",
        "Juridisch kader",
        "Decreet lokaal bestuur",
        "Beslissing",
    )
    assert found.cites == ("https://codex.vlaanderen.be/doc/artikel/1331152",)
    assert (found.decided_on, found.published_on) == (date(2024, 5, 23), date(2024, 9, 23))
    assert found.amounts == (Cents(1_200_000),)


def test_minutes_that_name_the_government_of_the_body() -> None:
    found = only(pages.MINUTES_WITH_TWO_BODIES)
    assert found.body == Body(
        "Gemeenteraad Zwanem",
        "http://data.lblod.info/id/bestuursorganen/z5",
        "Gemeente Zwanem",
        "http://data.lblod.info/id/bestuurseenheden/z",
    )
    assert found.description == ("Wijziging van artikel 13: vaststellen van het bedrag.",)
    assert found.articles == (), "a link to a PDF is no text"
    assert found.decided_on == date(2024, 5, 27)


def test_a_regulation_whose_articles_stand_in_its_reasons() -> None:
    found = only(pages.REGULATION_WITH_TEXT_IN_ITS_REASONS)
    assert found.articles == (PublishedArticle("1bis", "", ("Een cheque is 500 euro waard.",)),)
    assert "Een cheque is 500 euro waard." not in found.motivation
    assert found.motivation[0] == "Het vast bureau vindt dit nodig."
    assert found.body.name == "Vast bureau"
    assert (found.decided_on, found.published_on) == (date(2020, 6, 27), date(2020, 6, 28))
    assert (found.in_force_on, found.ends_on) == (date(2020, 7, 31), date(2020, 8, 30))
    assert found.types == (pages.REGULATION,)


def test_a_body_that_is_named_in_words_only_and_a_title_in_two_lines() -> None:
    found = only(
        pages.decision(
            '<h2 property="eli:title">Toelage<br>kringwinkel</h2><p property="eli:passed_by">Vast bureau</p>'
        )
    )
    assert (found.title, found.body) == ("Toelage kringwinkel", Body("Vast bureau"))


def test_the_text_of_a_decision_without_any_mark_in_it() -> None:
    found = only(
        pages.decision(
            '<h2 property="eli:title">Toelage</h2><p>De kringwinkel vraagt steun.</p><p>Artikel 1: De toelage is 500 euro.</p>'
        )
    )
    assert found.motivation == ("De kringwinkel vraagt steun.",)
    assert found.articles == (PublishedArticle("1", "", ("De toelage is 500 euro.",)),)


@pytest.mark.parametrize(
    "page",
    [
        pages.LIST_WITH_FULL_ADDRESSES,
        pages.MINUTES_WITH_TWO_BODIES,
        pages.REGULATION_WITH_TEXT_IN_ITS_REASONS,
        pages.decision('<p property="eli:title">Toelage</p>', types=pages.SUBSIDY),
    ],
)
def test_a_reader_of_rdfa_that_follows_the_letter_finds_the_same_on_pages_that_do(page: bytes) -> None:
    reader = pyRdfa(options=Options(), base="https://raad.example/", media_type="text/html")
    graph: Graph = reader.graph_from_source(io.StringIO(page.decode()), rdfOutput=False)
    found = only(page)
    (decision,) = graph.subjects(RDF.type, BESLUIT.Besluit)
    assert found.address == str(decision)
    assert found.title == " ".join(str(graph.value(decision, ELI.title)).split())
    types = {str(one) for one in graph.objects(decision, RDF.type) if "/BesluitType/" in str(one)}
    assert {f"{pages.TYPE}{one}" for one in found.types} == types
    bodies = {str(one) for one in graph.objects(decision, ELI.passed_by)}
    assert found.body.address in bodies or not bodies


# Odd and broken


def test_a_decision_printed_twice_is_one() -> None:
    once = '<div typeof="besluit:Besluit" resource="https://raad.example/1"><p property="eli:title">Toelage</p></div>'
    found = read_decision_page(pages.page(once + once), "zitting.html")
    assert [one.title for one in found.decisions] == ["Toelage"]


def test_two_decisions_without_an_address_are_two() -> None:
    several = "".join(
        f'<div typeof="besluit:Besluit"><p property="eli:title">{name}</p></div>'
        for name in ("Een", "Twee", "Een")
    )
    found = read_decision_page(pages.page(several), "zitting.html")
    assert [(one.title, one.address) for one in found.decisions] == [("Een", ""), ("Twee", "")]


def test_a_forgotten_type_is_known_from_the_point_it_came_out_of() -> None:
    found = only(
        pages.page(
            '<div typeof="besluit:BehandelingVanAgendapunt" resource="https://raad.example/b/1">'
            '<div property="prov:generated" resource="https://raad.example/1"><p property="eli:title">Toelage</p></div></div>'
        )
    )
    assert (found.title, found.address) == ("Toelage", "https://raad.example/1")


def test_addresses_are_completed_with_that_of_the_page() -> None:
    content = (
        '<div typeof="besluit:Besluit" resource="/besluiten/9"><p property="eli:title">Toelage</p></div>'
    )
    found = only(pages.page(content, head='<link rel="canonical" href="https://raad.example/zitting/1">'))
    assert found.address == "https://raad.example/besluiten/9"


@pytest.mark.parametrize("written", ["31 april 2024", "gisteren", "2024-02-30", "9999-12-31", "0024-05-13"])
def test_a_day_that_is_none_leaves_its_decision_out_and_the_others_in(written: str) -> None:
    content = "".join(
        f'<div typeof="besluit:Besluit" resource="https://raad.example/{name}"><p property="eli:title">{name}</p>\n'
        f'<p property="eli:date_publication" content="{day}"></p></div>'
        for name, day in (("fout", written), ("goed", "2024-05-13"))
    )
    found = read_decision_page(pages.page(content), "zitting.html")
    assert [one.title for one in found.decisions] == ["goed"]
    (said,) = map(str, found.problems)
    assert said == (
        f"zitting.html:4: https://raad.example/fout: “{written}” is no day, so this decision was left out. "
        "A day is written as 2026-12-31."
    )


def test_a_day_of_a_session_that_is_none_is_told_for_each_of_its_decisions() -> None:
    broken = pages.LIST_WITH_CURLY_QUOTES.replace(
        b'content="2024-05-13T20:01:00.000+02:00"', b'content="straks"'
    )
    found = read_decision_page(broken, "zitting.html")
    assert (found.decisions, len(found.problems)) == ((), 1)


def test_a_decision_that_says_nothing_is_told() -> None:
    found = read_decision_page(pages.decision('<p property="eli:title"> </p>'), "zitting.html")
    assert found.decisions == ()
    assert "neither a title nor text" in str(found.problems[0])
    assert found.problems[0].line == 4


def test_a_decision_without_a_title_is_called_by_its_first_words() -> None:
    assert only(pages.decision('<div property="prov:value"><p>Artikel 1. Ja.</p></div>')).title == "Ja."
    numbered = read_decision_page(
        pages.decision('<div property="prov:value"><p>Artikel 1.</p></div>'), "zitting.html"
    )
    assert (numbered.decisions, len(numbered.problems)) == ((), 1), "a number says nothing"


def test_a_page_without_annotations_is_told_what_to_look_for() -> None:
    (said,) = sentences(pages.page("<h1>Besluiten</h1>"))
    assert said.startswith("zitting.html:1: Nothing on this page is marked as a decision")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 \x00\x01", b"just words", b"\x00" * 50, b"{}"])
def test_what_is_no_page(content: bytes) -> None:
    (said,) = sentences(content)
    assert "not a page in HTML" in said


@pytest.mark.parametrize(
    ("end", "line"),
    [(b"</div></body></html>\n", 3), (b"iv></body></html>\n", 3), (b"elage</p>", 3), (b"/p>", 3)],
)
def test_a_page_that_is_cut_off_is_not_read_at_all(end: bytes, line: int) -> None:
    whole = pages.decision('<p property="eli:title">Toelage</p>')
    assert read_decision_page(whole, "zitting.html").decisions
    (said,) = sentences(whole[: whole.rindex(end)])
    assert "cut off" in said
    assert said.startswith(f"zitting.html:{line}: ")


@pytest.mark.parametrize("end", [b"</body></html>\n", b"</html>\n"])
def test_the_ends_that_html_lets_a_page_leave_out_are_not_missed(end: bytes) -> None:
    whole = pages.decision(
        '<p property="eli:title">Toelage<img src="1.png"><br><p>Een lijst:<ul><li>Ja<li>Nee</ul>'
    )
    found = read_decision_page(whole, "zitting.html").decisions
    assert len(found) == 1
    assert read_decision_page(whole[: whole.rindex(end)], "zitting.html").decisions == found


@pytest.mark.parametrize(
    "end", ["<p>De raad besl", "<p>Een <a href='x", "<p>Ja.<!-- nog", "<script>let x = 1;", "<![vreemd["]
)
def test_what_stops_in_a_word_a_tag_a_remark_or_a_script_was_cut_off(end: str) -> None:
    whole = pages.decision('<p property="eli:title">Toelage</p>')
    body = whole[: whole.rindex(b"</body></html>")]
    assert read_decision_page(body, "zitting.html").decisions
    assert "cut off" in sentences(body + end.encode())[0]


def test_a_fragment_of_a_page_is_read() -> None:
    fragment = b'<div typeof="besluit:Besluit" resource="https://raad.example/1"><p property="eli:title">Toelage</p></div>'
    assert only(fragment).title == "Toelage"


def test_a_page_that_is_too_large_or_too_deep() -> None:
    assert "larger than 20 MB" in sentences(b"<p>" + b"x" * MAX_BYTES)[0]
    assert "too deep" in sentences(pages.page("<div>" * 5_000))[0]


def test_ends_that_were_forgotten() -> None:
    found = only(
        pages.decision(
            '<p property="eli:title">Toelage<div property="prov:value"><p>Artikel 1. Ja.<p>Artikel 2. Nee.'
        )
    )
    assert [(one.number, one.lines) for one in found.articles] == [("1", ("Ja.",)), ("2", ("Nee.",))]


# Letters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_letters_are_read_in_the_encoding_they_are_in(encoding: str) -> None:
    text = pages.decision('<p property="eli:title">Coöperatie “Één”: € 5</p>').decode()
    found = only(text.replace("<meta charset='utf-8'>", "").encode(encoding))
    assert (found.title, found.amounts) == ("Coöperatie “Één”: € 5", (Cents(500),))


def test_the_encoding_a_page_wrongly_claims_is_not_believed() -> None:
    text = pages.decision('<p property="eli:title">Coöperatie</p>').decode()
    assert only(text.replace("charset='utf-8'", "charset='iso-8859-1'").encode()).title == "Coöperatie"
    latin = text.replace("charset='utf-8'", 'charset="ISO-8859-1"').encode("windows-1252")
    assert only(latin).title == "Coöperatie"


def test_a_letter_of_windows_in_a_page_in_utf_8_is_read_with_a_remark() -> None:
    mixed = pages.decision('<p property="eli:title">Co\xf6peratie één</p>').replace("ö".encode(), b"\xf6")
    found = read_decision_page(mixed, "zitting.html")
    assert [one.title for one in found.decisions] == ["Coöperatie één"]
    (remark,) = found.remarks
    assert str(remark).startswith("zitting.html:5: From here some letters are not those of UTF-8")
    whole = read_decision_page(mixed.replace(b"\xf6", b"o"), "zitting.html")
    assert (whole.remarks, found.problems) == ((), ())


def test_letters_that_cannot_be_read_are_told_with_their_line() -> None:
    (said,) = sentences(
        pages.decision('<p property="eli:title">Co\xf6peratie</p>').replace("ö".encode(), b"\x81")
    )
    assert said == "zitting.html:5: From here the letters are not those of UTF-8. Save the page as UTF-8."
    assert "RARE-1" in sentences(b'<meta charset="rare-1"><p>\xf6</p>')[0]


def test_nothing_is_fetched_and_nothing_is_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("GEHEIM")
    bomb = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    found = only(bomb + pages.decision('<p property="eli:title">Toelage &x; &lol;</p>').partition(b"\n")[2])
    assert "GEHEIM" not in found.title


CUTS = (
    b"<div>",
    b"</div>",
    b'"',
    b"<",
    b"<!--",
    b"\xff",
    b'resource="http://["',
    b'typeof="mandaat:Mandataris"',
    b"<p>",
)
WHOLE = [page for page in vars(pages).values() if isinstance(page, bytes)]


@given(
    page=st.sampled_from(WHOLE),
    wounds=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 200), st.sampled_from(CUTS)), min_size=1, max_size=8
    ),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_broken_is_read_or_told(page: bytes, wounds: list[tuple[float, int, bytes]]) -> None:
    """Nothing but problems: a broken page ends no run."""
    for at, length, put in wounds:
        start = int(at * len(page))
        page = page[:start] + put + page[start + length :]
    try:
        said = [one.title for one in read_decision_page(page, "zitting.html").decisions]
    except Problems as error:
        said = [one.sentence for one in error.problems]
    assert all(said)
