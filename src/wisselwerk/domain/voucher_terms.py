"""What a voucher gives and asks, as the text of somebody else's regulation says it: its worth, and one's own contribution.

Only sentences that say so in so many words are taken, with the sentence, so that a person can see why. What is not found
stays unknown; it is not said to be nothing.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wisselwerk.domain.money import Cents

LONGEST_SENTENCE = 300
"""Signs of a sentence that are kept."""

_VOUCHER = re.compile(r"\w*(?:cheque|bon)s?\b|\bvouchers?\b", re.IGNORECASE)
_WORTH = re.compile(
    r"\bwaard(?:e|es)?\b|\bbedraagt\b|\bter waarde van\b|(?:cheque|bon|voucher)\s+van\s+(?:€|\d)",
    re.IGNORECASE,
)
_POT = re.compile(r"budget|krediet|enveloppe|begroting|meerjarenplan|in totaal", re.IGNORECASE)
"""What says what all vouchers together may cost, not what one is worth."""
_OWN = re.compile(
    r"\b(?:eigen|zelf)\b.*\b(?:inbreng|bijdrage|betaal\w*|bijdraag\w*|bijdragen|leg\w*|inleg|tussenkomst)\b"
    r"|\b(?:betaal\w*|leg\w*|draag\w*|draagt)\b.*\bzelf\b",
    re.IGNORECASE,
)
_BY_A_GOVERNMENT = re.compile(
    r"\b(?:bijdrage|inbreng|inleg|tussenkomst)\s+(?:van|door)\s+(?:(?:de|het|onze|elke|iedere)\s+)?"
    r"(?:gemeente\w*|stad\w*|steden|ocmw\w*|\w*bestuur\w*|provincie\w*|vlaamse)\b"
    r"|\b(?:gemeente\w*|stad|ocmw|\w*bestuur|provincie)\s+(?:betaalt|betalen|legt|leggen|draagt|dragen)\b",
    re.IGNORECASE,
)
"""What says what a government puts in: not what an enterprise does."""
_SENTENCE = re.compile(r"(?<=[a-z0-9)”\"%€][.;])\s+(?=[A-Z“])")


@dataclass(frozen=True, slots=True)
class VoucherTerms:
    """What a voucher gives and asks. None: the source does not say."""

    amount_cents: int | None = None
    own_contribution_cents: int | None = None
    """The least that one puts in oneself."""
    amount_said: str = ""
    """The sentence that says so; empty where it follows from rules that are kept here."""
    own_contribution_said: str = ""

    def __bool__(self) -> bool:
        return self.amount_cents is not None or self.own_contribution_cents is not None


NO_TERMS = VoucherTerms()
"""A source that says nothing of a voucher."""


def voucher_terms(lines: Iterable[str], amounts: Callable[[str], Iterable[Cents]]) -> VoucherTerms:
    """The terms that the lines of a text say, the first sentence about each; ``amounts`` finds money in a sentence.

    A sentence that names several amounts says something about a range, and decides nothing.
    """
    worth: tuple[int, str] | None = None
    own: tuple[int, str] | None = None
    for sentence in (part for line in lines for part in _SENTENCE.split(line)):
        found = list(dict.fromkeys(amounts(sentence)))
        if len(found) != 1 or _POT.search(sentence):
            continue
        told = int(found[0]), sentence.strip()[:LONGEST_SENTENCE]
        if _OWN.search(sentence) and not _BY_A_GOVERNMENT.search(sentence):
            own = own or told
        elif _VOUCHER.search(sentence) and _WORTH.search(sentence):
            worth = worth or told
    return VoucherTerms(
        worth[0] if worth else None,
        own[0] if own else None,
        worth[1] if worth else "",
        own[1] if own else "",
    )
