"""What can be taken out: name -> what writes it. A new kind is one function and one line.

An exporter writes into a folder and changes nothing in the database, so it may be repeated; it tells which files it made.
A file has its name only once all of it stands, so nobody brings half a file to the bank.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.queries import granting_bodies, rows_of
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.queries.order import order_of, unanswered_batches
from wisselwerk.apps.settlements.queries import books
from wisselwerk.apps.settlements.queries.actuals import years_of
from wisselwerk.apps.settlements.queries.extract import schemes_paid_by
from wisselwerk.apps.settlements.queries.settlements import all_settlements
from wisselwerk.clock import today
from wisselwerk.db import snapshot
from wisselwerk.domain.period import Period
from wisselwerk.formats.aid_register import REGISTER, cells_of
from wisselwerk.formats.bookkeeping import (
    ACTUALS,
    COST_LINES,
    LEDGER,
    SETTLEMENT,
    YEAR_ENDS,
)
from wisselwerk.formats.credit_transfer import write_credit_transfer
from wisselwerk.formats.sheet import WRITERS, BookTable, Rows

Exporter = Callable[[Path, Organisation | None, str], Iterator[Path]]
"""Into which folder, of whom (None: of everybody), and as what: a key of ``WRITERS``, where it is a table."""


def export_payments(folder: Path, payer: Organisation | None, _ending: str = "csv") -> Iterator[Path]:
    """Each signed batch that no bank answered yet, as the file for the bank (pain.001.001.09), named after its message.

    What a bank began with it has, and a file that stands ready is sent: then it would be paid twice.

    Raises:
        OSError: the file cannot be written.
    """
    for batch in unanswered_batches(payer):
        path = folder / f"{batch.message_id}.xml"
        with _written_whole(path) as part:
            part.write_bytes(write_credit_transfer(order_of(batch)))
        yield path


def export_deminimis(folder: Path, granting_body: Organisation | None, ending: str = "csv") -> Iterator[Path]:
    """The register of de minimis aid, one file per local government that granted it, named after its NIS code.

    Raises:
        OSError: the file cannot be written.
    """
    for body in granting_bodies(granting_body):
        rows = map(cells_of, rows_of(RegisterLine.objects.filter(granting_body=body)))
        yield _table(folder / f"{REGISTER.name}-{body.nis_code}.{ending}", REGISTER, rows)


def export_bookkeeping(folder: Path, payer: Organisation | None, ending: str = "csv") -> Iterator[Path]:
    """For the accounting package: the books year by year, actuals, settlements, cost lines, ends of years.

    What the columns hold stands in docs/reference/bookkeeping.md.

    Raises:
        OSError: a file cannot be written.
    """
    with snapshot():
        schemes = schemes_paid_by(payer)
        known = years_of(schemes)
        years = {scheme: sorted(known[scheme.pk]) for scheme in schemes}
        for year in _years(years.values()):
            rows = books.ledger_rows(schemes, Period(date(year, 1, 1), date(year + 1, 1, 1)))
            yield _table(folder / f"{LEDGER.name}-{year}.{ending}", LEDGER, rows)
        yield _table(folder / f"{ACTUALS.name}.{ending}", ACTUALS, books.actuals_rows(years))
        settled = all_settlements(schemes)
        rows = (row for one in settled for row in books.settlement_rows(one))
        yield _table(folder / f"{SETTLEMENT.name}s.{ending}", SETTLEMENT, rows)
        settled_years = sorted(
            {(one.scheme, one.year) for one in settled}, key=lambda one: (one[0].slug, one[1])
        )
        lines = (row for scheme, year in settled_years for row in books.cost_line_rows(scheme, year))
        yield _table(folder / f"{COST_LINES.name}.{ending}", COST_LINES, lines)
        yield _table(folder / f"{YEAR_ENDS.name}.{ending}", YEAR_ENDS, books.year_end_rows(schemes))


def _years(several: Iterable[Iterable[int]]) -> Iterable[int]:
    """From the first year with a budget until now: money moves also after the year of its budget."""
    known = [year for years in several for year in years]
    return range(min(known), today().year + 1) if known else ()


def _table(path: Path, table: BookTable, rows: Rows) -> Path:
    """The table as what the name of its file ends with."""
    with _written_whole(path) as part, part.open("wb") as target:
        WRITERS[path.suffix.removeprefix(".")](target, table, rows)
    return path


@contextmanager
def _written_whole(path: Path) -> Iterator[Path]:
    """Where to write what takes the place of ``path`` when it is whole. Two who export at once each have their own."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


EXPORTS: Mapping[str, Exporter] = {
    "bookkeeping": export_bookkeeping,
    "deminimis": export_deminimis,
    "payments": export_payments,
}
"""The kinds of ``wisselwerk export``."""
