"""What the lines of a file say of payments of ours, before they are held against what we know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import END_TO_END, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.payable import claims_of
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import SENT_TWICE, Said
from wisselwerk.formats.bank_statement import BankStatement
from wisselwerk.formats.payment_status import Outcome, PaymentStatusReport, Status
from wisselwerk.formats.structured_reference import NUMBER_DIGITS, of_number

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """What a bank says of one of our payments, by its end-to-end id."""

    end_to_end_id: str
    said: Said
    amount_cents: int | None
    """Negative when it left the account."""
    booked_on: date | None = None
    bank_reference: str = ""
    reason: str = ""


def lines_of(statement: BankStatement) -> Iterator[Line]:
    """Those that bear a name as we give them to payments."""
    for entry in statement.entries:
        for one in entry.transactions:
            if one.end_to_end_id is not None and one.end_to_end_id.startswith(END_TO_END):
                cents = entry.amount_cents if one.amount_cents is None else one.amount_cents
                yield Line(
                    one.end_to_end_id,
                    direction(cents),
                    one.amount_cents,
                    entry.booked_on,
                    one.bank_reference or entry.bank_reference or "",
                    one.return_reason or "",
                )


def repayments_in(statement: BankStatement, payer: Organisation) -> Iterator[Line]:
    """Money that came in under a reference by which a payee was asked to pay back, also where it had done so already.

    Other people's references are on the account too, so only those that were waited for count.
    """
    found = Payment.objects.filter(claims_of(payer), pk__in=numbers_in(statement)).only("pk")
    yield from came_under({of_number(payment.pk): payment.end_to_end_id for payment in found}, statement)


def numbers_in(statement: BankStatement) -> list[int]:
    """The numbers that its structured references hold, of whomever they are."""
    given = {one.structured_reference for entry in statement.entries for one in entry.transactions}
    return [int(one[:NUMBER_DIGITS]) for one in given if one and one.isascii() and one.isdecimal()]


def came_under(names: Mapping[str, str], statement: BankStatement) -> Iterator[Line]:
    """Money that came in under these references, each with the name that its lines are kept under."""
    for entry in statement.entries:
        for one in entry.transactions:
            name = names.get(one.structured_reference or "")
            is_told = (one.end_to_end_id or "").startswith(END_TO_END)
            if name and not is_told and not one.is_return and direction(one.amount_cents) is Said.CAME:
                reference = one.bank_reference or entry.bank_reference or ""
                yield Line(name, Said.REPAID, one.amount_cents, entry.booked_on, reference)


def as_it_happened(lines: Sequence[Line]) -> list[Line]:
    """The same by day, and of one day what left before what came: the order in which a bank writes them tells nothing."""
    return sorted(lines, key=lambda one: (one.booked_on or date.max, one.said is not Said.LEFT))


def direction(cents: int | None) -> Said:
    """Which way money went."""
    return Said.LEFT if cents is not None and cents < 0 else Said.CAME


def refusals_of(report: PaymentStatusReport, batch: PaymentBatch) -> Iterator[Line]:
    """The most precise status holds: of a payment, else of the batch it is in, else of the whole order."""
    named = report.statuses()
    broad = next((one.status for one in report.batches if one.status), None) or report.status
    for payment in batch.payments.exclude(state=PaymentState.TAKEN_OUT).order_by("pk").iterator(CHUNK):
        status = named.pop(payment.end_to_end_id, broad)
        if status is not None and _is_refusal(status):
            yield Line(payment.end_to_end_id, Said.REFUSED, None, reason=next(iter(status.reasons), ""))
    for end_to_end_id, status in named.items():
        if _is_refusal(status):
            yield Line(end_to_end_id, Said.REFUSED, None, reason=next(iter(status.reasons), ""))


def _is_refusal(status: Status) -> bool:
    """A file that was sent twice is refused the second time, and paid all the same."""
    return status.outcome is Outcome.REFUSED and SENT_TWICE.isdisjoint(status.reasons)
