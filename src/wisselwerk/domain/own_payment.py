"""The proof that a business paid its own part of an invoice: how much, when, and who saw it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.rule.vat import VatBasis


class Evidence(StrEnum):
    """What it stands on. No document is kept: the invoice and the money are in the books of others."""

    RECEIPT = "receipt"
    """The provider says that it received the money."""
    BANK_PROOF = "bank_proof"
    """A coordinator saw a proof of the bank of the business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """What a business must have paid of one invoice."""

    needed_cents: Cents
    """Its own part, or all that counts of the invoice where it is paid back."""
    vat_basis: VatBasis = VatBasis.WITHOUT_VAT
    """Whether VAT is besides that or in it."""
    total_cents: Cents | None
    """The total of the invoice, which nobody pays more than; None where it was not kept."""
    invoiced_on: date


def against(part: OwnPart, *, amount_cents: int, paid_on: date, today: date) -> Iterator[Reason]:
    """Every reason why a payment of ``amount_cents`` on ``paid_on`` does not prove that ``part`` was paid.

    An invoice is paid when it is there: a day before it is that of another payment, or a typing error.
    """
    if amount_cents < part.needed_cents:
        yield _reason(
            RefusalCode.OWN_PART_TOO_LOW,
            amount_cents=amount_cents,
            needed_cents=part.needed_cents,
            vat_basis=part.vat_basis,
            missing_cents=part.needed_cents - amount_cents,
        )
    if part.total_cents is not None and amount_cents > part.total_cents:
        yield _reason(RefusalCode.OWN_PART_TOO_HIGH, amount_cents=amount_cents, total_cents=part.total_cents)
    if paid_on < part.invoiced_on:
        yield _reason(RefusalCode.PAID_BEFORE_INVOICE, on=paid_on, issued_on=part.invoiced_on)
    if paid_on > today:
        yield _reason(RefusalCode.DAY_TO_COME, on=paid_on)


def _reason(code: RefusalCode, **params: object) -> Reason:
    return Reason(code, MappingProxyType(params))
