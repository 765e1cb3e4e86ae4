"""The decision of a council, and the regulation alone, on paper. Their text is law, so it is Dutch for every reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wisselwerk.domain.regulation import Paragraph, Regulation
from wisselwerk.domain.regulation.council import Decision
from wisselwerk.domain.regulation.words import day
from wisselwerk.formats.paper.press import press

LANGUAGE = "nl"
DRAFT = "Ontwerp. Wat tussen haken staat, vult u nog in. De gemeenteraad kan het reglement wijzigen."


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilPaper:
    """The decision of one council, and how far it is."""

    decision: Decision
    is_draft: bool
    made_on: date
    voted_down_on: date | None = None
    """The day on which the council voted it down; None unless it did."""

    @property
    def notice(self) -> str:
        """What stands above it, so that nobody takes it for a decision that was taken."""
        if self.voted_down_on is not None:
            return f"Afgekeurd op {day(self.voted_down_on)}. Dit is de tekst die voorlag. De gemeenteraad stelde hem niet vast."
        return DRAFT if self.is_draft else ""


def decision_pdf(paper: CouncilPaper) -> bytes:
    """The decision as an accessible PDF (A4).

    Raises:
        RuntimeError: the result would not be accessible.
    """
    decision = paper.decision
    values = {
        **_about(decision.regulation, decision.title, decision.body),
        "framed": True,
        "session": decision.session,
        "present": decision.present,
        "occasion": list(decision.occasion),
        "laws": [law.text for law in decision.laws],
        "motivation": _paragraphs(decision.motivation),
        "finance": _paragraphs(decision.finance),
        "vote": decision.vote,
        "lead": decision.lead,
        "signatures": decision.signatures,
        "notice": paper.notice,
    }
    return press("council", values, paper.made_on)


def regulation_pdf(regulation: Regulation, partnership: str, made_on: date) -> bytes:
    """The regulation alone as an accessible PDF (A4).

    Raises:
        RuntimeError: the result would not be accessible.
    """
    values = {**_about(regulation, regulation.title, partnership), "framed": False, "notice": ""}
    return press("council", values, made_on)


def _about(regulation: Regulation, title: str, body: str) -> dict[str, Any]:
    return {
        "language": LANGUAGE,
        "title": title,
        "body": body,
        "granting_body": body,
        "foot": regulation.title,
        "chapters": [
            {
                "heading": chapter.heading,
                "articles": [
                    {"heading": one.heading, "paragraphs": _paragraphs(one.paragraphs)}
                    for one in chapter.articles
                ],
            }
            for chapter in regulation.chapters
        ],
    }


def _paragraphs(paragraphs: Iterable[Paragraph]) -> list[dict[str, Any]]:
    return [{"text": one.text, "items": [list(pair) for pair in one.numbered]} for one in paragraphs]
