"""The decision of a council: what it changes, old value and new, why, on which laws, and what goes into the plan."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.rule.cast import bare_with
from tests.domain.test_regulation import SETTING
from wisselwerk.domain.regulation import write
from wisselwerk.domain.regulation.compared import changes
from wisselwerk.domain.regulation.council import Council, Reason, decide, decision_lines
from wisselwerk.domain.regulation.law import LOCAL_GOVERNMENT
from wisselwerk.domain.regulation.words import BLANK
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.base import WhenShort
from wisselwerk.domain.rule.enterprise import NumberPerEnterprise
from wisselwerk.domain.rule.order import InvoicesPerVoucher
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.formats.official_place import names_on


def decided(common: RuleSet, own: RuleSet | None = None, **known: Any) -> str:
    council = Council(member="As", **known)
    return "\n".join(decision_lines(decide(own or common, SETTING, council, common=common)))


def test_a_council_that_follows_says_nothing_of_differences() -> None:
    text = decided(bare_with())
    assert "wijkt af" not in text
    for blank in (
        "datum van de zitting",
        "wie aanwezig is",
        "uitslag van de stemming",
        "wie ondertekent",
        "bedrag per jaar",
    ):
        assert f"[in te vullen: {blank}]" in text


def test_what_was_decided_has_no_blanks_of_the_meeting() -> None:
    text = decided(bare_with(), decided_on=date(2026, 1, 5))
    assert "Zitting van 5 januari 2026" in text
    assert BLANK.findall(text) == [
        "[in te vullen: waarom de gemeenteraad dit reglement vaststelt]",
        "[in te vullen: de beherende gemeente]",
        "[in te vullen: de functie die namens het bestuur beslist]",
        "[in te vullen: de eerste dag]",
    ]


def test_a_council_that_amends_names_the_articles() -> None:
    common = bare_with(NumberPerEnterprise(maximum=1))
    own = bare_with(
        NumberPerEnterprise(maximum=2), OwnContribution(minimum_cents=100, when_short=WhenShort.REFUSE)
    )
    text = decided(common, own)
    assert (
        "artikel 5 (Aantal cheques per onderneming): “Een onderneming krijgt ten hoogste één cheque op grond van dit reglement” "
        "wordt “Een onderneming krijgt ten hoogste twee cheques op grond van dit reglement”;"
    ) in text
    new = "artikel 7 (Eigen bijdrage) is nieuw: “De onderneming betaalt zelf ten minste 1 euro van haar bestelling”"
    assert new in text
    # The other way round an article is gone; those after it only have another number.
    back = decided(own, common)
    gone = "het artikel “Eigen bijdrage” vervalt: “De onderneming betaalt zelf ten minste 1 euro van haar bestelling”"
    assert gone in back
    order = [
        back.index(each) for each in ("artikel 5 (Aantal", gone, "“De cheque wordt met één factuur gebruikt”")
    ]
    assert order == sorted(order)


def test_a_change_of_version_gives_old_and_new_value_with_why_in_the_order_of_the_articles() -> None:
    before = bare_with(NumberPerEnterprise(maximum=1), Amount(amount_cents=50_000))
    after = bare_with(NumberPerEnterprise(maximum=2), Amount(amount_cents=25_000))
    reasons = (
        Reason("amount", "Meer bedrijven. "),
        Reason("number_per_enterprise", "Wie tevreden is, komt terug."),
    )
    text = decided(after, before=before, reasons=reasons)
    lead = "Ten opzichte van het reglement dat nu geldt, verandert:"
    lines = text[text.index(lead) :].splitlines()
    assert lines[1].startswith("1° artikel 5 (Aantal cheques per onderneming): “")
    assert lines[1].endswith("; reden: Wie tevreden is, komt terug;")
    assert lines[2] == (
        "2° artikel 6 (Bedrag van de cheque): “Een cheque is 500 euro waard” wordt “Een cheque is 250 euro waard”; reden: Meer "
        "bedrijven."
    )
    twice = decided(after, before=before, reasons=(*reasons, Reason("amount", "Minder geld.")))
    assert twice.splitlines()[text.splitlines().index(lines[2])].endswith(
        "; redenen: Meer bedrijven; Minder geld."
    )
    assert lead not in decided(after, before=after)
    # What was recorded before the old rules were kept has its reasons only, in that order too.
    only = decided(after, parent="X", reasons=reasons)
    assert only.index("komt terug") < only.index("Meer bedrijven")


def test_what_is_planned_stands_in_the_decision_until_it_is_set_aside() -> None:
    planned = ((2026, 1_000_000), (2027, 1_050_050))
    text = decided(bare_with(), planned=planned, share=((2027, 0),))
    assert "in het meerjarenplan opgenomen: 10.000 euro in 2026 en 10.500,50 euro in 2027." in text
    assert "Daarvan valt ten laste van de gemeente As: 0 euro in 2027." in text
    assert "bedrag per jaar" not in text
    half = decided(bare_with(), planned=planned, budgets=((2026, 1_000_000),))
    assert "vastgelegd: 10.000 euro in 2026." in half
    assert "opgenomen: 10.500,50 euro in 2027." in half
    # The plan says what was entered, also where another amount is set aside by now.
    other = decided(bare_with(), planned=planned, budgets=((2026, 900_000),))
    assert "vastgelegd: 9.000 euro in 2026." in other
    assert "opgenomen: 10.000 euro in 2026 en 10.500,50 euro in 2027." in other


def test_a_share_is_a_part_only_of_a_year_of_which_the_whole_is_known() -> None:
    text = decided(bare_with(), planned=((2026, 1_000),), share=((2026, 200), (2027, 300)))
    assert "Daarvan valt ten laste van de gemeente As: 2 euro in 2026." in text
    assert "Ten laste van de gemeente As komt 3 euro in 2027." in text


def test_a_reading_of_an_example_is_no_motivation_of_a_council() -> None:
    before, after = (bare_with(NumberPerEnterprise(maximum=maximum)) for maximum in (1, 2))
    read = Reason(
        "number_per_enterprise", "Wie tevreden is, komt terug (onze lezing: de bron geeft geen reden)"
    )
    for known in (before, None):
        text = decided(after, before=known, parent="X", reasons=(read,))
        assert "onze lezing" not in text
        assert "komt terug" not in text


def test_a_number_of_another_law_is_not_taken_for_one_of_ours() -> None:
    """Before 2019 a regulation is published by articles 186 and 187: with another article 18 they stay what they are."""
    setting = replace(SETTING, starts_on=date(2018, 1, 1))
    own = OwnContribution(minimum_cents=100, when_short=WhenShort.OWN_MONEY_FIRST)
    found = decide(bare_with(own), setting, Council(member="As"), common=bare_with())
    assert "Bekendmaking" not in str(found.motivation)
    assert "Eigen bijdrage" in str(found.motivation)


def test_a_shifted_number_is_no_change() -> None:
    ours = write(bare_with(OwnContribution(minimum_cents=100, when_short=WhenShort.OWN_MONEY_FIRST)), SETTING)
    theirs = write(bare_with(), SETTING)
    found = changes(theirs, ours)
    assert [one.name for one in found] == ["artikel 2 (Definities)", "artikel 7 (Eigen bijdrage)"]
    assert [one.name for one in changes(ours, theirs) if one.is_gone] == ["het artikel “Eigen bijdrage”"]
    assert changes(ours, ours) == ()


@pytest.mark.parametrize(
    ("starts_on", "has", "has_not"),
    [
        (date(2018, 12, 31), "gemeentedecreet van 15 juli 2005", "decreet over het lokaal bestuur"),
        (LOCAL_GOVERNMENT, "decreet over het lokaal bestuur", "gemeentedecreet"),
        (date(2022, 12, 31), "decreet van 17 februari 2012", "29 april 2022"),
        (date(2023, 1, 1), "29 april 2022", "gemeentedecreet"),
    ],
)
def test_law_is_dated(starts_on: date, has: str, has_not: str) -> None:
    council = Council(member="As")
    found = decide(bare_with(), replace(SETTING, starts_on=starts_on), council, common=bare_with())
    text = "\n".join(decision_lines(found))
    assert has in text
    assert has_not not in text


def test_no_law_is_named_twice_and_the_one_on_mergers_stands_within_the_decree() -> None:
    setting = replace(SETTING, starts_on=date(2025, 1, 1), place=names_on(date(2025, 1, 1)))
    former, whole = (bare_with(Territory(places=places)) for places in (("71047", "71016"), ("71016",)))
    for rules, is_merged in ((former, True), (whole, False)):
        laws = [one.text for one in decide(rules, setting, Council(member="Genk"), common=rules).laws]
        assert sum("decreet over het lokaal bestuur" in one for one in laws) == 1
        assert ("artikel 351" in laws[0]) is is_merged


@pytest.mark.parametrize(
    ("starts_on", "is_regulation"), [(date(2018, 5, 24), False), (date(2018, 5, 25), True)]
)
def test_the_law_on_personal_data_is_that_of_the_day(starts_on: date, is_regulation: bool) -> None:
    setting = replace(SETTING, starts_on=starts_on)
    found = decide(bare_with(), setting, Council(member="Genk"), common=bare_with())
    text = "\n".join(decision_lines(found))
    assert ("(EU) 2016/679" in text) is is_regulation
    assert ("wet van 8 december 1992" in text) is not is_regulation


def test_a_standard_of_the_software_is_no_ground_and_each_source_stands_once() -> None:
    sources = (
        "Schriftelijke vraag, 2015. Dat een factuur geweigerd wordt: eigen standaard van Wisselwerk; niet uit de bron",
        "Schriftelijke vraag, 2015",
        "Eigen standaard van Wisselwerk; niet uit de bron",
        "Decreet, art. 351: na een fusie. Grondwet, art. 10 en 11",
    )
    rules = bare_with(OwnContribution(minimum_cents=100, when_short=WhenShort.REFUSE)).rules
    sourced = RuleSet(tuple(replace(one, source=sources[place % 4]) for place, one in enumerate(rules)))
    texts = [one.text for one in write(sourced, SETTING).sources]
    assert sorted(texts) == [
        "Decreet, art. 351: na een fusie",
        "Grondwet, art. 10 en 11",
        "Schriftelijke vraag, 2015",
    ]


def test_what_nobody_chose_says_from_what_it_follows() -> None:
    own = OwnContribution(minimum_cents=25000, when_short=WhenShort.REFUSE)
    text = decided(bare_with(own), before=bare_with())
    invoice = next(line for line in text.splitlines() if "(Factuur): " in line)
    assert "; dit volgt uit wat verandert in artikel 7 (Eigen bijdrage)" in invoice
    back = decided(bare_with(), before=bare_with(own))
    assert "; dit volgt uit wat verandert in het artikel “Eigen bijdrage”" in back
    amended = decided(bare_with(), bare_with(own))
    assert "; dit volgt uit wat verandert in artikel 7 (Eigen bijdrage)" in amended
    # Where somebody chose the number of invoices, it follows from nothing.
    chosen = decided(bare_with(own, InvoicesPerVoucher(maximum=1)), before=bare_with())
    assert "dit volgt uit" not in chosen
    first = OwnContribution(minimum_cents=25000, when_short=WhenShort.OWN_MONEY_FIRST)
    assert "dit volgt uit" not in decided(bare_with(first), before=bare_with())
