"""Many runs told together: the middle of them, how far they go, and rules compared on the same applications."""

from datetime import date, timedelta

import pytest

from tests.domain.rule.cast import bare_with
from tests.domain.test_simulation import DAY, GENK, TONGEREN, application
from wisselwerk.domain.money import Cents
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.trial_books import Pot
from wisselwerk.domain.trial_runs import Range, Told, chances, spread, try_out

POTS = (Pot(cents=60_000),)


def told(*streams: list[int], amount_cents: int = 25_000) -> Told:
    """Runs in which somebody applies on each of these days."""
    rules = bare_with(Amount(amount_cents=amount_cents))
    applications = [[application(days, days) for days in stream] for stream in streams]
    return try_out({"": rules}, applications, POTS, {})[""]


def test_a_run_tells_when_its_money_was_gone() -> None:
    early, late, never = told([0, 1, 2], [0, 9], [0]).runs
    assert [one.out_on for one in (early, late, never)] == [
        DAY + timedelta(days=1),
        DAY + timedelta(days=9),
        None,
    ]
    assert (early.applications, early.awarded, early.refused) == (3, 2, 1)
    assert early.awarded_cents == early.paid_cents == 50_000


def test_what_is_left_is_told_for_any_day() -> None:
    found = told([0, 0, 4])
    days = [DAY + timedelta(days=one) for one in (-1, 0, 3, 4, 9)]
    assert [one.middle for one in found.left_on(days, {days[0]: 60_000})] == [
        60_000,
        10_000,
        10_000,
        10_000,
        10_000,
    ]
    assert told([]).left_on(days, {days[0]: 60_000})[-1] == Range(60_000, 60_000, 60_000)


def test_each_year_has_its_own_end_and_new_money_shows_on_its_first_day() -> None:
    pots = Pot(cents=50_000, year=2027), Pot(cents=25_000, year=2028)
    new_year = date(2028, 1, 1)
    days = [0, 1, 2, (new_year - DAY).days + 9]
    stream = [application(one, one) for one in days]
    (found,) = try_out({"": bare_with()}, [stream], pots, {}).values()
    (run,) = found.runs
    assert run.out_in == {2027: DAY + timedelta(days=1), 2028: new_year + timedelta(days=9)}
    assert found.out_in(2027).latest == run.out_on == DAY + timedelta(days=1)
    assert found.out_in(2029).runs_out == 0
    begins = {DAY: 50_000, new_year: 25_000}
    asked = [DAY, new_year - timedelta(days=1), new_year, new_year + timedelta(days=9)]
    assert [one.middle for one in found.left_on(asked, begins)] == [25_000, 0, 25_000, 0]


def test_reasons_come_with_how_many_and_an_example_the_most_frequent_first() -> None:
    rules = bare_with(Territory(places=(GENK,)))
    stream = [application(n, n, place=GENK if n < 5 else TONGEREN) for n in range(6)]
    (found,) = try_out({"": rules}, [stream], POTS, {}).values()
    assert [(code.value, number.middle) for code, number, _ in found.reasons] == [
        ("BUDGET_EXHAUSTED", 4),
        ("OUTSIDE_TERRITORY", 1),
    ]
    assert found.reasons[1][2].params["place"] == (TONGEREN,)


def test_a_higher_amount_on_the_same_applications_never_reaches_more() -> None:
    streams = [
        [application(chance.randrange(300), n) for n in range(chance.randrange(9))] for chance in chances(30)
    ]
    ordered = [sorted(one, key=lambda one: one.applied_on) for one in streams]
    variants = {str(cents): bare_with(Amount(amount_cents=cents)) for cents in (20_000, 30_000, 60_000)}
    small, middle, large = try_out(variants, ordered, POTS, {}).values()
    for one, two, three in zip(small.runs, middle.runs, large.runs, strict=True):
        assert one.applications == two.applications == three.applications
        assert one.awarded >= two.awarded >= three.awarded


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([3], Range(3, 3, 3)), ([9, 1, 5], Range(1, 5, 9)), (list(range(20)), Range(2, 10, 17))],
)
def test_the_middle_and_eight_in_ten(numbers: list[int], expected: Range) -> None:
    assert spread(numbers) == expected


def test_of_money_there_is_a_middle_too() -> None:
    assert spread([Cents(100), Cents(300)]) == Range(100, 200, 300)


def test_of_nothing_there_is_no_middle() -> None:
    with pytest.raises(ValueError, match="at least one"):
        spread([])


def test_chance_is_the_same_every_time_and_differs_by_run() -> None:
    first, again = ([one.random() for one in chances(5)] for _ in range(2))
    assert first == again
    assert len(set(first)) == 5
