"""Rows of cells out of an export, one by one: a CSV file or a workbook of any size, never held.

Encodings are taken as they come, for a file may have been through other hands: UTF-8 with or without byte order mark, UTF-16,
Windows-1252, and a line of one in a file of the other.
"""

import csv
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.problem import Problem, Problems

NOT_CELLS = gettext_noop(
    "From here this cannot be read as a table, so nothing of the file is used. Export it again, and load it as it comes."
)
OPEN_QUOTES = gettext_noop(
    "This file ends between quotes, so it is not whole and nothing of it is used. Export the table again, and load it as it comes."
)
BROKEN_WORKBOOK = gettext_noop("This workbook cannot be read: it is not whole. Download it again.")

SEPARATORS = (";", "\t", ",")
_HEAD_BYTES = 4_000
_END, _OPEN_END = "\0the last line has its end", "\0the last line has no end"
"""A row of our own behind the last one: quotes that nobody closed would swallow it."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    # What parsers of XML raise, whichever it is.
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    EOFError,
    # No part is called a workbook, or a place that is not in the file.
    OSError,
    # An encrypted one, or a zip of another kind.
    RuntimeError,
)
"""What comes of a workbook that is damaged, as trying showed."""


class RawRow(NamedTuple):
    """A row as it stands in the file."""

    sheet: str
    """Of a workbook; empty in a CSV file."""
    line: int
    """The line of a CSV file on which it starts, or the row of a sheet."""
    cells: list[object]
    """Text; in a workbook also numbers, and None where nothing stands."""
    is_open: bool = False
    """Whether a CSV file ends with it, and without the end of a line: it may have been cut there."""


Rows = Callable[[], Iterator[RawRow]]
"""Reads from the start whenever it is called."""


def csv_rows(path: Path, separator: str) -> Iterator[RawRow]:
    """The rows of a CSV file.

    Raises:
        Problems: it stops being a table somewhere, or ends within a cell.
    """
    start, before = 1, None
    with path.open("rb") as file:
        reader = csv.reader(_ended(_lines(file.read(_HEAD_BYTES), path)), delimiter=separator)
        try:
            for cells in reader:
                is_last = bool(cells) and cells[-1].endswith((_END, _OPEN_END))
                if is_last and reader.line_num > start:
                    raise Problems([Problem(str(path), start, "", OPEN_QUOTES)])
                if before is not None:
                    yield before._replace(is_open=is_last and cells[-1] == _OPEN_END)
                before = RawRow("", start, list(cells))
                start = reader.line_num + 1
        except csv.Error as error:
            raise Problems([Problem(str(path), start, "", NOT_CELLS)]) from error


def _ended(lines: Iterator[str]) -> Iterator[str]:
    """The lines, and behind them whether the last has its end."""
    line = "\n"
    for line in lines:
        yield line
    yield _END if line.endswith(("\n", "\r")) else _OPEN_END


def workbook_rows(path: Path) -> Iterator[RawRow]:
    """The rows of every sheet of a workbook.

    Raises:
        Problems: it cannot be read.
    """
    sheet, line = "", 1
    try:
        with path.open("rb") as file:
            for one in _workbook(file).worksheets:
                # Some programs write a size that is not that of the sheet, and rows would be cut.
                one.reset_dimensions()
                sheet = one.title
                for line, cells in enumerate(one.iter_rows(values_only=True), start=1):
                    yield RawRow(sheet, line, list(cells))
    except BROKEN as error:
        raise Problems([Problem(str(path), line, sheet, BROKEN_WORKBOOK)]) from error


def _workbook(file: BinaryIO) -> Workbook:
    """The workbook, with values only: what a formula gave when the file was saved."""
    with warnings.catch_warnings():
        # How cells look is not asked, and that it is not well told is nothing to whoever loads them.
        warnings.simplefilter("ignore")
        return load_workbook(file, read_only=True, data_only=True)


def _lines(head: bytes, path: Path) -> Iterator[str]:
    """The lines of a text file, each with its end."""
    encoding = _wide(head)
    if encoding:
        with path.open(encoding=encoding, errors="replace", newline="") as text:
            yield from text
        return
    with path.open("rb") as file:
        for number, line in enumerate(file):
            yield _decoded(line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line)


def _wide(head: bytes) -> str:
    """Which UTF-16 it is; empty where it is none."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > len(head) // 4:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 4 else ""


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
