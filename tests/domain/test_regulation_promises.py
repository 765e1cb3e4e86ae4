"""The law promises what the program does, and nothing that was typed is read as its own markup."""

from dataclasses import replace

import pytest

from tests.domain.rule.cast import bare_with
from tests.domain.test_regulation import SETTING, law, with_rule
from wisselwerk.domain.evaluation import BETWEEN_REMINDERS, MOST_REMINDERS
from wisselwerk.domain.regulation import THE_DECISION, plain_text, write
from wisselwerk.domain.regulation.council import Council, decide
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.aid import DeMinimis, ProviderAdvantage
from wisselwerk.domain.rule.allocation import Allocation, Method
from wisselwerk.domain.rule.amount import Amount, OwnContribution, SizeAmount
from wisselwerk.domain.rule.base import (
    EnterpriseSize,
    ProviderKind,
    Rule,
    ServiceKind,
    WhenShort,
)
from wisselwerk.domain.rule.enterprise import NumberPerEnterprise
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.proof import Proof
from wisselwerk.domain.rule.provider import ProviderCategory, ServiceCategory


@pytest.mark.parametrize("typed", ["Doel [[bedrag]]", "Doel [[amount]]", "Doel {amount}", "[[amount]]"])
def test_what_was_typed_is_never_read_as_an_article(typed: str) -> None:
    setting = replace(SETTING, purpose=typed, partnership=typed, signatory=typed, managing_municipality=typed)
    found = write(bare_with(), setting)
    assert found.article("purpose").paragraphs[-1].text == typed
    assert f"Namens het bestuur beslist de {typed}, of" in plain_text(found)
    decision = decide(bare_with(), setting, Council(member=typed, parent=typed), common=bare_with())
    assert typed in str(decision.motivation)


def test_a_council_does_not_cite_its_own_decision_as_a_source() -> None:
    own = RuleSet(tuple(replace(one, source=THE_DECISION) for one in bare_with().rules))
    found = write(own, SETTING, own_source="Gemeenteraad van 3 november 2025")
    assert found.sources == ()


def test_a_share_for_one_size_makes_it_more_than_one_invoice() -> None:
    own = OwnContribution(minimum_cents=25_000, when_short=WhenShort.REFUSE)
    small = SizeAmount(size=EnterpriseSize.SMALL, amount_cents=100_000, share_percent=50)
    whole = replace(small, share_percent=None)
    assert "meer dan één factuur" in law(bare_with(own, Amount(amount_cents=50_000, by_size=(small,))))
    assert "met één factuur" in law(bare_with(own, Amount(amount_cents=50_000, by_size=(whole,))))


@pytest.mark.parametrize(
    ("rule", "is_all"),
    [
        (NumberPerEnterprise(maximum=1), True),
        (Proof(delivery_working_days=5), False),
        (LastPart(held_back_percent=20), False),
    ],
)
def test_an_invoice_is_all_that_is_asked_only_where_nothing_else_is(rule: Rule, is_all: bool) -> None:
    assert ("andere stukken worden alleen bij een controle gevraagd" in law(with_rule(rule))) is is_all


def test_no_hearing_is_promised_that_nobody_asks_for() -> None:
    text = law(bare_with())
    assert "hoort de onderneming" not in text
    assert "alleen in met een gemotiveerde beslissing" in text


def test_a_business_need_not_tell_what_the_register_tells() -> None:
    assert "voor zover de gegevens niet uit de Kruispuntbank van Ondernemingen blijken" in law(bare_with())


def test_the_law_names_what_refuses_an_invoice() -> None:
    text = law(bare_with(DeMinimis(provider_advantage=ProviderAdvantage.WHOLE)))
    assert "Een factuur waarmee hij het plafond zou overschrijden, wordt geweigerd." in text
    needs = "elke aanbieder die op de dag van de factuur erkend is"
    assert needs in law(bare_with())
    assert needs in law(bare_with(ServiceCategory(services=(next(iter(ServiceKind)),))))
    assert needs not in law(bare_with(ProviderCategory(kinds=(next(iter(ProviderKind)),))))


def test_who_falls_beside_the_credit_of_a_draw_may_still_wait() -> None:
    found = write(with_rule(Allocation(method=Method.LOTTERY, waiting_months=6)), SETTING)
    number = found.article("order").number
    assert f"wordt geen cheque toegekend, onverminderd artikel {number}." in plain_text(found)


@pytest.mark.parametrize(
    "source",
    [
        "Samenwerkingsovereenkomst, art. I.1, 1°",
        "Besluit van 3 mei 2019 (B.S. Juni 2019), zoals gewijzigd bij K.B. Van 2020",
        "Gemeenteraad, punt nr. A12",
        "Bijlagen nrs. A en B",
    ],
)
def test_an_abbreviation_ends_no_source(source: str) -> None:
    rules = bare_with().rules
    named = RuleSet(tuple(replace(one, source=f"{source}. Nota van de stad Genk.") for one in rules))
    assert [one.text for one in write(named, SETTING).sources] == [source, "Nota van de stad Genk"]


def test_a_part_that_is_held_back_waits_as_long_as_the_reminders_take() -> None:
    days = ((MOST_REMINDERS + 1) * BETWEEN_REMINDERS).days
    assert f"of was er {days} dagen na het indienen van de factuur niemand" in law(
        with_rule(LastPart(held_back_percent=20))
    )


def test_another_amount_for_one_size_stands_in_its_sentence() -> None:
    small = SizeAmount(size=EnterpriseSize.SMALL, amount_cents=25_000)
    large = SizeAmount(size=EnterpriseSize.LARGE, amount_cents=10_000)
    one, two = (
        law(bare_with(Amount(amount_cents=50_000, by_size=some))) for some in ((small,), (small, large))
    )
    assert "In afwijking van het eerste lid geldt voor een kleine onderneming een cheque van 250 euro." in one
    assert "1° voor een kleine onderneming: een cheque van 250 euro;" in two


def test_the_law_tells_that_a_voucher_can_be_made_shorter_and_a_draw_be_left() -> None:
    found = write(with_rule(Allocation(method=Method.LOTTERY)), SETTING)
    assert "ook verkorten" in str(found.article("validity").lines)
    assert "Zij kan van de loting afzien tot die gehouden is." in str(found.article("order").lines)
    assert "van de loting" not in law(bare_with())
