"""What of a text goes into the multi-year plan of each member: amounts per year, and where they are booked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.parties.models import Organisation


class PlanEntry(models.Model):
    """What who coordinates entered of a text for one member, or for all of them together.

    A plan is drawn up before a budget exists, so this is an intention and no money: money stands on a ``Budget``. It goes
    along with the text, which is a draft for as long as it ever was one, and is thrown away with it.
    """

    draft = models.ForeignKey(
        "Draft", null=True, blank=True, on_delete=models.CASCADE, related_name="plan_entries"
    )
    version = models.ForeignKey(
        "RuleSetVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="plan_entries"
    )
    member = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_entries"
    )
    """None: all members together."""
    amounts = models.JSONField(default=list)
    """Years and whole cents, in the order of the years: ``[[2027, 1250000]]``. A year that is not there was left open."""
    action = models.CharField(max_length=40, blank=True)
    policy_field = models.CharField(max_length=7, blank=True)
    general_account = models.CharField(max_length=10, blank=True)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(draft=None, version__isnull=False) | Q(draft__isnull=False, version=None),
                name="schemes_plan_entry_one_text",
            ),
            models.UniqueConstraint(fields=["draft", "member"], name="schemes_plan_entry_draft"),
            models.UniqueConstraint(fields=["version", "member"], name="schemes_plan_entry_version"),
            # NULLs differ from one another, so what is for all together needs constraints of its own.
            models.UniqueConstraint(
                fields=["draft"], condition=Q(member=None), name="schemes_plan_entry_draft_all"
            ),
            models.UniqueConstraint(
                fields=["version"], condition=Q(member=None), name="schemes_plan_entry_version_all"
            ),
        ]

    def __str__(self) -> str:
        return f"plan of {self.member_id or 'all'}"
