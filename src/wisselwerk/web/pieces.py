"""What views hand to the shared pieces of a page: plain values, ready to be shown."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import ngettext

from wisselwerk.wording import listed


class Kind(StrEnum):
    """How the values of a column look."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    """whole cents"""
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a data table: its heading and how its values look."""

    label: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class DataTable:
    """Values in rows and columns, as shown under a figure. The first column names the row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]

    def csv(self) -> str:
        """The same values for a spreadsheet or a program: amounts in euro with a point, days as ISO 8601."""
        return "".join(csv_lines(self.columns, self.rows))


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of such a file one after the other, for what is too long to hold."""
    target = io.StringIO()
    writer = csv.writer(target)

    def written(cells: Iterable[object]) -> str:
        target.seek(0)
        target.truncate()
        writer.writerow(cells)
        return target.getvalue()

    yield written(column.label for column in columns)
    for row in rows:
        yield written(_plain(column, value) for column, value in zip(columns, row, strict=True))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, a line of a timeline. ``tone`` is success, warning, danger, info or nothing."""

    at: date | datetime
    title: str
    text: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Kin:
    """A scheme or a practice in its family tree."""

    name: str
    url: str = ""
    note: str = ""
    is_current: bool = False
    children: Sequence["Kin"] = ()


def _plain(column: Column, value: object) -> object:
    if column.kind is Kind.MONEY and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02}"
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        # A spreadsheet would run it as a formula.
        return f"'{value}"
    return value


def versions_named(numbers: Sequence[int]) -> str:
    """Which versions something is about; empty where that is not known."""
    if not numbers:
        return ""
    told = ngettext("version {numbers}", "versions {numbers}", len(numbers))
    return told.format(numbers=listed([str(one) for one in numbers]))
