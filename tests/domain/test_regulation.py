"""The regulation says every rule with every parameter, in official Dutch, and a golden text shows when the law changes."""

from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from typing import Any, ClassVar, get_args, get_origin

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.domain.golden import EXAMPLES, GOLDEN, golden_text
from tests.domain.rule.cast import bare_with, rules, values
from wisselwerk.domain import regulation
from wisselwerk.domain.regulation import NoArticle, Regulation, Setting, plain_text, write
from wisselwerk.domain.regulation.fixed import ASKED
from wisselwerk.domain.regulation.outline import PLACED, PLAN, WRITERS
from wisselwerk.domain.regulation.words import REFERENCE, day, euro, listed, months, number
from wisselwerk.domain.rule import KINDS, RuleSet
from wisselwerk.domain.rule.acquaintance import FirstAcquaintance
from wisselwerk.domain.rule.allocation import Allocation
from wisselwerk.domain.rule.amount import Amount, OwnContribution, SizeAmount
from wisselwerk.domain.rule.base import (
    Facts,
    Grant,
    Outcome,
    ProviderKind,
    Rule,
    WhenShort,
    passed,
)
from wisselwerk.domain.rule.cost_key import CostKey, Division, PlaceCeiling, PlaceShare
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.order import InvoicesPerVoucher
from wisselwerk.domain.rule.parameter import InvalidRule, parameter_types, without_limits, without_none
from wisselwerk.domain.rule.provider import ProviderCategory
from wisselwerk.domain.rule.question import QUESTIONS
from wisselwerk.domain.rule.vat import EligibleAmount, VatBasis
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.formats.official_place import names_on

SETTING = Setting(name="Kennismakingscheque", partnership="Interlokale vereniging Genk")


def law(rule_set: RuleSet, setting: Setting = SETTING) -> str:
    return plain_text(write(rule_set, setting))


def with_rule(rule: Rule) -> RuleSet:
    """The least rules with this one; a draw gets its last day to apply, a last part its one invoice."""
    window = ApplicationWindow(opens_on=date(2026, 1, 1), closes_on=date(2026, 2, 1))
    drawn = isinstance(rule, Allocation) and rule.is_lottery
    if isinstance(rule, LastPart):
        return bare_with(rule, InvoicesPerVoucher(maximum=1))
    return bare_with(rule, window) if drawn else bare_with(rule)


# Completeness


def test_every_kind_has_its_article_once() -> None:
    planned = [kind for _title, articles in PLAN for one in articles for kind in one.kinds]
    assert sorted(planned) == sorted(KINDS) == sorted(WRITERS)
    assert set(planned) == PLACED


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """A kind of rule nobody wrote an article for."""

    kind: ClassVar[str] = "unheard"
    sentences: ClassVar[tuple[str, ...]] = ()

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)


def test_a_kind_without_an_article_stops_the_text() -> None:
    with pytest.raises(NoArticle, match="no article for the rule 'unheard'"):
        write(bare_with(Unheard()), SETTING)


PARAMETERS = [(kind, name) for kind in KINDS.values() for name in parameter_types(kind)]


@pytest.mark.parametrize(
    ("kind", "name"), PARAMETERS, ids=[f"{kind.kind}.{name}" for kind, name in PARAMETERS]
)
@given(data=st.data())
@settings(max_examples=8, suppress_health_check=[HealthCheck.filter_too_much])
def test_another_parameter_is_another_text(kind: type[Rule], name: str, data: st.DataObject) -> None:
    """Whatever the rule and whichever parameter changes: the law says so."""
    rule: Any = data.draw(rules(kind))
    other = data.draw(values(parameter_types(kind)[name]))
    try:
        changed = replace(rule, **{name: other})
        before, after = with_rule(rule), with_rule(changed)
    except InvalidRule:
        assume(False)
    assume(not _does_the_same(rule, changed))
    assert law(before) != law(after)


