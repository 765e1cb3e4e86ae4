"""Something somebody has to be told, as a letter and as a mail: a reminder, a voucher withdrawn, money to pay back."""

from dataclasses import dataclass
from datetime import date

from wisselwerk.formats.paper.letter import LABELS, Remedy
from wisselwerk.formats.paper.press import Translate, press


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper:
    """What stands in it. Everything is text in the reader's language, amounts and days included."""

    language: str
    sender: str
    """the local government that gave the right, or that has to get the money"""
    address: tuple[str, ...] = ()
    """lines of the sender's address"""
    recipient: tuple[str, ...]
    dated: str
    reference: str
    subject: str
    paragraphs: tuple[str, ...]
    """what is the matter, why, and what to do"""
    facts: tuple[tuple[str, str], ...]
    """names and values that the reader has to have at hand"""
    remedies: tuple[Remedy, ...] = ()
    contact: str
    notice: str = ""
    made_on: date


def notice_pdf(paper: NoticePaper, translate: Translate) -> bytes:
    """The letter as an accessible PDF (A4).

    Raises:
        RuntimeError: the result would not be accessible.
    """
    values = {
        "language": paper.language,
        "title": paper.subject,
        "granting_body": paper.sender,
        "address": list(paper.address),
        "recipient": list(paper.recipient),
        "heading": [
            (translate(LABELS["date"]), paper.dated),
            (translate(LABELS["reference"]), paper.reference),
        ],
        "paragraphs": list(paper.paragraphs),
        "facts": list(paper.facts),
        "remedies": [(one.title, one.text) for one in paper.remedies],
        "contact": paper.contact,
        "labels": {name: translate(label) for name, label in LABELS.items()},
        "foot": f"{paper.sender} · {paper.reference}",
        "notice": paper.notice,
    }
    return press("notice", values, paper.made_on)
