"""The list of headings of a long page: each once, in order, with an anchor of its own; none of a short page."""

import re

import pytest

from wisselwerk.web.contents import LONG, MANY, PLACE, outline
from wisselwerk.web.templatetags.wisselwerk import outlined

WORDS = "woord " * LONG


def section(words: str, inside: str = "") -> str:
    return f'<section class="ww-section">\n  <h2 class="ds-heading" data-size="sm">{words}</h2>{inside}</section>'


def chapter(words: str) -> str:
    return f'<h4 class="ds-heading" data-size="xs">{words}</h4>'


SECTIONS = [section(f"Deel {number}") for number in range(1, MANY + 1)]


@pytest.mark.parametrize(
    "short",
    [
        "".join(SECTIONS[1:]) + WORDS,
        "".join(SECTIONS) + "woord " * (LONG - 3 * MANY),
        "",
    ],
)
def test_a_short_page_stays_as_it_was(short: str) -> None:
    assert outline(short) == (short, [])
    assert outlined(f"<h1>Kort</h1>{PLACE}{short}") == f"<h1>Kort</h1>{short}"


def test_a_long_page_gets_a_list_that_leads_to_each_heading() -> None:
    html = outlined(f"<header>{PLACE}</header>" + "".join(SECTIONS) + WORDS)
    led_to = re.findall(r'href="#([^"]+)"', html)
    assert led_to == [f"deel-{number}" for number in range(1, MANY + 1)]
    assert re.findall(r'<h2 id="([^"]+)" class="ds-heading"', html) == led_to
    assert html.index("<nav") < html.index("</header>")


def test_headings_of_the_same_words_have_anchors_of_their_own() -> None:
    html, entries = outline(section("Facturen") * MANY + WORDS)
    anchors = [entry.anchor for entry in entries]
    assert anchors == ["facturen", *(f"facturen-{number}" for number in range(2, MANY + 1))]
    assert all(html.count(f'id="{anchor}"') == 1 for anchor in anchors)


def test_an_anchor_takes_no_name_that_the_page_has_already() -> None:
    html, entries = outline('<p id="deel-1"></p>' + "".join(SECTIONS) + section("–") + WORDS)
    assert [entry.anchor for entry in entries][:2] == ["deel-1-2", "deel-2"]
    assert entries[-1].anchor == "deel"
    assert html.count('id="deel-1"') == 1


def test_chapters_stand_below_the_section_of_their_text() -> None:
    law = section("De tekst", "".join(chapter(f"Hoofdstuk {number}") for number in range(1, MANY + 1)))
    _, entries = outline(law + section("Daarna") + WORDS)
    assert [entry.words for entry in entries] == ["De tekst", "Daarna"]
    assert [one.anchor for one in entries[0].chapters] == [
        f"hoofdstuk-{number}" for number in range(1, MANY + 1)
    ]
    assert not entries[1].chapters


def test_what_somebody_typed_into_a_heading_stays_text() -> None:
    typed = section('<a href="/x/">&lt;script&gt;alert(1)&lt;/script&gt; Caf&eacute;&nbsp;2</a>')
    html = outlined(PLACE + typed * MANY + WORDS)
    assert "<script" not in html
    assert '#scriptalert1script-cafe-2"' in html
    assert ">&lt;script&gt;alert(1)&lt;/script&gt; Caf&eacute;&nbsp;2</a>" in html


def test_headings_that_begin_no_section_are_left_alone() -> None:
    inside = '<div class="ds-card"><h2 class="ds-heading" data-size="xs">Wat er zal gebeuren</h2></div>'
    html, entries = outline(inside * MANY + WORDS)
    assert (html, entries) == (inside * MANY + WORDS, [])
