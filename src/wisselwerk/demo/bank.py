"""An invented bank: it pays a signed batch today, and gives back what it is told to."""

from collections.abc import Collection

from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.clock import today
from wisselwerk.formats.bank_answer_sample import write_statement


def statement_on(batch: PaymentBatch, returned: Collection[str] = ()) -> bytes:
    """The statement (camt.053) on which a batch is booked; ``returned`` are end-to-end ids."""
    name = f"UITTREKSEL-{batch.pk}-{batch.round}"
    return write_statement(order_of(batch), statement_id=name, booked_on=today(), returned=returned)
