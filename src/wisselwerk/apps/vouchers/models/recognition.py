"""Who was warned that a recognition ends while a voucher can still be used."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.catalogue.models import Recognition
from wisselwerk.apps.vouchers.models.voucher import Voucher


class RecognitionWarning(models.Model):
    """That the holder of a voucher, or the provider itself, was warned of the end of a recognition."""

    append_only = True

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="warnings")
    told_until = models.DateField()
    """The last day on which an invoice counts, as it was told. When the recognition gets another end, that is news."""
    voucher = models.ForeignKey(
        Voucher, null=True, on_delete=models.PROTECT, related_name="recognition_warnings"
    )
    """Whose holder was warned; None where it was the provider."""

    class Meta:
        constraints: ClassVar = [
            # Two workers at once warn once.
            models.UniqueConstraint(
                fields=["voucher", "recognition", "told_until"], name="vouchers_recognitionwarning_once"
            ),
            models.UniqueConstraint(
                fields=["recognition", "told_until"],
                condition=Q(voucher=None),
                name="vouchers_recognitionwarning_provider_once",
            ),
        ]

    def __str__(self) -> str:
        return f"warned of recognition {self.recognition_id} until {self.told_until}"

    @property
    def subject(self) -> str:
        """What the trail says it was done to."""
        return (
            f"recognition:{self.recognition_id}" if self.voucher_id is None else f"voucher:{self.voucher_id}"
        )

    def told(self) -> str:
        """What the trail keeps of it besides."""
        return f"recognition:{self.recognition_id}:{self.told_until}"
