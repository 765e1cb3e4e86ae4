"""When two initiatives look like one, or like another: only with a reason that can be read, and at every boundary."""

from dataclasses import replace
from datetime import date

import pytest

from wisselwerk.domain.initiative_link import (
    MUCH_ALIKE,
    Aspect,
    Compared,
    LinkReason,
    differing,
    likeness,
    same,
    similar,
)
from wisselwerk.domain.initiative_sentence import DIFFERENCE_SENTENCES, REASON_SENTENCES
from wisselwerk.domain.money import Cents
from wisselwerk.domain.signal import SignalAmount
from wisselwerk.domain.voucher_terms import VoucherTerms, voucher_terms
from wisselwerk.formats.euro_text import amounts

GENK = Compared(
    words=frozenset({"wijk", "werk", "overeenkomst"}), places=frozenset({"71016"}), years=(2024, 2024)
)


def codes(one: Compared, other: Compared) -> list[LinkReason]:
    found = same(one, other)
    assert found == same(other, one)
    return [because.code for because in found]


def test_the_same_words_in_the_same_place_and_time_may_be_one() -> None:
    assert codes(GENK, GENK) == [LinkReason.SAME_PLACE, LinkReason.SAME_PERIOD, LinkReason.ALIKE_WORDS]


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ((2024, 2024), [2024]),
        ((2015, 2026), [2024]),
    ],
)
def test_the_years_told_are_those_of_both(years: tuple[int, int], told: list[int]) -> None:
    period = same(GENK, replace(GENK, years=years))[1]
    assert (period.code, period.params) == (LinkReason.SAME_PERIOD, {"years": told})


@pytest.mark.parametrize(
    ("years", "earlier", "later"),
    [((2020, 2023), [2020, 2023], [2024, 2024]), ((2025, 2031), [2024, 2024], [2025, 2031])],
)
def test_of_years_that_only_follow_each_other_it_is_not_said_that_both_have_them(
    years: tuple[int, int], earlier: list[int], later: list[int]
) -> None:
    for one, other in ((GENK, replace(GENK, years=years)), (replace(GENK, years=years), GENK)):
        period = same(one, other)[1]
        assert (period.code, period.params) == (
            LinkReason.NEXT_PERIOD,
            {"earlier": earlier, "later": later},
        )


@pytest.mark.parametrize(
    ("change", "is_one"),
    [
        ({"places": frozenset({"71002"})}, False),
        ({"places": frozenset()}, False),
        ({"places": frozenset({"71002", "71016"})}, True),
        ({"years": (2025, 2026)}, True),
        ({"years": (2026, 2026)}, False),
        ({"years": (2022, 2022)}, False),
        ({"years": (2010, 2023)}, True),
        ({"years": None}, True),
        ({"words": frozenset({"wijk", "werk"})}, True),
        ({"words": frozenset({"wijk", "tuin"})}, False),
        ({"words": frozenset()}, False),
    ],
)
def test_place_time_and_words_each_can_tell_two_apart(change: dict[str, object], is_one: bool) -> None:
    assert bool(codes(GENK, replace(GENK, **change))) is is_one  # type: ignore[arg-type]


def test_an_amount_helps_words_that_are_somewhat_alike_and_no_others() -> None:
    one = replace(GENK, amounts=(SignalAmount(Cents(500), 2024),))
    other = replace(one, words=frozenset({"wijk", "tuin"}), amounts=(SignalAmount(Cents(500)),))
    assert LinkReason.SAME_AMOUNTS in codes(one, other)
    assert codes(one, replace(other, words=frozenset({"tuin"}))) == []


def test_an_address_in_common_is_enough() -> None:
    one = replace(GENK, addresses=frozenset({"https://raad.example/7"}))
    assert LinkReason.SAME_ADDRESS in codes(one, replace(one, words=frozenset({"tuin"})))


def test_two_schemes_here_are_known_to_be_two() -> None:
    assert codes(replace(GENK, is_scheme=True), replace(GENK, is_scheme=True)) == []
    assert codes(replace(GENK, is_scheme=True), GENK)


def test_likeness_goes_from_nothing_to_all() -> None:
    assert likeness(frozenset(), frozenset()) == 0
    assert likeness(frozenset("ab"), frozenset("ab")) == 1
    assert likeness(frozenset("abc"), frozenset("abd")) == pytest.approx(2 / 3)
    assert likeness(frozenset("abcd"), frozenset("abce")) > MUCH_ALIKE


