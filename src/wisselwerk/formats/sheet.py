"""Tables that go out, from one list of columns: CSV for programs, and a workbook (``.xlsx``) for who opens it in Excel.

CSV is in UTF-8 with commas, a head row with the names of the columns, days as ISO 8601, amounts in euro with a point and two
decimals. A workbook has Dutch heads and words, and its days and amounts are real ones, so that Excel shows them as it does
where it is opened.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import _WorkbookChild

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run instead of show."""
DAY, AMOUNT = "dd/mm/yyyy", "#,##0.00"
"""How Excel shows them, with the points and commas of where it is opened."""
NARROW, WIDE = 18, 44
"""Widths of a column, in characters."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name, which stays, its head in a workbook, what it holds, and Dutch for codes that stand in it."""

    name: str
    dutch: str
    meaning: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BookTable:
    """One kind of table: what a row of it is, and its columns.

    The name of its file begins with ``name``; its sheet in a workbook is called ``dutch``.
    """

    name: str
    dutch: str
    row: str
    columns: tuple[TableColumn, ...]


@dataclass(frozen=True, slots=True)
class Euro:
    """An amount, in whole cents."""

    cents: int

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100}.{abs(self.cents) % 100:02}"


Cell = str | int | date | Euro | None
Rows = Iterable[Sequence[Cell]]


def write_csv(target: BinaryIO, table: BookTable, rows: Rows) -> None:
    """Write a table as it comes, so that it may be of any length. The cells of a row stand in the order of the columns.

    Raises:
        ValueError: a row has another number of cells than there are columns.
        OSError: it cannot be written.
    """
    text = io.TextIOWrapper(target, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for row in rows:
        writer.writerow(_plain(cell) for cell in _fitting(table, row))
    # The target is its owner's to close.
    text.detach()


def write_workbook(target: BinaryIO, table: BookTable, rows: Rows) -> None:
    """The same as a workbook, row by row: openpyxl keeps what was written in a file of its own meanwhile.

    Raises:
        ValueError: a row has another number of cells than there are columns, or there are more than a sheet holds.
        OSError: it cannot be written.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.dutch)
    sheet.freeze_panes = "A2"
    for i, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = min(max(len(column.dutch) + 4, NARROW), WIDE)
    bold = Font(bold=True)
    heads = [WriteOnlyCell(sheet, column.dutch) for column in table.columns]
    for head in heads:
        head.font = bold
    sheet.append(heads)
    try:
        for row in rows:
            cells = zip(table.columns, _fitting(table, row), strict=True)
            sheet.append([_real(sheet, column, cell) for column, cell in cells])
    finally:
        # Also of a table that is given up halfway, which nobody saves.
        sheet.close()
    book.save(target)


Writer = Callable[[BinaryIO, BookTable, Rows], None]
WRITERS: Mapping[str, Writer] = {"csv": write_csv, "xlsx": write_workbook}
"""What writes a file, by how its name ends."""
CONTENT_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a browser is told it is."""


def _fitting(table: BookTable, row: Sequence[Cell]) -> Sequence[Cell]:
    if len(row) != len(table.columns):
        raise ValueError(f"{table.name}: {len(row)} cells for {len(table.columns)} columns")
    return row


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return str(cell)


def _real(sheet: _WorkbookChild, column: TableColumn, cell: Cell) -> ExcelCell:
    if column.words and cell is not None:
        cell = column.words.get(str(cell), str(cell))
    made = WriteOnlyCell(sheet)
    if isinstance(cell, Euro):
        made.value, made.number_format = Decimal(int(cell.cents)) / 100, AMOUNT
    elif isinstance(cell, date):
        made.value, made.number_format = cell, DAY
    elif isinstance(cell, str):
        made.value = ILLEGAL_CHARACTERS_RE.sub("", cell)
        # A text is never run as a formula, however it begins.
        made.data_type = "s"
    else:
        made.value = cell
    return made
