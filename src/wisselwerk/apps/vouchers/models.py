"""Applications, decisions, vouchers, redemptions."""

import hashlib
import json
import uuid
from datetime import UTC
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.models import LONGEST_ADDRESS, Organisation, Person
from wisselwerk.apps.schemes.models import Ceiling, CouncilDecision, RuleSetVersion, Scheme
from wisselwerk.apps.vouchers import pdf_models  # noqa: F401  # tables of this app too
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
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in VoucherState])
    changes = models.PositiveIntegerField(default=0)
    """Goes up with every change, so that a writer sees that what it read has changed since."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["scheme", "holder"], name="vouchers_voucher_holder"),
            models.Index(fields=["provider", "state"], name="vouchers_voucher_provider"),
        ]

    def __str__(self) -> str:
        return f"voucher {self.pk}"


class Redemption(models.Model):
    """An invoice handed in on a voucher. Of the invoice only its hash and the fields used are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="redemptions")
    payee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="redemptions")
    eligible_cents = models.BigIntegerField()
    voucher_part_cents = models.BigIntegerField()
    own_part_cents = models.BigIntegerField()
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


class Reversal(models.Model):
    """That a redemption was undone, and when."""

    append_only = True

    redemption = models.OneToOneField(Redemption, on_delete=models.PROTECT, related_name="reversal")
    actor = models.CharField(max_length=40)
    reversed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reversal of {self.redemption_id}"


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
    CONTEST = "CONTEST"
    REVOCATION = "REVOCATION"
    EXTENSION = "EXTENSION"
    REVIEW_REQUEST = "REVIEW_REQUEST"
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
