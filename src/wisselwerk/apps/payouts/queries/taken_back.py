"""How far a bank took back what had left in another amount than was ordered, after somebody booked that as paid.

It may come back at once or in parts, in one file or several. What came in stands in no books until a person books it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.told import (
    UNEXPECTED,
    WHOLE,
    Placed,
    booked_and_kept,
)
from wisselwerk.domain.reconciliation import Meaning


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came back of it, as one kind of file tells."""

    left_cents: int
    parts: Sequence[BankLine]
    """What came in since and is in no books, oldest first."""
    recorded_cents: int
    """What came in since and was recorded beside the books."""
    apart_cents: int
    """What else was recorded of it, which no such file told: its payee gave it back, or less than nothing when we gave more."""

    @property
    def is_all(self) -> bool:
        """Whether nothing of what left is with its payee any more, once all that came in is booked."""
        came = self.recorded_cents + sum(one.amount_cents or 0 for one in self.parts)
        return came in {self.left_cents, self.left_cents - max(self.apart_cents, 0)}


def taken_back_by(line: BankLine) -> TakenBack | None:
    """What came back of what was booked, where a line tells of some of it; None where it tells of something else.

    Nothing where its payer asked it back and some of that came: then what came in is recorded with the claim. Five queries
    at most, where money came in that was not expected.
    """
    if line.meaning != Meaning.DIFFERENT or (line.amount_cents or 0) <= 0 or line.payment is None:
        return None
    found = taken_back_of(line.payment, file_kind=line.file.kind)
    if found is None or line not in found.parts:
        return None
    stands = line.payment.bank_lines.filter(transfer__reversed_by=None)
    is_recovered = stands.filter(meaning=Meaning.RECOVERED, amount_cents__gt=0).exists()
    return None if is_recovered else found


def may_be_returned(line: BankLine) -> bool:
    """Whether it tells that the bank took back some of what left in another amount than was ordered, and was booked so."""
    found = taken_back_by(line)
    return found is not None and (line.amount_cents or 0) <= found.left_cents


def taken_back_of(payment: Payment, *, file_kind: str, before: int | None = None) -> TakenBack | None:
    """The same as files of one kind tell it, of what stood ``before`` a line, if given. None where it is not booked as paid."""
    booked_ones, kept = booked_and_kept([payment.redemption_id], before=before)
    mine = [one for one in booked_ones if one.line.payment_id == payment.pk]
    if not mine or mine[-1].line.meaning != Meaning.PAID:
        return None
    since = payment.bank_lines.filter(pk__gt=mine[-1].line.pk)
    if before is not None:
        since = since.filter(pk__lt=before)
    if since.filter(meaning=Meaning.RETURNED).exists():
        return None
    kept = [one for one in kept if one.pk > mine[-1].line.pk and one.payment_id == payment.pk]
    came = since.filter(meaning=Meaning.DIFFERENT, amount_cents__gt=0, file__kind=file_kind)
    if payment.bank_lines.filter(UNEXPECTED, WHOLE).exists():
        came = came.exclude(WHOLE)  # The whole of it may be of the second time that it left.
    placed = Placed(kept)
    parts, recorded = list[BankLine](), 0
    for one in came.select_related("file", "payment").order_by("pk"):
        if placed.takes(one):
            recorded += one.amount_cents or 0
        else:
            parts.append(one)
    apart = sum(one.amount_cents or 0 for one in kept) - recorded
    return TakenBack(-mine[-1].cents, parts, recorded, apart)
