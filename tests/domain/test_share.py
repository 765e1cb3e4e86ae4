"""A voucher that pays a share of an invoice: never more than the share, the voucher or the invoice, and exact to the cent."""

from dataclasses import replace
from fractions import Fraction
from itertools import count
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_redemption import (
    GENK,
    HOLDER,
    PROVIDER,
    ZUIDOOST_LIMBURG,
    codes,
    invoice_of,
    parts,
    settled,
)
from wisselwerk.domain.money import Cents
from wisselwerk.domain.period import Period
from wisselwerk.domain.redemption import VoucherTerms, share_of
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.rule.amount import Amount, SizeAmount
from wisselwerk.domain.rule.base import EnterpriseSize, WhenShort
from wisselwerk.domain.rule.order import MinimumOrder, WhenBelow

HALF = replace(ZUIDOOST_LIMBURG, left_cents=Cents(200_000), share=Fraction(1, 2))

shares = st.builds(Fraction, st.integers(1, 100), st.just(100)) | st.builds(
    lambda amount, more: Fraction(amount, amount + more), st.integers(1, 3000), st.integers(0, 3000)
)
cents = st.integers(0, 3000).map(Cents)
terms = st.builds(
    lambda **changed: replace(ZUIDOOST_LIMBURG, **changed),
    left_cents=st.integers(1, 2000).map(Cents),
    share=shares,
    own_contribution_cents=cents,
    own_paid_cents=cents,
    when_short=st.sampled_from(WhenShort),
    least_order_cents=cents,
    least_part_cents=cents,
)


@given(terms, cents)
def test_parts_are_exact_and_never_above_what_they_may_be(found: VoucherTerms, eligible: Cents) -> None:
    share = share_of(found, eligible)
    part = share.voucher_part_cents
    assert 0 <= part <= min(found.left_cents, eligible)
    assert part <= found.share * eligible
    assert type(part) is Cents
    if (
        eligible >= share.needed_cents
        and found.when_short is WhenShort.REFUSE
        and found.own_contribution_cents
    ):
        due = found.own_contribution_cents - (found.own_paid_cents if found.share < 1 else 0)
        assert eligible - part >= due


@given(terms, cents)
def test_what_is_missing_is_exactly_what_is_missing(found: VoucherTerms, eligible: Cents) -> None:
    share = share_of(found, eligible)
    needed = share.needed_cents
    assert share_of(found, needed).needed_cents == needed
    if eligible < needed:
        assert share.voucher_part_cents == 0
        assert share.missing_cents >= needed - eligible
    assert share_of(found, Cents(needed - 1)).voucher_part_cents == 0


@given(terms, st.integers(1, 40).map(Cents), st.integers(0, 40).map(Cents), st.integers(0, 40).map(Cents))
def test_no_smaller_invoice_would_do(found: VoucherTerms, left: Cents, own: Cents, least_part: Cents) -> None:
    """What an invoice must come to, found by trying one after the other."""
    small = replace(
        found,
        left_cents=left,
        own_contribution_cents=own,
        own_paid_cents=Cents(0),
        when_short=WhenShort.REFUSE,
        least_order_cents=Cents(0),
        least_part_cents=least_part,
        share=max(found.share, Fraction(1, 10)),
    )

    def would_do(net: int) -> bool:
        of_share = floor(small.share * net)
        return net - min(of_share, left) >= own and of_share >= least_part

    needed = share_of(small, Cents(0)).needed_cents
    assert needed == next(net for net in count(1) if would_do(net))


@given(terms, cents, cents)
def test_a_larger_invoice_never_gives_less(found: VoucherTerms, eligible: Cents, more: Cents) -> None:
    larger = share_of(found, eligible + more).voucher_part_cents
    assert larger >= share_of(found, eligible).voucher_part_cents


@given(terms, shares, cents)
def test_a_larger_share_never_gives_less(found: VoucherTerms, other: Fraction, eligible: Cents) -> None:
    """Own money aside: who is paid more of an invoice may leave too little of it to pay."""
    alone = replace(found, own_contribution_cents=Cents(0), when_short=None)
    larger = replace(alone, share=max(alone.share, other))
    assert share_of(larger, eligible).voucher_part_cents >= share_of(alone, eligible).voucher_part_cents


@given(st.lists(st.integers(1, 900).map(Cents), max_size=8), shares)
def test_several_invoices_never_use_more_than_the_voucher_and_their_share(
    invoices: list[Cents], share: Fraction
) -> None:
    found = replace(ZUIDOOST_LIMBURG, left_cents=Cents(1000), share=share)
    paid = Cents(0)
    for eligible in invoices:
        part = share_of(replace(found, left_cents=found.left_cents - paid), eligible).voucher_part_cents
        paid += part
    assert paid <= 1000
    assert paid <= share * sum(invoices)
    # Rounding down costs the enterprise less than a cent on each invoice.
    assert paid > min(Fraction(1000), share * sum(invoices)) - len(invoices) or not invoices


def test_half_of_an_odd_cent_stays_in_the_budget() -> None:
    assert parts(settled(HALF, invoice_of(40_001))) == (20_000, 20_001, 0, 180_000)


@pytest.mark.parametrize(
    ("net", "part", "expected"),
    [(39_999, 0, [RefusalCode.ORDER_TOO_LOW]), (40_000, 20_000, []), (500_000, 200_000, [])],
)
def test_an_invoice_of_which_the_share_is_too_small_is_refused(
    net: int, part: int, expected: list[RefusalCode]
) -> None:
    settlement = settled(replace(HALF, least_part_cents=Cents(20_000)), invoice_of(net))
    assert codes(settlement) == expected
    assert settlement.voucher_part_cents == part
    assert settlement.missing_cents == max(40_000 - net, 0)


