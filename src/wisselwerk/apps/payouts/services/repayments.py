"""What payees paid back so far, at once or in parts, when a bank tells of more. Call it where the payments are locked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace

from django.db.models import F, Q, QuerySet

from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.backs import back_of
from wisselwerk.apps.payouts.queries.told import Due
from wisselwerk.clock import day_of
from wisselwerk.domain.reconciliation import Back, Known, Meaning

Repaid = Mapping[int, Sequence[Back]]
"""By payment."""
Beside = Mapping[Due, Sequence[Back]]
"""By what is due."""


def repaid_of(file: BankFile, payments: Sequence[int]) -> Repaid:
    """What files told before of what came back of these. One query; none without payments."""
    found: defaultdict[int, list[Back]] = defaultdict(list)
    if not payments:
        return found
    came = Q(meaning__in=[Meaning.RECOVERED, Meaning.KNOWN], amount_cents__gt=0)
    if file.kind == BankFileKind.BY_HAND:
        # Who records it was told so by a line that is in no books.
        came |= Q(meaning=Meaning.DIFFERENT, amount_cents__gt=0)
    # Also what went back, or counts for what is asked back: that leaves what a record has beside the books.
    too_much = Q(meaning=Meaning.BESIDE, payment__redemption__is_reversed=True, undoes=None, undone_by=None)
    of_them = BankLine.objects.filter(came | too_much, payment__in=payments)
    standing = of_them.filter(transfer__reversed_by=None).select_related("file").order_by("pk")
    by_record: dict[tuple[int | None, int], Back] = {}
    ends: dict[tuple[int | None, int], int] = {}
    for line in standing.annotate(asked_at=F("payment__redemption__reversal__reversed_at")):
        # A record has what was asked for and what was too much apart, and a bank tells them in one.
        is_by_hand = line.file.kind == BankFileKind.BY_HAND
        of_payment = (line.payment_id, line.file_id)
        if line.meaning == Meaning.RECOVERED:
            ends[of_payment] = -line.pk
        # In a file, what is too much stands beside the last part of what was asked.
        number = ends.get(of_payment, -line.pk) if line.meaning == Meaning.BESIDE else -line.pk
        record = (line.payment_id, line.file_id if is_by_hand else number)
        is_before = line.asked_at is not None and line.file.read_at < line.asked_at
        back = replace(
            back_of(line, read_in=file.kind, is_counted=line.meaning in {Meaning.RECOVERED, Meaning.BESIDE}),
            asked_on=day_of(line.asked_at) if is_before else None,
        )
        with_it = by_record.get(record)
        by_record[record] = back if with_it is None else with_it.and_with(back)
    for (payment, _), back in by_record.items():
        if payment is not None:
            found[payment].append(back)
    return found


def beside_of(file: BankFile, payments: Sequence[Payment]) -> Beside:
    """What a person recorded that payees gave back of a second time, and what files told of that since.

    One query, and one more where there is any; none without payments.
    """
    found: defaultdict[Due, list[Back]] = defaultdict(list)
    if not payments:
        return found
    came = BankLine.objects.filter(
        amount_cents__gt=0, payment__redemption__in=[one.redemption_id for one in payments]
    )
    recorded = list(
        _told(came.filter(meaning=Meaning.BESIDE, undoes=None, undone_by=None), file, is_counted=True)
    )
    known = _told(came.filter(meaning=Meaning.KNOWN), file, is_counted=False) if recorded else ()
    for due, back in [*recorded, *known]:
        found[due].append(back)
    return found


def _told(lines: QuerySet[BankLine], file: BankFile, *, is_counted: bool) -> Iterator[tuple[Due, Back]]:
    for one in lines.select_related("payment", "file").order_by("pk"):
        if one.payment is not None:
            yield (
                (one.payment.redemption_id, one.payment.part),
                back_of(one, read_in=file.kind, is_counted=is_counted),
            )


def split_off(row: BankLine, known: Known) -> list[BankLine]:
    """A line that ends what was asked back and goes beyond it, as two: what was asked, and what is too much beside it."""
    too_much = copy(row)
    row.meaning, row.amount_cents = Meaning.RECOVERED, known.asked_cents
    too_much.amount_cents = (too_much.amount_cents or 0) - known.asked_cents
    return [row, too_much]


def ends_payment(line: BankLine, payment: Payment, repaid: Repaid) -> bool:
    """Whether a line leaves its payment in the state of its meaning: what is paid back in parts ends with the last."""
    if line.meaning != Meaning.RECOVERED:
        return True
    before = sum(one.booked_cents for one in repaid.get(payment.pk, ()))
    return before + (line.amount_cents or 0) == payment.amount_cents
