"""Invoices handed in on vouchers, what became of them, and what they must be proven by."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.vouchers.models.voucher import Voucher
from wisselwerk.domain.fulfilment import FulfilmentVerb, Said
from wisselwerk.domain.invoice_check import UNCHECKABLE, CheckState, is_left_to_a_person
from wisselwerk.domain.own_payment import Evidence


class Redemption(models.Model):
    """An invoice handed in on a voucher. Of the invoice only its hash and the fields used are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="redemptions")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invoices")
    """Whom the invoice comes from."""
    payee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="redemptions")
    """Who gets what the voucher pays: the supplier, or the holder that paid the invoice itself."""
    eligible_cents = models.BigIntegerField()
    voucher_part_cents = models.BigIntegerField()
    own_part_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField(null=True)
    """What the invoice asks on top of both parts, nothing where VAT counts; None in what was handed in before that was kept."""
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="redemption")
    """The money that moved; None where the invoice only proved own money."""
    invoice_number = models.CharField(max_length=100)
    invoice_issued_on = models.DateField()
    invoice_sha256 = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=130)
    """Supplier, year of issue and number: the identity of an invoice wherever it is handed in."""
    actor = models.CharField(max_length=40)
    redeemed_at = models.DateTimeField()
    is_reversed = models.BooleanField(default=False)
    is_told = models.BooleanField(default=False)
    """Whether the mails about it are in the outbox. Background work puts them there: redeeming itself is one call."""

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["redeemed_at"], condition=Q(is_told=False), name="vouchers_redemption_untold"
            ),
            # A settlement, an extract and what a year cost read one year of all that ever was.
            models.Index(fields=["redeemed_at"], name="vouchers_redemption_at"),
            # Every invoice that is handed in is looked up among those that credit notes undid.
            models.Index(
                fields=["fingerprint"], condition=Q(is_reversed=True), name="vouchers_redemption_undone"
            ),
        ]
        constraints: ClassVar = [
            # The same invoice pays once, across all schemes and buyers. A reversal frees it; ``hot`` keeps
            # out what a credit note undid.
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(is_reversed=False),
                name="vouchers_redemption_invoice_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def remainder(self) -> "Redemption | None":
        """What credit notes left of it, once it was undone by one; None when nothing of the invoice counts any more."""
        note = getattr(self, "credit_note", None)
        left = note.replacement if note else None
        return left.remainder if left and left.is_reversed else left

    @property
    def is_remainder(self) -> bool:
        """Whether it is what a credit note left of its invoice."""
        return hasattr(self, "remains_of")

    @property
    def is_paid_back(self) -> bool:
        """Whether the business pays the supplier all of it, and gets back what the voucher pays."""
        return self.payee_id != self.supplier_id

    @property
    def business_cents(self) -> int:
        """What the business pays the supplier, the VAT besides it (``has_vat_besides``) left out."""
        return self.eligible_cents if self.is_paid_back else self.own_part_cents

    @property
    def has_vat_besides(self) -> bool:
        """Whether VAT comes on top of both parts: not where VAT counts, nor where the invoice has none."""
        return self.vat_cents != 0

    @property
    def total_cents(self) -> int | None:
        """The total of the invoice: both parts and the VAT; None where the VAT was not kept."""
        return None if self.vat_cents is None else self.eligible_cents + self.vat_cents


class Reversal(models.Model):
    """That a redemption was undone, and when."""

    append_only = True

    redemption = models.OneToOneField(Redemption, on_delete=models.PROTECT, related_name="reversal")
    actor = models.CharField(max_length=40)
    reversed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reversal of {self.redemption_id}"


class InvoiceCheck(models.Model):
    """How far the invoice of a redemption is with the official rules (EN 16931), and the invoice itself until then."""

    redemption = models.OneToOneField(
        Redemption, primary_key=True, on_delete=models.PROTECT, related_name="invoice_check"
    )
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in CheckState])
    data = models.BinaryField(null=True)
    """The invoice, packed by zlib, while it waits; taken away by the check itself."""
    findings = models.JSONField(default=list)
    """The rules it breaks, as ``domain.invoice_check.Finding`` has them: nothing of what stands in the invoice."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often the check was begun: what breaks down is our outage, and is tried again."""
    try_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Who waits can be checked, and nobody else's invoice stays.
            models.CheckConstraint(
                condition=Q(state=CheckState.WAITING, data__isnull=False, checked_at=None)
                | (~Q(state=CheckState.WAITING) & Q(data=None, checked_at__isnull=False)),
                name="vouchers_check_keeps_what_waits",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["try_at"], condition=Q(state=CheckState.WAITING), name="vouchers_check_waiting"
            ),
            models.Index(
                fields=["checked_at"], condition=Q(state=CheckState.FAILED), name="vouchers_check_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.redemption_id}"

    @property
    def is_uncheckable(self) -> bool:
        """Whether so many tries broke down that the rules say nothing of it, or nothing yet."""
        if self.state == CheckState.WAITING:
            return is_left_to_a_person(self.tries)
        return any(one["rule"] == UNCHECKABLE for one in self.findings)

    @property
    def is_for_a_person(self) -> bool:
        """Whether it is for a coordinator to undo or to accept."""
        return self.state == CheckState.FAILED or (self.state == CheckState.WAITING and self.is_uncheckable)


class Attempt(models.Model):
    """An invoice or credit note that was handed in on a voucher and refused. Nothing of what stands in it is kept."""

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="attempts")
    sha256 = models.CharField(max_length=64)
    reasons = models.JSONField()
    """Codes with the parameters that their sentences need, as they were the last time."""
    actor = models.CharField(max_length=40)
    """Who handed it in last."""
    times = models.PositiveIntegerField(default=1)
    """The same file on the same voucher again is no other row."""
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["voucher", "sha256"], name="vouchers_attempt_once"),
            models.CheckConstraint(
                condition=Q(times__gte=1, last_at__gte=F("first_at")), name="vouchers_attempt_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class FulfilmentStep(models.Model):
    """One thing that was said about whether what an invoice is for was delivered, and the clock it left."""

    append_only = True

    redemption = models.ForeignKey(
        Redemption, on_delete=models.PROTECT, related_name="fulfilment", db_index=False
    )
    verb = models.CharField(max_length=10, choices=[(verb.value, verb.value) for verb in FulfilmentVerb])
    on = models.DateField()
    until = models.DateField(null=True)
    """While the clock runs: the last day on which the business can answer. That day counts."""
    days_left = models.PositiveSmallIntegerField(null=True)
    """While it stands still: the working days that were left."""
    remark = models.OneToOneField(
        "vouchers.Remark", null=True, on_delete=models.PROTECT, related_name="fulfilment_step"
    )
    """The words that came with it, which are erased at their term."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        # The last word of a redemption is found in one step, however many redemptions are due.
        indexes: ClassVar = [models.Index(fields=["redemption", "id"], name="vouchers_fulfilment_last")]
        constraints: ClassVar = [
            # A business is asked once: what comes after the question is an answer.
            models.UniqueConstraint(
                fields=["redemption"],
                condition=Q(verb=FulfilmentVerb.ASK.value),
                name="vouchers_fulfilmentstep_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.redemption_id}"

    def said(self) -> Said:
        """The same as the domain knows it."""
        return Said(FulfilmentVerb(self.verb), self.on, self.until, self.days_left)

    def told(self) -> str:
        """What the trail keeps of it besides: holidays may be changed by law, so its days are not counted anew."""
        return f"on:{self.on} until:{self.until} left:{self.days_left}"


class OwnPayment(models.Model):
    """That a business paid its own part of an invoice: how much, when, and what that stands on. No document is kept."""

    append_only = True

    redemption = models.OneToOneField(Redemption, on_delete=models.PROTECT, related_name="own_payment")
    evidence = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Evidence])
    amount_cents = models.BigIntegerField()
    paid_on = models.DateField()
    actor = models.CharField(max_length=40)
    """Who said that it came in, or who saw the proof."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.evidence} {self.redemption_id}"

    def told(self) -> str:
        """What the trail keeps of it besides."""
        return f"paid:{self.amount_cents} on:{self.paid_on}"


class CreditNote(models.Model):
    """A credit note that took back an invoice or a part of it. Of the note only its hash and the fields used are kept."""

    append_only = True

    undone = models.OneToOneField(Redemption, on_delete=models.PROTECT, related_name="credit_note")
    """The redemption of the invoice until then; it was reversed."""
    replacement = models.OneToOneField(
        Redemption, null=True, on_delete=models.PROTECT, related_name="remains_of"
    )
    """The redemption for what the invoice still comes to; None when nothing of it counts any more."""
    credited_cents = models.BigIntegerField()
    number = models.CharField(max_length=100)
    issued_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=130, unique=True)
    """Supplier, year of issue and number: it counts once, and for good."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"credit note {self.pk}"


class Payable(models.Model):
    """The account of what is due to one payee."""

    payee = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="payable")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"due to {self.payee_id}"
