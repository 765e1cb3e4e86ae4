"""What the municipality pays, what the business pays and the VAT: the total of the invoice, to the cent."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_redemption import invoice_of, settled, terms_of_all_kinds
from wisselwerk.domain.invoice import VatSubtotal, vat_on
from wisselwerk.domain.money import Cents
from wisselwerk.domain.redemption import VoucherTerms


@given(terms_of_all_kinds, st.integers(0, 10**6), st.sampled_from([Decimal(0), Decimal(6), Decimal(21)]))
def test_what_the_voucher_pays_the_own_part_and_the_vat_are_the_total_to_the_cent(
    terms: VoucherTerms, net: int, percent: Decimal
) -> None:
    vat = vat_on(Cents(net), percent)
    gross = Cents(net + vat)
    invoice = replace(
        invoice_of(net),
        vat_cents=vat,
        vat_subtotals=(VatSubtotal(Cents(net), vat, percent),),
        gross_cents=gross,
        payable_cents=gross,
    )
    settlement = settled(terms, invoice)
    assert settlement.vat_cents == vat
    assert settlement.total_cents == gross
