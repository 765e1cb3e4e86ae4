"""Whether VAT counts: only for who cannot deduct it, only where the scheme says so, and nothing is lost between the parts."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_redemption import ADDING_UP, GENK, ZUIDOOST_LIMBURG, codes, invoice_of, settled
from wisselwerk.domain.invoice import Invoice, VatSubtotal, vat_on
from wisselwerk.domain.money import Cents
from wisselwerk.domain.redemption import VoucherTerms
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.rule.vat import VatBasis


def with_vat(net_cents: int, percent: int = 21) -> Invoice:
    """An invoice of this net amount with VAT on top."""
    invoice = invoice_of(net_cents)
    vat = vat_on(invoice.net_cents, Decimal(percent))
    gross = invoice.net_cents + vat
    return replace(
        invoice,
        vat_cents=vat,
        vat_subtotals=(VatSubtotal(invoice.net_cents, vat, Decimal(percent)),),
        gross_cents=gross,
        payable_cents=gross,
    )


def counting_vat(terms: VoucherTerms) -> VoucherTerms:
    return replace(terms, vat_basis=VatBasis.WITH_VAT)


def test_an_invoice_that_falls_short_without_vat_may_do_with_it() -> None:
    """413,23 euro and 21 % are 500,01 euro."""
    invoice = with_vat(41_323)
    assert codes(settled(GENK, invoice)) == [RefusalCode.OWN_CONTRIBUTION_TOO_LOW]
    settlement = settled(counting_vat(GENK), invoice)
    assert codes(settlement) == []
    assert (settlement.eligible_cents, settlement.voucher_part_cents, settlement.own_part_cents) == (
        50_001,
        25_000,
        25_001,
    )
    assert settlement.vat_cents == 0


@pytest.mark.parametrize(("net", "missing"), [(41_322, 0), (41_321, 2), (41_320, 3)])
def test_what_is_missing_is_told_with_vat_to_the_cent(net: int, missing: int) -> None:
    settlement = settled(counting_vat(GENK), with_vat(net))
    assert settlement.missing_cents == missing
    if missing:
        assert settlement.reasons[0].params == {
            "missing_cents": missing,
            "needed_cents": 50_000,
            "vat_basis": "with_vat",
        }


def test_without_vat_on_it_an_invoice_counts_the_same_for_both() -> None:
    assert (
        settled(counting_vat(GENK), invoice_of(60_000)).own_part_cents
        == settled(GENK, invoice_of(60_000)).own_part_cents
    )


@given(
    net=st.integers(min_value=1, max_value=10_000_000),
    percent=st.sampled_from([0, 6, 12, 21]),
    terms=st.sampled_from([GENK, ADDING_UP, ZUIDOOST_LIMBURG]),
    basis=st.sampled_from(VatBasis),
)
def test_municipality_customer_and_vat_are_the_total_of_the_invoice(
    net: int, percent: int, terms: VoucherTerms, basis: VatBasis
) -> None:
    invoice = with_vat(net, percent)
    found = settled(replace(terms, vat_basis=basis), invoice)
    assert found.voucher_part_cents + found.own_part_cents + found.vat_cents == invoice.gross_cents
    assert found.total_cents == invoice.gross_cents
    assert min(found.voucher_part_cents, found.own_part_cents, found.vat_cents) >= Cents(0)


@given(net=st.integers(min_value=1, max_value=200_000), percent=st.sampled_from([0, 6, 12, 21]))
def test_counting_vat_never_gives_less(net: int, percent: int) -> None:
    invoice = with_vat(net, percent)
    for terms in (GENK, ADDING_UP, ZUIDOOST_LIMBURG):
        assert (
            settled(counting_vat(terms), invoice).voucher_part_cents
            >= settled(terms, invoice).voucher_part_cents
        )
