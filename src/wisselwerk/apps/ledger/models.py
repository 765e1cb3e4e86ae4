"""Accounts with counters, and the transfers that moved them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.domain.ledger import KINDS_GUARDED, AccountKind, Road
from wisselwerk.domain.money import Cents


class Account(models.Model):
    """A place where money stands. The app that opens it keeps its id and knows what it is for."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in AccountKind])
    in_cents = models.BigIntegerField(default=0)
    out_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            # Never overdrawn, also when two commands move money at the same moment.
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(KINDS_GUARDED)) | Q(out_cents__lte=F("in_cents")),
                name="ledger_account_not_overdrawn",
            ),
            models.CheckConstraint(
                condition=Q(in_cents__gte=0) & Q(out_cents__gte=0), name="ledger_account_counters_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def balance_cents(self) -> Cents:
        """What stands here now; zero for kinds that keep no counter."""
        return Cents(self.in_cents - self.out_cents)


class Transfer(models.Model):
    """A positive amount that moved from one account to another, for good."""

    append_only = True

    from_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transfers_out")
    to_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transfers_in")
    amount_cents = models.BigIntegerField()
    road = models.CharField(max_length=10, choices=[(road.value, road.value) for road in Road])
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="ledger_transfer_positive"),
            models.CheckConstraint(
                condition=~Q(from_account=F("to_account")), name="ledger_transfer_between_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.road} {self.amount_cents}"
