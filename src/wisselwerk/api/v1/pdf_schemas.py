"""The shapes of invoices that are handed in as a PDF."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Base64Bytes, Field, field_validator

from wisselwerk.api.v1.schemas import Reason
from wisselwerk.domain.invoice import NUMBER_MAX_LENGTH, can_be_number
from wisselwerk.domain.money import Cents
from wisselwerk.domain.pdf_invoice import Stated
from wisselwerk.domain.rule.parameter import LARGEST_CENTS


class PdfInvoiceIn(Schema):
    """A PDF with what stands on it, and why it need not be an e-invoice."""

    ground: Literal["before_duty", "not_liable", "exempt"] = Field(
        description="before_duty: issued before 2026. not_liable: a party is not liable to VAT. exempt: article 44."
    )
    number: str = Field(min_length=1, max_length=NUMBER_MAX_LENGTH)
    issued_on: date
    supplier_number: str = Field(pattern=r"^\d{10}$", description="Ten digits.")
    buyer_number: str = Field(pattern=r"^\d{10}$", description="Ten digits.")
    net_cents: int = Field(ge=0, le=LARGEST_CENTS)
    vat_cents: int = Field(ge=0, le=LARGEST_CENTS)
    gross_cents: int = Field(ge=0, le=LARGEST_CENTS)
    pdf: Base64Bytes = Field(description="The file itself, in base64.")

    @field_validator("number")
    @classmethod
    def _is_number(cls, number: str) -> str:
        if not can_be_number(number):
            raise ValueError("no number of an invoice: nothing is left of it, or too much")
        return number

    def stated(self) -> Stated:
        """What stands on it."""
        return Stated(
            number=self.number,
            issued_on=self.issued_on,
            supplier_number=self.supplier_number,
            buyer_number=self.buyer_number,
            net_cents=Cents(self.net_cents),
            vat_cents=Cents(self.vat_cents),
            gross_cents=Cents(self.gross_cents),
        )


class PdfInvoiceOut(Schema):
    """An invoice that was handed in as a PDF."""

    id: UUID
    voucher: str
    state: str = Field(
        description="pdf_to_check, accepted, refused (by a person) or pdf_failed (by the rules)."
    )
    invoice_number: str
    handed_in_at: datetime
    checked_at: datetime | None
    redemption: UUID | None = Field(description="What it gave, once it was accepted.")
    why: str | None = Field(description="Why a person refused it, as long as those words are kept.")
    reasons: list[Reason] = Field(description="What the rules of the voucher say against it.")
