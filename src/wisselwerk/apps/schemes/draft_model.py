"""Rules that are still being written, before they are published as a version."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.parties.models import Organisation


class Draft(models.Model):
    """The next version of a scheme, or the first one of a new scheme, while it is being written.

    Unlike a version it changes; what was published of it stands in ``version`` and nothing of it changes any more. It
    may be incomplete or wrong: ``domain.rule_draft`` reads it and ``domain.rule_check`` says what is the matter.
    """

    partnership = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="drafts")
    scheme = models.ForeignKey(
        "Scheme", null=True, blank=True, on_delete=models.PROTECT, related_name="drafts"
    )
    """The scheme that gets a next version; None for a new scheme until it is published."""
    parent = models.ForeignKey(
        "RuleSetVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The version it was made from: the one before of the same scheme, or the one of another scheme taken over."""
    version = models.OneToOneField(
        "RuleSetVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    """What was published of it; None while it is being written."""
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    rules = models.JSONField(default=list)
    """As ``DraftRules.to_plain`` writes them: a list of kinds, parameters and the legal source of each."""
    whys = models.JSONField(default=dict)
    """Why a parameter differs from the parent: ``{"amount.amount_cents": "..."}``."""
    source = models.CharField(max_length=300, blank=True)
    """The decision that the version stands on, and every rule that names no text of its own."""
    valid_from = models.DateField(null=True, blank=True)
    granter = models.CharField(max_length=30, blank=True)
    """Of a new scheme: which body grants its vouchers, as ``Granter`` names it; empty while nobody has said."""
    signatory = models.CharField(max_length=120, blank=True)
    """Of a new scheme: the function that signs, never a person's name."""
    edition = models.PositiveIntegerField(default=1)
    """Goes up with every change, so that nobody writes over what somebody else wrote without having seen it."""
    started_at = models.DateTimeField()
    changed_by = models.CharField(max_length=40)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(version=None), name="schemes_draft_open_once"
            ),
            models.CheckConstraint(
                condition=Q(version=None) | Q(scheme__isnull=False), name="schemes_draft_published_whole"
            ),
            models.CheckConstraint(
                condition=Q(granter="", signatory="") | (~Q(granter="") & ~Q(signatory="")),
                name="schemes_draft_granter_signs",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.slug}"

    @property
    def is_takeover(self) -> bool:
        """Whether it was made from a scheme of somebody else, to become one of its own."""
        return self.parent_id is not None and self.scheme_id is None

    @property
    def is_arranged(self) -> bool:
        """Whether it says from which day it holds and, for a new scheme, who grants: a council decides about both."""
        return self.valid_from is not None and (self.scheme_id is not None or self.granter != "")

    @property
    def has_their_aim(self) -> bool:
        """Whether it still says, word for word, what the scheme is for that it was taken over from."""
        return (
            self.parent is not None and self.is_takeover and self.purpose == self.parent.scheme.purpose != ""
        )
