"""Applications, decisions, vouchers, redemptions."""

import hashlib
import json
import uuid
from datetime import UTC
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.models import LONGEST_ADDRESS, Organisation, Person
from wisselwerk.apps.schemes.models import Ceiling, CouncilDecision, RuleSetVersion, Scheme
from wisselwerk.apps.vouchers import pdf_models  # noqa: F401  # tables of this app too
from wisselwerk.domain.fulfilment import FulfilmentVerb, Said
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.own_payment import Evidence
from wisselwerk.domain.voucher import VoucherState


class ApplicationState(models.TextChoices):
    """Where an application stands. The values are those of the API's ``outcome``."""

    UNCONFIRMED = "unconfirmed"
    REVIEW = "review"
    AWARDED = "awarded"
    REFUSED = "refused"


class Channel(models.TextChoices):
    """How an application came in."""

    WEB = "web"
    API = "api"
    PHONE = "phone"


class Application(models.Model):
    """A request of an enterprise for a voucher."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="applications")
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="applications")
    """Who applied; None once that person has been erased."""
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.SET_NULL, related_name="applications"
    )
    declarations = models.JSONField(default=dict)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=20, choices=ApplicationState.choices)
    applied_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["scheme", "state"], name="vouchers_application_state")]

    def __str__(self) -> str:
        return str(self.id)


class Confirmation(models.Model):
    """The code sent to an applicant's mail address, until it comes back."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="confirmation")
    token = models.CharField(max_length=43, unique=True)
    """Names the page on which the code is asked; says nothing about the application."""
    code = models.CharField(max_length=8)
    attempts = models.PositiveSmallIntegerField(default=0)
    email = models.EmailField(max_length=LONGEST_ADDRESS)
    """Where the code goes. Becomes a person only when the code comes back, so nobody is entered by somebody else."""
    expires_at = models.DateTimeField()
    sent_from = models.CharField(max_length=64, blank=True)
    """Keyed hash of the network address that asked, to limit mail bombs; dropped with the row."""
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["email", "created_at"], name="vouchers_confirmation_mail"),
            models.Index(fields=["sent_from", "created_at"], name="vouchers_confirmation_from"),
        ]

    def __str__(self) -> str:
        return f"confirmation {self.pk}"


class Decision(models.Model):
    """A decision on an application, with everything needed to prove it years later. Holds no personal data."""

    append_only = True

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    rule_set = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT, related_name="decisions")
    facts = models.JSONField()
    outcomes = models.JSONField()
    evaluated = models.CharField(max_length=10)
    """What the rules say of the facts; a person may decide otherwise where they say REVIEW."""
    result = models.CharField(max_length=20, choices=ApplicationState.choices)
    granting_body = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    delegation = models.ForeignKey(CouncilDecision, null=True, on_delete=models.PROTECT, related_name="+")
    is_automatic = models.BooleanField()
    """Made by the rules alone, or by a person who looked at what they say."""
    actor = models.CharField(max_length=40)
    decided_at = models.DateTimeField()
    seals = models.JSONField()
    """A digest of each part: what was changed afterwards shows, and which, also when it changes no outcome."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["application", "decided_at"], name="vouchers_decision_latest")
        ]

    def __str__(self) -> str:
        return f"{self.result} {self.application_id}"

    def digests(self) -> dict[str, str]:
        """What its seals must be: of itself, of the rules and the delegation it stands on, of the voucher it gave."""
        parts = {f"facts.{name}": value for name, value in self.facts.items()} | {
            "application": str(self.application_id),
            "rule_set": self.rule_set.published(),
            "outcomes": self.outcomes,
            "evaluated": self.evaluated,
            "result": self.result,
            "granting_body": self.granting_body_id,
            "delegation": self.delegation.recorded() if self.delegation else None,
            "is_automatic": self.is_automatic,
            "actor": self.actor,
            "decided_at": self.decided_at.astimezone(UTC).isoformat(),
        }
        voucher = (
            getattr(self.application, "voucher", None) if self.result == ApplicationState.AWARDED else None
        )
        if voucher is not None:
            parts |= {"voucher.code": voucher.code, "voucher.awarded_on": voucher.awarded_on.isoformat()}
        return {name: hashlib.sha256(_canonical(name, value)).hexdigest() for name, value in parts.items()}


def _canonical(name: str, value: object) -> bytes:
    return json.dumps([name, value], sort_keys=True).encode()


class DeliveryState(models.TextChoices):
    """How far a decision is on its way to who applied."""

    WAITING = "to_mail"
    MAILED = "mailed"
    MAIL_REFUSED = "mail_refused"
    TO_POST = "to_post"
    """There is no mail address: a letter has to go."""
    POSTED = "posted"


class Delivery(models.Model):
    """That a decision reached who applied, or not yet: the time to appeal runs from then on. Decisions never change."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="delivery")
    state = models.CharField(max_length=12, choices=DeliveryState.choices)
    at = models.DateTimeField()
    """Since when it stands there: for ``MAILED`` when the mail server took it."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "at"], name="vouchers_delivery_state")]

    def __str__(self) -> str:
        return f"{self.state} {self.decision_id}"


class Voucher(models.Model):
    """The right to have a first purchase from a social-economy enterprise paid, up to an amount."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="voucher")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="vouchers")
    rule_set = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT, related_name="vouchers")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="vouchers")
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="vouchers"
    )
    payee = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The holder where its rules pay the enterprise back; None: whoever an invoice on it comes from is paid."""
    code = models.CharField(max_length=16, unique=True)
    amount_cents = models.BigIntegerField()
    own_contribution_cents = models.BigIntegerField()
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="voucher")
    budget_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    """Where the money came from and goes back to when the voucher lapses."""
    ceilings = models.ManyToManyField(Ceiling, related_name="+")
    """The ceilings it was counted under, which get their room back when the voucher lapses."""
    own_paid_cents = models.BigIntegerField(default=0)
    """Own money proven by invoices that were handed in and not reversed."""
    awarded_on = models.DateField()
    valid_until = models.DateField()
    """The last day on which an invoice may be dated: that day counts, unlike the ``valid_until`` of a dated row."""
    claim_moved_to = models.DateField(null=True, blank=True)
    """The last day to hand an invoice in, where that was moved; else it follows from ``valid_until``."""
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in VoucherState])
    changes = models.PositiveIntegerField(default=0)
    """Goes up with every change, so that a writer sees that what it read has changed since."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["scheme", "holder"], name="vouchers_voucher_holder"),
            models.Index(fields=["provider", "state"], name="vouchers_voucher_provider"),
            # The nightly work looks at what ends soon, however many vouchers were ever made.
            models.Index(fields=["state", "valid_until"], name="vouchers_voucher_ends"),
        ]

    def __str__(self) -> str:
        return f"voucher {self.pk}"

    @property
    def pays_holder(self) -> bool:
        """Whether the holder pays its invoices whole, and is paid back."""
        return self.payee_id is not None


