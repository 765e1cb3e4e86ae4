"""Whether a payment was ever in a file that somebody signed, so that a bank may have it from us: as the trail tells."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.models import BankFileKind, BankLine, Payment
from wisselwerk.domain.reconciliation import Meaning

SIGNED = "sign_batch"
LEFT_OUT = ("take_out_payment", "leave_out_paid")
"""After either a payment is in no file of its batch any more."""


@dataclass(frozen=True, slots=True)
class FirstFiles:
    """When batches were first signed, and what was not in them any more by then."""

    first: Mapping[int, tuple[int, datetime]]
    """The entry of its first signature and its moment, by batch."""
    left_out: Mapping[int, int]
    """The entry since which a payment is in no file any more, by payment."""
    booked: Mapping[int, datetime]
    """When somebody booked what a bank had paid, by payment: what is signed afterwards does not pay it again."""

    def had(self, payment: Payment) -> bool:
        """Whether any file had this payment. Have its batch at hand."""
        if payment.batch.released_at is None:
            return False
        number, at = self.first.get(payment.batch_id, (0, payment.batch.released_at))
        out, booked = self.left_out.get(payment.pk), self.booked.get(payment.pk)
        return (out is None or out > number) and (booked is None or booked >= at)


def first_files(payments: Collection[Payment] | None = None) -> FirstFiles:
    """What is known of these, or of all. Three queries; none without payments."""
    if payments is not None and not payments:
        return FirstFiles({}, {}, {})
    signed = Entry.objects.filter(command=SIGNED)
    left_out = Entry.objects.filter(command__in=LEFT_OUT)
    booked = BankLine.objects.filter(meaning=Meaning.PAID, file__kind=BankFileKind.BY_HAND)
    if payments is not None:
        signed = signed.filter(subject__in={f"batch:{one.batch_id}" for one in payments})
        left_out = left_out.filter(subject__in=[f"payment:{one.pk}" for one in payments])
        booked = booked.filter(payment__in=[one.pk for one in payments])
    # The first of each comes last, and stays.
    return FirstFiles(
        {
            _number(subject): (pk, at)
            for subject, pk, at in signed.order_by("-pk").values_list("subject", "pk", "at")
        },
        {_number(subject): pk for subject, pk in left_out.order_by("-pk").values_list("subject", "pk")},
        dict(booked.order_by("-pk").values_list("payment", "file__read_at")),
    )


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])
