"""Where an article begins that is only printed."""

import pytest

from wisselwerk.domain.published_decision import PublishedArticle
from wisselwerk.formats.decision_articles import articles_printed


@pytest.mark.parametrize(
    ("line", "number", "said"),
    [
        ("Artikel 1. Ja.", "1", "Ja."),
        ("Artikel 1: Ja.", "1", "Ja."),
        ("Artikel 1 De raad keurt goed.", "1", "De raad keurt goed."),
        ("ARTIKEL 2 - Ja.", "2", "Ja."),
        ("Art. 3 – Ja.", "3", "Ja."),
        ("Art.1.- Ja.", "1", "Ja."),
        ("art. 4bis. Ja.", "4bis", "Ja."),
        ("Artikel 1.2. Ja.", "1.2", "Ja."),
        ("Artikel II. Ja.", "II", "Ja."),
        ("Artikel 12", "12", ""),
        ("Enig artikel. Ja.", "enig", "Ja."),
        ("ENIG ARTIKEL: Ja.", "enig", "Ja."),
        ("Enig artikel", "enig", ""),
    ],
)
def test_a_line_that_begins_an_article(line: str, number: str, said: str) -> None:
    assert articles_printed([line]) == (PublishedArticle(number, "", (said,) if said else ()),)


@pytest.mark.parametrize(
    "line",
    [
        "Artikel 60 van de wet geldt.",
        "artikel 41, tweede lid, 23°, van het decreet",
        "Artikelen 1 en 2 worden gewijzigd.",
        "Het eerste artikel 1. wordt gewijzigd.",
        "Artikel Contract. Ja.",
        "Partikel 1. Ja.",
        "enige artikelen",
        "Art deco 1.",
    ],
)
def test_a_line_that_begins_none(line: str) -> None:
    assert articles_printed([line]) == (PublishedArticle("", "", (line,)),)


def test_what_follows_belongs_to_the_article_above() -> None:
    found = articles_printed(["De raad beslist:", "Artikel 1. Ja.", "- ook dit", "", "Artikel 2.", "Nee."])
    assert found == (
        PublishedArticle("", "", ("De raad beslist:",)),
        PublishedArticle("1", "", ("Ja.", "- ook dit")),
        PublishedArticle("2", "", ("Nee.",)),
    )
    assert articles_printed([]) == ()
