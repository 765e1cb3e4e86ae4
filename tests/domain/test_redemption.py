"""What an invoice gives on a voucher: whom it must come from, when, and who pays which part of it."""

import string
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.invoice import Invoice, InvoiceType, Sum, VatSubtotal
from wisselwerk.domain.money import Cents, total
from wisselwerk.domain.period import Period
from wisselwerk.domain.redemption import Settlement, VoucherTerms, settle
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.rule.base import WhenShort
from wisselwerk.domain.rule.payee import PaidTo
from wisselwerk.domain.voucher import VoucherState

PROVIDER = "0999000129"
OTHER_PROVIDER = "0999000327"
HOLDER = "0999000228"
STRANGER = "0999000426"

AWARDED_ON = date(2026, 3, 1)
VALID_UNTIL = date(2026, 8, 31)
HANDED_IN_ON = date(2026, 4, 1)

ZUIDOOST_LIMBURG = VoucherTerms(
    state=VoucherState.OPEN,
    left_cents=Cents(50_000),
    holder_number=HOLDER,
    provider_number=PROVIDER,
    recognitions={PROVIDER: (Period(date(2020, 1, 1)),), OTHER_PROVIDER: (Period(date(2020, 1, 1)),)},
    awarded_on=AWARDED_ON,
    valid_until=VALID_UNTIL,
)
GENK = replace(
    ZUIDOOST_LIMBURG,
    left_cents=Cents(25_000),
    own_contribution_cents=Cents(25_000),
    when_short=WhenShort.REFUSE,
)
ADDING_UP = replace(GENK, when_short=WhenShort.OWN_MONEY_FIRST)


def invoice_of(net_cents: int) -> Invoice:
    """An exempt invoice of this net amount from the provider to the holder."""
    net, none = Cents(net_cents), Sum(Cents(0), Cents(0))
    return Invoice(
        number="F-17",
        type=InvoiceType.INVOICE,
        issued_on=date(2026, 3, 15),
        supplier_number=PROVIDER,
        buyer_number=HOLDER,
        currency="EUR",
        lines=Sum(net, net),
        allowances=none,
        charges=none,
        net_cents=net,
        vat_cents=Cents(0),
        vat_subtotals=(VatSubtotal(net, Cents(0), Decimal(0)),),
        gross_cents=net,
        prepaid_cents=Cents(0),
        rounding_cents=Cents(0),
        payable_cents=net,
    )


INVOICE = invoice_of(60_000)


def settled(
    terms: VoucherTerms, invoice: Invoice, *, already_used: bool = False, on: date = HANDED_IN_ON
) -> Settlement:
    """The settlement on an ordinary day; its sentences find every value they name."""
    settlement = settle(terms, invoice, handed_in_on=on, already_used=already_used)
    for reason in settlement.reasons:
        named = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[reason.code]) if name}
        assert named <= reason.params.keys(), reason.code
    return settlement


def codes(settlement: Settlement) -> list[RefusalCode]:
    return [reason.code for reason in settlement.reasons]


def parts(settlement: Settlement) -> tuple[int, int, int, int]:
    """What the voucher pays, what the holder pays, what is missing, what is left."""
    return (
        settlement.voucher_part_cents,
        settlement.own_part_cents,
        settlement.missing_cents,
        settlement.left_cents,
    )


# Without own contribution: in parts until nothing is left.


@pytest.mark.parametrize(
    ("left", "net", "expected"),
    [
        (50_000, 1, (1, 0, 0, 49_999)),
        (50_000, 20_000, (20_000, 0, 0, 30_000)),
        (50_000, 50_000, (50_000, 0, 0, 0)),
        (50_000, 50_001, (50_000, 1, 0, 0)),
        (30_000, 60_000, (30_000, 30_000, 0, 0)),
    ],
)
def test_without_own_contribution_the_voucher_pays_until_nothing_is_left(
    left: int, net: int, expected: tuple[int, int, int, int]
) -> None:
    settlement = settled(replace(ZUIDOOST_LIMBURG, left_cents=Cents(left)), invoice_of(net))
    assert settlement.ok
    assert parts(settlement) == expected
    assert settlement.eligible_cents == net


def test_an_invoice_for_nothing_is_refused() -> None:
    settlement = settled(ZUIDOOST_LIMBURG, invoice_of(0))
    assert codes(settlement) == [RefusalCode.OWN_CONTRIBUTION_TOO_LOW]
    assert parts(settlement) == (0, 0, 1, 50_000)


