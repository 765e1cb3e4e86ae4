"""What can be taken out: name -> what writes it. A new kind is one function and one line.

An exporter writes into a folder and changes nothing in the database, so it may be repeated; it tells which files it made.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.queries.order import order_of, signed_batches
from wisselwerk.formats.credit_transfer import write_credit_transfer

Exporter = Callable[[Path, Organisation | None], Iterator[Path]]


def export_payments(folder: Path, payer: Organisation | None) -> Iterator[Path]:
    """Each signed batch as the file for the bank (pain.001.001.09), named after its message.

    Raises:
        OSError: the file cannot be written.
    """
    for batch in signed_batches(payer):
        path = folder / f"{batch.message_id}.xml"
        path.write_bytes(write_credit_transfer(order_of(batch)))
        yield path


EXPORTS: Mapping[str, Exporter] = {"payments": export_payments}
"""The kinds of ``wisselwerk export``."""