class NoticeAbout(models.TextChoices):
    """What a holder is told about a voucher."""

    LAST_DAY = "LAST_DAY"
    """That the last day for an invoice comes near: a reminder."""
    CLAIM = "CLAIM"
    """That the last day to hand an invoice in comes near: a reminder."""
    REVOCATION = "REVOCATION"
    """That it was withdrawn, and why."""


class Notice(models.Model):
    """Something a holder is told about a voucher, and how far it came. What was not delivered reminded nobody."""

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="notices")
    about = models.CharField(max_length=10, choices=NoticeAbout.choices)
    deadline = models.DateField(null=True, blank=True)
    """The deadline it reminds of, as that was decided; reminders count for one deadline. None for a revocation."""
    told_until = models.DateField(null=True, blank=True)
    """The last day that it tells: later than the deadline where that was moved."""
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Who is told by mail; None where a letter goes, and once that person has been erased."""
    asked_on = models.DateField()
    state = models.CharField(max_length=12, choices=DeliveryState.choices)
    at = models.DateTimeField()
    """Since when it stands there: for ``MAILED`` when the mail server took it, which is when it reminded."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "at"], name="vouchers_notice_state")]
        constraints: ClassVar = [
            # Two workers at once remind once.
            models.UniqueConstraint(
                fields=["voucher", "about", "deadline", "asked_on"], name="vouchers_notice_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.voucher_id}"

    def still_matters(self) -> bool:
        """Whether the holder has to hear it: nobody is reminded of a voucher that is over or used up."""
        states = (VoucherState.OPEN, VoucherState.PARTLY_USED)
        return self.about == NoticeAbout.REVOCATION or self.voucher.state in states


class DeadlineGround(models.TextChoices):
    """Why a deadline of a voucher is another day than it was."""

    EXTENDED = "EXTENDED"
    """A coordinator gave more time."""
    NOT_REMINDED = "NOT_REMINDED"
    """Two reminders in time were not on record, so it did not end."""
    RELEASED = "RELEASED"
    """It was decided that it ends sooner."""


class DeadlineChange(models.Model):
    """That a deadline of a voucher became another day, and on which ground."""

    append_only = True

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="deadline_changes")
    about = models.CharField(max_length=10, choices=NoticeAbout.choices)
    was = models.DateField()
    becomes = models.DateField()
    ground = models.CharField(max_length=12, choices=DeadlineGround.choices)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.about} {self.voucher_id}: {self.becomes}"


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
            )
        ]
        constraints: ClassVar = [
            # The same invoice pays once, across all schemes and buyers; a reversal frees it.
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(is_reversed=False),
                name="vouchers_redemption_invoice_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

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


class Reversal(models.Model):
    """That a redemption was undone, and when."""

    append_only = True

    redemption = models.OneToOneField(Redemption, on_delete=models.PROTECT, related_name="reversal")
    actor = models.CharField(max_length=40)
    reversed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reversal of {self.redemption_id}"


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


class RemarkSubject(models.TextChoices):
    """What a remark explains."""

    DECISION = "DECISION"
    REVERSAL = "REVERSAL"
    ACCEPTANCE = "ACCEPTANCE"
    CONTEST = "CONTEST"
    REVOCATION = "REVOCATION"
    EXTENSION = "EXTENSION"
    RELEASE = "RELEASE"
    REVIEW_REQUEST = "REVIEW_REQUEST"
    DISPUTE = "DISPUTE"
    """Why something was not delivered, or not as agreed."""
    DISPUTE_SETTLED = "DISPUTE_SETTLED"
    PDF_INVOICE = "PDF_INVOICE"


class Remark(models.Model):
    """Why a person did something, in that person's words. Words may name somebody, so they are erased at their term."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="remarks")
    subject = models.CharField(max_length=20, choices=RemarkSubject.choices)
    text = models.TextField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} {self.application_id}"