# With own contribution, refused when short: one invoice covers both.


@pytest.mark.parametrize(("net", "own"), [(50_000, 25_000), (50_001, 25_001), (90_000, 65_000)])
def test_an_invoice_that_covers_voucher_and_own_money_uses_the_whole_voucher(net: int, own: int) -> None:
    settlement = settled(GENK, invoice_of(net))
    assert settlement.ok
    assert parts(settlement) == (25_000, own, 0, 0)


@pytest.mark.parametrize("net", [1, 25_000, 49_999])
def test_a_short_invoice_is_refused_with_what_is_missing(net: int) -> None:
    settlement = settled(GENK, invoice_of(net))
    assert codes(settlement) == [RefusalCode.OWN_CONTRIBUTION_TOO_LOW]
    needed = {"missing_cents": 50_000 - net, "needed_cents": 50_000, "vat_basis": "without_vat"}
    assert settlement.reasons[0].params == needed
    assert parts(settlement) == (0, net, 50_000 - net, 25_000)


def test_an_own_contribution_without_a_word_on_short_invoices_is_strict() -> None:
    settlement = settled(replace(GENK, when_short=None), invoice_of(49_999))
    assert codes(settlement) == [RefusalCode.OWN_CONTRIBUTION_TOO_LOW]


# With own contribution, own money first: invoices add up.


@pytest.mark.parametrize(
    ("own_paid", "left", "net", "expected"),
    [
        (0, 25_000, 10_000, (0, 10_000, 15_000, 25_000)),  # accepted: it proves own money
        (0, 25_000, 25_000, (0, 25_000, 0, 25_000)),
        (0, 25_000, 25_001, (1, 25_000, 0, 24_999)),
        (0, 25_000, 60_000, (25_000, 35_000, 0, 0)),
        (10_000, 25_000, 20_000, (5_000, 15_000, 0, 20_000)),
        (25_000, 20_000, 30_000, (20_000, 10_000, 0, 0)),
        (40_000, 5_000, 4_000, (4_000, 0, 0, 1_000)),
    ],
)
def test_own_money_comes_first_and_adds_up(
    own_paid: int, left: int, net: int, expected: tuple[int, int, int, int]
) -> None:
    terms = replace(ADDING_UP, left_cents=Cents(left), own_paid_cents=Cents(own_paid))
    settlement = settled(terms, invoice_of(net))
    assert settlement.ok
    assert parts(settlement) == expected


# Who, when, what.


@pytest.mark.parametrize("net", [0, 1, 24_999, 50_000, 75_000])
def test_who_is_paid_changes_nothing_in_what_an_invoice_is_worth(net: int) -> None:
    usual = settled(GENK, invoice_of(net))
    paid_back = settled(replace(GENK, paid_to=PaidTo.HOLDER), invoice_of(net))
    assert (usual.paid_to, paid_back.paid_to) == (PaidTo.PROVIDER, PaidTo.HOLDER)
    assert replace(paid_back, paid_to=PaidTo.PROVIDER) == usual


def test_an_invoice_of_somebody_else_is_refused() -> None:
    settlement = settled(ZUIDOOST_LIMBURG, replace(INVOICE, supplier_number=OTHER_PROVIDER))
    assert codes(settlement) == [RefusalCode.INVOICE_WRONG_SUPPLIER]
    assert settlement.reasons[0].params == {"found": OTHER_PROVIDER, "expected": PROVIDER}


@pytest.mark.parametrize("supplier", [PROVIDER, OTHER_PROVIDER])
def test_without_a_chosen_provider_every_provider_of_the_scheme_will_do(supplier: str) -> None:
    terms = replace(ZUIDOOST_LIMBURG, provider_number=None)
    assert settled(terms, replace(INVOICE, supplier_number=supplier)).ok


@pytest.mark.parametrize("supplier", [STRANGER, None])
@pytest.mark.parametrize("chosen", [PROVIDER, None])
def test_who_is_no_provider_of_the_scheme_is_the_wrong_supplier(
    supplier: str | None, chosen: str | None
) -> None:
    terms = replace(ZUIDOOST_LIMBURG, provider_number=chosen)
    settlement = settled(terms, replace(INVOICE, supplier_number=supplier))
    assert codes(settlement) == [RefusalCode.INVOICE_WRONG_SUPPLIER]


