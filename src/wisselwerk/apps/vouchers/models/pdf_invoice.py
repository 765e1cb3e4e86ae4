"""Invoices that need not be e-invoices, until and after a person has checked them."""

import hashlib
import json
import uuid
from datetime import UTC
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.domain.invoice import NUMBER_MAX_LENGTH
from wisselwerk.domain.money import Cents
from wisselwerk.domain.pdf_invoice import Ground, PdfState, Stated
from wisselwerk.domain.refusal import Reason
from wisselwerk.domain.rule.plain import from_plain


class PdfInvoice(models.Model):
    """An invoice handed in as a PDF: what is believed to stand on it, and what became of it. Kept when it is refused."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    voucher = models.ForeignKey("vouchers.Voucher", on_delete=models.PROTECT, related_name="pdf_invoices")
    ground = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Ground])
    number = models.CharField(max_length=NUMBER_MAX_LENGTH)
    issued_on = models.DateField()
    supplier_number = models.CharField(max_length=10)
    buyer_number = models.CharField(max_length=10)
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    gross_cents = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    """Of the PDF, which outlives the PDF itself."""
    fingerprint = models.CharField(max_length=130)
    """As with a redemption: the identity of an invoice wherever, and however, it is handed in."""
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in PdfState])
    handed_in_by = models.CharField(max_length=40)
    handed_in_at = models.DateTimeField()
    """By its day the right to the voucher is judged."""
    corrections = models.JSONField(default=dict)
    """What was handed in where the paper said otherwise: the field, and what had been filled in."""
    ticked = models.JSONField(default=list)
    """What whoever checked it found in order."""
    reasons = models.JSONField(default=list)
    """Why it gave nothing, as the rules of the voucher say: codes with their values."""
    checked_by = models.CharField(max_length=40, blank=True)
    checked_at = models.DateTimeField(null=True)
    why = models.ForeignKey("vouchers.Remark", null=True, on_delete=models.SET_NULL, related_name="+")
    """Why it was refused, in the words of whoever did."""
    redemption = models.OneToOneField(
        "vouchers.Redemption", null=True, on_delete=models.PROTECT, related_name="pdf_invoice"
    )
    """What it gave."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["voucher", "state"], name="vouchers_pdfinvoice_state"),
            models.Index(
                fields=["handed_in_at"],
                condition=Q(state=PdfState.TO_CHECK.value),
                name="vouchers_pdfinvoice_to_check",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(state=PdfState.TO_CHECK.value),
                name="vouchers_pdfinvoice_waits_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    def stated(self) -> Stated:
        """What stands on it, as is believed now."""
        return Stated(
            number=self.number,
            issued_on=self.issued_on,
            supplier_number=self.supplier_number,
            buyer_number=self.buyer_number,
            net_cents=Cents(self.net_cents),
            vat_cents=Cents(self.vat_cents),
            gross_cents=Cents(self.gross_cents),
        )

    def told_reasons(self) -> list[Reason]:
        """Why it gave nothing, as the rules of the voucher say."""
        return [from_plain(Reason, reason) for reason in self.reasons]

    def digest(self) -> str:
        """Of all that is kept of it: the trail holds this, so that a change behind its back shows.

        What is empty is left out: a column that comes later changes nothing for the rows that are there.
        """
        kept = {}
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if value not in (None, "", [], {}):
                kept[field.attname] = value.astimezone(UTC) if field.attname.endswith("_at") else value
        return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()


class PdfFile(models.Model):
    """The PDF itself, for as long as somebody may need to look at it."""

    invoice = models.OneToOneField(PdfInvoice, on_delete=models.CASCADE, related_name="file")
    data = models.BinaryField()
    pages = models.PositiveSmallIntegerField()
    checked_at = models.DateTimeField(null=True, db_index=True)
    """From when its term runs; None while it waits to be checked."""

    def __str__(self) -> str:
        return f"file of {self.invoice_id}"
