"""What becomes of the text of a scheme in the council of each member."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.parties.models import Organisation


class StepState(models.TextChoices):
    """How far a council is with a text."""

    OPEN = "OPEN"
    """Not on an agenda, or taken off it again. A council of which nothing was recorded is that far too."""
    AGENDA = "AGENDA"
    DECIDED = "DECIDED"
    VOTED_DOWN = "VOTED_DOWN"
    MISTAKEN = "MISTAKEN"
    """What was recorded before was a mistake and does not count: the council is as far as if nothing was recorded."""


WITHOUT_DAY = (StepState.OPEN, StepState.MISTAKEN)
"""States of a council that is not before a text."""


class CouncilStep(models.Model):
    """One thing that was recorded about a council and a text: the newest says how far it is.

    The text is a draft, or a version that was never a draft here. What a council decided is kept whole: the text that lay
    before it, with all that its words need, and the rules it decided on. It may amend, and a draft that is changed
    afterwards is no longer what it voted about.
    """

    append_only = True

    draft = models.ForeignKey(
        "Draft", null=True, blank=True, on_delete=models.PROTECT, related_name="council_steps"
    )
    version = models.ForeignKey(
        "RuleSetVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="council_steps"
    )
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="council_steps")
    state = models.CharField(max_length=10, choices=StepState.choices)
    on = models.DateField(null=True, blank=True)
    """The day of the council's meeting."""
    document = models.CharField(max_length=300, blank=True)
    """Address or number under which the decision was published."""
    rules = models.JSONField(null=True, blank=True)
    """What the council decided, as ``RuleSet.to_plain`` writes it."""
    proposed = models.JSONField(null=True, blank=True)
    """What lay before it when it decided, as ``council_text.to_plain`` writes it: what it changed is held to that."""
    why = models.CharField(max_length=500, blank=True)
    """Why what was recorded before was a mistake; empty in any other step."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(draft=None, version__isnull=False) | Q(draft__isnull=False, version=None),
                name="schemes_council_step_one_text",
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.DECIDED, rules__isnull=False, proposed__isnull=False)
                | (~Q(state=StepState.DECIDED) & Q(rules__isnull=True, proposed__isnull=True)),
                name="schemes_council_step_rules_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITHOUT_DAY, on=None)
                | (~Q(state__in=WITHOUT_DAY) & Q(on__isnull=False)),
                name="schemes_council_step_has_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(state=StepState.MISTAKEN) & ~Q(why=""))
                | (~Q(state=StepState.MISTAKEN) & Q(why="")),
                name="schemes_council_step_mistake_has_its_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.state}"
