"""Tables for an accounting package keep their columns, and lists of budget keys are read as people write them."""

import pytest

from wisselwerk.formats.bookkeeping import BOOK_TABLES
from wisselwerk.formats.budget_key_file import read_budget_key_file
from wisselwerk.formats.problem import Problems
from wisselwerk.formats.sheet import BookTable


def heads(table: BookTable) -> list[str]:
    """The names of its columns."""
    return [one.name for one in table.columns]


def test_every_column_has_a_meaning_and_stands_once() -> None:
    for table in BOOK_TABLES:
        assert len(set(heads(table))) == len(table.columns)
        assert len({one.dutch for one in table.columns}) == len(table.columns)
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
