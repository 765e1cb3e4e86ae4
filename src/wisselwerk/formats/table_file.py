"""Tables that people make in a spreadsheet and save as CSV: cells out, each with its line and the head above it.

What differs between one Excel and the next is taken as it comes: UTF-8 with or without a byte order mark or
Windows-1252, semicolons, commas or tabs, any order of the columns, empty rows, line ends of any system.
"""

import csv
import io
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.territory import fold
from wisselwerk.formats.json_document import TOO_LARGE
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.shape import EMPTY, TOO_LONG, shown

MAX_BYTES = 2_000_000
"""Some thousands of rows: far more than all providers of Flanders with all that they do."""

NO_TABLE = gettext_noop(
    "This is no CSV file: it holds something that is no text. In Excel choose Save as, and then CSV UTF-8."
)
NO_HEADS = gettext_noop(
    "No column is named here. Have the first row hold the names of the columns: {choices}."
)
NO_ROWS = gettext_noop("Nothing stands under the names of the columns. Add a row for each thing to load.")
NO_COLUMN = gettext_noop("Column “{parameter}” is missing. Add it to the first row, with that name.")
UNKNOWN_COLUMN = gettext_noop("Column “{value}” is not known here. Check how it is spelt, or take it out.")
COLUMN_TWICE = gettext_noop("Column “{parameter}” stands here twice. Keep one of the two.")
TOO_MANY_CELLS = gettext_noop(
    "This row has more cells than there are columns. Put a text that holds a “{value}” between double quotes."
)
NOT_CELLS = gettext_noop(
    "From here this cannot be read as a table. Close each text that opens with a double quote, and write a quote inside "
    "it twice."
)

_SEPARATORS = (";", ",", "\t")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters, and what stands for a byte that Windows-1252 gives no character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: how people may name it, the Dutch name first, and what its cells hold.

    ``meaning`` is for the reference. Names are compared without regard to case, accents and punctuation.
    """

    names: tuple[str, ...]
    meaning: str
    max_length: int
    is_required: bool = False
    """Whether every row has something to say here."""
    may_be_absent: bool = False
    """Whether a file may do without the column: for one that came later than the files people have."""
    has_lines: bool = False
    """Whether a cell may hold several lines; in other cells a line end is a space."""

    @property
    def name(self) -> str:
        """What we call it."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the line on which it starts. A cell that is missing or blank is the empty text."""

    line: int
    cells: Mapping[Column, str]

    def __getitem__(self, column: Column) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """What a CSV file says. ``problems`` are those of rows and single cells: the reader of the kind adds its own."""

    file: str
    heads: Mapping[Column, str]
    """Each column as it is named in the file."""
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    def problem(self, line: int, column: Column, message: str, **params: object) -> Problem:
        """A problem with a cell; the message may call its column ``parameter``."""
        head = self.heads[column]
        return Problem(self.file, line, head, message, {"parameter": head} | params)

    def said_twice(
        self, what: Callable[[Row], Hashable | None], column: Column, message: str
    ) -> Iterator[Problem]:
        """A problem with ``column`` of each row about the same as a row above it, whose line is ``known_line``.

        ``what`` a row is about is None where that cannot be told.
        """
        known: dict[Hashable, int] = {}
        for row in self.rows:
            about = what(row)
            line = row.line if about is None else known.setdefault(about, row.line)
            if line != row.line:
                yield self.problem(row.line, column, message, known_line=line)


def read_table(data: bytes, file: str, columns: Sequence[Column]) -> Table:
    """Read the CSV file ``data``, which holds ``columns`` and no other; ``file`` is the name it is reported under.

    Raises:
        Problems: it is too large, is no text, or its columns are not those.
    """
    text = _text(data, file)
    separator = _separator(text, columns)
    lines = list(_lines(text, separator, file))
    first_line, head = lines[0] if lines else (1, [])
    at = _positions(head, columns, file, first_line)
    absent = {column: "" for column in columns if column not in at}
    rows = tuple(
        Row(line, absent | {column: _cell(cells, i, column) for column, i in at.items()})
        for line, cells in lines[1:]
    )
    problems = [] if rows else [Problem(file, first_line, "", NO_ROWS)]
    problems += [
        Problem(file, line, "", TOO_MANY_CELLS, {"value": separator})
        for line, cells in lines[1:]
        if any(cell.strip() for i, cell in enumerate(cells) if i not in at.values())
    ]
    table = Table(file, {column: shown(one_line(head[i])) for column, i in at.items()}, rows, ())
    return replace(table, problems=(*problems, *_cell_problems(table)))


def one_line(text: str) -> str:
    """A text with single spaces between its words and no line ends."""
    return " ".join(text.split())


def _text(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise Problems([Problem(file, 1, "", TOO_LARGE, {"limit_kilobytes": MAX_BYTES // 1000})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="surrogateescape")
    if found := _NO_TEXT.search(text):
        raise Problems([Problem(file, text.count("\n", 0, found.start()) + 1, "", NO_TABLE)])
    return text


def _separator(text: str, columns: Sequence[Column]) -> str:
    """What stands between cells: that with which the first row names the most columns."""
    first = next((line for line in text.splitlines() if fold(line)), "")
    known = _by_name(columns)
    return max(_SEPARATORS, key=lambda one: sum(fold(head) in known for head in first.split(one)))


def _lines(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that holds something, with the line on which it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise Problems([Problem(file, start, "", NOT_CELLS)]) from error


def _positions(head: Sequence[str], columns: Sequence[Column], file: str, line: int) -> dict[Column, int]:
    """Where each column stands."""
    known = _by_name(columns)
    at: dict[Column, int] = {}
    problems = []
    for i, name in enumerate(head):
        column = known.get(fold(name))
        if column in at:
            problems.append(Problem(file, line, "", COLUMN_TWICE, {"parameter": shown(name)}))
        elif column is not None:
            at[column] = i
        elif name.strip():
            problems.append(Problem(file, line, "", UNKNOWN_COLUMN, {"value": shown(name)}))
    choices = ", ".join(column.name for column in columns)
    if not at:
        raise Problems([Problem(file, line, "", NO_HEADS, {"choices": choices})])
    missing = [column.name for column in columns if column not in at and not column.may_be_absent]
    problems += [Problem(file, line, "", NO_COLUMN, {"parameter": name}) for name in missing]
    if problems:
        raise Problems(problems)
    return at


def _by_name(columns: Sequence[Column]) -> Mapping[str, Column]:
    return {fold(name): column for column in columns for name in column.names}


def _cell(cells: Sequence[str], i: int, column: Column) -> str:
    text = cells[i] if i < len(cells) else ""
    return "\n".join(text.strip().splitlines()) if column.has_lines else one_line(text)


def _cell_problems(table: Table) -> Iterator[Problem]:
    for row in table.rows:
        for column, cell in row.cells.items():
            if column.is_required and not cell:
                yield table.problem(row.line, column, EMPTY)
            if len(cell) > column.max_length:
                yield table.problem(row.line, column, TOO_LONG, max_length=column.max_length)
