"""The decision that our own studio writes as a page is read back without loss: every article, word, day and law."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings

from tests.domain.golden import EXAMPLES, golden_decision
from tests.domain.initiatives import JUDGE
from tests.domain.rule.cast import rule_sets
from wisselwerk.domain.published_decision import Body, PublishedArticle, PublishedDecision
from wisselwerk.domain.regulation import Setting, plain_text
from wisselwerk.domain.regulation.council import Council, Decision, decide
from wisselwerk.domain.regulation.text import Paragraph
from wisselwerk.domain.rule import KINDS, RuleSet
from wisselwerk.formats.decision_page import read_decision_page
from wisselwerk.web.council.annotated import COUNCIL, REGULATIONS, SUBSIDIES, Annotated

MET, STARTS = date(2025, 11, 3), date(2026, 1, 1)
STAYS = "https://ons.example/regelingen/genk/reglement/71016/2026-01-01/"


def page_of(decision: Decision, decided_on: date | None = MET) -> bytes:
    """The page that everybody reads, in its frame."""
    doc = Annotated(
        decision=decision,
        address=STAYS,
        stays=STAYS,
        version_of="https://ons.example/regelingen/genk/reglement/",
        generated_at=datetime(2025, 11, 3, 20, 30, tzinfo=UTC),
        decided_on=decided_on,
        in_force_on=STARTS,
    )
    text = render_to_string("council/text.html", {"doc": doc})
    return f"<!doctype html><html lang='nl'><head><title>x</title></head><body>{text}</body></html>".encode()


def read_back(page: bytes) -> PublishedDecision:
    found = read_decision_page(page, "besluit.html")
    assert found.problems == ()
    (decision,) = found.decisions
    return decision


def printed(decision: PublishedDecision, title: str) -> str:
    """What was read as plain text, in the way ``plain_text`` writes a regulation."""
    found = [title]
    for chapter, articles in groupby(decision.articles, key=lambda one: one.chapter):
        found += ["", chapter]
        for one in articles:
            found += ["", f"Artikel {one.number}. {one.title}", *one.lines]
    return "\n".join(found) + "\n"


def said(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [
        line for one in paragraphs for line in (one.text, *(f"{mark} {item}" for mark, item in one.numbered))
    ]


def written_articles(decision: Decision) -> tuple[PublishedArticle, ...]:
    return tuple(
        PublishedArticle(str(one.number), one.title, one.lines, chapter.heading)
        for chapter in decision.regulation.chapters
        for one in chapter.articles
    )


@pytest.mark.parametrize(("slug", "number"), EXAMPLES)
def test_every_example_is_read_back_as_it_was_written(slug: str, number: int) -> None:
    written = golden_decision(slug, number, MET)
    read = read_back(page_of(written))
    assert read.articles == written_articles(written)
    assert printed(read, written.regulation.title) == plain_text(replace(written.regulation, sources=()))
    assert (read.title, read.address) == (written.title, f"{STAYS}#besluit")
    assert read.body == Body(written.body, f"{STAYS}#gemeenteraad")
    assert read.types == tuple(one.rsplit("/", 1)[1] for one in (REGULATIONS, SUBSIDIES))
    assert (read.decided_on, read.in_force_on) == (MET, STARTS)
    assert (read.published_on, read.ends_on) == (None, None), "nobody told those"
    assert read.cites == tuple(dict.fromkeys(law.url for law in written.laws if law.url))
    assert list(read.description) == list(dict.fromkeys(written.occasion))
    assert list(read.motivation) == [
        "Juridisch kader",
        "Gelet op:",
        *(law.text for law in written.laws),
        "Motivering",
        *said(written.motivation),
        "Financiële gevolgen",
        *said(written.finance),
    ]
    assert COUNCIL not in read.cites


def test_a_draft_has_no_day_and_keeps_its_blanks() -> None:
    written = golden_decision("genk", 1)
    read = read_back(page_of(written, None))
    assert read.decided_on is None
    assert read.articles == written_articles(written)
    assert any("[in te vullen: " in line for line in read.motivation)


@given(rule_set=rule_sets(*KINDS.values()))
@settings(max_examples=25, deadline=None)
def test_whatever_the_rules_are(rule_set: RuleSet) -> None:
    setting = Setting(name="Cheque “A & B” <1>", partnership="Interlokale vereniging Genk", starts_on=STARTS)
    council = Council(member="Genk", decided_on=MET)
    written = decide(rule_set, setting, council, common=rule_set)
    read = read_back(page_of(written))
    assert read.articles == written_articles(written)
    assert read.title == written.title


@pytest.mark.parametrize(("slug", "number"), EXAMPLES)
def test_what_our_own_councils_decide_is_noticed(slug: str, number: int) -> None:
    found = JUDGE.judge(read_back(page_of(golden_decision(slug, number, MET))))
    assert found.is_initiative


@pytest.mark.parametrize(
    "taken_out",
    [
        'property="eli:has_part"',
        'property="eli:number"',
        'property="eli:title"',
        'property="eli:date_document"',
        'property="besluit:motivering"',
        'property="eli:cites"',
        "<h4",
        "</span> <span>",
    ],
)
def test_what_is_taken_out_of_the_page_is_missed(taken_out: str) -> None:
    """Else the tests above could not fail."""
    page = page_of(golden_decision("genk", 3, MET))
    assert taken_out.encode() in page
    less = page.replace(taken_out.encode(), b"<p" if taken_out == "<h4" else b"")
    assert replace(read_back(less), line=0) != replace(read_back(page), line=0)
