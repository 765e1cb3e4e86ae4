"""Adjustments: what was decided on which figures, what was expected, what was measured after it. Nothing of it changes."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.introductions.models.need import digest
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.domain.adjustment import DecidedBy, Direction, Expectation, Verdict, told_from
from wisselwerk.domain.indicator import DEFINITIONS, Definition, Figure, Indicator, Kind, Unit
from wisselwerk.domain.interval import Interval
from wisselwerk.domain.main_lines import Blank


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in values]


class Adjustment(models.Model):
    """A question about a scheme, what was decided on it, and what is expected of that."""

    append_only = True

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="adjustments")
    question = models.TextField()
    decision = models.TextField()
    changes_rules = models.BooleanField()
    """Whether new rules follow. That nothing changes is a decision too."""
    decided_by = models.CharField(max_length=20, choices=_choices(DecidedBy))
    decided_on = models.DateField()
    indicator = models.CharField(max_length=30, choices=_choices(Indicator))
    """The figure of which something is expected."""
    direction = models.CharField(max_length=5, choices=_choices(Direction))
    target = models.FloatField(null=True, blank=True)
    """What it comes to at least or at most, as ``Figure.value``; None for higher or lower than it was."""
    look_on = models.DateField(db_index=True)
    """From this day on what was measured stands beside what was expected."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    """When its figures were frozen."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(look_on__gt=models.F("decided_on")), name="evaluation_looks_later"
            ),
        ]

    def __str__(self) -> str:
        return f"adjustment {self.pk}"

    @property
    def expected(self) -> Expectation:
        """What is expected, as an idea."""
        return Expectation(Indicator(self.indicator), Direction(self.direction), self.target)

    @property
    def since(self) -> date:
        """From which day on is counted what came after it: that of its rules, else that of the decision."""
        rules = getattr(self, "rules", None)
        return rules.version.valid_from if rules else self.decided_on

    @property
    def looked_at_on(self) -> date:
        """The day chosen to look again, or a later one on which a whole year since can be told."""
        return max(self.look_on, told_from(Indicator(self.indicator), self.since))

    @property
    def before(self) -> Figure | None:
        """The figure of which something is expected, as it was when that was decided; None where it was not chosen."""
        own = (one for one in self.evidence.all() if one.scheme_id == self.scheme_id)
        return next((one.figure for one in own if one.indicator == self.indicator), None)

    def seal(self, evidence: Iterable["AdjustmentEvidence"]) -> str:
        """A digest of all of it with its figures, which the trail keeps."""
        return digest(digest_of(self), *sorted(digest_of(one) for one in evidence))


class FrozenFigure(models.Model):
    """A figure as it was shown on a day, with what it meant then: what is counted or defined later does not touch it."""

    indicator = models.CharField(max_length=30, choices=_choices(Indicator))
    means = models.JSONField()
    """Its definition, with its sentences as they are translated."""
    value = models.FloatField(null=True, blank=True)
    """A share between 0 and 1, days, a number, or whole cents; None where there was nothing to show."""
    blank = models.CharField(max_length=10, choices=_choices(Blank), blank=True)
    """Why there was not."""
    interval = models.JSONField(null=True)
    bounds = models.JSONField(null=True)
    """From where to where, or None."""
    numerator = models.BigIntegerField(null=True)
    counted = models.BigIntegerField(null=True)
    unknown = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField()

    class Meta:
        abstract = True

    def keep(self, figure: Figure) -> None:
        """Take over what a figure shows. It is not saved yet."""
        means = DEFINITIONS[figure.indicator]
        self.indicator = figure.indicator
        self.means = {
            "label": means.label,
            "numerator": means.numerator,
            "denominator": means.denominator,
            "source": means.source,
            "unit": means.unit,
            "kind": means.kind,
            "is_better_when": means.is_better_when,
        }
        self.value = None if isinstance(figure.value, Blank) else figure.value
        self.blank = figure.value if isinstance(figure.value, Blank) else ""
        self.interval, self.bounds = _ends(figure.interval), _ends(figure.bounds)
        self.numerator, self.counted, self.unknown = figure.numerator, figure.counted, figure.unknown
        self.since, self.until = figure.since, figure.until

    @property
    def definition(self) -> Definition:
        """What it meant."""
        told = {
            key: value
            for key, value in self.means.items()
            if key in {"label", "numerator", "denominator", "source", "is_better_when"}
        }
        return Definition(
            indicator=Indicator(self.indicator),
            unit=Unit(self.means["unit"]),
            kind=Kind(self.means["kind"]),
            **told,
        )

    @property
    def figure(self) -> Figure:
        """What it showed."""
        return Figure(
            indicator=Indicator(self.indicator),
            value=Blank(self.blank) if self.value is None else self.value,
            interval=Interval(*self.interval) if self.interval else None,
            bounds=Interval(*self.bounds) if self.bounds else None,
            numerator=self.numerator,
            counted=self.counted,
            unknown=self.unknown,
            since=self.since,
            until=self.until,
        )


class AdjustmentEvidence(FrozenFigure):
    """A figure on which was decided, of the scheme itself or of one beside it."""

    append_only = True

    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="evidence")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["adjustment", "scheme", "indicator"], name="evaluation_evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} of {self.scheme_id} for {self.adjustment_id}"


class AdjustmentRules(models.Model):
    """To which rules an adjustment led, once they were published."""

    append_only = True

    adjustment = models.OneToOneField(Adjustment, on_delete=models.PROTECT, related_name="rules")
    version = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.adjustment_id} led to {self.version_id}"


class AdjustmentLook(FrozenFigure):
    """What was measured on the day to look again, of what began since the decision or its rules, and what it comes to."""

    append_only = True

    adjustment = models.OneToOneField(Adjustment, on_delete=models.PROTECT, related_name="look")
    verdict = models.CharField(max_length=12, choices=_choices(Verdict))
    """What it comes to beside what was expected; ``verify`` works it out again."""
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.verdict} {self.adjustment_id}"


class AdjustmentNote(models.Model):
    """What was added to an adjustment later: a correction, or what was learnt. What stood there stays beside it."""

    append_only = True

    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note {self.pk}"


def _ends(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]