@pytest.mark.parametrize(
    ("issued_on", "ok"),
    [
        (date(2026, 3, 9), False),
        (date(2026, 3, 10), True),
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), False),
        (date(2026, 6, 1), True),
    ],
)
@pytest.mark.parametrize("chosen", [PROVIDER, None])
def test_the_provider_is_recognised_on_the_day_of_the_invoice(
    issued_on: date, ok: bool, chosen: str | None
) -> None:
    periods = (Period(date(2026, 3, 10), date(2026, 5, 1)), Period(date(2026, 6, 1)))
    terms = replace(ZUIDOOST_LIMBURG, provider_number=chosen, recognitions={PROVIDER: periods})
    settlement = settled(terms, replace(INVOICE, issued_on=issued_on), on=VALID_UNTIL)
    assert codes(settlement) == ([] if ok else [RefusalCode.PROVIDER_NOT_RECOGNISED])


def test_a_chosen_provider_that_was_never_recognised_is_told_so() -> None:
    settlement = settled(replace(ZUIDOOST_LIMBURG, recognitions={}), INVOICE)
    assert codes(settlement) == [RefusalCode.PROVIDER_NOT_RECOGNISED]


@pytest.mark.parametrize("buyer", [STRANGER, None])
def test_an_invoice_to_somebody_else_is_refused(buyer: str | None) -> None:
    settlement = settled(ZUIDOOST_LIMBURG, replace(INVOICE, buyer_number=buyer))
    assert codes(settlement) == [RefusalCode.INVOICE_WRONG_BUYER]


def test_an_invoice_that_was_used_is_refused_and_would_have_given_this() -> None:
    settlement = settled(ZUIDOOST_LIMBURG, INVOICE, already_used=True)
    assert codes(settlement) == [RefusalCode.INVOICE_ALREADY_USED]
    assert parts(settlement) == (50_000, 10_000, 0, 50_000)


@pytest.mark.parametrize(
    ("invoice", "code"),
    [
        (replace(INVOICE, currency="USD"), RefusalCode.INVOICE_WRONG_CURRENCY),
        (replace(INVOICE, payable_cents=Cents(59_999)), RefusalCode.INVOICE_TOTALS_WRONG),
        (replace(INVOICE, type=InvoiceType.CREDIT_NOTE), RefusalCode.CREDIT_NOTE_NOT_EXPECTED),
        (invoice_of(-60_000), RefusalCode.CREDIT_NOTE_NOT_EXPECTED),
    ],
)
@pytest.mark.parametrize("terms", [ZUIDOOST_LIMBURG, GENK, ADDING_UP])
def test_where_the_amounts_say_nothing_nothing_is_computed(
    terms: VoucherTerms, invoice: Invoice, code: RefusalCode
) -> None:
    settlement = settled(terms, invoice)
    assert codes(settlement) == [code]
    assert settlement.eligible_cents == 0
    assert parts(settlement) == (0, 0, 0, terms.left_cents)


# The state of the voucher.


@pytest.mark.parametrize(
    ("state", "left", "code"),
    [
        (VoucherState.USED, 0, RefusalCode.VOUCHER_ALREADY_SETTLED),
        (VoucherState.PARTLY_USED, 0, RefusalCode.VOUCHER_ALREADY_SETTLED),
        (VoucherState.LAPSED, 0, RefusalCode.VOUCHER_LAPSED),
        (VoucherState.REVOKED, 0, RefusalCode.VOUCHER_REVOKED),
        (VoucherState.FROZEN, 25_000, RefusalCode.VOUCHER_FROZEN),
    ],
)
@pytest.mark.parametrize("terms", [ZUIDOOST_LIMBURG, GENK, ADDING_UP])
def test_a_voucher_that_is_over_or_frozen_takes_no_invoice(
    terms: VoucherTerms, state: VoucherState, left: int, code: RefusalCode
) -> None:
    settlement = settled(replace(terms, state=state, left_cents=Cents(left)), INVOICE)
    assert codes(settlement) == [code]
    assert settlement.left_cents == left


def test_a_partly_used_voucher_takes_an_invoice() -> None:
    assert settled(replace(ZUIDOOST_LIMBURG, state=VoucherState.PARTLY_USED, left_cents=Cents(1)), INVOICE).ok


@pytest.mark.parametrize(
    ("claim_until", "ok"),
    [(None, True), (HANDED_IN_ON, True), (HANDED_IN_ON - timedelta(days=1), False)],
)
def test_after_the_claim_deadline_the_voucher_has_lapsed(claim_until: date | None, ok: bool) -> None:
    settlement = settled(replace(ZUIDOOST_LIMBURG, claim_until=claim_until), INVOICE)
    assert codes(settlement) == ([] if ok else [RefusalCode.VOUCHER_LAPSED])


