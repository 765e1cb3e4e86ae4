"""An invoice as far as a voucher needs it: who sold what to whom, when, for how much, and whether that adds up.

Amounts and rules carry the numbers of EN 16931-1, the European standard for electronic invoices: BT is a business
term, BR a business rule.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from wisselwerk.domain.money import Cents, total
from wisselwerk.domain.refusal import gettext_noop

NUMBER_MAX_LENGTH = 100
"""The longest invoice number taken, as written and as normalised."""

ONE_UNIT = Cents(100)
"""EN 16931 lets VAT amounts differ by less than one unit of the currency, because some round per line."""


class InvoiceType(StrEnum):
    """Whether a document asks for money or gives it back."""

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"


@dataclass(frozen=True, slots=True)
class Sum:
    """A total as the invoice states it, beside what its own parts add up to."""

    stated_cents: Cents
    parts_cents: Cents


@dataclass(frozen=True, slots=True)
class VatSubtotal:
    """One line of the VAT breakdown (BG-23): taxable amount, the VAT on it, and the rate in per cent."""

    taxable_cents: Cents
    vat_cents: Cents
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Corrected:
    """An invoice that a credit note says it corrects (BG-3)."""

    number: str
    """BT-25."""
    issued_on: date | None
    """BT-26; None where it is not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What is read from an invoice. All else in the file is nobody's business here and is dropped."""

    number: str
    type: InvoiceType
    issued_on: date
    supplier_number: str | None
    """Ten digits; None when the supplier shows no valid Belgian enterprise number."""
    buyer_number: str | None
    supplier_stated: str = ""
    """The number as the supplier gives it, to be told when it is not valid; empty when there is none."""
    buyer_stated: str = ""
    currency: str
    lines: Sum
    """BT-106, and the line amounts (BT-131)."""
    allowances: Sum
    """BT-107, and the allowances on the document (BT-92)."""
    charges: Sum
    """BT-108, and the charges on the document (BT-99)."""
    net_cents: Cents
    """BT-109, the total without VAT."""
    vat_cents: Cents
    """BT-110."""
    vat_subtotals: tuple[VatSubtotal, ...]
    gross_cents: Cents
    """BT-112, the total with VAT."""
    prepaid_cents: Cents
    """BT-113."""
    rounding_cents: Cents
    """BT-114."""
    payable_cents: Cents
    """BT-115, what is still due."""
    corrects: tuple[Corrected, ...] = ()
    """Of a credit note: the invoices it names. Of an invoice it is not read."""


@dataclass(frozen=True, slots=True)
class WrongTotal:
    """A total that is not what it should be. ``rule`` is the business rule it breaks, ``what`` a message id."""

    rule: str
    what: str
    found_cents: Cents
    expected_cents: Cents


def wrong_totals(invoice: Invoice) -> tuple[WrongTotal, ...]:
    """Every total that does not follow from its parts, the innermost first; empty when the invoice adds up.

    Source: EN 16931-1, the business rules named. Exact to the cent, but for VAT (see ``ONE_UNIT``).
    """
    return tuple(_wrong_sums(invoice)) + tuple(_wrong_vat(invoice))


def _wrong_sums(invoice: Invoice) -> Iterator[WrongTotal]:
    lines, allowances, charges = (
        sums.stated_cents for sums in (invoice.lines, invoice.allowances, invoice.charges)
    )
    for rule, what, found, expected in (
        ("BR-CO-10", gettext_noop("the total of the lines"), lines, invoice.lines.parts_cents),
        ("BR-CO-11", gettext_noop("the total of the discounts"), allowances, invoice.allowances.parts_cents),
        ("BR-CO-12", gettext_noop("the total of the extra charges"), charges, invoice.charges.parts_cents),
        ("BR-CO-13", gettext_noop("the total without VAT"), invoice.net_cents, lines - allowances + charges),
        (
            "BR-CO-15",
            gettext_noop("the total with VAT"),
            invoice.gross_cents,
            invoice.net_cents + invoice.vat_cents,
        ),
        (
            "BR-CO-16",
            gettext_noop("the amount due"),
            invoice.payable_cents,
            invoice.gross_cents - invoice.prepaid_cents + invoice.rounding_cents,
        ),
    ):
        if found != expected:
            yield WrongTotal(rule, what, found, expected)


def _wrong_vat(invoice: Invoice) -> Iterator[WrongTotal]:
    subtotals = invoice.vat_subtotals
    vat_cents = total(subtotal.vat_cents for subtotal in subtotals)
    if invoice.vat_cents != vat_cents:
        yield WrongTotal("BR-CO-14", gettext_noop("the total of the VAT"), invoice.vat_cents, vat_cents)
    taxable_cents = total(subtotal.taxable_cents for subtotal in subtotals)
    # Follows from BR-S-08 and its siblings, summed over the breakdown: where there is VAT, they allow a unit per rate.
    tolerance = ONE_UNIT * sum(subtotal.percent != 0 for subtotal in subtotals) or 1
    if abs(taxable_cents - invoice.net_cents) >= tolerance:
        yield WrongTotal(
            "BR-S-08", gettext_noop("the amount that VAT is counted on"), taxable_cents, invoice.net_cents
        )
    for subtotal in subtotals:
        expected = vat_on(subtotal.taxable_cents, subtotal.percent)
        if abs(subtotal.vat_cents - expected) >= (ONE_UNIT if subtotal.percent else 1):
            yield WrongTotal("BR-CO-17", gettext_noop("the VAT"), subtotal.vat_cents, expected)


def vat_on(taxable_cents: Cents, percent: Decimal) -> Cents:
    """The VAT on an amount, half a cent up. Source: EN 16931 rule BR-CO-17."""
    return Cents(int((int(taxable_cents) * percent / 100).to_integral_value(ROUND_HALF_UP)))


def normalised_number(number: str) -> str:
    """An invoice number without what the eye does not see: capitals, spaces, invisible and full-width characters.

    Dashes and slashes stay: ``1-11`` and ``11-1`` are two invoices.
    """
    compatible = unicodedata.normalize("NFKC", number).upper()
    visible = "".join(character for character in compatible if unicodedata.category(character)[0] not in "CZ")
    return unicodedata.normalize("NFKC", visible)  # a lone accent may now have a letter to stand on


def can_be_number(number: str) -> bool:
    """Whether something is left of an invoice number once it is normalised, and not too much before or after."""
    return len(number) <= NUMBER_MAX_LENGTH and 0 < len(normalised_number(number)) <= NUMBER_MAX_LENGTH


def fingerprint(supplier_number: str, number: str, year: int) -> str:
    """What makes an invoice the same invoice, whoever hands it in: ``0123456749/2026/F-17``.

    Suppliers start their numbering again each year, so the year of issue is part of it; the buyer is not.
    """
    return f"{supplier_number}/{year:04}/{normalised_number(number)}"
