"""Tables for an accounting package keep their columns, and lists of budget keys are read as people write them."""

import io
from datetime import date

import pytest

from wisselwerk.formats.bookkeeping import BOOK_TABLES, BookTable, Euro, TableColumn, write_table
from wisselwerk.formats.budget_key_file import read_budget_key_file
from wisselwerk.formats.problem import Problems

TABLE = BookTable("test", "a test", (TableColumn("a", "-"), TableColumn("b", "-")))


def heads(table: BookTable) -> list[str]:
    """The names of its columns."""
    return [one.name for one in table.columns]


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
    target = io.StringIO()
    write_table(target, TABLE, [("x", cell)])  # type: ignore[list-item]  # any kind of cell
    assert target.getvalue() == f"a,b\r\nx,{written}\r\n"


def test_a_row_that_does_not_fit_its_columns_is_a_bug() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        write_table(io.StringIO(), TABLE, [("x",)])


def test_every_column_has_a_meaning_and_stands_once() -> None:
    for table in BOOK_TABLES:
        assert len(set(heads(table))) == len(table.columns)
        assert all(one.meaning for one in table.columns)


HEAD = "Regeling;Jaar;Actie;Beleidsveld;Algemene rekening\r\n"


def test_a_list_is_read_in_any_order_of_its_columns() -> None:
    text = "jaar,regeling,general account,policy field,action\n2026,genk,6490000,0550,AC 1\n"
    (one,) = read_budget_key_file(text.encode(), "keys.csv").keys
    assert (one.scheme, one.year, one.action, one.policy_field, one.general_account) == (
        "genk",
        2026,
        "AC 1",
        "0550",
        "6490000",
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("genk;26;AC1;0550;6490000", "“26” is no year"),
        ("genk;2026;AC1;550;6490000", "“550” is no policy field"),
        ("genk;2026;AC1;0550;64", "“64” is no general account"),
        ("genk;2026;;0550;6490000", "Actie"),
        (";2026;AC1;0550;6490000", "Regeling"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(row: str, said: str) -> None:
    with pytest.raises(Problems) as found:
        read_budget_key_file(f"{HEAD}{row}\r\n".encode("cp1252"), "keys.csv")
    assert "keys.csv:2" in str(found.value)
    assert said in str(found.value)


def test_a_year_stands_once() -> None:
    row = "genk;2026;AC1;0550;6490000\r\n"
    with pytest.raises(Problems, match="stands on line 2 already"):
        read_budget_key_file(f"{HEAD}{row}{row}".encode(), "keys.csv")