def _does_the_same(rule: Any, other: Any) -> bool:
    """Where another parameter is no other rule: the order of a list, a default that is written out, what has no effect."""
    names = parameter_types(KINDS[rule.kind])
    if all(_meaning(getattr(rule, name)) == _meaning(getattr(other, name)) for name in names):
        return True
    match rule:
        case OwnContribution():
            # What happens with an invoice that is too low is said only where a minimum makes that possible.
            return (
                not rule.minimum_cents
                and rule.minimum_cents == other.minimum_cents
                and rule.share_percent == other.share_percent
            )
        case _ if rule.kind == "validity":
            return (rule.months, rule.days_to_claim) == (other.months, other.days_to_claim)
        case _ if rule.kind == "reminders":
            usual = (14, 3)
            told = [one.hand_in.days_before if one.hand_in else usual for one in (rule, other)]
            return rule.last_day == other.last_day and told[0] == told[1]
        case _ if rule.kind == "decision_mode":
            return (rule.mode, rule.term) == (other.mode, other.term)
        case _ if rule.kind == "cost_key":
            return rule.ceilings is None and replace(rule, excess=other.excess) == other
    return False


def _meaning(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) else value


def _parts(expected: Any) -> list[type]:
    """The values of several parts inside a type."""
    inner, _limits = without_limits(without_none(expected)[0])
    if get_origin(inner) is tuple:
        return [part for one in get_args(inner) for part in _parts(one)]
    return [inner] if isinstance(inner, type) and is_dataclass(inner) else []


PARTS = [
    (part, name)
    for kind, of in PARAMETERS
    for part in _parts(parameter_types(kind)[of])
    for name in parameter_types(part)
]


def test_parts_of_parameters_are_known_here() -> None:
    """A new one needs a rule to stand in: ``test_parts_of_a_parameter_are_said``."""
    assert {part.__name__ for part, _name in PARTS} == {"SizeAmount", "PlaceShare", "PlaceCeiling"}


@given(data=st.data())
@pytest.mark.parametrize(("part", "name"), PARTS, ids=[f"{part.__name__}.{name}" for part, name in PARTS])
@settings(max_examples=8)
def test_parts_of_a_parameter_are_said(part: type, name: str, data: st.DataObject) -> None:
    parameters = {one: values(expected) for one, expected in parameter_types(part).items()}
    one: Any = data.draw(st.builds(part, **parameters))
    other = replace(one, **{name: data.draw(values(parameter_types(part)[name]))})
    assume(one != other)
    try:
        before, after = _holding(one), _holding(other)
    except InvalidRule:
        assume(False)
    assert law(bare_with(before)) != law(bare_with(after))


def _holding(value: Any) -> Rule:
    """A rule with this value in it."""
    match value:
        case SizeAmount():
            return Amount(amount_cents=100_000, by_size=(value,))
        case PlaceShare():
            return CostKey(division=Division.FIXED, shares=(value,))
        case PlaceCeiling():
            return CostKey(division=Division.SEAT, ceilings=(value,))
    raise NotImplementedError(f"say here which rule holds a {type(value).__name__}")


def test_every_question_is_in_the_article_on_applying() -> None:
    assert ASKED.keys() == {one.name for one in QUESTIONS}
    asked = write(bare_with(FirstAcquaintance()), SETTING).article("application")
    assert "of zij eerder klant was van de aanbieder" in plain_text(_only(asked))
    assert "eerder klant" not in plain_text(_only(write(bare_with(), SETTING).article("application")))


def _only(article: regulation.Article) -> Regulation:
    return Regulation("", (regulation.Chapter("", (article,)),))


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
@given(data=st.data())
@settings(max_examples=4)
def test_nothing_of_the_code_is_left_in_the_text(kind: type[Rule], data: st.DataObject) -> None:
    """No reference that has no number, no empty line of an article, no name of a choice."""
    found = write(with_rule(data.draw(rules(kind))), SETTING)
    text = plain_text(found)
    assert REFERENCE.search(text) is None
    assert "_" not in text
    assert "None" not in text
    assert all(line.strip() and line[0] != " " for one in found.articles for line in one.lines)
    assert [one.number for one in found.articles] == list(range(1, len(found.articles) + 1))


# Words


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (euro(25_000), "250 euro"),
        (euro(123_456_789), "1.234.567,89 euro"),
        (euro(1), "0,01 euro"),
        (euro(100_000), "1.000 euro"),
        (day(date(2025, 3, 1)), "1 maart 2025"),
        (months(1), "één maand"),
        (months(12), "twaalf maanden"),
        (months(24), "24 maanden"),
        (number(13), "13"),
        (number(66_000), "66.000"),
        (listed(["As"]), "As"),
        (listed(["As", "Genk", "Zutendaal"]), "As, Genk en Zutendaal"),
    ],
)
def test_values_are_written_as_official_dutch_does(said: str, expected: str) -> None:
    assert said == expected