PARENT = Compared(
    words=frozenset({"kennismakingscheque", "zuidoost"}),
    places=frozenset({"73083"}),
    years=(2015, 2026),
    began_on=date(2015, 1, 1),
    terms=VoucherTerms(50_000),
    is_voucher=True,
    is_scheme=True,
)
CHILD = Compared(
    words=frozenset({"kennismakingscheque", "genk"}),
    places=frozenset({"71016"}),
    years=(2015, 2026),
    began_on=date(2015, 3, 1),
    terms=VoucherTerms(25_000, 25_000, "Een cheque is 250 euro waard.", "Zelf 250 euro."),
    is_voucher=True,
)


def test_a_voucher_elsewhere_is_similar_with_what_differs_and_who_says_so() -> None:
    assert [one.code for one in similar(CHILD, PARENT)] == [LinkReason.BOTH_VOUCHERS, LinkReason.ALIKE_WORDS]
    assert [(one.aspect, one.here, one.there, one.said) for one in differing(CHILD, PARENT)] == [
        (Aspect.AMOUNT, 50_000, 25_000, "Een cheque is 250 euro waard."),
        (Aspect.OWN_CONTRIBUTION, None, 25_000, "Zelf 250 euro."),
        (Aspect.PLACES, ["73083"], ["71016"], ""),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"places": frozenset({"73083"})},
        {"is_voucher": False},
        {"words": frozenset({"opleidingscheque"})},
        {"began_on": date(2014, 12, 31)},
    ],
)
def test_not_similar_is_what_is_here_gives_no_voucher_is_about_something_else_or_came_first(
    change: dict[str, object],
) -> None:
    assert similar(replace(CHILD, **change), PARENT) == ()  # type: ignore[arg-type]


def test_what_is_not_said_is_no_difference() -> None:
    silent = replace(CHILD, terms=VoucherTerms(), years=None)
    assert [one.aspect for one in differing(silent, PARENT)] == [Aspect.PLACES]
    assert list(differing(replace(PARENT, places=frozenset()), PARENT)) == []


def test_every_reason_and_every_difference_has_a_sentence() -> None:
    assert set(REASON_SENTENCES) == set(LinkReason)
    assert set(DIFFERENCE_SENTENCES) == set(Aspect)


@pytest.mark.parametrize(
    ("line", "amount", "own"),
    [
        ("Een cheque is 500 euro waard.", 50_000, None),
        ("Artikel 3. De kennismakingscheque heeft een waarde van € 250,00 per onderneming.", 25_000, None),
        ("Elke onderneming krijgt een bon ter waarde van 100 EUR.", 10_000, None),
        ("De onderneming betaalt zelf ten minste 250 euro van haar bestelling.", None, 25_000),
        ("Er is een eigen inbreng van minstens 250 euro.", None, 25_000),
        ("Elke onderneming krijgt een cheque van € 750. De eigen inbreng bedraagt 10%.", 75_000, None),
        ("De eigen bijdrage van de gemeente bedraagt 5.000 euro.", None, None),
        ("Het lokaal bestuur legt zelf 5.000 euro in.", None, None),
        ("Een cheque is 500 euro waard. De eigen bijdrage bedraagt 1.000 euro.", 50_000, 100_000),
        ("Voor de cheques is een budget van 250.000 euro vastgelegd.", None, None),
        ("Een cheque van 250 tot 500 euro of 600 euro waard.", None, None),
        ("De toelage bedraagt 500 euro.", None, None),
        ("Een cheque is vijfhonderd euro waard.", None, None),
        ("", None, None),
    ],
)
def test_terms_are_read_only_where_a_sentence_says_them(
    line: str, amount: int | None, own: int | None
) -> None:
    found = voucher_terms([line], amounts)
    assert (found.amount_cents, found.own_contribution_cents) == (amount, own)
    assert bool(found) is (amount is not None or own is not None)


def test_the_first_sentence_about_each_counts_and_is_kept() -> None:
    found = voucher_terms(["Een cheque is 250 euro waard.", "Een tweede cheque is 100 euro waard."], amounts)
    assert (found.amount_cents, found.amount_said) == (25_000, "Een cheque is 250 euro waard.")
