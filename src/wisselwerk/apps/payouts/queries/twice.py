"""What a bank paid more often than once: by an old file and by a new one, or by two payments of which one stood for both."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.sight import lines_for
from wisselwerk.apps.payouts.queries.signed import first_files
from wisselwerk.apps.payouts.queries.told import UNEXPECTED, WHOLE, Due, told_of
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.money import Cents
from wisselwerk.domain.paid_twice import booked, out_cents, too_much_cents, unbooked
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning

WENT_WRONG = (PaymentState.REFUSED, PaymentState.RETURNED)


@dataclass(frozen=True, slots=True)
class PaidTwice:
    """A payment whose money left more often than the books have, and is not back, as far as the bank told."""

    line: BankLine
    """The last that tells so."""
    cents: Cents
    """What is too much, or what is in no books: less what its payee gave back of it."""
    is_due: bool
    """Whether the books have it due still: then the first is not too much, and it is booked once somebody asked."""


def overpaid(payments: Collection[Payment], file_kind: str) -> frozenset[int]:
    """Which of these pay what the bank paid too often, as a line of a file of this kind finds it. One query; none without
    payments.
    """
    if not payments:
        return frozenset()
    told = told_of([one.redemption_id for one in payments])
    many = {due for due, moved in told.items() if too_much_cents(moved, file_kind=file_kind) > 0}
    return frozenset(one.pk for one in payments if (one.redemption_id, one.part) in many)


def paid_twice(actor: Actor) -> list[PaidTwice]:
    """All of it that the actor sees, the newest first. Two queries; one where there is none."""
    found = lines_for(actor).filter(UNEXPECTED, WHOLE)
    last: dict[Due, BankLine] = {(one.payment.redemption_id, one.payment.part): one for one in found}
    if not last:
        return []
    told = told_of({redemption for redemption, _ in last})
    several = [
        PaidTwice(line, cents, is_due=not booked(told[due]))
        for due, line in last.items()
        if line.payment and (cents := out_cents(told[due])) > 0
    ]
    return sorted(several, key=lambda one: -one.line.pk)


class Again(StrEnum):
    """What an unexpected line is about that tells of the whole of a payment a second time."""

    LEFT = "left"
    """It left the account once more than the books have."""
    BACK = "back"
    """That came back."""
    AFTER_ALL = "after_all"
    """The bank had refused it or given it back, and paid it afterwards: in the books it is due."""
    UNSIGNED = "unsigned"
    """Nobody had signed it: in the books it is due."""


def told_again(line: BankLine) -> Again | None:
    """What a line tells of a second time; None where it tells of none. One query, where it may be one; three more where the
    books have it due.
    """
    payment = line.payment
    if (
        payment is None
        or line.meaning != Meaning.DIFFERENT
        or abs(line.amount_cents or 0) != payment.amount_cents
    ):
        return None
    is_out = (line.amount_cents or 0) < 0
    told = told_of([payment.redemption_id])[payment.redemption_id, payment.part]
    stands = booked(told) > 0
    if is_out and not stands and out_cents(told) > 0 and not first_files([payment]).had(payment):
        return Again.UNSIGNED
    if is_out:
        is_due = payment.state in WENT_WRONG and not stands and unbooked(told) > 0
        return Again.AFTER_ALL if is_due else Again.LEFT if stands else None
    return Again.BACK if any(one.is_out and one.meaning is Meaning.DIFFERENT for one in told) else None


def returns_that_differ() -> Iterator[str]:
    """Money of a second time that came back and was booked as if the payee never had the first."""
    doubted = BankLine.objects.filter(UNEXPECTED, WHOLE).values("payment__redemption")
    returns = BankLine.objects.filter(meaning=Meaning.RETURNED, payment__redemption__in=doubted)
    for line in returns.select_related("payment", "file").order_by("pk"):
        if line.payment is None:
            continue
        due = (line.payment.redemption_id, line.payment.part)
        told = told_of([line.payment.redemption_id], before=line)
        if too_much_cents(told[due], file_kind=line.file.kind) > 0:
            yield f"bank line {line.pk}: payment {line.payment_id} was paid twice, and is due again as if it never was paid"
