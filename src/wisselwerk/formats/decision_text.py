"""A decision of which only the title and the text are at hand: what of the text is summary, reasons and articles."""

import re

from wisselwerk.domain.published_decision import PublishedDecision
from wisselwerk.formats.decision_articles import articles_printed

SUMMARY = 3
"""Sentences before the articles that tell what it is about, at most; further down it gives reasons. Chosen on the labelled
texts used while building: up to three, their text in one piece is judged as well as when its parts are known."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z“\"])|\n+")
_REASON = re.compile(r"gelet op|overwegende|gezien|gelezen|in overweging|op voorstel", re.IGNORECASE)


def decision_of_text(title: str, text: str, *, file: str = "", line: int = 1) -> PublishedDecision:
    """A decision as it can be judged: no dates, no body, no address."""
    sentences = [one for part in _SENTENCE.split(text) if (one := part.strip())]
    parts = articles_printed(sentences)
    before = [one for part in parts if not part.number for one in part.lines]
    top = [one for one in before[:SUMMARY] if not _REASON.match(one)]
    return PublishedDecision(
        address="",
        file=file,
        line=line,
        title=title,
        description=tuple(top),
        motivation=tuple(one for one in before if one not in top),
        articles=tuple(part for part in parts if part.number),
    )
