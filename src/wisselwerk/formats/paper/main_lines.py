"""The main lines of a year on paper: tables, what is not shown, and what each figure means."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wisselwerk.formats.paper.press import press


class PaperFigure(NamedTuple):
    """A figure as text, and the code of the definition that it leads to."""

    text: str
    code: str


class PaperDefinition(NamedTuple):
    """What figures with this code mean."""

    code: str
    label: str
    text: str


class PaperRow(NamedTuple):
    """What a row is of, what more there is to say of that, and its figures."""

    name: str
    note: str
    figures: tuple[PaperFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTable:
    """A table. Everything is text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[PaperRow, ...]
    has_total: bool = False
    """Whether the last row is a total."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MainLinesPaper:
    """What stands in it. Everything is text in the reader's language, amounts and days included."""

    language: str
    sender: str
    title: str
    answer: str
    """when it was made, and from what"""
    tables: tuple[PaperTable, ...]
    empty: str
    """what stands there when there are no tables"""
    burden_title: str
    burden: tuple[PaperRow, ...]
    counted_from: str
    hidden_title: str
    hidden: tuple[str, ...]
    definitions_title: str
    definitions: tuple[PaperDefinition, ...]
    """Of each code of a figure one, or the paper is not made."""
    notice: str = ""
    made_on: date


def plain_table(table: PaperTable) -> dict[str, object]:
    """A table as the template reads it."""
    return {
        "title": table.title,
        "head": list(table.head),
        "rows": [row._asdict() for row in table.rows],
        "has_total": table.has_total,
        "note": table.note,
    }


def main_lines_pdf(paper: MainLinesPaper) -> bytes:
    """The main lines as an accessible PDF (A4, lying down).

    Raises:
        RuntimeError: the result would not be accessible, or a figure has no definition.
    """
    values = {
        "language": paper.language,
        "granting_body": paper.sender,
        "title": paper.title,
        "answer": paper.answer,
        "tables": [plain_table(one) for one in paper.tables],
        "empty": "" if paper.tables else paper.empty,
        "burden_title": paper.burden_title,
        "burden": [one._asdict() for one in paper.burden],
        "counted_from": paper.counted_from,
        "hidden_title": paper.hidden_title,
        "hidden": list(paper.hidden),
        "definitions_title": paper.definitions_title,
        "definitions": [one._asdict() for one in paper.definitions],
        "foot": f"{paper.sender} · {paper.title}",
        "notice": paper.notice,
    }
    return press("main_lines", values, paper.made_on)
