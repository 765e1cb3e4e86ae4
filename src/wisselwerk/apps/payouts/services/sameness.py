"""A bank that gives two files one name tells something that would otherwise stay unread: is this the one that was read?"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from wisselwerk.apps.payouts.models import BankFile
from wisselwerk.apps.payouts.services.lines import Line
from wisselwerk.clock import day_of
from wisselwerk.domain.reconciliation import Said
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats.bank_statement import BankStatement
from wisselwerk.formats.payment_status import PaymentStatusReport, Status


def statement_fingerprint(statement: BankStatement) -> str:
    """The same for all files that tell the same movements, in whatever order. Strangers' count, and cannot be read from it."""
    return _digest(
        [
            entry.booked_on.isoformat(),
            entry.amount_cents,
            entry.bank_reference,
            sorted(
                json.dumps(
                    [
                        one.amount_cents,
                        one.end_to_end_id,
                        one.bank_reference,
                        one.structured_reference,
                        one.is_return,
                        one.return_reason,
                    ]
                )
                for one in entry.transactions
            ),
        ]
        for entry in statement.entries
    )


def report_fingerprint(report: PaymentStatusReport) -> str:
    """The same for all files that say the same of a batch, whatever was in that when they were read."""
    return _digest(_said(report))


def insist_it_is_the_same(known: BankFile, file: BankFile, lines: Sequence[Line]) -> None:
    """What was read of that name holds what this ``file`` does.

    Raises:
        Refusal: STATEMENT_CHANGED.
    """
    is_same = known.fingerprint == file.fingerprint if known.fingerprint else _holds(known, lines)
    if not is_same:
        params = {"statement": file.name, "read_on": day_of(known.read_at)}
        raise Refusal(Reason(RefusalCode.STATEMENT_CHANGED, params))


def _holds(known: BankFile, lines: Sequence[Line]) -> bool:
    """Of files that were read before fingerprints were kept: whether each line about a payment stands among those kept."""
    told = known.lines.values_list("end_to_end_id", "amount_cents", "booked_on", "reason")
    # Who asks money back after the first reading finds more of its lines the second time; what a broad refusal is about
    # depends on what was in the batch.
    return not Counter(
        (one.end_to_end_id, one.amount_cents, one.booked_on, one.reason)
        for one in lines
        if one.said not in {Said.REPAID, Said.REFUSED}
    ) - Counter(told)


def _said(report: PaymentStatusReport) -> Iterator[object]:
    yield ["", *_words(report.status)]
    for batch in report.batches:
        yield [batch.payment_information_id, *_words(batch.status)]
        for one in batch.transactions:
            yield [batch.payment_information_id, one.end_to_end_id, *_words(one.status)]


def _words(status: Status | None) -> Iterable[str]:
    return () if status is None else (status.code, *status.reasons)


def _digest(parts: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for part in sorted(json.dumps(one) for one in parts):
        digest.update(f"{part}\n".encode())
    return digest.hexdigest()
