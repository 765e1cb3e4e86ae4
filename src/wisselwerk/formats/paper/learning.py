"""What was learnt in a year on paper: parts with tables and sentences, and what each figure means."""

from dataclasses import dataclass
from datetime import date

from wisselwerk.formats.paper.main_lines import PaperDefinition, PaperTable, plain_table
from wisselwerk.formats.paper.press import press


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPart:
    """A part of the report. Everything is text; what is empty is left out."""

    title: str
    answer: str
    """What it says in a sentence or two."""
    tables: tuple[PaperTable, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPaper:
    """What stands in it. Everything is text in the reader's language, amounts and days included."""

    language: str
    sender: str
    title: str
    answer: str
    parts: tuple[PaperPart, ...]
    definitions_title: str
    definitions: tuple[PaperDefinition, ...]
    """Of each code of a figure one, or the paper is not made."""
    notice: str = ""
    made_on: date


def learning_pdf(paper: LearningPaper) -> bytes:
    """The report as an accessible PDF (A4, lying down).

    Raises:
        RuntimeError: the result would not be accessible, or a figure has no definition.
    """
    values = {
        "language": paper.language,
        "granting_body": paper.sender,
        "title": paper.title,
        "answer": paper.answer,
        "parts": [
            {
                "title": one.title,
                "answer": one.answer,
                "tables": [plain_table(each) for each in one.tables],
                "points": list(one.points),
            }
            for one in paper.parts
        ],
        "definitions_title": paper.definitions_title,
        "definitions": [one._asdict() for one in paper.definitions],
        "foot": f"{paper.sender} · {paper.title}",
        "notice": paper.notice,
    }
    return press("learning", values, paper.made_on)
