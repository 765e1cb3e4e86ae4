"""What was done with a batch, by whom, and why."""

from dataclasses import dataclass
from datetime import datetime

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.models import PaymentBatch

WITH_WORDS = frozenset({"hold_batch", "take_out_payment"})
"""Told from what was written when it was done."""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done. ``actor`` is kind and row id."""

    at: datetime
    command: str
    actor: str
    why: str = ""
    """In that person's words; empty where none were asked, or once they have been erased."""
    payment_id: int | None = None
    """The payment that was taken out."""


def history_of(batch: PaymentBatch) -> list[Done]:
    """What was done with a batch, oldest first. Two queries."""
    entries = Entry.objects.filter(subject=f"batch:{batch.pk}").exclude(command__in=WITH_WORDS)
    done = [Done(*row) for row in entries.values_list("at", "command", "actor")]
    for remark in batch.remarks.all():
        command = "hold_batch" if remark.payment_id is None else "take_out_payment"
        done.append(Done(remark.at, command, remark.actor, remark.text, remark.payment_id))
    return sorted(done, key=lambda one: one.at)


def who_ordered(batch: PaymentBatch, before: datetime | None = None) -> frozenset[str]:
    """Everybody who ever ordered a batch, also where that lapsed; ``before`` a moment, if given. One query."""
    found = Entry.objects.filter(subject=f"batch:{batch.pk}", command="order_batch")
    if before is not None:
        found = found.filter(at__lt=before)
    return frozenset(found.values_list("actor", flat=True))
