"""What members settle with each other after a year sums to zero, also when they merged or left."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.costs import (
    AS,
    GENK,
    MANAGING,
    MERGED,
    MERGER,
    OPGLABBEEK,
    PLACES,
    YEAR,
    Case,
    amounts,
    borne,
    cases,
    reversal,
    takes_part,
    terms,
    year_days,
)
from wisselwerk.domain.cost_key import REST, Line, Statement, settle
from wisselwerk.domain.rule.cost_key import CostKey, Division


@given(cases(), st.builds(Line, year_days, st.sampled_from(PLACES), amounts))
def test_in_a_year_with_changes_another_line_lowers_it_by_a_cent_in_each_period(
    case: Case, line: Line
) -> None:
    """Who merged counts with the member that has its place: under one ceiling they bear what the other leaves."""
    before, after = (
        settle(case.terms, lines, paid={}, managing_municipality=42)
        for lines in (case.lines, [*case.lines, line])
    )
    for one, other in zip(before.rows, after.rows, strict=True):
        assert other.borne_cents >= one.borne_cents - len(case.terms)


def test_a_scheme_without_a_key_costs_the_managing_municipality_everything() -> None:
    statement = settle(
        terms(None), [Line(date(YEAR, 3, 1), AS, 25000)], paid={2: 1000}, managing_municipality=MANAGING
    )
    assert owed(statement) == {0: 1000, 1: 0, 2: -1000, 3: 0}
    assert statement.rows[0].rest_cents == 25000


def test_who_merged_away_is_settled_with_the_member_that_has_its_place_now() -> None:
    key = CostKey(division=Division.SEAT)
    lines = [Line(date(YEAR, 6, 30), OPGLABBEEK, 8000), Line(MERGER, AS, 9000)]
    statement = settle(terms(key, MERGED), lines, paid={1: 5000, 2: 1000, 9: 500}, managing_municipality=0)
    assert owed(statement) == {0: -10500, 9: 10500}


def test_who_left_is_still_in_the_statement() -> None:
    memberships = [takes_part(GENK, 0), takes_part(AS, 2, end=MERGER)]
    statement = settle(
        terms(CostKey(division=Division.EQUAL), memberships),
        [Line(date(YEAR, 6, 30), GENK, 1000), Line(MERGER, GENK, 1000)],
        paid={},
        managing_municipality=0,
    )
    assert owed(statement) == {0: -500, 2: 500}


def owed(statement: Statement) -> dict[int, int]:
    return {row.member: row.owes_cents for row in statement.rows}


@given(cases(), st.dictionaries(st.sampled_from([0, 1, 2, 3, 9, 77]), amounts), st.sampled_from([0, 1, 42]))
def test_a_statement_sums_to_zero_and_what_is_borne_to_what_was_paid(
    case: Case, paid: dict[int, int], managing: int
) -> None:
    statement = settle(case.terms, case.lines, paid=paid, managing_municipality=managing)
    total = sum(line.amount_cents for line in case.lines)
    assert statement.total_cents == total
    assert sum(row.owes_cents for row in statement.rows) == 0
    assert sum(row.borne_cents for row in statement.rows) == total
    assert sum(row.paid_cents for row in statement.rows) == total
    assert all(row.owes_cents == row.borne_cents - row.paid_cents for row in statement.rows)
    rest = borne(case.terms, case.lines).get(REST, 0)
    assert {row.member: row.rest_cents for row in statement.rows if row.rest_cents} == (
        {statement.managing_municipality: rest} if rest else {}
    )


@given(cases(), st.data())
def test_after_payment_a_statement_is_all_zeros_and_a_reversal_gives_its_correction_only(
    case: Case, data: st.DataObject
) -> None:
    statement = settle(case.terms, case.lines, paid={}, managing_municipality=MANAGING)
    paid = {member: cents for member, cents in owed(statement).items() if member != MANAGING}
    again = settle(case.terms, case.lines, paid=paid, managing_municipality=MANAGING)
    assert set(owed(again).values()) == {0}
    if case.lines:
        undone = reversal(data.draw(st.sampled_from(case.lines)))
        later = settle(case.terms, [*case.lines, undone], paid=paid, managing_municipality=MANAGING)
        fresh = settle(case.terms, [*case.lines, undone], paid={}, managing_municipality=MANAGING)
        expected = {member: cents - owed(statement)[member] for member, cents in owed(fresh).items()}
        assert owed(later) == expected
