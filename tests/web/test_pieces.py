"""The shared pieces of a page: what they say, and how they hang together for who cannot see them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from tests.scene import rule_set
from wisselwerk import web, wording
from wisselwerk.apps.schemes.rule_line import lines_of
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.rule.base import Outcome, Verdict
from wisselwerk.domain.rule_finding import Finding, Found
from wisselwerk.web import plots
from wisselwerk.web.pieces import Column, DataTable, Event, Kin, Kind
from wisselwerk.web.states import STATES

WEB = Path(web.__path__[0])
TODAY = date(2026, 11, 24)
TABLE = DataTable(
    "Use per month",
    [
        Column("Month"),
        Column("Awarded", Kind.MONEY),
        Column("Last day", Kind.DAY),
        Column("Number", Kind.NUMBER),
    ],
    [["September <b>", 123450, date(2026, 9, 30), 12], ["October", -5, date(2026, 10, 31), 9]],
)


class AskForm(forms.Form):
    """One field of each sort."""

    number = forms.CharField(label="Number", help_text="Ten digits.")
    place = forms.ChoiceField(label="Place", widget=forms.RadioSelect, choices=[("a", "As"), ("g", "Genk")])
    mandate = forms.BooleanField(label="Mandate", help_text="Needed.")
    remark = forms.CharField(label="Remark", required=False)
    invoice = forms.FileField(label="Invoice", help_text="XML.")
    once = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def show(tags: str, **values: object) -> str:
    """The tags as HTML, with runs of space as one."""
    html = Template("{% load wisselwerk %}" + tags).render(Context(values))
    return re.sub(r"[ \n]+", " ", html)


@pytest.mark.parametrize(
    ("days", "text", "tone"),
    [
        (-1, "over since 24\xa0November\xa02026", "danger"),
        (0, "today is the last day", "warning"),
        (1, "1 more day", "warning"),
        (14, "14 more days", "warning"),
        (15, "15 more days", "neutral"),
    ],
)
def test_a_deadline_counts_its_last_day(days: int, text: str, tone: str) -> None:
    html = show("{% deadline last today %}", last=TODAY + timedelta(days=days), today=TODAY)
    assert f"<strong>{text}</strong>" in html
    assert f'data-color="{tone}"' in html
    assert ("up to and including" in html) == (days >= 0)


def test_a_budget_is_told_in_words_and_its_bar_adds_up() -> None:
    html = show("{% budget 25000000 7525000 3250000 %}")
    assert "<strong>€\xa0142.250,00</strong> left of €\xa0250.000,00" in html
    widths = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)%"', html)]
    assert sum(widths) == pytest.approx(100)
    assert "style=" not in html


@pytest.mark.parametrize(
    ("reserved", "settled", "widths"),
    [
        (0, 1, [2, 0, 98]),
        (1, 1, [2, 2, 96]),
        (99_999, 1, [2, 98, 0]),
        (1_000, 98_999, [96, 2, 2]),
        (0, 0, [0, 0, 100]),
    ],
)
def test_what_is_little_of_a_budget_is_still_seen(reserved: int, settled: int, widths: list[int]) -> None:
    html = show("{% budget 100000 reserved settled %}", reserved=reserved, settled=settled)
    seen = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)%"', html)]
    assert seen == pytest.approx(widths, abs=0.01)


def test_a_budget_of_nothing_has_no_bar() -> None:
    assert re.findall(r'<rect [^>]*width="([\d.]+)%"', show("{% budget 0 0 0 %}")) == ["0.00"] * 3


def test_a_reason_has_its_sentence_and_its_code() -> None:
    reason = Reason(RefusalCode.OWN_CONTRIBUTION_TOO_LOW, {"missing_cents": 1250, "needed_cents": 50000})
    html = show("{% reasons items %}", items=[reason])
    assert wording.sentence(reason).replace("\xa0", " ") in html.replace("\xa0", " ")
    assert "<code>OWN_CONTRIBUTION_TOO_LOW</code>" in html
    assert 'data-color="danger"' in html
    assert 'data-color="warning"' in show("{% reasons items 'review' %}", items=[reason])
    assert show("{% reasons items %}", items=[]).strip() == ""


def test_every_outcome_is_named_and_explained() -> None:
    refused = Outcome(
        "territory", Verdict.FAIL, Reason(RefusalCode.OUTSIDE_TERRITORY, {"place": "71022", "places": []})
    )
    html = show("{% outcomes items %}", items=[Outcome("amount", Verdict.PASS), refused])
    assert "<dt>Amount</dt>" in html
    assert "Not met" in html
    assert "The seat is in Hasselt." in html


def test_a_rule_is_shown_with_its_source() -> None:
    rules = rule_set({})
    html = show("{% rules items %}", items=lines_of(rules, Period(date(2015, 1, 1)), is_delegated=False))
    for one in rules.rules:
        assert f"Source: {one.source}" in html


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    form = AskForm({"number": ""})
    html = show("{% field form.number %}", form=form)
    assert 'aria-describedby="id_number_helptext id_number_error"' in html
    assert 'id="id_number_helptext"' in html
    assert 'id="id_number_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label class="ds-label" for="id_number"' in html


def test_choices_are_a_group_with_a_legend() -> None:
    html = show("{% field form.place %}", form=AskForm({"place": "x"}))
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert html.count('type="radio"') == 2
    assert 'aria-describedby="id_place_error"' in html


def test_what_may_be_left_open_says_so() -> None:
    assert "(optional)" in show("{% field form.remark %}", form=AskForm())
    assert "(optional)" not in show("{% field form.number %}", form=AskForm())


def test_a_file_field_takes_only_what_is_meant() -> None:
    html = show('{% file_field form.invoice ".xml" %}', form=AskForm())
    assert 'accept=".xml"' in html
    assert 'aria-describedby="id_invoice_helptext"' in html


def test_the_summary_links_each_error_to_its_field_and_tells_a_refusal() -> None:
    form = AskForm({})
    form.reasons = (Reason(RefusalCode.VOUCHER_REVOKED),)  # type: ignore[attr-defined]  # as ActForm has it
    html = show("{% error_summary form %}", form=form)
    for bound in (form["number"], form["mandate"], form["invoice"]):
        assert f'href="#{bound.id_for_label}"' in html
    assert 'href="#id_place"' in html
    assert "The voucher has been withdrawn." in html
    assert "This field is required." in html
    assert "6 things are not right yet" in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert show("{% error_summary form %}", form=AskForm()).strip() == ""


def test_a_table_names_its_cells_for_a_phone_and_escapes_them() -> None:
    html = show("{% data_table table %}", table=TABLE)
    assert "September &lt;b&gt;" in html
    assert '<td data-kind="money" data-label="Awarded">€\xa01.234,50</td>' in html
    assert html.count('scope="col"') == 4
    assert html.count('scope="row"') == 2


def test_a_table_is_also_a_file_for_a_spreadsheet() -> None:
    assert TABLE.csv().splitlines() == [
        "Month,Awarded,Last day,Number",
        "September <b>,1234.50,2026-09-30,12",
        "October,-0.05,2026-10-31,9",
    ]


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_a_spreadsheet_runs_nothing_from_our_file(start: str) -> None:
    table = DataTable("x", [Column("name")], [[f"{start}1+1"]])
    assert f"'{start}1+1" in table.csv()


def test_a_figure_has_its_table_and_its_file() -> None:
    html = show('{% figure "Uptake" svg table "/x.csv" %}', svg=mark_safe("<svg></svg>"), table=TABLE)
    assert '<div class="ww-plot" role="img" aria-label="Uptake"><svg></svg></div>' in html
    assert '<a class="ds-link" href="/x.csv">' in html
    assert "<table" in html
    assert '<img class="ww-plot" src="/x.svg" alt="Uptake">' in show(
        '{% figure "Uptake" "/x.svg" table %}', table=TABLE
    )


def test_a_figure_never_trusts_a_text_as_a_picture() -> None:
    html = show('{% figure "Uptake" svg table %}', svg="<svg onload=x>", table=TABLE)
    assert "<svg onload" not in html


def test_a_timeline_gives_a_day_or_an_instant() -> None:
    html = show("{% timeline events %}", events=[Event(TODAY, "Awarded", "All rules were met.", "success")])
    assert '<time datetime="2026-11-24">24\xa0November\xa02026</time>' in html
    assert 'data-color="success"' in html


def test_a_family_shows_where_you_are() -> None:
    child = Kin("Genk", "/genk/", is_current=True)
    html = show(
        "{% family root %}", root=Kin("Zuidoost-Limburg", "/zuidoost-limburg/", "500", children=[child])
    )
    assert '<a class="ds-link" href="/zuidoost-limburg/">' in html
    assert "<strong>Genk</strong>" in html
    assert html.count("aria-current") == 1


def test_pages_keep_the_question() -> None:
    request = RequestFactory().get("/", {"q": "groen", "page": "2"})
    html = show("{% pages page %}", page=Paginator(range(30), 10).page(2), request=request)
    assert 'href="?q=groen&amp;page=1"' in html
    assert 'href="?q=groen&amp;page=3"' in html
    assert "Page 2 of 3" in html


def test_a_step_asks_first_and_cannot_be_forged() -> None:
    html = show(
        '{% confirm "Withdraw" "/back/" "danger" %}<p>It is over.</p>{% endconfirm %}',
        csrf_token="token-of-the-page",
    )
    assert "<p>It is over.</p>" in html
    assert 'value="token-of-the-page"' in html
    assert 'href="/back/"' in html


def test_an_empty_list_teaches() -> None:
    html = show("{% empty heading %}<p>Share the address.</p>{% endempty %}", heading="Nothing <yet>")
    assert "Nothing &lt;yet&gt;" in html
    assert "<p>Share the address.</p>" in html


def test_every_state_looks_like_something() -> None:
    assert STATES.keys() == wording.STATES.keys()


def test_every_icon_that_is_asked_for_is_fetched() -> None:
    fetched = set((WEB / "icons.txt").read_text(encoding="utf-8").split())
    templates = [path.read_text(encoding="utf-8") for path in (WEB / "templates").rglob("*.html")]
    asked = {name for text in templates for name in re.findall(r'{% icon "([^"]+)" %}', text)}
    asked |= {name for text in templates for name in re.findall(r'{% empty \S+ "([^"]+)" %}', text)}
    asked |= {look.symbol for look in STATES.values()} | {"circle", "inbox"}
    assert asked <= fetched


def test_the_icons_are_there() -> None:
    sprite = ET.parse(WEB / "static" / "vendor" / "icons.svg").getroot()
    drawn = {symbol.get("id") for symbol in sprite}
    assert set((WEB / "icons.txt").read_text(encoding="utf-8").split()) <= drawn


def test_no_template_needs_what_the_content_policy_forbids() -> None:
    for path in (WEB / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text), path


@pytest.mark.django_db  # a picture is kept in the cache
@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 40])
def test_what_is_counted_in_whole_ones_has_an_axis_of_whole_ones(most: int) -> None:
    columns = [Column("Week", Kind.DAY), Column("Awarded", Kind.NUMBER)]
    rows = [[TODAY, 0], [TODAY + timedelta(days=7), most]]
    axis = re.findall(r">([0-9][0-9.,]*)</text>", plots.lines(DataTable("Uptake", columns, rows)))
    assert len(axis) >= 4
    assert all(number.isdecimal() for number in axis)


def test_who_waits_for_a_person_reads_no_code_and_no_rule_that_is_met_by_itself() -> None:
    waits, refused = Reason(RefusalCode.NEEDS_REVIEW), Reason(RefusalCode.ALREADY_ENTERED)
    assert "NEEDS_REVIEW" not in show("{% reasons items 'review' %}", items=[waits])
    assert "A person decides" in show("{% reasons items 'review' %}", items=[waits])
    assert "<code>ALREADY_ENTERED</code>" in show("{% reasons items %}", items=[refused])
    met = [Outcome("amount", Verdict.PASS, None), Outcome("decision_mode", Verdict.PASS, None)]
    said = show("{% outcomes items %}", items=met)
    assert "Amount" in said
    assert "Who decides" not in said
    asked = [Outcome("decision_mode", Verdict.REVIEW, waits)]
    assert "Who decides" in show("{% outcomes items %}", items=asked)


def test_a_finding_leads_to_the_rule_where_it_is_mended() -> None:
    stands = Found(Finding.OWN_ABOVE_AMOUNT, "own_contribution", {"minimum_cents": 2, "amount_cents": 1})
    elsewhere = replace(stands, elsewhere="application_window")
    for found, rule in ((stands, "own contribution"), (elsewhere, "when to apply")):
        assert f"To the rule “{rule}”" in show("{% findings items 'genk' %}", items=[found])


@pytest.mark.parametrize(
    ("state", "day", "says"),
    [("upcoming", TODAY, "Opens later"), ("upcoming", None, "Not open yet"), ("closed", None, "Closed")],
)
def test_a_scheme_opens_later_only_where_there_is_a_day(state: str, day: date | None, says: str) -> None:
    one = {"state": state, "starts_on": None, "opens_on": day}
    assert says in show('{% include "public/scheme_state.html" %}', one=one)
