"""Two parts of one amount are that amount, to the cent; and one evaluation belongs to one invoice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rule.cast import bare_with
from wisselwerk.domain.evaluation import HIGHEST, LOWEST, Answers
from wisselwerk.domain.rule.base import Rule
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.order import InvoicesPerVoucher
from wisselwerk.domain.rule.parameter import LARGEST_CENTS, InvalidRule

percents = st.integers(1, 99)
ONE = InvoicesPerVoucher(maximum=1)


@given(percents, st.integers(1, LARGEST_CENTS))
def test_something_is_always_paid_first_and_the_odd_cent_with_it(
    percent: int, voucher_part_cents: int
) -> None:
    last = LastPart(held_back_percent=percent).last_cents(voucher_part_cents)
    first = voucher_part_cents - last
    assert first > 0
    assert last >= 0
    # The last part is never more than its share, and less by no whole cent.
    assert 0 <= voucher_part_cents * percent - last * 100 < 100


@pytest.mark.parametrize(
    ("percent", "cents", "last"),
    [(20, 30_000, 6_000), (33, 100, 33), (50, 3, 1), (50, 1, 0), (99, 1, 0), (1, 99, 0), (1, 100, 1)],
)
def test_the_first_part_gets_the_odd_cent(percent: int, cents: int, last: int) -> None:
    assert LastPart(held_back_percent=percent).last_cents(cents) == last


@pytest.mark.parametrize("others", [(), (InvoicesPerVoucher(maximum=2),)])
def test_it_needs_one_invoice_per_voucher(others: tuple[Rule, ...]) -> None:
    with pytest.raises(InvalidRule, match="set it to 1"):
        bare_with(LastPart(held_back_percent=20), *others)
    assert bare_with(LastPart(held_back_percent=20), ONE).find(LastPart)


@pytest.mark.parametrize(("went", "again"), [(LOWEST - 1, LOWEST), (HIGHEST, HIGHEST + 1)])
def test_an_answer_off_the_scale_is_none(went: int, again: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        Answers(went, again)
