"""What a credit note takes back of an invoice that was used on a voucher, or every reason why not.

The invoice is judged again for what it still comes to, as if it had come to that from the start: a full credit leaves
nothing, and where less is left than the voucher asks for, nothing of it counts either. A credit note never makes a
voucher pay more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from wisselwerk.domain.invoice import Invoice, InvoiceType, wrong_totals
from wisselwerk.domain.money import Cents
from wisselwerk.domain.redemption import CURRENCY, VoucherTerms, counted_cents, share_of
from wisselwerk.domain.refusal import Reason, RefusalCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An invoice that counts on a voucher. Amounts as they count for it, without VAT or with it, in cents."""

    terms: VoucherTerms
    """Of the voucher as it is, the invoice taken off; the buyer is its holder."""
    number: str
    issued_on: date
    supplier_number: str
    eligible_cents: Cents
    voucher_part_cents: Cents
    own_part_cents: Cents
    others_are_paid: bool
    """Whether the voucher pays other invoices too: those may lean on the own money that this one proves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What a credit note does. Amounts as they count for the voucher, in cents; all are zero when it is refused."""

    reasons: tuple[Reason, ...] = ()
    """Why not: all reasons, the most fundamental first. Empty when the credit note is accepted."""
    credited_cents: Cents = Cents(0)
    remaining_cents: Cents = Cents(0)
    """What the invoice still comes to."""
    voucher_part_cents: Cents = Cents(0)
    """What the voucher pays of that."""
    own_part_cents: Cents = Cents(0)
    missing_cents: Cents = Cents(0)
    """How much too low the invoice has become to count at all; then the whole invoice is undone."""
    back_cents: Cents = Cents(0)
    """What the voucher paid too much."""

    @property
    def ok(self) -> bool:
        """Whether the credit note is accepted."""
        return not self.reasons

    @property
    def still_counts(self) -> bool:
        """Whether something of the invoice goes on counting."""
        return self.ok and self.remaining_cents > 0 and not self.missing_cents


def credit(note: Invoice, standing: Standing | None, *, on: date, already_used: bool) -> Credit:
    """What ``note`` does to the invoice that is ``standing`` on a voucher. Decides all, changes nothing.

    ``standing`` is the invoice that the note names, None when no such invoice counts; ``already_used`` says whether
    this note was taken in before.
    """
    reasons = tuple(_reasons(note, standing, on, already_used=already_used))
    if reasons or standing is None:
        return Credit(reasons=reasons)
    credit_ = _credited(note, standing)
    missing = _missing_own_money(standing, credit_)
    if missing:
        return Credit(reasons=(_reason(RefusalCode.REVERSE_LATER_FIRST, missing_cents=missing),))
    return credit_


def _credited(note: Invoice, standing: Standing) -> Credit:
    credited_cents = counted_cents(standing.terms, note)
    remaining = standing.eligible_cents - credited_cents
    undone = Credit(
        credited_cents=credited_cents, remaining_cents=remaining, back_cents=standing.voucher_part_cents
    )
    if not remaining:
        return undone
    terms = standing.terms
    before = replace(
        terms,
        left_cents=terms.left_cents + standing.voucher_part_cents,
        own_paid_cents=terms.own_paid_cents - standing.own_part_cents,
    )
    share = share_of(before, remaining)
    if remaining < share.needed_cents:
        return replace(undone, missing_cents=share.missing_cents)
    pays = min(share.voucher_part_cents, standing.voucher_part_cents)
    return replace(
        undone,
        voucher_part_cents=pays,
        own_part_cents=remaining - pays,
        back_cents=standing.voucher_part_cents - pays,
    )


def _missing_own_money(standing: Standing, credit_: Credit) -> Cents:
    """Own money that other invoices, which the voucher pays, would no longer have in front of them."""
    if not standing.others_are_paid:
        return Cents(0)
    terms = standing.terms
    proven = terms.own_paid_cents - standing.own_part_cents + credit_.own_part_cents
    return max(terms.own_contribution_cents - proven, Cents(0))


def _reasons(note: Invoice, standing: Standing | None, on: date, *, already_used: bool) -> Iterator[Reason]:
    if note.type is not InvoiceType.CREDIT_NOTE:
        yield _reason(RefusalCode.CREDIT_NOTE_EXPECTED, number=note.number)
        return
    if already_used:
        yield _reason(RefusalCode.CREDIT_NOTE_ALREADY_USED, number=note.number)
        return
    if not note.corrects:
        yield _reason(RefusalCode.CREDIT_NOTE_WITHOUT_INVOICE, number=note.number)
    elif len(note.corrects) > 1:
        code = RefusalCode.CREDIT_NOTE_FOR_SEVERAL
        yield _reason(code, number=note.number, invoices=len(note.corrects))
    elif standing is None:
        yield _reason(RefusalCode.CREDIT_NOTE_INVOICE_UNKNOWN, number=note.corrects[0].number)
    else:
        yield from _against(note, standing, on)
    yield from _about_amounts(
        note, note.net_cents if standing is None else counted_cents(standing.terms, note)
    )


def _against(note: Invoice, standing: Standing, on: date) -> Iterator[Reason]:
    found_on = note.corrects[0].issued_on
    if found_on is not None and found_on != standing.issued_on:
        code = RefusalCode.CREDIT_NOTE_INVOICE_DATE
        yield _reason(code, number=standing.number, found_on=found_on, expected_on=standing.issued_on)
    if (note.supplier_number, note.buyer_number) != (standing.supplier_number, standing.terms.holder_number):
        yield _reason(
            RefusalCode.CREDIT_NOTE_OTHER_PARTIES,
            found_supplier=note.supplier_number or note.supplier_stated,
            found_buyer=note.buyer_number or note.buyer_stated,
            expected_supplier=standing.supplier_number,
            expected_buyer=standing.terms.holder_number,
        )
    if not standing.issued_on <= note.issued_on <= on:
        yield _reason(
            RefusalCode.CREDIT_NOTE_WRONG_DATE,
            issued_on=note.issued_on,
            earliest_on=standing.issued_on,
            latest_on=on,
        )
    credited_cents = counted_cents(standing.terms, note)
    if note.currency == CURRENCY and credited_cents > standing.eligible_cents:
        yield _reason(
            RefusalCode.CREDIT_NOTE_TOO_HIGH,
            number=standing.number,
            credited_cents=credited_cents,
            left_cents=standing.eligible_cents,
            excess_cents=credited_cents - standing.eligible_cents,
        )


def _about_amounts(note: Invoice, credited_cents: Cents) -> Iterator[Reason]:
    if note.currency != CURRENCY:
        yield _reason(RefusalCode.CREDIT_NOTE_WRONG_CURRENCY, found=note.currency)
    if credited_cents <= 0:
        yield _reason(RefusalCode.CREDIT_NOTE_OF_NOTHING, number=note.number, credited_cents=credited_cents)
    for wrong in wrong_totals(note)[:1]:
        yield _reason(
            RefusalCode.INVOICE_TOTALS_WRONG,
            rule=wrong.rule,
            what=wrong.what,
            found_cents=wrong.found_cents,
            expected_cents=wrong.expected_cents,
        )


def _reason(code: RefusalCode, **params: object) -> Reason:
    return Reason(code, MappingProxyType(params))
