"""What a local government or a partnership does, and what was done with what is known of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_state import Action, InitiativeState
from wisselwerk.domain.priority import Priority


class Initiative(models.Model):
    """An action or instrument of a local government, as far as it shows. What is said of it is worked out from its signals.

    All from ``title`` on is that outcome, kept for lists and looking up (``services.initiatives.renew``); held to the signals
    by ``verify``.
    """

    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in InitiativeState])
    noticed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    """When its owner was last asked by mail; None since something else became known of it."""
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    """The initiative that goes on for it, and with its signals; one into which others are merged is itself in none."""
    title = models.CharField(max_length=500, blank=True)
    what = models.TextField(blank=True)
    government = models.CharField(max_length=200, blank=True)
    partnership = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="initiatives"
    )
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    """The last day."""
    priority = models.CharField(
        max_length=7, blank=True, choices=[(one.value, one.value) for one in Priority]
    )
    amounts = models.JSONField(default=list)
    """Budgeted, or named in a decision: whole cents and the year, or null, as on a signal."""
    spent = models.JSONField(default=list)
    """By accounts, in the same way."""
    years = models.CharField(max_length=600, blank=True)
    """Of which money is told, in order, with a space between them: it is of these years, whenever it began."""
    terms = models.JSONField(default=dict)
    """What a voucher gives and asks, as on a signal."""
    addresses = models.JSONField(default=list)
    """Those of all sources that still speak."""
    held_on = models.DateField(null=True)
    """The latest day from which something of it was true."""
    known_on = models.DateField()
    """The latest day on which something of it became known."""
    kinds = models.JSONField(default=list)
    """Kinds of the sources that still speak, each once."""
    words = models.TextField()
    """All that it can be found by (``register_words.words_kept``)."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-known_on", "-id"], name="initiatives_newest"),
            models.Index(fields=["state", "asked_at"], name="initiatives_to_ask"),
            # All that the numbers, the years and the map of the register ask: rows are long, and so none is read for those.
            models.Index(
                fields=["state", "starts_on", "held_on", "known_on", "years", "merged_into"],
                name="initiatives_counted",
                condition=Q(merged_into=None),
            ),
            # Of those that were merged alone: nearly all are not, and looking those up by an index is slower than reading them in order.
            models.Index(
                fields=["merged_into"], name="initiatives_merged", condition=Q(merged_into__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="initiatives_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class InitiativePlace(models.Model):
    """A finest place in which an initiative is done (``domain.territory``): what maps and owners are found by."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="places")
    place = models.CharField(max_length=10, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "place"], name="initiatives_place_once"),
        ]

    def __str__(self) -> str:
        return self.place


class InitiativeStep(models.Model):
    """What happened to an initiative: who did it and when."""

    append_only = True

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Action])
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in InitiativeState])
    """How it stood after this."""
    signal = models.ForeignKey("Signal", null=True, on_delete=models.PROTECT, related_name="steps")
    """What made it noticed, or what corrects it."""
    other = models.ForeignKey(Initiative, null=True, on_delete=models.PROTECT, related_name="+")
    """The one it was merged into or told apart from."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(action__in=[Action.MERGE, Action.PART], other__isnull=False)
                | (~Q(action__in=[Action.MERGE, Action.PART]) & Q(other=None)),
                name="initiatives_step_other",
            ),
            models.CheckConstraint(
                condition=Q(action__in=[Action.NOTICE, Action.CORRECT], signal__isnull=False)
                | (~Q(action__in=[Action.NOTICE, Action.CORRECT]) & Q(signal=None)),
                name="initiatives_step_signal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.initiative_id}"


class InitiativeLink(models.Model):
    """That two initiatives look like the same one, or like a similar one: with the reason, until somebody answers."""

    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in LinkKind])
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="links")
    """The one that was known later."""
    other = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="linked_from")
    reasons = models.JSONField()
    """Codes with what was compared, as ``domain.initiative_link`` writes them."""
    differences = models.JSONField(default=list)
    """What differs, in the same way."""
    answer = models.CharField(
        max_length=8,
        choices=[(one.value, one.value) for one in LinkAnswer],
        default=LinkAnswer.OPEN,
    )
    proposed_at = models.DateTimeField()
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "initiative", "other"], name="initiatives_link_once"),
            models.CheckConstraint(condition=~Q(initiative=F("other")), name="initiatives_link_of_two"),
            models.CheckConstraint(
                condition=Q(answer=LinkAnswer.OPEN, answered_at=None)
                | (~Q(answer=LinkAnswer.OPEN) & Q(answered_at__isnull=False)),
                name="initiatives_link_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.initiative_id} {self.other_id}"
