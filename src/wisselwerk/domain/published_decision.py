"""A decision that a council, a college or another body of a local government published, as far as it tells about things.

It holds no persons: who was there, who voted, signed, asked or was appointed is nobody's business here, and is left out
by whoever reads the page (``formats.decision_page``). What this program itself decides is a ``Decision`` elsewhere.
"""

from dataclasses import dataclass
from datetime import date

from wisselwerk.domain.money import Cents


@dataclass(frozen=True, slots=True)
class PublishedArticle:
    """One article as it was printed."""

    number: str
    """As printed, without the word: ``1``, ``2bis``, ``enig``."""
    title: str
    lines: tuple[str, ...]
    """What it says, a line each for paragraphs and items of a list."""
    chapter: str = ""
    """The heading it stands under, as printed; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Body:
    """Who decided: a council, a college, an executive committee."""

    name: str = ""
    """*Gemeenteraad Genk*; empty where the page names it by its address only."""
    address: str = ""
    """What names it on the web of data; empty where the page does not say."""
    government: str = ""
    """The local government it is a body of; empty where the page does not say."""
    government_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDecision:
    """What a page tells of one decision."""

    address: str
    """What names the decision on the web of data; empty where the page gives it no name."""
    file: str
    line: int
    """Where it begins in the file it was read from."""
    title: str
    types: tuple[str, ...] = ()
    """Codes of the list *BesluitType* of data.vlaanderen.be; empty where it is called a decision and no more."""
    body: Body = Body()
    decided_on: date | None = None
    """The day of the session: from when it is true."""
    published_on: date | None = None
    """The day from which everybody could know."""
    in_force_on: date | None = None
    ends_on: date | None = None
    """The day from which it no longer holds."""
    description: tuple[str, ...] = ()
    motivation: tuple[str, ...] = ()
    articles: tuple[PublishedArticle, ...] = ()
    cites: tuple[str, ...] = ()
    """Addresses of the laws it stands on."""
    amounts: tuple[Cents, ...] = ()
    """Every amount of money it names, each once, in the order of the text: articles before reasons."""
