"""What can be taken out: name -> what writes it. A new kind is one function and one line.

An exporter writes into a folder and changes nothing in the database, so it may be repeated; it tells which files it made.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.queries import granting_bodies, rows_of
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.queries.order import order_of, signed_batches
from wisselwerk.formats.aid_register import write_register
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


def export_deminimis(folder: Path, granting_body: Organisation | None) -> Iterator[Path]:
    """The register of de minimis aid, one file per local government that granted it, named after its NIS code.

    Raises:
        OSError: the file cannot be written.
    """
    for body in granting_bodies(granting_body):
        path = folder / f"steunregister-{body.nis_code}.csv"
        text = write_register(rows_of(RegisterLine.objects.filter(granting_body=body)))
        path.write_text(text, encoding="utf-8", newline="")
        yield path


EXPORTS: Mapping[str, Exporter] = {"payments": export_payments, "deminimis": export_deminimis}
"""The kinds of ``wisselwerk export``."""
