"""Schemes and the dated decisions they stand on."""

from datetime import UTC
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.council_model import CouncilStep
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.plan_model import PlanEntry

__all__ = ["CouncilStep", "Draft", "PlanEntry"]


class Scheme(models.Model):
    """A voucher scheme of a partnership."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    partnership = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schemes")
    purpose = models.TextField(blank=True)
    adopted_from = models.ForeignKey(
        "RuleSetVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    """The version of another scheme that this scheme's first version was made from."""

    def __str__(self) -> str:
        return self.name


class RuleSetVersion(models.Model):
    """The rules of a scheme from a day on, as they were published.

    A version is valid until the next one starts, so versions cannot overlap.
    """

    append_only = True

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    rules = models.JSONField()
    """As ``domain.rule.RuleSet.to_plain`` writes them: kinds, parameters and the legal source of each."""
    whys = models.JSONField(default=dict)
    """Why a parameter differs from the version it was made from: ``{"amount.amount_cents": "..."}``."""
    source = models.CharField(max_length=300)
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "number"], name="schemes_version_number"),
            models.UniqueConstraint(fields=["scheme", "valid_from"], name="schemes_version_start"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} v{self.number}"

    def published(self) -> dict[str, Any]:
        """All that was published, as plain JSON: decisions are sealed with it."""
        return {
            "id": self.pk,
            "scheme": self.scheme_id,
            "number": self.number,
            "valid_from": self.valid_from.isoformat(),
            "rules": self.rules,
            "whys": self.whys,
            "source": self.source,
            "published_at": self.published_at.astimezone(UTC).isoformat(),
        }


class DecisionSubject(models.TextChoices):
    """What a council decided about."""

    AGREEMENT = "AGREEMENT"
    REGULATION = "REGULATION"
    DELEGATION = "DELEGATION"
    BUDGET = "BUDGET"
    TERRITORY = "TERRITORY"
    VISUM = "VISUM"
    """That commitments such as these need no visum of the financial director."""


class CouncilDecision(models.Model):
    """What a municipal council decided about a scheme, and when."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="council_decisions")
    local_government = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="council_decisions"
    )
    subject = models.CharField(max_length=20, choices=DecisionSubject.choices)
    title = models.CharField(max_length=300)
    decided_on = models.DateField()
    reference = models.CharField(max_length=300, blank=True)
    """Address or number under which the decision can be found."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "local_government", "subject", "decided_on"], name="schemes_decision_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def recorded(self) -> dict[str, Any]:
        """All that was recorded, as plain JSON: what is decided under this delegation is sealed with it."""
        return {
            "id": self.pk,
            "scheme": self.scheme_id,
            "local_government": self.local_government_id,
            "subject": self.subject,
            "title": self.title,
            "decided_on": self.decided_on.isoformat(),
            "reference": self.reference,
        }


class VisumKind(models.TextChoices):
    """What was decided about the visum of a scheme, and by whom."""

    GIVEN = "GIVEN"
    """The financial director found the commitment lawful and regular."""
    REFUSED = "REFUSED"
    """The financial director did not, and said why."""
    EXEMPT = "EXEMPT"
    """The council took commitments such as these out of the duty to ask for one."""
    BEFORE = "BEFORE"
    """The scheme ran already when visa came to be recorded here: what was asked then is not on record."""


OPENING = (VisumKind.GIVEN, VisumKind.EXEMPT, VisumKind.BEFORE)
"""With one of these a scheme may take applications. That is never taken back: what was committed under it stands."""


class Visum(models.Model):
    """The visum of the financial director on a scheme, its refusal, or the council's exemption from it.

    No commitment with a financial effect is entered into before the financial director of who pays has examined
    whether it is lawful and regular and has given a visum; the council may take categories of commitments out of that
    duty (Decreet over het lokaal bestuur, art. 266), and a refusal is reasoned (art. 267). Asked once per scheme: its
    regulation with its budget is the commitment, each voucher only applies it.
    """

    append_only = True

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="visa")
    kind = models.CharField(max_length=10, choices=VisumKind.choices)
    decided_on = models.DateField()
    decision = models.ForeignKey(
        CouncilDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The council decision that an exemption is."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme"],
                condition=Q(kind__in=[VisumKind.GIVEN, VisumKind.EXEMPT]),
                name="schemes_visum_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=VisumKind.EXEMPT, decision__isnull=False)
                | (~Q(kind=VisumKind.EXEMPT) & Q(decision=None)),
                name="schemes_visum_exempt_by_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"visum {self.kind} {self.scheme_id}"

    @property
    def words(self) -> str:
        """What the director said with it; empty when nothing, or once erased. Have the remark at hand."""
        remark = getattr(self, "remark", None)
        return remark.text if remark else ""


class VisumRemark(models.Model):
    """Why a visum was refused, or on which conditions it was given, in the director's words; erased at their term."""

    visum = models.OneToOneField(Visum, on_delete=models.CASCADE, related_name="remark")
    text = models.TextField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"remark on visum {self.visum_id}"


class Granter(models.TextChoices):
    """Which body grants a voucher."""

    SEAT_MUNICIPALITY = "SEAT_MUNICIPALITY"
    MANAGING_MUNICIPALITY = "MANAGING_MUNICIPALITY"


class GrantingArrangement(models.Model):
    """Who grants vouchers of a scheme from a day on, who signs, and on which delegation the software decides.

    Without a recorded delegation every decision is a proposal that a person confirms: setting subsidy rules belongs
    to the council (Decreet lokaal bestuur, art. 41, second paragraph, 23) and applying them to whoever it names.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="granting_arrangements")
    granter = models.CharField(max_length=30, choices=Granter.choices)
    signatory = models.CharField(max_length=120)
    """The function that signs, such as "algemeen directeur": not a person's name."""
    delegation = models.ForeignKey(
        CouncilDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "valid_from"], name="schemes_granting_start"),
        ]

    def __str__(self) -> str:
        return f"{self.granter} from {self.valid_from}"


class Budget(models.Model):
    """Money set aside for a scheme in a year, for one member or for all together. The money stands on the account."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField()
    member = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="budgets"
    )
    credit = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="budget")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "year", "member"], name="schemes_budget_member"),
            # NULLs differ from one another, so the shared budget needs a constraint of its own.
            models.UniqueConstraint(
                fields=["scheme", "year"], condition=Q(member=None), name="schemes_budget_shared"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.year}"


class Funding(models.Model):
    """Money that was added to a budget, and the council decision on which it stands, where one was named."""

    append_only = True

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="fundings")
    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        CouncilDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.budget_id} {self.transfer_id}"


class Reduction(models.Model):
    """Money that was taken out of a budget again, and why, in somebody's words; those are erased at their term."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="reductions")
    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="reduction")
    reason = models.TextField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.budget_id} {self.transfer_id}"


class Ceiling(models.Model):
    """The room left under a ceiling of the rules, kept as a pair of accounts so that it holds under concurrency."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="ceilings")
    scope = models.CharField(max_length=40)
    """``total``, ``per_year:2026`` or ``per_member:73066``."""
    limit_cents = models.BigIntegerField(default=0)
    """What was opened so far: the ceiling of the rules in force, or more where more was awarded before they fell."""
    limit = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    room = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "scope"], name="schemes_ceiling_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.scope}"
