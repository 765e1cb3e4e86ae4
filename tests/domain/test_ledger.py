"""Every road moves money between two accounts, so the books always balance."""

from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.ledger import KINDS_GUARDED, ROADS, AccountKind, Movement, Road, count, goes
from wisselwerk.domain.money import Cents, total

movements = st.lists(
    st.builds(Movement, st.integers(1, 6), st.integers(7, 12), st.integers(1, 10**9).map(Cents)),
    max_size=40,
)


@given(movements)
def test_what_goes_out_somewhere_comes_in_elsewhere(moves: list[Movement]) -> None:
    counters = count(moves)
    moved = total(move.amount_cents for move in moves)
    assert total(c.in_cents for c in counters.values()) == moved
    assert total(c.out_cents for c in counters.values()) == moved


def test_every_road_leads_somewhere_and_back() -> None:
    assert set(ROADS) == set(Road)
    there = {
        step for road in (Road.FUND, Road.AWARD, Road.REDEEM, Road.PAY, Road.RECOVER) for step in ROADS[road]
    }
    back = {step for road in (Road.DEFUND, Road.LAPSE, Road.REVERSE) for step in ROADS[road]}
    assert {(to, start) for start, to in there} == back


def test_money_for_vouchers_only_comes_from_budgets() -> None:
    sources = {start for road, steps in ROADS.items() for start, to in steps if to is AccountKind.VOUCHER}
    assert sources == {AccountKind.BUDGET, AccountKind.OWED}
    assert not goes(Road.AWARD, AccountKind.CREDIT, AccountKind.VOUCHER)


def test_what_people_hold_is_guarded() -> None:
    assert (
        frozenset({AccountKind.BUDGET, AccountKind.VOUCHER, AccountKind.ROOM, AccountKind.PAID})
        == KINDS_GUARDED
    )
