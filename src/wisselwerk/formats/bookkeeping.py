"""Tables for the accounting package of a municipality: CSV with columns that have a meaning and keep their names.

UTF-8, commas, a head row, days as ISO 8601, amounts in euro with a point and two decimals. New columns come at the end.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TextIO


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name, which stays, and what it holds."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class BookTable:
    """One kind of table: what a row of it is, and its columns. The name of its file begins with ``name``."""

    name: str
    row: str
    columns: tuple[TableColumn, ...]


_KEY = (
    TableColumn("action", "action of the multi-year plan; empty when nobody told"),
    TableColumn("policy_field", "policy field (beleidsveld), such as 0550"),
    TableColumn("general_account", "general account (algemene rekening)"),
)
_SCHEME = TableColumn("scheme", "short name of the scheme")
_YEAR = TableColumn("year", "year of the budget")

LEDGER = BookTable(
    "ledger",
    "one side of a transfer; the two of each sum to zero, and so does the file",
    (
        TableColumn("transfer", "number of the transfer"),
        TableColumn("day", "day in Belgium on which it was booked"),
        TableColumn("road", "why the money moved: FUND, DEFUND, AWARD, REDEEM, LAPSE, PAY, RECOVER, REVERSE"),
        TableColumn(
            "account", "`credit`, `budget` (scheme, year, member), `voucher`, `owed` (payee), `paid` (payer)"
        ),
        TableColumn("counter_account", "the other side"),
        TableColumn("amount", "what came into the account; negative is what went out"),
        _SCHEME,
        _YEAR,
        *_KEY,
    ),
)
ACTUALS = BookTable(
    "actuals",
    "a year of a scheme for the enterprises of one member: `awarded` = `reserved` + `used` + `released`",
    (
        _SCHEME,
        _YEAR,
        TableColumn("member", "NIS code of the member; empty for seats that no member stands behind now"),
        TableColumn("member_name", "its name"),
        TableColumn("vouchers", "number of vouchers awarded from the budgets of the year"),
        TableColumn("awarded", "what they were worth"),
        TableColumn("reserved", "of that, on vouchers now"),
        TableColumn("used", "of that, used on invoices, what was undone taken off"),
        TableColumn("released", "of that, back on the budget"),
        TableColumn("paid", "of what was used, paid by the bank"),
        *_KEY,
    ),
)
COST_LINES = BookTable(
    "cost-lines",
    "what one member bears of one redemption or reversal; together what the newest settlement of the year says",
    (
        _SCHEME,
        TableColumn("year", "year in which the invoice was accepted"),
        TableColumn("settlement", "number of the settlement within the year"),
        TableColumn("transfer", "number of the transfer"),
        TableColumn("day", "day on which the invoice was accepted, also of a reversal"),
        TableColumn("voucher", "number of the voucher"),
        TableColumn("kind", "`redemption` or `reversal`"),
        TableColumn("place", "NIS code of the place of the seat, as the decision knew it"),
        TableColumn("amount", "of the whole line; negative for a reversal"),
        TableColumn(
            "member",
            "NIS code of the member; empty for what no member bears and the managing municipality does",
        ),
        TableColumn("borne", "what it bears of it"),
        *_KEY,
    ),
)
SETTLEMENT = BookTable(
    "settlement",
    "one member in a settlement: `owes` = `borne` - `paid_before`, and `owes` sums to zero",
    (
        _SCHEME,
        TableColumn("year", "year that is settled"),
        TableColumn("settlement", "number of the settlement within the year; the last one holds"),
        TableColumn("drawn_up", "day on which it was worked out"),
        TableColumn("sent", "day on which it was sent to the members; empty before that"),
        TableColumn("member", "NIS code of the member"),
        TableColumn("member_name", "its name"),
        TableColumn("is_managing", "`1` for the managing municipality, which paid the payees, else `0`"),
        TableColumn("borne", "what it bears by the cost key"),
        TableColumn("rest", "of that, what no member bears: above every ceiling, or without a key"),
        TableColumn(
            "paid_before",
            "what it had paid before; for the managing municipality to payees, less what it received",
        ),
        TableColumn("owes", "what it owes; negative is what it gets back"),
        TableColumn("recorded", "what was paid of that since; negative was paid back to it"),
        TableColumn("open", "what is still open"),
        *_KEY,
        TableColumn("provisional", "`1` when it was drawn up before its year was over, else `0`"),
        TableColumn("pay_by", "last day to pay that the members were told; empty before it was sent"),
        TableColumn(
            "structured_reference", "twelve digits with which the member pays; empty when it owes nothing"
        ),
    ),
)
YEAR_ENDS = BookTable(
    "year-ends",
    "what was decided about the vouchers that were open when a year was over; the last decision holds",
    (
        _SCHEME,
        _YEAR,
        TableColumn("decided", "day of the decision"),
        TableColumn("choice", "`CARRY_OVER` or `RELEASE`"),
        TableColumn("vouchers", "how many it was about"),
        TableColumn("reserved", "what stood on them"),
    ),
)
BOOK_TABLES: tuple[BookTable, ...] = (LEDGER, ACTUALS, SETTLEMENT, COST_LINES, YEAR_ENDS)
"""Every kind there is."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run instead of show."""


@dataclass(frozen=True, slots=True)
class Euro:
    """An amount, in whole cents."""

    cents: int

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100}.{abs(self.cents) % 100:02}"


Cell = str | int | date | Euro | None


def write_table(target: TextIO, table: BookTable, rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table as it comes, so that it may be of any length. The cells of a row stand in the order of the columns.

    Raises:
        ValueError: a row has another number of cells than there are columns.
        OSError: it cannot be written.
    """
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for row in rows:
        if len(row) != len(table.columns):
            raise ValueError(f"{table.name}: {len(row)} cells for {len(table.columns)} columns")
        writer.writerow(_plain(cell) for cell in row)


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return str(cell)
