"""What sources say of initiatives: kept for ever as it was said."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.initiatives.models.initiative import Initiative
from wisselwerk.apps.initiatives.models.policy_reports import PolicyAction
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain import signal as domain
from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.signal import SignalAmount, SignalKind, Spoke
from wisselwerk.domain.voucher_terms import VoucherTerms


class Signal(models.Model):
    """What one source said of an initiative when it was read. Read again with other content it is another signal, also where that
    is what it said before.
    """

    append_only = True

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="signals")
    """The one it was read for. When that is merged into another, this stays: see ``Initiative.merged_into``."""
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    """What the same source said before."""
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in SignalKind])
    key = models.CharField(max_length=500)
    source = models.CharField(max_length=500)
    digest = models.CharField(max_length=71)
    scheme = models.ForeignKey(Scheme, null=True, on_delete=models.PROTECT, related_name="signals")
    """The scheme here that it tells of."""
    action = models.ForeignKey(PolicyAction, null=True, on_delete=models.PROTECT, related_name="signals")
    """The action in a policy report that it tells of."""
    partnership = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="signals")
    held_on = models.DateField(null=True)
    known_on = models.DateField()
    title = models.CharField(max_length=500, blank=True)
    what = models.TextField(blank=True)
    government = models.CharField(max_length=200, blank=True)
    places = models.JSONField(default=list)
    """Finest place codes, in order."""
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    priority = models.CharField(
        max_length=7, blank=True, choices=[(one.value, one.value) for one in Priority]
    )
    amounts = models.JSONField(default=list)
    """Whole cents and the year, or null: ``[[2500000, 2026]]``."""
    addresses = models.JSONField(default=list)
    terms = models.JSONField(default=dict)
    """What a voucher gives and asks, as ``VoucherTerms`` has it; empty where nothing is known."""
    spoke = models.JSONField(default=list)
    """Words, place and points: ``[["wijk werken", "title", 20]]``."""
    enough = models.SmallIntegerField(null=True)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # What a source said has one first and no forks: whoever reads it at the same moment runs into this.
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(follows=None), name="initiatives_signal_first"
            ),
            models.UniqueConstraint(fields=["follows"], name="initiatives_signal_no_fork"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "key"], name="initiatives_signal_source")]

    def __str__(self) -> str:
        return f"signal {self.pk}: {self.source}"

    @property
    def value(self) -> domain.Signal:
        """What it says, as a value."""
        return domain.Signal(
            kind=SignalKind(self.kind),
            key=self.key,
            source=self.source,
            held_on=self.held_on,
            known_on=self.known_on,
            title=self.title,
            what=self.what,
            government=self.government,
            partnership=self.partnership_id,
            places=tuple(self.places),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            priority=Priority(self.priority) if self.priority else None,
            amounts=amounts_of(self.amounts),
            addresses=tuple(self.addresses),
            terms=VoucherTerms(**self.terms),
            spoke=tuple(Spoke(*one) for one in self.spoke),
            enough=self.enough,
        )


def amounts_of(plain: list[list[int | None]]) -> tuple[SignalAmount, ...]:
    """Amounts as they are kept, as values."""
    return tuple(SignalAmount(Cents(cents or 0), year) for cents, year in plain)