def test_a_former_municipality_is_named_as_one() -> None:
    now, before = names_on(date(2026, 1, 1)), names_on(date(2018, 1, 1))
    assert str(now("71047")) == "de vroegere gemeente Opglabbeek (nu Oudsbergen)"
    assert str(before("71047")) == "Opglabbeek"
    assert str(now("71016")) == "Genk"
    assert str(now("99999")) == "99999"
    assert "voor de samenvoeging" in str(now("11002-2024"))


# What holds without a rule


def test_what_holds_without_a_rule_is_law_too() -> None:
    text = law(bare_with())
    for line in (
        "Een factuur telt voor haar bedrag zonder btw, ook als de onderneming de btw niet kan aftrekken.",
        "Aanvragen worden behandeld in de volgorde waarin zij zijn bevestigd.",
        "30, 14 en 3 dagen voor de laatste dag van de termijn, en 14 en 3 dagen voor",
        "De beherende gemeente betaalt het deel van de cheque aan de aanbieder.",
        "De beherende gemeente draagt de kosten van de cheques.",
        "Elke onderneming kan een cheque krijgen.",
        "uiterlijk 30 dagen na het einde ervan",
        "De cheque kan met meer dan één factuur worden gebruikt, tot zij op is.",
    ):
        assert line in text


def test_own_money_asked_of_one_invoice_makes_it_one_invoice() -> None:
    own = OwnContribution(minimum_cents=25_000, when_short=WhenShort.REFUSE)
    assert "De cheque wordt met één factuur gebruikt." in law(bare_with(own))
    adds_up = replace(own, when_short=WhenShort.OWN_MONEY_FIRST)
    assert "meer dan één factuur" in law(bare_with(adds_up))
    assert "ten hoogste drie facturen" in law(bare_with(own, InvoicesPerVoucher(maximum=3)))


def test_what_nobody_knows_is_a_blank_and_not_an_invention() -> None:
    found = write(bare_with(), Setting(name="Cheque", partnership="Interlokale vereniging"))
    assert found.blanks == (
        "[in te vullen: de beherende gemeente]",
        "[in te vullen: de functie die namens het bestuur beslist]",
        "[in te vullen: de eerste dag]",
    )
    known = Setting(
        name="Cheque",
        partnership="Interlokale vereniging",
        managing_municipality="Genk",
        signatory="algemeen directeur",
        starts_on=date(2026, 1, 1),
    )
    assert write(bare_with(), known).blanks == ()


# The examples


@pytest.mark.parametrize(("slug", "version"), EXAMPLES)
def test_examples_read_as_they_did(slug: str, version: int) -> None:
    """A change of the law shows in the difference of its golden text: `python -m tests.domain.golden` writes them."""
    assert (GOLDEN / f"{slug}-{version}.txt").read_text(encoding="utf-8") == golden_text(slug, version)


def test_no_golden_text_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {f"{slug}-{version}" for slug, version in EXAMPLES}


# What a jurist asks


def test_the_own_contribution_says_whether_vat_counts() -> None:
    """A business that pays enough only with VAT must read in the article that it does not."""
    own = OwnContribution(minimum_cents=25_000, when_short=WhenShort.REFUSE)
    assert "ten minste 250 euro van haar bestelling. De btw telt daarvoor niet mee." in law(bare_with(own))
    with_vat = EligibleAmount(without_deduction=VatBasis.WITH_VAT)
    assert "niet mee, behalve als zij geen btw kan aftrekken." in law(bare_with(own, with_vat))


@pytest.mark.parametrize(("first_day", "is_said"), [(date(2023, 6, 30), False), (date(2023, 7, 1), True)])
def test_a_recognition_that_is_given_no_more_is_said_to_be(first_day: date, *, is_said: bool) -> None:
    setting = replace(SETTING, starts_on=first_day)
    kinds = (ProviderKind.MAATWERKBEDRIJF, ProviderKind.LOKALE_DIENSTENECONOMIE)
    said = "Sinds 1 juli 2023 worden geen nieuwe erkenningen in de lokale diensteneconomie meer gegeven."
    assert (said in law(bare_with(ProviderCategory(kinds=kinds)), setting)) is is_said
    assert said not in law(bare_with(ProviderCategory(kinds=kinds[:1])), setting)
