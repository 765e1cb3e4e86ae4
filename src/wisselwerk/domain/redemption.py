"""What an invoice is worth on a voucher: who pays which part, or every reason why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType
from typing import NamedTuple

from wisselwerk.domain.invoice import Invoice, InvoiceType, wrong_totals
from wisselwerk.domain.money import Cents
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.rule.base import WhenShort
from wisselwerk.domain.rule.payee import PaidTo
from wisselwerk.domain.rule.provider import RecognitionDay
from wisselwerk.domain.rule.vat import VatBasis
from wisselwerk.domain.voucher import VoucherState

CURRENCY = "EUR"
WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherTerms:
    """All that counts of a voucher when an invoice is handed in. Enterprise numbers have ten digits."""

    state: VoucherState
    left_cents: Cents
    """What is left on the voucher."""
    holder_number: str
    provider_number: str | None
    """The provider that was chosen; None when any provider of the scheme will do."""
    recognitions: Mapping[str, Sequence[Period]]
    """The providers of the scheme, by number, with the periods in which they are recognised."""
    recognition_day: RecognitionDay = RecognitionDay.INVOICE
    """On which day the provider that was chosen must be recognised; any other on the day of the invoice."""
    awarded_on: date
    valid_until: date
    """The last day an invoice may be dated."""
    claim_until: date | None = None
    """The last day an invoice may be handed in, where the scheme has such a day."""
    own_contribution_cents: Cents = Cents(0)
    """Own money the holder must put in; zero when none is asked, and then the voucher may be used in parts."""
    when_short: WhenShort | None = None
    """What happens to an invoice that does not cover voucher and own money together; None when none is asked."""
    own_paid_cents: Cents = Cents(0)
    """Own money proven by earlier invoices on this voucher. Counts with ``OWN_MONEY_FIRST`` only."""
    paid_to: PaidTo = PaidTo.PROVIDER
    """Who gets what the voucher pays. The invoice is judged the same either way."""
    vat_basis: VatBasis = VatBasis.WITHOUT_VAT
    """Which total of an invoice counts: with VAT when the scheme says so and the holder cannot deduct it."""
    share: Fraction = WHOLE
    """The most that the voucher pays of what counts of an invoice."""
    least_order_cents: Cents = Cents(0)
    """What an invoice must come to at least; zero when none is asked."""
    least_part_cents: Cents = Cents(0)
    """What the share of an invoice must come to at least."""
    is_independent: bool = False
    """Whether the holder may not be its own supplier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What an invoice would give, in cents.

    ``voucher_part_cents`` and ``own_part_cents`` are together always ``eligible_cents``, and with ``vat_cents`` what the
    invoice comes to. With other reasons than the amount itself they tell what the invoice would have given; where the
    amounts cannot be relied upon, all are zero.
    """

    reasons: tuple[Reason, ...] = ()
    """Why not: all reasons, the most fundamental first. Empty when the invoice is accepted."""
    eligible_cents: Cents = Cents(0)
    voucher_part_cents: Cents = Cents(0)
    """May be zero in an accepted invoice that only proves own money."""
    own_part_cents: Cents = Cents(0)
    vat_basis: VatBasis = VatBasis.WITHOUT_VAT
    """Whether ``eligible_cents`` is without VAT or with it."""
    vat_cents: Cents = Cents(0)
    """The VAT that the business pays besides both parts; nothing where VAT counts, because then the parts hold it."""
    missing_cents: Cents = Cents(0)
    """How much more the holder must buy: to be accepted, or else before the voucher starts to pay."""
    left_cents: Cents
    """What is left on the voucher afterwards; a refused invoice takes nothing."""
    paid_to: PaidTo = PaidTo.PROVIDER
    """``HOLDER``: the holder pays the supplier all of the invoice, and gets the part of the voucher back."""

    @property
    def ok(self) -> bool:
        """Whether the invoice is accepted."""
        return not self.reasons

    @property
    def total_cents(self) -> Cents:
        """The total of the invoice: what the voucher pays, what the business pays itself, and the VAT besides them."""
        return Cents(self.voucher_part_cents + self.own_part_cents + self.vat_cents)


def settle(terms: VoucherTerms, invoice: Invoice, *, handed_in_on: date, already_used: bool) -> Settlement:
    """What ``invoice`` gives on a voucher with ``terms``. Decides all, changes nothing.

    ``already_used`` says whether an invoice with this fingerprint has been accepted, here or in any other scheme,
    and stands or was corrected by a credit note.
    """
    kind = tuple(_about_kind(invoice))
    amounts = tuple(_about_amounts(invoice))
    reasons = [
        *_about_voucher(terms, handed_in_on),
        *kind,
        *_about_parties(terms, invoice),
        *_about_use(terms, invoice, handed_in_on, already_used=already_used),
        *amounts,
    ]
    if kind or amounts:
        return Settlement(
            reasons=tuple(reasons),
            vat_basis=terms.vat_basis,
            left_cents=terms.left_cents,
            paid_to=terms.paid_to,
        )
    eligible_cents = counted_cents(terms, invoice)
    share = share_of(terms, eligible_cents)
    if eligible_cents < share.needed_cents:
        reasons.append(_too_low(terms, share))
    return Settlement(
        reasons=tuple(reasons),
        eligible_cents=eligible_cents,
        voucher_part_cents=share.voucher_part_cents,
        own_part_cents=eligible_cents - share.voucher_part_cents,
        vat_basis=terms.vat_basis,
        vat_cents=invoice.gross_cents - eligible_cents,
        missing_cents=share.missing_cents,
        left_cents=terms.left_cents if reasons else terms.left_cents - share.voucher_part_cents,
        paid_to=terms.paid_to,
    )


class Share(NamedTuple):
    """What the voucher pays, the least an invoice must come to, how much is missing, and what says so."""

    voucher_part_cents: Cents
    needed_cents: Cents
    missing_cents: Cents
    code: RefusalCode = RefusalCode.OWN_CONTRIBUTION_TOO_LOW


def counted_cents(terms: VoucherTerms, invoice: Invoice) -> Cents:
    """What counts of an invoice or a credit note on a voucher: its total, with VAT or without."""
    return invoice.gross_cents if terms.vat_basis is VatBasis.WITH_VAT else invoice.net_cents


def share_of(terms: VoucherTerms, eligible_cents: Cents) -> Share:
    """Who pays which part of an invoice of which ``eligible_cents`` counts, on a voucher as it stands.

    The part of the voucher is rounded down to the cent, in favour of the budget; the rest is own money.
    """
    none = Cents(0)
    if not terms.left_cents:
        return Share(none, none, none)
    needed_cents, code = _needed_for_own_money(terms), RefusalCode.OWN_CONTRIBUTION_TOO_LOW
    order_cents = _needed_for_order(terms)
    if order_cents > needed_cents:
        needed_cents, code = order_cents, RefusalCode.ORDER_TOO_LOW
    if eligible_cents < needed_cents:
        return Share(none, needed_cents, needed_cents - eligible_cents, code)
    # Own money that goes first refuses nothing: the voucher only starts to pay after it.
    goes_first = _own_money_due(terms) if _is_own_money_first(terms) else none
    return Share(
        voucher_part_cents=_part_of(terms, eligible_cents),
        needed_cents=needed_cents,
        missing_cents=max(goes_first - eligible_cents, none),
        code=code,
    )


def part_at_most(share: Fraction, eligible_cents: int) -> Cents:
    """The most that a voucher with this share pays of an invoice, rounded down to the cent."""
    return Cents(int(eligible_cents) * share.numerator // share.denominator)


def _is_own_money_first(terms: VoucherTerms) -> bool:
    return bool(terms.own_contribution_cents) and terms.when_short is WhenShort.OWN_MONEY_FIRST


def _own_money_due(terms: VoucherTerms) -> Cents:
    """Own money that must still be shown. A whole voucher is used by one invoice, which shows all of it."""
    if terms.when_short is not WhenShort.OWN_MONEY_FIRST and terms.share == WHOLE:
        return terms.own_contribution_cents
    return max(terms.own_contribution_cents - terms.own_paid_cents, Cents(0))


def _part_of(terms: VoucherTerms, eligible_cents: Cents) -> Cents:
    """What the voucher pays of an invoice, whatever would refuse it."""
    part_cents = min(part_at_most(terms.share, eligible_cents), terms.left_cents)
    if _is_own_money_first(terms):
        part_cents = min(part_cents, max(eligible_cents - _own_money_due(terms), Cents(0)))
    return part_cents


def _needed_for_own_money(terms: VoucherTerms) -> Cents:
    """The smallest invoice that leaves the holder enough to pay itself. One for nothing proves nothing: a cent at least."""
    if not terms.own_contribution_cents or _is_own_money_first(terms):
        return Cents(1)
    due_cents = _own_money_due(terms)
    if not due_cents:
        return Cents(1)
    beyond_voucher = terms.left_cents + due_cents
    if terms.share == WHOLE:
        return beyond_voucher
    # What the share leaves is rounded up, so that it is enough as soon as it is more than a cent less.
    beyond_share = Cents(floor((int(due_cents) - 1) / (WHOLE - terms.share)) + 1)
    return min(beyond_share, beyond_voucher)


def _needed_for_order(terms: VoucherTerms) -> Cents:
    """The smallest invoice that the rules take, whoever pays it."""
    if not terms.least_part_cents:
        return terms.least_order_cents
    return max(Cents(ceil(int(terms.least_part_cents) / terms.share)), terms.least_order_cents)


def _too_low(terms: VoucherTerms, share: Share) -> Reason:
    return _reason(
        share.code,
        missing_cents=share.missing_cents,
        needed_cents=share.needed_cents,
        vat_basis=terms.vat_basis,
    )


def _about_voucher(terms: VoucherTerms, handed_in_on: date) -> Iterator[Reason]:
    if terms.state is VoucherState.REVOKED:
        yield _reason(RefusalCode.VOUCHER_REVOKED)
    if terms.state is VoucherState.FROZEN:
        yield _reason(RefusalCode.VOUCHER_FROZEN)
    too_late = terms.claim_until is not None and handed_in_on > terms.claim_until
    if terms.state is VoucherState.LAPSED or too_late:
        yield _reason(
            RefusalCode.VOUCHER_LAPSED, valid_until=terms.valid_until, claim_until=terms.claim_until
        )
    is_over = terms.state in (VoucherState.REVOKED, VoucherState.LAPSED)
    if terms.state is VoucherState.USED or (not terms.left_cents and not is_over):
        yield _reason(RefusalCode.VOUCHER_ALREADY_SETTLED)


def _about_kind(invoice: Invoice) -> Iterator[Reason]:
    # An invoice with a negative total gives money back, whatever it calls itself.
    if invoice.type is InvoiceType.CREDIT_NOTE or invoice.net_cents < 0:
        yield _reason(RefusalCode.CREDIT_NOTE_NOT_EXPECTED)


def _about_parties(terms: VoucherTerms, invoice: Invoice) -> Iterator[Reason]:
    supplier = invoice.supplier_number
    providers = terms.recognitions.keys() if terms.provider_number is None else {terms.provider_number}
    if supplier is None or supplier not in providers:
        code = RefusalCode.INVOICE_WRONG_SUPPLIER
        yield _reason(code, found=supplier or invoice.supplier_stated, expected=terms.provider_number)
    elif not _is_recognised(terms, supplier, invoice.issued_on):
        yield _reason(RefusalCode.PROVIDER_NOT_RECOGNISED, number=supplier, on=invoice.issued_on)
    if terms.is_independent and supplier == terms.holder_number:
        yield _reason(RefusalCode.AFFILIATED_PARTIES)
    if invoice.buyer_number != terms.holder_number:
        code = RefusalCode.INVOICE_WRONG_BUYER
        found = invoice.buyer_number or invoice.buyer_stated
        yield _reason(code, found=found, expected=terms.holder_number)


def _is_recognised(terms: VoucherTerms, supplier: str, issued_on: date) -> bool:
    days = {issued_on}
    if terms.provider_number is not None and terms.recognition_day is RecognitionDay.AWARD:
        days.add(terms.awarded_on)
    return any(day in period for period in terms.recognitions.get(supplier, ()) for day in days)


def _about_use(
    terms: VoucherTerms, invoice: Invoice, handed_in_on: date, *, already_used: bool
) -> Iterator[Reason]:
    if already_used:
        yield _reason(RefusalCode.INVOICE_ALREADY_USED, invoice_number=invoice.number)
    if not terms.awarded_on <= invoice.issued_on <= terms.valid_until:
        yield _reason(
            RefusalCode.INVOICE_OUTSIDE_PERIOD,
            issued_on=invoice.issued_on,
            awarded_on=terms.awarded_on,
            valid_until=terms.valid_until,
        )
    elif invoice.issued_on > handed_in_on:  # one that is too late for the voucher does not count later either
        yield _reason(
            RefusalCode.INVOICE_DATE_TO_COME, issued_on=invoice.issued_on, handed_in_on=handed_in_on
        )


def _about_amounts(invoice: Invoice) -> Iterator[Reason]:
    if invoice.currency != CURRENCY:
        yield _reason(RefusalCode.INVOICE_WRONG_CURRENCY, found=invoice.currency)
    for wrong in wrong_totals(invoice)[:1]:  # the innermost; what follows from it need not be told
        yield _reason(
            RefusalCode.INVOICE_TOTALS_WRONG,
            rule=wrong.rule,
            what=wrong.what,
            found_cents=wrong.found_cents,
            expected_cents=wrong.expected_cents,
        )


def _reason(code: RefusalCode, **params: object) -> Reason:
    return Reason(code, MappingProxyType(params))
