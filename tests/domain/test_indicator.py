"""Figures of schemes: one definition each, hidden where small, and of whole years so that nobody can read the few between."""

import inspect
from datetime import date

import pytest

from wisselwerk.domain.indicator import (
    DEFINITIONS,
    NO_INTERVAL,
    Figure,
    Indicator,
    Kind,
    Measure,
    Unit,
    figure,
    until,
    years_told,
)
from wisselwerk.domain.interval import Interval, needed_for_median
from wisselwerk.domain.main_lines import Blank, Code

SINCE, DAY = date(2025, 1, 1), date(2026, 11, 26)


def shown(indicator: Indicator, **measured: int | None) -> Figure:
    return figure(indicator, measure(**measured), since=SINCE, until=DAY)


def measure(**measured: int | None) -> Measure:
    return Measure(**{"numerator": 0, "denominator": 0, "counted": 0, **measured})  # type: ignore[arg-type]


def test_every_figure_has_one_definition() -> None:
    assert set(DEFINITIONS) == set(Indicator)
    assert len({one.label for one in DEFINITIONS.values()}) == len(Indicator)
    for one in DEFINITIONS.values():
        assert one.numerator.endswith(".")
        assert bool(one.denominator) == (one.kind not in {Kind.MEDIAN, Kind.NUMBER})
        assert (one.unit is Unit.SHARE) == (one.kind in {Kind.PUBLIC_SHARE, Kind.PROPORTION})


def test_a_proportion_has_an_interval_and_bounds() -> None:
    found = shown(Indicator.LASTING_12, numerator=30, denominator=40, counted=40, unknown=10)
    assert (found.value, found.counted, found.numerator, found.unknown) == (0.75, 40, 30, 10)
    assert found.bounds == Interval(0.6, 0.8)
    assert found.interval is not None
    assert 0.75 in found.interval


@pytest.mark.parametrize(("lasts", "of"), [(3, 40), (37, 40), (4, 4)])
def test_a_few_who_answered_otherwise_are_told_by_no_share(lasts: int, of: int) -> None:
    found = shown(Indicator.LASTING_12, numerator=lasts, denominator=of, counted=of, unknown=3)
    assert (found.value, found.counted, found.numerator, found.interval, found.bounds) == (
        Blank.HIDDEN,
        None,
        None,
        None,
        None,
    )
    # That somebody was silent tells no answer.
    assert found.unknown == 3


def test_all_or_nothing_of_enough_is_told() -> None:
    assert shown(Indicator.FIRST, numerator=12, denominator=12, counted=12).value == 1.0
    assert shown(Indicator.FIRST, numerator=0, denominator=12, counted=12).value == 0.0


@pytest.mark.parametrize("indicator", [one for one in Indicator if one is not Indicator.PROVIDERS])
def test_of_nothing_there_is_no_figure(indicator: Indicator) -> None:
    assert shown(indicator).value is Blank.NOTHING


def test_a_median_of_few_is_hidden() -> None:
    few = shown(Indicator.DECISION_DAYS, numerator=3, denominator=4, counted=4, low=1, high=9)
    assert few.value is Blank.HIDDEN
    found = shown(Indicator.DECISION_DAYS, numerator=3, denominator=6, counted=6, low=1, high=9)
    assert (found.value, found.interval, found.unsure) == (3.0, Interval(1, 9), "")


def test_a_median_of_five_has_no_interval_even_where_one_was_kept() -> None:
    found = shown(Indicator.DECISION_DAYS, numerator=3, denominator=5, counted=5, low=1, high=9)
    assert (found.value, found.interval) == (3.0, None)
    assert str(needed_for_median()) in found.unsure


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.PROPORTION])
def test_a_figure_without_an_interval_says_why(kind: Kind) -> None:
    assert NO_INTERVAL[kind]


def test_own_money_is_of_each_public_euro() -> None:
    found = shown(Indicator.OWN_MONEY, numerator=825, denominator=1_000, counted=9)
    assert (found.value, found.interval, found.counted) == (82.0, None, 9)


def test_what_a_lasting_relation_costs_has_bounds() -> None:
    found = shown(
        Indicator.LASTING_COST,
        numerator=400_000,
        denominator=8,
        counted=16,
        unknown=4,
        low=40_000,
        high=60_000,
    )
    assert (found.value, found.bounds, found.interval) == (50_000.0, Interval(40_000, 60_000), None)
    few = shown(Indicator.LASTING_COST, numerator=400_000, denominator=8, counted=11, unknown=4)
    assert few.value is Blank.HIDDEN


def test_a_public_share_is_never_hidden() -> None:
    assert shown(Indicator.UPTAKE, numerator=1, denominator=4).value == 0.25


def test_a_year_that_could_not_be_told_by_itself_is_left_out() -> None:
    years = {
        ("scheme", 2024): measure(numerator=12, denominator=20, counted=20, unknown=1),
        ("scheme", 2025): measure(numerator=6, denominator=8, counted=8, unknown=3),
        ("scheme", 2026): measure(numerator=0, denominator=9, counted=9, unknown=2),
        ("other", 2025): measure(numerator=3, denominator=4, counted=4),
    }
    found = years_told(Indicator.LASTING_6, years)
    assert found == {"scheme": measure(numerator=12, denominator=29, counted=29, unknown=3)}


def test_a_figure_is_of_years_that_are_over_but_for_what_everybody_may_know() -> None:
    assert until(Indicator.OWN_MONEY, DAY) == date(2025, 12, 31)
    assert until(Indicator.UPTAKE, DAY) == DAY


def test_nothing_counts_below_nothing() -> None:
    with pytest.raises(ValueError, match="below nothing"):
        measure(numerator=-1)


def test_what_main_lines_tell_too_has_its_code_from_there() -> None:
    assert {*Indicator} & {*Code} == {Code.DAYS, Code.FIRST, Code.PROVIDERS}
    typed = inspect.getsource(Indicator)
    assert not [one for one in Code if f'"{one}"' in typed]
