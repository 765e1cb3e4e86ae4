"""What an expectation comes to beside what was measured, and what of a part may be told."""

from datetime import date, timedelta

import pytest

from wisselwerk.domain.adjustment import (
    LOOKED_AT,
    Direction,
    Expectation,
    Verdict,
    first_whole_year,
    told_from,
    verdict,
)
from wisselwerk.domain.adjustment_sentence import (
    BY_BEFORE,
    BY_TARGET,
    DECIDED_BY,
    VERDICT_SENTENCES,
    VERDICTS,
)
from wisselwerk.domain.follow_up import is_over
from wisselwerk.domain.indicator import PERSISTENCE, Figure, Indicator, Measure, figure

DAY = date(2026, 11, 2)
UP, DOWN = Direction.UP, Direction.DOWN


def share(count: int, of: int) -> Figure:
    return figure(
        Indicator.LASTING_6, Measure(numerator=count, denominator=of, counted=of), since=DAY, until=DAY
    )


def days(value: int, low: int, high: int, counted: int = 40) -> Figure:
    measure = Measure(numerator=value, denominator=counted, counted=counted, low=low, high=high)
    return figure(Indicator.PAYMENT_DAYS, measure, since=DAY, until=DAY)


def own_money(own: int, public: int) -> Figure:
    measure = Measure(numerator=own, denominator=public, counted=10)
    return figure(Indicator.OWN_MONEY, measure, since=DAY, until=DAY)


def cost(cents: int, lasts: int, low: int, high: int) -> Figure:
    measure = Measure(numerator=cents, denominator=lasts, counted=lasts + 10, unknown=8, low=low, high=high)
    return figure(Indicator.LASTING_COST, measure, since=DAY, until=DAY)


@pytest.mark.parametrize(
    ("direction", "target", "measured", "found"),
    [
        (UP, 0.6, share(80, 100), Verdict.AS_EXPECTED),
        (UP, 0.9, share(80, 100), Verdict.OTHERWISE),
        # Wilson's interval of 80 of 100 runs from 71 to 87 percent.
        (UP, 0.75, share(80, 100), Verdict.TOO_FEW),
        (UP, 0.85, share(80, 100), Verdict.TOO_FEW),
        (DOWN, 0.9, share(80, 100), Verdict.AS_EXPECTED),
        (DOWN, 0.6, share(80, 100), Verdict.OTHERWISE),
        (DOWN, 30.0, days(21, 18, 28), Verdict.AS_EXPECTED),
        (DOWN, 28.0, days(21, 18, 28), Verdict.AS_EXPECTED),
        (DOWN, 25.0, days(21, 18, 28), Verdict.TOO_FEW),
        (DOWN, 14.0, days(21, 18, 28), Verdict.OTHERWISE),
        # Of all there are nothing is chance: the number itself decides, and on it is as expected.
        (UP, 150.0, own_money(150, 100), Verdict.AS_EXPECTED),
        (UP, 151.0, own_money(150, 100), Verdict.OTHERWISE),
        # What the silent would have said counts where there is no interval.
        (DOWN, 900.0, cost(10_000, 20, 400, 800), Verdict.AS_EXPECTED),
        (DOWN, 600.0, cost(10_000, 20, 400, 800), Verdict.TOO_FEW),
    ],
)
def test_a_target_is_reached_where_chance_alone_does_not_say_otherwise(
    direction: Direction, target: float, measured: Figure, found: Verdict
) -> None:
    assert verdict(Expectation(measured.indicator, direction, target), None, measured) is found


@pytest.mark.parametrize(
    ("direction", "before", "measured", "found"),
    [
        (UP, share(50, 100), share(80, 100), Verdict.AS_EXPECTED),
        (DOWN, share(50, 100), share(80, 100), Verdict.OTHERWISE),
        (UP, share(50, 100), share(55, 100), Verdict.TOO_FEW),
        (DOWN, days(60, 50, 70), days(21, 18, 28), Verdict.AS_EXPECTED),
        (DOWN, days(25, 20, 30), days(21, 18, 28), Verdict.TOO_FEW),
        (UP, own_money(100, 100), own_money(150, 100), Verdict.AS_EXPECTED),
        (UP, own_money(150, 100), own_money(150, 100), Verdict.OTHERWISE),
        (DOWN, own_money(150, 100), own_money(150, 100), Verdict.OTHERWISE),
    ],
)
def test_higher_or_lower_is_held_against_the_figure_on_which_was_decided(
    direction: Direction, before: Figure, measured: Figure, found: Verdict
) -> None:
    assert verdict(Expectation(measured.indicator, direction), before, measured) is found


def test_what_is_hidden_or_not_there_is_too_few_to_tell() -> None:
    expected = Expectation(Indicator.LASTING_6, UP, 0.5)
    for measured in (share(3, 4), share(0, 0)):
        assert not measured.is_shown
        assert verdict(expected, None, measured) is Verdict.TOO_FEW


def test_without_a_target_the_figure_before_is_needed() -> None:
    with pytest.raises(ValueError, match="held against the figure before"):
        verdict(Expectation(Indicator.LASTING_6, UP), share(1, 4), share(8, 20))


def test_a_budget_is_of_no_part_of_a_year_and_no_target_lies_below_nothing() -> None:
    assert Indicator.UPTAKE not in LOOKED_AT
    with pytest.raises(ValueError, match="not counted from a day on"):
        Expectation(Indicator.UPTAKE, UP, 0.5)
    with pytest.raises(ValueError, match="below nothing"):
        Expectation(Indicator.LASTING_6, UP, -0.1)


def test_what_began_is_counted_in_whole_years_that_are_over() -> None:
    assert first_whole_year(date(2026, 1, 1)) == 2026
    assert first_whole_year(date(2026, 1, 2)) == 2027
    assert told_from(Indicator.OWN_MONEY, date(2026, 1, 1)) == date(2027, 1, 1)
    for one in (Indicator.USED, Indicator.PAYMENT_DAYS, Indicator.DECISION_DAYS):
        assert told_from(one, date(2026, 1, 1)) == date(2028, 1, 1)
    for months, indicator in PERSISTENCE.items():
        told = told_from(indicator, date(2026, 6, 1))
        assert is_over(2027, months, told)
        assert not is_over(2027, months, told - timedelta(days=1))
    assert told_from(Indicator.LASTING_COST, date(2026, 6, 1)) == told_from(
        Indicator.LASTING_12, date(2026, 6, 1)
    )


def test_everything_has_its_words() -> None:
    assert set(VERDICTS) == set(VERDICT_SENTENCES) == set(Verdict)
    assert set(BY_TARGET) == set(BY_BEFORE) == set(Direction)
    assert set(DECIDED_BY)
