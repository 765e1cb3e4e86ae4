"""What a bank paid more often than once: by an old file and by a new one, or by two payments of which one stood for both.

And what it paid in another amount than was ordered, which nobody can book.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wisselwerk.apps.payouts.models import BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.sight import lines_for
from wisselwerk.apps.payouts.queries.signed import first_files
from wisselwerk.apps.payouts.queries.told import (
    UNEXPECTED,
    WHOLE,
    Due,
    is_whole,
    tells_out,
    told_of,
    told_otherwise,
)
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.money import Cents
from wisselwerk.domain.paid_twice import Moved, booked, otherwise_cents, out_cents, too_much_cents, unbooked
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
    is_otherwise: bool = False
    """Whether it left in another amount than was ordered: then ``cents`` is all of that, and it comes back."""


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
    """All of it that the actor sees, the newest first. Three queries at most; one where there is none."""
    found = lines_for(actor).filter(meaning=Meaning.DIFFERENT, amount_cents__isnull=False)
    lines = list(found.exclude(payment=None))
    others = [one for one in lines if not is_whole(one)]
    moved = told_otherwise(others)
    # What was booked while it had left in another amount may be too much, as what left a second time.
    is_booked = {due for due, told in moved.items() if any(one.is_by_hand for one in told)}
    last: dict[Due, BankLine] = {
        _due(one): one for one in lines if tells_out(one) and (is_whole(one) or _due(one) in is_booked)
    }
    otherwise = _paid_otherwise(others, moved)
    if not last:
        return otherwise
    told = told_of({redemption for redemption, _ in last})
    several = [
        PaidTwice(line, cents, is_due=is_whole(line) and not booked(told[due]))
        for due, line in last.items()
        if line.payment and (cents := out_cents(told[due])) > 0
    ]
    return sorted((*several, *otherwise), key=lambda one: -one.line.pk)


def _paid_otherwise(lines: Iterable[Any], told: Mapping[Due, Collection[Moved]]) -> list[PaidTwice]:
    """What is out in another amount than was ordered, by the last line that told so; of lines about such amounts."""
    last = {_due(one): one for one in lines if tells_out(one)}
    return [
        PaidTwice(line, cents, is_due=False, is_otherwise=True)
        for due, line in sorted(last.items(), key=lambda pair: -pair[1].pk)
        if (cents := otherwise_cents(told[due]))
    ]


def is_out_otherwise_than_ordered(line: BankLine) -> bool:
    """Whether a line tells that another amount left the account than a payment was to pay."""
    is_unexpected = line.payment is not None and line.meaning == Meaning.DIFFERENT
    return is_unexpected and tells_out(line) and not is_whole(line)


def _due(line: Any) -> Due:
    return line.payment.redemption_id, line.payment.part


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
    # Who books that another amount was taken back says which money it was (``beside.beside_that_differs``).
    returns = returns.exclude(file__kind=BankFileKind.BY_HAND)
    for line in returns.select_related("payment", "file").order_by("pk"):
        if line.payment is None:
            continue
        due = (line.payment.redemption_id, line.payment.part)
        told = told_of([line.payment.redemption_id], before=line)
        if too_much_cents(told[due], file_kind=line.file.kind) > 0:
            yield f"bank line {line.pk}: payment {line.payment_id} was paid twice, and is due again as if it never was paid"
