"""Something somebody has to be told, as a letter and as a mail: a reminder, a voucher withdrawn, money to pay back."""

from dataclasses import dataclass

from wisselwerk.formats.paper.letter import Letter, press_letter
from wisselwerk.formats.paper.press import Translate


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper(Letter):
    """What stands in it."""

    paragraphs: tuple[str, ...]
    """what is the matter, why, and what to do"""
    facts: tuple[tuple[str, str], ...]
    """names and values that the reader has to have at hand"""


def notice_pdf(paper: NoticePaper, translate: Translate) -> bytes:
    """The letter as an accessible PDF (A4).

    Raises:
        RuntimeError: the result would not be accessible.
    """
    own = {"paragraphs": list(paper.paragraphs), "facts": list(paper.facts)}
    return press_letter("notice", paper, own, translate)
