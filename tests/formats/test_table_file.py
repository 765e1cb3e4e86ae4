"""Tables are read as spreadsheets save them; what is no such table is told with what to do."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.formats.problem import Problems
from wisselwerk.formats.table_file import MAX_BYTES, NO_TABLE, Column, Table, read_table

THING = Column(names=("ding", "thing"), meaning="What it is.", max_length=20, is_required=True)
REMARK = Column(
    names=("op- of aanmerking", "remark"), meaning="What there is to say.", max_length=50, has_lines=True
)
COLUMNS = (THING, REMARK)
HEADS = [column.name for column in COLUMNS]


def written(
    *rows: list[str],
    heads: list[str] = HEADS,
    separator: str = ";",
    line_end: str = "\r\n",
    encoding: str = "utf-8",
) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=line_end).writerows([heads, *rows])
    return out.getvalue().encode(encoding)


def read(data: bytes) -> Table:
    return read_table(data, "lijst.csv", COLUMNS)


def cells(data: bytes) -> list[tuple[int, str, str]]:
    """The rows of a table without problems."""
    table = read(data)
    assert table.problems == ()
    return [(row.line, row[THING], row[REMARK]) for row in table.rows]


def told(data: bytes) -> list[str]:
    """What the reader has against a file."""
    try:
        return [str(one) for one in read(data).problems]
    except Problems as found:
        return str(found).splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_it_does_not_matter_which_spreadsheet_saved_it(encoding: str, separator: str, line_end: str) -> None:
    thing, remark = "Café ’t Één²", "5 €; 6, of “7”\ten 8"
    data = written([thing, remark], ["x", ""], separator=separator, line_end=line_end, encoding=encoding)
    assert cells(data) == [(2, thing, remark), (3, "x", "")]


def test_columns_stand_in_any_order_under_any_of_their_names() -> None:
    for heads in (["OP- OF  AANMERKING", "Ding"], ["op_of_aanmerking", "thing"], [" Remark ", "DING"]):
        assert cells(written(["kort", "hamer"], heads=heads)) == [(2, "hamer", "kort")]


def test_a_problem_names_the_column_as_the_file_does() -> None:
    (line,) = told(written(["", "x"], heads=["\u202eThing", "remark"]))
    assert line.startswith("lijst.csv:2: \\u202eThing: ")
    assert told(written(["", "x"], heads=["Thing", "remark"])) == [
        "lijst.csv:2: Thing: “Thing” is empty. Fill it in."
    ]


def test_empty_rows_and_columns_are_nothing() -> None:
    data = b";;;\n\n" + written(["hamer", "", "", ""], heads=[*HEADS, "", " "]) + b";;;;;;\n \n"
    assert cells(data) == [(4, "hamer", "")]


def test_cells_that_are_missing_at_the_end_are_empty() -> None:
    assert cells(written(["hamer"])) == [(2, "hamer", "")]


def test_a_line_end_is_kept_where_it_means_something_and_counts_everywhere() -> None:
    data = written(["een\r\nhamer ", " van\r\nhout "], ["zaag", ""])
    assert cells(data) == [(2, "een hamer", "van\nhout"), (5, "zaag", "")]


def test_the_columns_are_those_that_are_asked() -> None:
    assert told(written(["x"], heads=["opmerking", "Thing", "ding"])) == [
        "lijst.csv:1: Column “op- of aanmerking” is missing. Add it to the first row, with that name.",
        "lijst.csv:1: Column “ding” stands here twice. Keep one of the two.",
        "lijst.csv:1: Column “opmerking” is not known here. Check how it is spelt, or take it out.",
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"hamer;van hout\n", b"<html></html>"])
def test_a_file_without_columns_is_told_which_there_are(data: bytes) -> None:
    (line,) = told(data)
    assert line.startswith("lijst.csv:1: No column is named here.")
    assert line.endswith("ding, op- of aanmerking.")


def test_columns_alone_are_nothing_to_load() -> None:
    (line,) = told(written())
    assert line.startswith("lijst.csv:1: Nothing stands under the names of the columns.")


def test_a_separator_in_a_text_makes_a_cell_too_many() -> None:
    (line,) = told(b"ding,remark\nhamer,van hout, en ijzer\nzaag,\n")
    assert line.startswith("lijst.csv:2: This row has more cells than there are columns.")
    assert "holds a “,” between double quotes" in line


@pytest.mark.parametrize(("column", "length"), [(0, 20), (1, 50)])
def test_a_text_fits_or_is_told(column: int, length: int) -> None:
    row = ["hamer", ""]
    row[column] = "é" * length
    assert told(written(row)) == []
    row[column] += "é"
    (line,) = told(written(row))
    assert line.endswith(f"is longer than {length} characters. Make it shorter.")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (written(["hamer", ""], encoding="utf-16"), 1),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)), 1),
        (b"%PDF-1.7\n\x00\x01\x02", 2),
        (written(["hamer", ""]) + b"\x81", 3),
        (written(["hamer", ""]) + b"zaag;\x00\n", 3),
        (written(["hamer", "é"]) + b"zaag;\xc3\x28\x9d\n", 3),
    ],
)
def test_what_is_no_text_is_told_how_to_save_it(data: bytes, line: int) -> None:
    assert told(data) == [f"lijst.csv:{line}: {NO_TABLE}"]


@pytest.mark.parametrize("broken", ['"zaag;x\n' * 3, '"za"ag;x\n', "x;" + "y" * 200_000])
def test_what_does_not_end_is_told_where_it_starts(broken: str) -> None:
    (line,) = told(written(["hamer", ""]) + broken.encode())
    assert line.startswith("lijst.csv:3: From here this cannot be read as a table.")


def test_one_endless_line_is_no_table() -> None:
    (line,) = told(b"x" * 200_000)
    assert line.startswith("lijst.csv:1: From here this cannot be read as a table.")


def test_a_file_that_is_too_large_is_not_read() -> None:
    data = written(["hamer", ""])
    assert cells(data + b"\n" * (MAX_BYTES - len(data))) == [(2, "hamer", "")]
    (line,) = told(data + b"\n" * (MAX_BYTES + 1 - len(data)))
    assert line.startswith("lijst.csv:1: The file is larger than 2000 kB.")


def test_a_row_about_the_same_as_one_above_it_names_that_line() -> None:
    table = read(written(["a", "x"], ["", "x"], ["A", ""], ["b", ""], ["", "y"], ["a", ""]))
    message = "{parameter}: {known_line}"
    found = table.said_twice(lambda row: row[THING].lower() or None, THING, message)
    assert [(one.line, one.sentence) for one in found] == [(4, "ding: 2"), (7, "ding: 2")]


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_told(data: bytes) -> None:
    for whole in (data, written() + data):
        lines = whole.count(b"\n") + whole.count(b"\r") + 1
        try:
            table = read(whole)
        except Problems as found:
            assert all(1 <= one.line <= lines for one in found.problems)  # noqa: PT017  # what else happens is the finding
        else:
            assert all(1 <= row.line <= lines for row in table.rows)


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["C"]), max_size=20)), max_size=5))
def test_what_a_spreadsheet_writes_comes_back(rows: list[tuple[str]]) -> None:
    things = [thing for (thing,) in rows if thing.strip()]
    if things:
        assert [row[THING] for row in read(written(*([one, ""] for one in things))).rows] == [
            " ".join(one.split()) for one in things
        ]
