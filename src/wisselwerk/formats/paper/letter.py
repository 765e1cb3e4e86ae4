"""The decision on an application as an official letter.

What must stand in it: the decision itself with its legal and factual grounds (law of 29 July 1991 on the express
statement of reasons of administrative acts, articles 2 and 3), and how and until when one can appeal (coordinated laws
on the Council of State of 12 January 1973, article 19, second paragraph: without that, the term starts only four
months later).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.paper.press import Translate, press

LABELS = {
    "date": gettext_noop("Date"),
    "reference": gettext_noop("Reference"),
    "decision": gettext_noop("Decision"),
    "authority": gettext_noop("Who decided"),
    "legal_grounds": gettext_noop("Legal grounds"),
    "factual_grounds": gettext_noop("Factual grounds"),
    "rule": gettext_noop("Rule"),
    "known": gettext_noop("What we knew"),
    "outcome": gettext_noop("Outcome"),
    "missing": gettext_noop("What is missing"),
    "draw": gettext_noop("The draw"),
    "remedies": gettext_noop("If you do not agree"),
}

REVIEW_TITLE = gettext_noop("Ask for a review")
REVIEW_TEXT = gettext_noop(
    "Ask the partnership to have a person look at your application again. It costs nothing, and you can add what we "
    "did not know. Write to the contact below and name the reference. Asking for a review does not stop the term for an "
    "appeal to the Council of State."
)
APPEAL_TITLE = gettext_noop("Appeal to the Council of State")
# Sixty days: decree of the Regent of 23 August 1948 on the procedure, article 4, § 1. Grounds and act: coordinated laws
# on the Council of State, article 14, § 1. Form and addresses change: the caller may pass another text.
APPEAL_TEXT = gettext_noop(
    "You can ask the Council of State to annul this decision, within 60 days after the day on which you were notified of "
    "it. Send a signed petition by registered post to the registry of the Council of State, Wetenschapsstraat 33, 1040 "
    "Brussels, or file it electronically (www.raadvst-consetat.be)."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule as it was applied: what was known, and the outcome, in words."""

    rule: str
    known: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to contest the decision."""

    title: str
    text: str


def usual_remedies(translate: Translate) -> tuple[Remedy, ...]:
    """Review by a person, then the Council of State. A partnership with an own procedure passes its own text."""
    return (
        Remedy(translate(REVIEW_TITLE), translate(REVIEW_TEXT)),
        Remedy(translate(APPEAL_TITLE), translate(APPEAL_TEXT)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What stands in every letter. Everything is text in the reader's language, amounts and days included."""

    language: str
    sender: str
    """the local government that decides, that gave the right, or that has to get the money"""
    address: tuple[str, ...] = ()
    """lines of the sender's address"""
    recipient: tuple[str, ...]
    """lines: enterprise, number, address"""
    dated: str
    reference: str
    subject: str
    remedies: tuple[Remedy, ...] = ()
    """none where nothing was granted or refused yet"""
    contact: str
    notice: str = ""
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLetter(Letter):
    """What stands in the letter of a decision."""

    decision: str
    """the decision in one sentence"""
    authority: str
    """who decided and by which delegation, with the council decision that gives it"""
    legal_grounds: tuple[str, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()
    """what is missing and by how much, each a sentence; empty when nothing is"""
    draw: tuple[str, ...] = ()
    """what there is to tell of a draw, each a sentence or two; empty where no draw decides"""
    signed_by: str = ""
    """function and body, never a person's name"""


def letter_pdf(letter: DecisionLetter, translate: Translate) -> bytes:
    """The letter as an accessible PDF (A4).

    Raises:
        RuntimeError: the result would not be accessible.
    """
    values = {
        "decision": letter.decision,
        "authority": letter.authority,
        "legal_grounds": list(letter.legal_grounds),
        "findings": [(one.rule, one.known, one.outcome) for one in letter.findings],
        "missing": list(letter.missing),
        "draw": list(letter.draw),
        "signed_by": letter.signed_by,
    }
    return press_letter("letter", letter, values, translate)


def press_letter(template: str, letter: Letter, more: dict[str, Any], translate: Translate) -> bytes:
    """Print a letter with the template of this name: what stands in every letter, and ``more`` of its own.

    Raises:
        RuntimeError: the result would not be accessible.
    """
    values = {
        "language": letter.language,
        "title": letter.subject,
        "granting_body": letter.sender,
        "address": list(letter.address),
        "recipient": list(letter.recipient),
        "heading": [
            (translate(LABELS["date"]), letter.dated),
            (translate(LABELS["reference"]), letter.reference),
        ],
        "remedies": [(one.title, one.text) for one in letter.remedies],
        "contact": letter.contact,
        "labels": {name: translate(label) for name, label in LABELS.items()},
        "foot": f"{letter.sender} · {letter.reference}",
        "notice": letter.notice,
    }
    return press(template, values | more, letter.made_on)
