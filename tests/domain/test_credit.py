"""What a credit note takes back: to the cent, under each kind of own contribution, and every reason why not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.invoices import CREDIT_NOTE
from wisselwerk.domain.credit import Credit, Standing, credit
from wisselwerk.domain.invoice import Corrected, Invoice, InvoiceType
from wisselwerk.domain.money import Cents
from wisselwerk.domain.redemption import VoucherTerms, share_of
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.rule.base import WhenShort
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.formats.ubl import read_invoice
from wisselwerk.formats.ubl_sample import write_invoice

ISSUED, TODAY = date(2026, 3, 15), date(2026, 3, 20)
SUPPLIER, HOLDER = "0999000129", "0999000228"
DAY = timedelta(days=1)
NAMED = Corrected("F-1", ISSUED)


def terms(left: int = 0, own: int = 0, own_paid: int = 0, short: WhenShort | None = None) -> VoucherTerms:
    return VoucherTerms(
        state=VoucherState.USED,
        left_cents=Cents(left),
        holder_number=HOLDER,
        provider_number=SUPPLIER,
        recognitions={},
        awarded_on=ISSUED,
        valid_until=ISSUED,
        own_contribution_cents=Cents(own),
        own_paid_cents=Cents(own_paid),
        when_short=short,
    )


def standing(of: VoucherTerms, eligible: int, part: int, *, others: bool = False) -> Standing:
    return Standing(
        terms=of,
        number="F-1",
        issued_on=ISSUED,
        supplier_number=SUPPLIER,
        eligible_cents=Cents(eligible),
        voucher_part_cents=Cents(part),
        own_part_cents=Cents(eligible - part),
        others_are_paid=others,
    )


def note(net: int, corrects: Corrected | None = NAMED, **changes: object) -> Invoice:
    data = write_invoice(replace(CREDIT_NOTE, net_cents=Cents(net), issued_on=TODAY, corrects=corrects))
    return replace(read_invoice(data), **changes)  # type: ignore[arg-type]  # of whatever field a case changes


def judged(given_: Invoice, of: Standing | None, *, already_used: bool = False) -> Credit:
    return credit(given_, of, on=TODAY, already_used=already_used)


def codes(found: Credit) -> list[RefusalCode]:
    return [one.code for one in found.reasons]


def test_all_of_it_leaves_nothing() -> None:
    found = judged(note(30_000), standing(terms(left=20_000), 30_000, 30_000))
    assert found.ok
    assert not found.still_counts
    assert (found.credited_cents, found.remaining_cents, found.voucher_part_cents) == (30_000, 0, 0)
    assert (found.own_part_cents, found.back_cents) == (0, 30_000)


@pytest.mark.parametrize(("net", "pays", "own"), [(1, 29_999, 0), (10_000, 20_000, 0), (29_999, 1, 0)])
def test_a_part_of_it_leaves_the_rest(net: int, pays: int, own: int) -> None:
    found = judged(note(net), standing(terms(left=20_000), 30_000, 30_000))
    assert found.still_counts
    assert (found.voucher_part_cents, found.own_part_cents, found.back_cents) == (pays, own, 30_000 - pays)


def test_what_the_business_paid_too_much_goes_before_what_the_voucher_paid() -> None:
    """Of 700 euro the voucher paid 500: a note of 150 takes none of that, one of 250 takes 50."""
    of = standing(terms(own_paid=20_000), 70_000, 50_000)
    assert judged(note(15_000), of).voucher_part_cents == 50_000
    assert judged(note(20_000), of).back_cents == 0
    assert judged(note(20_001), of).back_cents == 1
    assert judged(note(25_000), of).voucher_part_cents == 45_000


def test_a_credit_note_never_makes_a_voucher_pay_more() -> None:
    """Money that came back to the voucher meanwhile is for another invoice."""
    found = judged(note(5_000), standing(terms(left=30_000, own_paid=10_000), 30_000, 20_000))
    assert (found.voucher_part_cents, found.own_part_cents) == (20_000, 5_000)


@pytest.mark.parametrize(
    ("net", "counts", "missing"),
    [(9_999, True, 0), (10_000, True, 0), (10_001, False, 1), (59_999, False, 49_999)],
)
def test_where_too_low_is_refused_what_is_left_counts_whole_or_not(
    net: int, counts: bool, missing: int
) -> None:
    """250 euro of the voucher and 250 of one's own, on an invoice of 600."""
    of = standing(terms(own=25_000, own_paid=35_000, short=WhenShort.REFUSE), 60_000, 25_000)
    found = judged(note(net), of)
    assert found.ok
    assert (found.still_counts, found.missing_cents) == (counts, missing)
    assert found.voucher_part_cents == (25_000 if counts else 0)
    assert found.back_cents == (0 if counts else 25_000)


def test_own_money_comes_first_again() -> None:
    of = standing(terms(own=10_000, own_paid=10_000, short=WhenShort.OWN_MONEY_FIRST), 35_000, 25_000)
    found = judged(note(5_000), of)
    assert (found.voucher_part_cents, found.own_part_cents) == (20_000, 10_000)
    found = judged(note(30_000), of)
    assert (found.voucher_part_cents, found.own_part_cents) == (0, 5_000)
    assert found.still_counts, "it still proves own money"


