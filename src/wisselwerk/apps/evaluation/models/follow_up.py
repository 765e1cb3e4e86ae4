"""Pairs that are followed up, what both sides answered, and the roll-ups that pages read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from wisselwerk.apps.introductions.models.need import digest
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain import follow_up
from wisselwerk.domain.follow_up import AMOUNTS, MOMENTS, NotAsked, Outcome, Said, Side
from wisselwerk.domain.indicator import Indicator, Measure


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in values]


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Filters by what became of what a pair began with."""

    def standing(self, at: datetime) -> "FollowUpQuerySet":
        """Those of which not all invoices between both were undone by an instant: then there was no first one."""
        handed_in = _between_both().filter(redeemed_at__lte=at)
        stands = handed_in.filter(Q(is_reversed=False) | Q(reversal__reversed_at__gt=at))
        return self.filter(Exists(stands) | ~Exists(handed_in))

    def standing_when_closed(self) -> "FollowUpQuerySet":
        """The same of the last day on which each could be answered: what is undone later changes nothing of it any more."""
        handed_in = _between_both().filter(handed_in_on__lte=OuterRef("closes_on"))
        stands = handed_in.filter(Q(is_reversed=False) | Q(undone_on__gt=OuterRef("closes_on")))
        return self.filter(Exists(stands) | ~Exists(handed_in))


def _between_both() -> models.QuerySet[Any]:
    """Of a pair, the invoices in its scheme, with the days on which they were handed in and undone."""
    rows: models.QuerySet[Any] = Redemption.objects.filter(
        voucher__scheme=OuterRef("scheme"),
        voucher__holder=OuterRef("business"),
        supplier=OuterRef("provider"),
    )
    dated: models.QuerySet[Any] = rows.annotate(
        handed_in_on=TruncDate("redeemed_at", tzinfo=BRUSSELS),
        undone_on=TruncDate("reversal__reversed_at", tzinfo=BRUSSELS),
    )
    return dated


class FollowUp(models.Model):
    """A business and a provider of which a first invoice was handed in in a scheme, looked at again at one moment."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="follow_ups")
    business = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="followed_up")
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="followed_up_as_provider"
    )
    moment = models.PositiveSmallIntegerField(choices=[(one, str(one)) for one in MOMENTS])
    """Months after the first invoice."""
    first_on = models.DateField()
    """The day on which that was handed in."""
    place = models.CharField(max_length=10)
    """NIS code of the municipality in which the business has what counted for its voucher; empty where not known."""
    public_cents = models.BigIntegerField()
    """What vouchers of the scheme had paid of invoices between the two."""
    opened_at = models.DateTimeField()
    closes_on = models.DateField()
    """The last day on which an answer is taken."""
    outcome = models.CharField(max_length=12, choices=_choices(Outcome))
    """What the answers come to (``domain.follow_up.outcome``); held to them by ``verify``."""

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "business", "provider", "moment"], name="evaluation_followed_up_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["scheme", "moment", "outcome"], name="evaluation_followup_outcome")
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"


class FollowUpQuestion(models.Model):
    """That one side was asked, or why not."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="questions")
    side = models.CharField(max_length=8, choices=_choices(Side))
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    """Whom the mail goes to; None where nobody was asked, and once that person has been erased."""
    not_asked = models.CharField(max_length=10, choices=_choices(NotAsked), blank=True)
    """Empty where it was asked."""
    asked_on = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follow_up", "side"], name="evaluation_side_asked_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["asked_on"],
                condition=Q(reminded_on=None, not_asked=""),
                name="evaluation_question_to_remind",
            )
        ]

    def __str__(self) -> str:
        return f"follow-up question {self.pk}"


class FollowUpAnswer(models.Model):
    """What one side answered. A later one stands beside it, and the last counts."""

    append_only = True

    question = models.ForeignKey(FollowUpQuestion, on_delete=models.PROTECT, related_name="answers")
    said = models.CharField(max_length=3, choices=_choices(Said))
    amount_cents = models.BigIntegerField(null=True, choices=[(one, str(one)) for one in AMOUNTS])
    """About how much was ordered since; None where that was not said."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.said} {self.question_id}"

    def seal(self) -> str:
        """A digest of all of it, which the trail keeps."""
        return digest(self.question_id, self.said, self.amount_cents)


class FollowUpStop(models.Model):
    """That somebody wants no more of these questions."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"no follow-ups for {self.person_id}"


class Persistence(models.Model):
    """What the pairs of a scheme in a municipality came to at one moment, as it was last counted: what pages read."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="persistence")
    moment = models.PositiveSmallIntegerField(choices=[(one, str(one)) for one in MOMENTS])
    place = models.CharField(max_length=10, blank=True)
    """NIS code of the municipality; empty where it is not known. All of a scheme is the sum of its rows."""
    lasts = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()
    contradicted = models.PositiveIntegerField()
    silent = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    not_asked = models.PositiveIntegerField()
    clear_cents = models.BigIntegerField()
    """What vouchers had paid for those that last or ended."""
    followed_cents = models.BigIntegerField()
    """What vouchers had paid for all of them."""
    amounts = models.JSONField(default=dict)
    """How many pairs said that about so many cents were ordered since: the business, else its provider."""
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "moment", "place"], name="evaluation_persistence_once"),
        ]

    def __str__(self) -> str:
        return f"persistence {self.scheme_id} {self.moment} {self.place}"

    @property
    def tally(self) -> follow_up.Tally:
        """The numbers as an idea."""
        return follow_up.Tally(
            lasts=self.lasts,
            ended=self.ended,
            contradicted=self.contradicted,
            silent=self.silent,
            open=self.open,
            not_asked=self.not_asked,
        )


class SchemeFigure(models.Model):
    """A figure of a scheme as it was last counted: what pages read (``domain.indicator``)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="figures")
    indicator = models.CharField(max_length=30, choices=_choices(Indicator))
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    counted = models.BigIntegerField()
    unknown = models.BigIntegerField()
    low = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    since = models.DateField()
    counted_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "indicator"], name="evaluation_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.scheme_id}"

    @property
    def measure(self) -> Measure:
        """What was counted, as an idea."""
        return Measure(
            numerator=self.numerator,
            denominator=self.denominator,
            counted=self.counted,
            unknown=self.unknown,
            low=self.low,
            high=self.high,
        )

    def seal(self) -> str:
        """All that shows of it: of what everybody may know every day, the day says nothing."""
        numbers = (self.numerator, self.denominator, self.counted, self.unknown, self.low, self.high)
        return " ".join(map(str, (self.indicator, *numbers, self.since, self.counted_on.year)))


def sealed(figures: Iterable[SchemeFigure]) -> Mapping[int, str]:
    """By scheme, a digest of all its figures, which the trail keeps; empty for a scheme without any."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for one in figures:
        found[one.scheme_id].append(one.seal())
    return defaultdict(str, {pk: digest(*sorted(seals)) for pk, seals in found.items()})
