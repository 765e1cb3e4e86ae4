"""Tables that go out are plain for programs, and real days and amounts under Dutch heads for who opens them in Excel."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from wisselwerk.domain.aid import Activity, EntryKind
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.money import Cents
from wisselwerk.formats.aid_register import ACTIVITIES, KINDS
from wisselwerk.formats.bookkeeping import LEDGER, ROADS
from wisselwerk.formats.sheet import WRITERS, BookTable, Euro, TableColumn, Writer, write_csv, write_workbook

TABLE = BookTable(
    "test",
    "Proef",
    "a test",
    (TableColumn("a", "Eerste", "-"), TableColumn("b", "Tweede", "-", {"PAY": "betaald", "1": "ja"})),
)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Euro(0), "0.00"),
        (Euro(-5), "-0.05"),
        (Euro(123_456_789), "1234567.89"),
        (date(2026, 1, 2), "2026-01-02"),
        (None, ""),
        (7, "7"),
        ("=1+1", "'=1+1"),
        ("a,b", '"a,b"'),
    ],
)
def test_a_cell_is_written_for_programs(cell: object, written: str) -> None:
    target = io.BytesIO()
    write_csv(target, TABLE, [("x", cell)])  # type: ignore[list-item]  # any kind of cell
    assert target.getvalue().decode() == f"a,b\r\nx,{written}\r\n"


@pytest.mark.parametrize("write", WRITERS.values())
def test_a_row_that_does_not_fit_its_columns_is_a_bug(write: Writer) -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        write(io.BytesIO(), TABLE, [("x",)])


def opened(table: BookTable, *rows: tuple[object, ...]) -> list[tuple[object, ...]]:
    """The rows of the workbook, heads first, as Excel would have them; with the way each cell is shown."""
    target = io.BytesIO()
    write_workbook(target, table, rows)  # type: ignore[arg-type]  # any kind of cell
    sheet = load_workbook(target).worksheets[0]
    assert sheet.title == table.dutch
    assert sheet.freeze_panes == "A2"
    return [tuple((cell.value, cell.data_type, cell.number_format) for cell in row) for row in sheet.rows]


@pytest.mark.parametrize(
    ("cell", "value", "kind", "shown"),
    [
        (Euro(123_456_789), 1_234_567.89, "n", "#,##0.00"),
        (Euro(-5), -0.05, "n", "#,##0.00"),
        (Euro(Cents(0)), 0, "n", "#,##0.00"),
        (date(2026, 1, 2), datetime(2026, 1, 2), "d", "dd/mm/yyyy"),
        (7, 7, "n", "General"),
        ("0550", "0550", "s", "General"),
        ("=1+1", "=1+1", "s", "General"),
        ("a\x07b", "ab", "s", "General"),
    ],
)
def test_in_a_workbook_a_cell_is_what_it_is(cell: object, value: object, kind: str, shown: str) -> None:
    heads, row = opened(TABLE, (cell, None))
    assert [one[0] for one in heads] == ["Eerste", "Tweede"]  # type: ignore[index]
    assert row[0] == (value, kind, shown)


def test_codes_are_words_in_a_workbook_and_stay_codes_for_programs() -> None:
    rows = opened(TABLE, ("PAY", "PAY"), ("", 1), (None, "NEW"))
    assert [(a[0], b[0]) for a, b in rows[1:]] == [("PAY", "betaald"), (None, "ja"), (None, "NEW")]  # type: ignore[index]
    target = io.BytesIO()
    write_csv(target, TABLE, [("PAY", "PAY")])
    assert target.getvalue().endswith(b"PAY,PAY\r\n")


def test_every_code_has_its_word() -> None:
    assert set(ROADS) == set(Road)
    assert set(KINDS) == set(EntryKind)
    assert set(ACTIVITIES) == set(Activity)


def test_a_table_without_rows_has_its_heads() -> None:
    (heads,) = opened(LEDGER)
    assert [one[0] for one in heads] == [one.dutch for one in LEDGER.columns]  # type: ignore[index]
