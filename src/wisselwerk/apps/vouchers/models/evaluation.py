"""How both sides say that it went, where a last part waits for that, and the reminders of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.vouchers.models.voucher import Voucher
from wisselwerk.domain.evaluation import HIGHEST, LOWEST, Side

SCALE = (LOWEST, HIGHEST)


class Evaluation(models.Model):
    """What one side says of the order that a voucher paid for, or that a coordinator went on without it.

    It is of the voucher and of whom its invoice came from: what a credit note leaves of an invoice needs no other, an
    invoice of another provider does, from both sides.
    """

    append_only = True

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="evaluations")
    side = models.CharField(max_length=10, choices=[(side.value, side.value) for side in Side])
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """Whom the invoice comes from: whose word it is, or about whom the holder of the voucher speaks."""
    went = models.PositiveSmallIntegerField(null=True)
    """How the cooperation went, on the scale of ``domain.evaluation``; None where the side was not waited for."""
    again = models.PositiveSmallIntegerField(null=True)
    """Whether it would work together again without a voucher, on the same scale."""
    remark = models.OneToOneField(
        "vouchers.Remark", null=True, on_delete=models.PROTECT, related_name="evaluation"
    )
    """What the side says besides, or why the coordinator went on without it. Erased at its term."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["voucher", "side", "supplier"], name="vouchers_evaluation_once"),
            models.CheckConstraint(
                # What is not known is no reason for a database to refuse it, so both are asked for by name.
                condition=Q(went__isnull=False, went__range=SCALE, again__isnull=False, again__range=SCALE)
                | Q(went=None, again=None, remark__isnull=False),
                name="vouchers_evaluation_on_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} of voucher {self.voucher_id}"

    @property
    def is_waived(self) -> bool:
        """Whether the coordinator went on without this side."""
        return self.went is None

    def told(self) -> str:
        """What the trail keeps of it besides."""
        return f"{self.side}:{self.supplier_id} went:{self.went} again:{self.again} remark:{self.remark_id}"


class EvaluationReminder(models.Model):
    """That a side was reminded of its evaluation of what a supplier delivered, on which day."""

    append_only = True

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="evaluation_reminders")
    side = models.CharField(max_length=10, choices=[(side.value, side.value) for side in Side])
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            # Two workers at once remind once.
            models.UniqueConstraint(
                fields=["voucher", "side", "supplier", "asked_on"],
                name="vouchers_evaluationreminder_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} reminded of voucher {self.voucher_id}"

    def told(self) -> str:
        """What the trail keeps of it besides."""
        return f"{self.side}:{self.supplier_id}:{self.asked_on}"