def test_all_reasons_are_told_the_most_fundamental_first() -> None:
    invoice = replace(
        invoice_of(100),
        supplier_number=STRANGER,
        buyer_number=None,
        issued_on=date(2025, 1, 1),
    )
    settlement = settled(replace(GENK, state=VoucherState.FROZEN), invoice, already_used=True)
    assert codes(settlement) == [
        RefusalCode.VOUCHER_FROZEN,
        RefusalCode.INVOICE_WRONG_SUPPLIER,
        RefusalCode.INVOICE_WRONG_BUYER,
        RefusalCode.INVOICE_ALREADY_USED,
        RefusalCode.INVOICE_OUTSIDE_PERIOD,
        RefusalCode.OWN_CONTRIBUTION_TOO_LOW,
    ]


# What always holds.

nets = st.integers(-(10**6), 10**7)
terms_of_all_kinds = st.builds(
    lambda left, own, when_short, paid: replace(
        ZUIDOOST_LIMBURG,
        left_cents=Cents(left),
        own_contribution_cents=Cents(own),
        when_short=when_short if own else None,
        own_paid_cents=Cents(paid),
    ),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from(WhenShort),
    st.integers(0, 10**6),
)


@given(terms_of_all_kinds, nets, st.booleans())
def test_no_part_exceeds_what_is_left_or_eligible_and_together_they_are_the_invoice(
    terms: VoucherTerms, net: int, used: bool
) -> None:
    settlement = settled(terms, invoice_of(net), already_used=used)
    assert 0 <= settlement.voucher_part_cents <= min(terms.left_cents, settlement.eligible_cents)
    assert settlement.voucher_part_cents + settlement.own_part_cents == settlement.eligible_cents
    assert settlement.eligible_cents == max(net, 0)
    assert settlement.missing_cents >= 0
    taken = settlement.voucher_part_cents if settlement.ok else 0
    assert settlement.left_cents == terms.left_cents - taken


@given(terms_of_all_kinds, nets)
def test_an_invoice_that_uses_up_a_voucher_proves_the_own_money(terms: VoucherTerms, net: int) -> None:
    settlement = settled(terms, invoice_of(net))
    if settlement.ok and settlement.voucher_part_cents:
        earlier = terms.own_paid_cents if terms.when_short is WhenShort.OWN_MONEY_FIRST else 0
        assert earlier + settlement.own_part_cents >= terms.own_contribution_cents


@given(terms_of_all_kinds, nets, st.integers(0, 10**6))
def test_a_larger_invoice_never_gives_a_smaller_part(terms: VoucherTerms, net: int, more: int) -> None:
    smaller, larger = settled(terms, invoice_of(net)), settled(terms, invoice_of(net + more))
    assert larger.voucher_part_cents >= smaller.voucher_part_cents
    assert larger.missing_cents <= smaller.missing_cents or net < 0
    assert larger.ok or not smaller.ok


@given(terms_of_all_kinds, st.integers(1, 10**6))
def test_what_is_missing_is_exactly_what_is_missing(terms: VoucherTerms, net: int) -> None:
    short = settled(terms, invoice_of(net))
    if codes(short) == [RefusalCode.OWN_CONTRIBUTION_TOO_LOW]:
        assert settled(terms, invoice_of(net + short.missing_cents)).ok
        assert not settled(terms, invoice_of(net + short.missing_cents - 1)).ok


@given(st.lists(st.integers(1, 10**5), min_size=1, max_size=8), st.integers(1, 10**5), st.integers(0, 10**5))
def test_invoices_that_add_up_give_what_one_invoice_would(nets: list[int], amount: int, own: int) -> None:
    terms = replace(ADDING_UP, left_cents=Cents(amount), own_contribution_cents=Cents(own))
    at_once = settled(terms, invoice_of(sum(nets)))
    given_parts = []
    for net in nets:
        settlement = settled(terms, invoice_of(net))
        given_parts.append(settlement.voucher_part_cents)
        if settlement.ok:
            terms = replace(
                terms,
                left_cents=settlement.left_cents,
                own_paid_cents=terms.own_paid_cents + settlement.own_part_cents,
            )
    assert total(given_parts) == at_once.voucher_part_cents == min(amount, max(0, sum(nets) - own))
    assert terms.left_cents == at_once.left_cents
