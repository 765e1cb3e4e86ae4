"""The settlement of a year between the members of a partnership on paper: what it cost, who bears it, who owes what."""

from dataclasses import dataclass
from datetime import date

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.paper.press import Translate, press

LABELS = {
    "members": gettext_noop("What each member pays or gets"),
    "member": gettext_noop("Member"),
    "borne": gettext_noop("Bears"),
    "paid": gettext_noop("Paid before"),
    "owes": gettext_noop("Pays or gets"),
    "how": gettext_noop("How to pay"),
    "amount": gettext_noop("Amount"),
    "reference": gettext_noop("Structured reference"),
    "changes": gettext_noop("What changed since the previous settlement"),
    "bore": gettext_noop("Bore"),
    "bears": gettext_noop("Bears now"),
    "owed": gettext_noop("Then"),
    "asks": gettext_noop("Now"),
    "total": gettext_noop("Together"),
    "key": gettext_noop("How the cost is shared"),
    "reading": gettext_noop("How to read this"),
}
READING = (
    gettext_noop(
        "Bears: what the cost key makes a member bear of what the vouchers were used for in this year, what was undone taken off."
    ),
    gettext_noop(
        "Paid before: what a member paid for this year already. For the managing municipality: what it pays to payees for "
        "these invoices, also where the bank has not done so yet, less what it received from the members."
    ),
    gettext_noop(
        "Pays or gets: bears less paid before. Together that is nothing: what some members pay, the managing municipality "
        "gets."
    ),
)


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One member. Amounts are text."""

    member: str
    borne: str
    paid: str
    owes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HowToPay:
    """How the members that have to pay do that. Everything is text."""

    facts: tuple[tuple[str, str], ...]
    """names and values that are the same for each: until when, to which account, in whose name"""
    ask: str
    """whom to ask where no account is known; else empty"""
    members: tuple[tuple[str, str, str], ...]
    """each with what is open and its structured reference"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementPaper:
    """What stands in it. Everything is text in the reader's language, amounts and days included."""

    language: str
    managing_municipality: str
    title: str
    summary: tuple[tuple[str, str], ...]
    """names and values: the scheme, the year, the number, the day"""
    answer: str
    """what it comes to, in one sentence"""
    standing: tuple[str, ...] = ()
    """whether it holds, whose place it takes, and whether more may come; a sentence for each"""
    how: HowToPay | None = None
    """None before it was sent, and when nobody has to pay any more"""
    changes: tuple[tuple[str, str, str, str, str], ...] = ()
    """each member with what it bore, bears now, paid or got then, and now; none where it takes no other's place"""
    key: tuple[str, ...]
    """the cost key in words, a sentence for each time that one held"""
    lines: tuple[SettlementLine, ...]
    total: SettlementLine
    notes: tuple[str, ...] = ()
    contact: str
    notice: str = ""
    made_on: date


def settlement_pdf(paper: SettlementPaper, translate: Translate) -> bytes:
    """The settlement as an accessible PDF (A4).

    Raises:
        RuntimeError: the result would not be accessible.
    """
    rows = [(one.member, one.borne, one.paid, one.owes) for one in (*paper.lines, paper.total)]
    values = {
        "language": paper.language,
        "title": paper.title,
        "granting_body": paper.managing_municipality,
        "summary": list(paper.summary),
        "answer": paper.answer,
        "standing": list(paper.standing),
        "how": None
        if paper.how is None
        else {"facts": paper.how.facts, "ask": paper.how.ask, "members": paper.how.members},
        "changes": list(paper.changes),
        "key": list(paper.key),
        "rows": rows,
        "notes": [*paper.notes, *(translate(one) for one in READING)],
        "contact": paper.contact,
        "labels": {name: translate(label) for name, label in LABELS.items()},
        "foot": f"{paper.managing_municipality} · {paper.title}",
        "notice": paper.notice,
    }
    return press("settlement", values, paper.made_on)
