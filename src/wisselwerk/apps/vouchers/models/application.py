"""Applications, the decisions on them and how those reach who applied."""

import hashlib
import json
import uuid
from datetime import UTC
from typing import ClassVar

from django.db import models

from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.parties.models import MailCode, Organisation, Person
from wisselwerk.apps.schemes.models import CouncilDecision, RuleSetVersion, Scheme


class ApplicationState(models.TextChoices):
    """Where an application stands. The values are those of the API's ``outcome``."""

    UNCONFIRMED = "unconfirmed"
    ENTERED = "entered"
    """It met the rules, and a draw that was not held yet decides."""
    WAITING_LIST = "waiting_list"
    NOT_DRAWN = "not_drawn"
    """It met the rules, was not reached in the draw, and waits no longer."""
    REVIEW = "review"
    AWARDED = "awarded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Who applied wants no voucher any more; nobody decided anything."""


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


class Confirmation(MailCode):
    """The code sent to an applicant's mail address, until it comes back."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="confirmation")

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
    evaluated = models.CharField(max_length=20)
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
    refused_on = models.CharField(max_length=40, blank=True)
    """The kind of rule that is not met, as the person found who refused where the rules had a doubt."""
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
        if self.refused_on:
            parts["refused_on"] = self.refused_on
        lot = getattr(self.application, "lot", None) if self.result == ApplicationState.ENTERED else None
        if lot is not None:
            parts["lot.commitment"] = lot.commitment
        return {name: hashlib.sha256(_canonical(name, value)).hexdigest() for name, value in parts.items()}


_SORTED = json.JSONEncoder(sort_keys=True)
"""Made once: a decision has some forty parts, and ``verify`` seals every decision again."""


def _canonical(name: str, value: object) -> bytes:
    return _SORTED.encode([name, value]).encode()


class DeliveryState(models.TextChoices):
    """How far something is on its way to who has to know it."""

    WAITING = "to_mail"
    MAILED = "mailed"
    MAIL_REFUSED = "mail_refused"
    TO_POST = "to_post"
    """There is no mail address: a letter has to go."""
    POSTED = "posted"


class OnItsWay(models.Model):
    """Something that somebody is told, and how far it came."""

    state = models.CharField(max_length=12, choices=DeliveryState.choices)
    at = models.DateTimeField()
    """Since when it stands there: for ``MAILED`` when the mail server took it."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.state} since {self.at}"


class Delivery(OnItsWay):
    """That a decision reached who applied, or not yet: the time to appeal runs from then on. Decisions never change."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="delivery")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "at"], name="vouchers_delivery_state")]

    def __str__(self) -> str:
        return f"{self.state} {self.decision_id}"


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
    QUESTION = "QUESTION"
    """What a coordinator asks the applicant before deciding."""
    ANSWER = "ANSWER"
    EVALUATION = "EVALUATION"
    """What a side says besides of how it went."""
    EVALUATION_WAIVED = "EVALUATION_WAIVED"


class Remark(models.Model):
    """Why a person did something, in that person's words. Words may name somebody, so they are erased at their term."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="remarks")
    subject = models.CharField(max_length=20, choices=RemarkSubject.choices)
    reversal = models.OneToOneField(
        "vouchers.Reversal", null=True, blank=True, on_delete=models.PROTECT, related_name="why"
    )
    """Of the words with which a redemption was undone: that undoing. None where that is not known any more."""
    text = models.TextField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} {self.application_id}"