@pytest.mark.parametrize(("net", "missing"), [(5_000, 0), (5_001, 1), (15_000, 10_000)])
def test_own_money_that_a_paid_invoice_leans_on_is_not_taken_away(net: int, missing: int) -> None:
    of = standing(terms(own=10_000, own_paid=15_000, short=WhenShort.OWN_MONEY_FIRST), 15_000, 0, others=True)
    found = judged(note(net), of)
    assert codes(found) == ([RefusalCode.REVERSE_LATER_FIRST] if missing else [])
    if missing:
        assert found.reasons[0].params["missing_cents"] == missing


@given(
    st.integers(1, 200_000),
    st.integers(0, 100_000),
    st.integers(1, 200_000),
    st.sampled_from([None, *WhenShort]),
)
def test_whatever_is_credited_the_parts_add_up(
    eligible: int, left: int, net: int, short: WhenShort | None
) -> None:
    own = 0 if short is None else 20_000
    before = terms(left=left, own=own, short=short)
    share = share_of(before, Cents(eligible))
    if eligible < share.needed_cents:
        return
    part = share.voucher_part_cents
    after = terms(left=left - part, own=own, own_paid=eligible - part, short=short)
    found = judged(note(min(net, eligible)), standing(after, eligible, part))
    assert found.ok
    assert found.remaining_cents == eligible - min(net, eligible)
    assert found.voucher_part_cents + found.back_cents == part
    assert 0 <= found.voucher_part_cents <= part
    if found.still_counts:
        assert found.voucher_part_cents + found.own_part_cents == found.remaining_cents
        # The same as when the invoice had come to that from the start.
        assert found.voucher_part_cents == share_of(before, found.remaining_cents).voucher_part_cents


OF = standing(terms(left=20_000), 30_000, 30_000)


@pytest.mark.parametrize(
    ("given_", "of", "code", "params"),
    [
        (note(1, type=InvoiceType.INVOICE), OF, "CREDIT_NOTE_EXPECTED", {"number": "VF-2026-0042"}),
        (note(1, None), None, "CREDIT_NOTE_WITHOUT_INVOICE", {"number": "VF-2026-0042"}),
        (
            replace(note(1), corrects=(NAMED, Corrected("F-2", None))),
            OF,
            "CREDIT_NOTE_FOR_SEVERAL",
            {"invoices": 2},
        ),
        (note(1), None, "CREDIT_NOTE_INVOICE_UNKNOWN", {"number": "F-1"}),
        (
            note(1, Corrected("F-1", ISSUED - DAY)),
            OF,
            "CREDIT_NOTE_INVOICE_DATE",
            {"found_on": ISSUED - DAY, "expected_on": ISSUED},
        ),
        (
            note(1, supplier_number="0999000327"),
            OF,
            "CREDIT_NOTE_OTHER_PARTIES",
            {"found_supplier": "0999000327", "expected_supplier": SUPPLIER},
        ),
        (
            note(1, buyer_number=None, buyer_stated="onbekend"),
            OF,
            "CREDIT_NOTE_OTHER_PARTIES",
            {"found_buyer": "onbekend", "expected_buyer": HOLDER},
        ),
        (note(1, currency="USD"), OF, "CREDIT_NOTE_WRONG_CURRENCY", {"found": "USD"}),
        (note(1, issued_on=ISSUED - DAY), OF, "CREDIT_NOTE_WRONG_DATE", {"earliest_on": ISSUED}),
        (note(1, issued_on=TODAY + DAY), OF, "CREDIT_NOTE_WRONG_DATE", {"latest_on": TODAY}),
        (
            note(30_001),
            OF,
            "CREDIT_NOTE_TOO_HIGH",
            {"credited_cents": 30_001, "left_cents": 30_000, "excess_cents": 1},
        ),
        (note(0), OF, "CREDIT_NOTE_OF_NOTHING", {"credited_cents": 0}),
        (note(1, gross_cents=Cents(5)), OF, "INVOICE_TOTALS_WRONG", {"rule": "BR-CO-15"}),
    ],
)
def test_a_bad_one_is_refused_with_what_is_wrong(
    given_: Invoice, of: Standing | None, code: str, params: dict[str, object]
) -> None:
    found = judged(given_, of)
    assert [one.value for one in codes(found)] == [code]
    assert found.reasons[0].params.items() >= params.items()
    assert (found.credited_cents, found.back_cents) == (0, 0)


def test_all_that_is_wrong_is_told_at_once_and_a_used_one_first_of_all() -> None:
    bad = note(40_000, Corrected("F-1", TODAY), supplier_number="0999000327")
    assert [one.value for one in codes(judged(bad, OF))] == [
        "CREDIT_NOTE_INVOICE_DATE",
        "CREDIT_NOTE_OTHER_PARTIES",
        "CREDIT_NOTE_TOO_HIGH",
    ]
    assert codes(judged(bad, OF, already_used=True)) == [RefusalCode.CREDIT_NOTE_ALREADY_USED]


@pytest.mark.parametrize("on", [ISSUED, TODAY])
def test_the_first_and_the_last_day_count(on: date) -> None:
    assert judged(note(1, issued_on=on), OF).ok


def test_a_credit_note_that_gives_no_date_of_its_invoice_is_good() -> None:
    assert judged(note(1, Corrected("F-1", None)), OF).ok