def test_a_last_invoice_for_little_that_is_left_is_not_too_small() -> None:
    nearly_used = replace(HALF, left_cents=Cents(100), least_part_cents=Cents(20_000))
    assert parts(settled(nearly_used, invoice_of(40_000))) == (100, 39_900, 0, 0)


def test_own_money_besides_a_share_is_asked_of_the_voucher_once() -> None:
    asked = replace(HALF, own_contribution_cents=Cents(10_000), when_short=WhenShort.REFUSE)
    first = settled(asked, invoice_of(19_998))
    assert codes(first) == [RefusalCode.OWN_CONTRIBUTION_TOO_LOW]
    assert first.missing_cents == 1
    # Of 199,99 the enterprise pays 100,00 and the voucher 99,99: a cent of rounding is own money.
    assert parts(settled(asked, invoice_of(19_999))) == (9_999, 10_000, 0, 190_001)
    assert settled(replace(asked, own_paid_cents=Cents(10_000)), invoice_of(2)).ok


@pytest.mark.parametrize(
    ("net", "part"), [(50_000, 25_000), (49_999, 24_999), (30_000, 15_000), (80_000, 25_000), (1, 0)]
)
def test_pro_rata_pays_of_a_small_order_what_it_is_of_the_minimum(net: int, part: int) -> None:
    rule = MinimumOrder(minimum_cents=50_000, when_below=WhenBelow.PRO_RATA)
    voucher = replace(ZUIDOOST_LIMBURG, left_cents=Cents(25_000), share=rule.share_of_invoice(25_000))
    assert settled(voucher, invoice_of(net)).voucher_part_cents == part


def test_an_order_split_in_two_gives_no_more_than_in_one() -> None:
    rule = MinimumOrder(minimum_cents=50_000, when_below=WhenBelow.PRO_RATA)
    voucher = replace(ZUIDOOST_LIMBURG, left_cents=Cents(25_000), share=rule.share_of_invoice(25_000))
    first = settled(voucher, invoice_of(25_000))
    second = settled(replace(voucher, left_cents=first.left_cents), invoice_of(25_000))
    assert first.voucher_part_cents + second.voucher_part_cents == 25_000


@pytest.mark.parametrize("amount", [50_000, 60_000])
def test_a_voucher_above_the_minimum_order_pays_whole_invoices(amount: int) -> None:
    assert MinimumOrder(minimum_cents=50_000, when_below=WhenBelow.PRO_RATA).share_of_invoice(amount) == 1


def test_a_minimum_order_refuses_below_it_alone() -> None:
    asked = replace(ZUIDOOST_LIMBURG, least_order_cents=Cents(10_000))
    assert codes(settled(asked, invoice_of(9_999))) == [RefusalCode.ORDER_TOO_LOW]
    assert settled(asked, invoice_of(10_000)).ok


def test_nobody_sends_itself_an_invoice_where_the_rules_ask_independence() -> None:
    own = replace(
        ZUIDOOST_LIMBURG,
        holder_number=PROVIDER,
        provider_number=None,
        recognitions={PROVIDER: (Period(ZUIDOOST_LIMBURG.awarded_on),)},
    )
    invoice = replace(invoice_of(1000), buyer_number=PROVIDER)
    assert settled(own, invoice).ok
    assert codes(settled(replace(own, is_independent=True), invoice)) == [RefusalCode.AFFILIATED_PARTIES]
    assert settled(replace(ZUIDOOST_LIMBURG, is_independent=True), invoice_of(1000)).ok
    assert HOLDER != PROVIDER


@given(cents, cents)
def test_without_a_share_everything_is_as_it_was(left: Cents, eligible: Cents) -> None:
    """Genk's voucher: whole and at once, or refused with what is missing."""
    found = replace(GENK, left_cents=left + 1)
    share = share_of(found, eligible)
    needed = found.left_cents + found.own_contribution_cents
    assert (share.needed_cents, share.missing_cents) == (needed, max(needed - eligible, 0))
    assert share.voucher_part_cents == (found.left_cents if eligible >= needed else 0)


@given(st.integers(1, 500), st.integers(1, 100) | st.none(), st.data())
def test_no_size_gets_less_than_an_unknown_one(amount: int, percent: int | None, data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.sampled_from(EnterpriseSize), min_size=1, unique=True))
    by_size = tuple(SizeAmount(size=size, amount_cents=data.draw(st.integers(1, 500))) for size in sizes)
    rule = Amount(amount_cents=amount, share_percent=percent, by_size=by_size)
    unknown, _ = rule.for_size(None)
    assert {rule.for_size(size)[0] >= unknown for size in EnterpriseSize} == {True}
    assert rule.least_cents == unknown
    assert max(rule.for_size(size)[0] for size in EnterpriseSize) <= rule.most_cents


@pytest.mark.parametrize(
    ("eligible", "missing"), [(20_000, 5_000), (24_999, 1), (25_000, 15_000), (40_000, 0)]
)
def test_own_money_that_goes_first_is_not_what_an_order_that_is_too_low_lacks(
    eligible: int, missing: int
) -> None:
    voucher = replace(
        ZUIDOOST_LIMBURG,
        own_contribution_cents=Cents(40_000),
        when_short=WhenShort.OWN_MONEY_FIRST,
        least_order_cents=Cents(25_000),
    )
    share = share_of(voucher, Cents(eligible))
    assert (share.needed_cents, share.missing_cents) == (25_000, missing)
