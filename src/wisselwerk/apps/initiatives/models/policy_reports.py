"""What public policy reports say: files that were read, the reports in them, and their actions with amounts and codes.

A report is kept as its file tells it; a later file about the same report takes its place and changes nothing of it. Of texts only
short descriptions are kept, without names of persons.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.domain.policy_report import ReportType


class PolicyFile(models.Model):
    """An export that was read, or is being read."""

    fingerprint = models.CharField(max_length=64, unique=True)
    """SHA-256 of the file: by it the same file is known again."""
    name = models.CharField(max_length=200)
    filters = models.CharField(max_length=1000, blank=True)
    """Which filters were chosen when it was exported, as it tells: what they left out is not in it."""
    known_at = models.DateTimeField()
    """When it became known here what it says."""
    completed_at = models.DateTimeField(null=True)
    """None while it is being read, or when that was cut short: then nothing of it counts, and it is read again."""
    counts_since = models.DateTimeField(null=True)
    """When its reports last took the place of others: when it was read, or when the same file was brought once more."""
    claim = models.CharField(max_length=32, blank=True)
    """Whose reading it is: random, and another when somebody begins anew."""
    lines = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    """Rows that could not be read."""

    def __str__(self) -> str:
        return self.name


class PolicyReport(models.Model):
    """One report of one local government, as one file tells it."""

    file = models.ForeignKey(PolicyFile, on_delete=models.CASCADE, related_name="reports")
    government = models.CharField(max_length=10)
    """Place code of the municipality as it was then (``domain.policy_report``)."""
    government_name = models.CharField(max_length=100)
    report_type = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ReportType])
    report_year = models.PositiveSmallIntegerField()
    is_newest = models.BooleanField(default=False)
    """Whether it is what was brought last of this type and year, and so what counts."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file", "government", "report_type", "report_year"],
                name="initiatives_policy_report_once",
            ),
            models.UniqueConstraint(
                fields=["government", "report_type", "report_year"],
                condition=Q(is_newest=True),
                name="initiatives_policy_report_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_type} {self.report_year} of {self.government_name}"


class PolicyHeading(models.Model):
    """A goal or an action plan, under which actions stand."""

    class Level(models.TextChoices):
        GOAL = "GOAL"
        PLAN = "PLAN"

    report = models.ForeignKey(
        PolicyReport, on_delete=models.CASCADE, related_name="headings", db_index=False
    )
    level = models.CharField(max_length=4, choices=Level.choices)
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "level", "code"], name="initiatives_policy_heading_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.name


class PolicyAction(models.Model):
    """An action of a report, or money under no action."""

    report = models.ForeignKey(PolicyReport, on_delete=models.CASCADE, related_name="actions", db_index=False)
    key = models.BigIntegerField()
    """What tells actions of a report apart: a digest of the codes above it and of its own, or of its name without one."""
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=100, blank=True)
    goal_code = models.CharField(max_length=60, blank=True)
    plan_code = models.CharField(max_length=60, blank=True)
    is_action = models.BooleanField()
    """False for money that stands under no action."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "key"], name="initiatives_policy_action_once"),
        ]

    def __str__(self) -> str:
        return self.code or self.name


class PolicyAmount(models.Model):
    """What an action asks (plan) or took (accounts) in a financial year, in one policy field."""

    action = models.ForeignKey(PolicyAction, on_delete=models.CASCADE, related_name="amounts", db_index=False)
    year = models.PositiveSmallIntegerField()
    policy_field = models.CharField(max_length=7, blank=True)
    cents = models.BigIntegerField()
    """Zero where an action carries no money; below zero where it was corrected."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["action", "year", "policy_field"], name="initiatives_policy_amount_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cents} in {self.year}"


class PolicyCode(models.Model):
    """A code of a Flemish priority on an action."""

    action = models.ForeignKey(PolicyAction, on_delete=models.CASCADE, related_name="codes", db_index=False)
    code = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "code"], name="initiatives_policy_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class PolicyTotal(models.Model):
    """The sum of a financial year of a report, for all its actions or for those with one code: main lines are read from it."""

    report = models.ForeignKey(PolicyReport, on_delete=models.CASCADE, related_name="totals", db_index=False)
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20, blank=True)
    """Empty for all. An action with two codes is in the total of each."""
    actions = models.PositiveIntegerField()
    cents = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "year", "code"], name="initiatives_policy_total_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["year", "report"], name="initiatives_policy_total_year")]

    def __str__(self) -> str:
        return f"{self.code or 'all'} in {self.year}"
