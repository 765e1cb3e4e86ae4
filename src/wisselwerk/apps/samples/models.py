"""Samples: what was sealed, what was drawn, what was found in each item, and what was passed on."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.initiatives.models import Signal
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.domain import lottery, sample
from wisselwerk.domain.lottery import LONGEST_SEED
from wisselwerk.domain.sample import SampleKind, Strata
from wisselwerk.domain.sample_check import Consequence, SampleCheck, Seen


class Sample(models.Model):
    """What was sealed: from which list, how many by which groups, and where the seed will come from."""

    append_only = True

    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in SampleKind])
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="samples")
    """Who draws: a department of the Flemish government, or the partnership whose auditor does."""
    scheme = models.ForeignKey(Scheme, null=True, on_delete=models.PROTECT, related_name="samples")
    """Of dossiers: the scheme that they are of."""
    year = models.PositiveSmallIntegerField()
    """In which something public became known, or of whose budget a dossier is."""
    strata = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Strata])
    size = models.PositiveIntegerField()
    at_least_one = models.BooleanField()
    """Whether each group gets one."""
    population = models.PositiveIntegerField()
    method = models.CharField(max_length=30, default=sample.METHOD)
    list_sha256 = models.CharField(max_length=64)
    """Of the list as it is published."""
    seed_source = models.TextField()
    """Where the seed comes from, as it was named when the list was sealed."""
    seed_on = models.DateField()
    """The day on which it comes: after the list was sealed."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=SampleKind.DOSSIERS, scheme__isnull=False)
                | Q(kind=SampleKind.PUBLIC, scheme=None),
                name="samples_dossiers_of_a_scheme",
            ),
        ]

    def __str__(self) -> str:
        return f"sample {self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether everybody may see which ones were drawn."""
        return self.kind == SampleKind.PUBLIC


class SampleLine(models.Model):
    """One of what is drawn from, with its line in the list."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="lines", db_index=False)
    stratum = models.CharField(max_length=200)
    line = models.CharField(max_length=64)
    """Of something public the number of its source; of a dossier a hash over its number and a secret."""
    signal = models.ForeignKey(Signal, null=True, on_delete=models.PROTECT, related_name="+")
    redemption = models.ForeignKey(Redemption, null=True, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=2 * lottery.SALT_BYTES, blank=True)
    """Of a dossier, in hexadecimal. Nobody gets to see it; empty once it has been erased at its term."""
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "line"], name="samples_line_once"),
            models.CheckConstraint(
                condition=Q(signal__isnull=False, redemption=None, salt="")
                | Q(signal=None, redemption__isnull=False),
                name="samples_line_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.line


class SampleDraw(models.Model):
    """That a sample was drawn, once, and with which seed."""

    append_only = True

    sample = models.OneToOneField(Sample, on_delete=models.PROTECT, related_name="draw")
    seed = models.CharField(max_length=LONGEST_SEED)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draw of {self.sample_id}"


class SampleItem(models.Model):
    """One that was drawn, with the rules of its day."""

    append_only = True

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="items", db_index=False)
    line = models.OneToOneField(SampleLine, on_delete=models.PROTECT, related_name="item")
    place = models.PositiveIntegerField()
    """From 1 on: groups by name, and in each the order of the draw."""
    rule_set = models.ForeignKey(RuleSetVersion, null=True, on_delete=models.PROTECT, related_name="+")
    """Of a dossier: the version under which its voucher was given, from which its check list follows."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "place"], name="samples_item_place"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}/{self.place}"


class Judgement(models.Model):
    """What somebody saw in one check of an item. What is said later counts, and what it replaced stays."""

    append_only = True

    item = models.ForeignKey(SampleItem, on_delete=models.PROTECT, related_name="judgements")
    check_made = models.CharField(max_length=12, choices=[(one.value, one.value) for one in SampleCheck])
    seen = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Seen])
    consequence = models.CharField(
        max_length=10, blank=True, choices=[(one.value, one.value) for one in Consequence]
    )
    lesson = models.TextField(blank=True)
    """In the words of who looked; what names somebody was left out of it."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(seen=Seen.FINDING) & ~Q(consequence=""))
                | (~Q(seen=Seen.FINDING) & Q(consequence="")),
                name="samples_finding_asks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_made} {self.seen}"


class SampleReport(models.Model):
    """That the outcome of a sample was passed on, with the lessons that were chosen for it."""

    append_only = True

    sample = models.OneToOneField(Sample, on_delete=models.PROTECT, related_name="report")
    lessons = models.JSONField(default=list)
    """Sentences for everybody; what names somebody was left out of them."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"report of {self.sample_id}"
