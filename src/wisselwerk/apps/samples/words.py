"""What somebody writes about a sample, without what names anybody."""

import re
from collections.abc import Iterable

from wisselwerk.apps.samples.models import SampleItem
from wisselwerk.domain.voucher import show_code
from wisselwerk.formats.person_names import NOBODY, person_filter

ENTERPRISE = re.compile(r"(?<![\w.])(?:BE\s?)?[01]\d{3}[. ]?\d{3}[. ]?\d{3}(?!\w)", re.IGNORECASE)
"""An enterprise number, however it is written."""
_FORMS = "bvba|bv|nv|vzw|ivzw|cvba|cv|vof|commv|gcv|comm\\.v|b\\.v|n\\.v|v\\.z\\.w"
LEGAL_FORM = re.compile(rf"^(?:{_FORMS})\b\.?\s+|,?\s+(?:{_FORMS})\.?$", re.IGNORECASE)
"""What a business is by law, before or behind its name: who tells of it leaves that off."""
SHORTEST = 3
"""Characters from which a name or a code is looked for."""
SHORT_NUMBER = re.compile(r"\d{1,5}")
"""The number of an invoice that any sentence may hold as a year, an amount or a count."""
BEFORE_A_NUMBER = (
    "factuur",
    "facturen",
    "factuurnummer",
    "factuur nr.",
    "factuur nr",
    "factuur nummer",
    "nummer",
    "nr.",
    "nr",
)
"""What makes one the number of an invoice again."""


def without_names(text: str, known: Iterable[str] = ()) -> str:
    """The text with ``N.N.`` for every person that is found in it, every enterprise number, and what is ``known`` besides.

    It is care and no proof: a name without anything around it may pass for a word.
    """
    plain = ENTERPRISE.sub(NOBODY, " ".join(text.split()))
    return person_filter(known)(plain)


def named(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """What of ``known`` stands in a text, and every enterprise number in it, as it is written there, each once."""
    found = [one[0] for one in ENTERPRISE.finditer(text)]
    for name in known:
        found += re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return tuple(dict.fromkeys(found))


def names_in(items: Iterable[SampleItem]) -> frozenset[str]:
    """What names the businesses of dossiers, their vouchers and their invoices: it is in no lesson. No query more."""
    found: set[str] = set()
    for one in items:
        redemption = one.line.redemption
        if redemption is not None:
            voucher = redemption.voucher
            names = {one.name for one in (redemption.supplier, redemption.payee, voucher.holder)}
            found |= names | {LEGAL_FORM.sub("", name) for name in names}
            found |= {*_as_written(redemption.invoice_number), voucher.code, show_code(voucher.code)}
    return frozenset(one for one in found if len(one) >= SHORTEST)


def _as_written(number: str) -> set[str]:
    """How the number of an invoice stands in a sentence: a short one of figures alone only behind a word that says what it is."""
    if SHORT_NUMBER.fullmatch(number):
        return {f"{before} {number}" for before in BEFORE_A_NUMBER}
    return {number}
