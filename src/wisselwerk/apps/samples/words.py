"""What somebody writes about a sample, without what names anybody."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
"""The number of an invoice that may also be a year, an amount or a count."""
HARDLY_A_COUNT = 4
"""Figures from which it is taken for that of an invoice wherever it stands, unless it is a year or money."""
YEAR = re.compile(r"(?:19|20)\d{2}")
_NUMBER = r"nrs?|nummers?|n°|nº|№|#"
_SAYS_SO = rf"(?<![^\W\d_])(?:[a-z]*factu[a-z]*|fact|[a-z]*nota(?:['’]?s)?|{_NUMBER})"
_BETWEEN = rf"\W{{0,4}}(?:(?:van|met|als|is|{_NUMBER})\W{{1,4}}){{0,3}}"
_OTHERS = rf"(?:(?:{re.escape(NOBODY)}|\w{{0,9}}\d\w{{0,9}})(?:\s?[,;/&+-]\s?|,?\s(?:en|of|tot|t/m)\s))*"
BEFORE_A_NUMBER = re.compile(rf"{_SAYS_SO}{_BETWEEN}{_OTHERS}$", re.IGNORECASE)
"""What says of a number that it is one of an invoice, also of the second in a row: *facturen 101 en 102*."""
FAR_BEFORE = 200
"""Characters before a number in which that is looked for."""
ONE_POINT = re.compile(r"\.(?!\.)")
"""The end of a sentence: one behind ``N.N.`` is enough."""
_EURO = "euro|eur|€"
EURO_BEFORE = re.compile(rf"(?<!\w)(?:{_EURO})\s?$", re.IGNORECASE)
EURO_BEHIND = re.compile(rf"(?:,\d\d|,-)?\s?(?:{_EURO})(?!\w|\s?\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What names the businesses of dossiers, their vouchers and their invoices."""

    names: frozenset[str] = frozenset()
    """Looked for wherever they stand."""
    short_numbers: frozenset[str] = frozenset()
    """Of invoices: a sentence may hold the same as a year, an amount or a count."""


def without_names(text: str, known: Known = Known()) -> str:
    """The text with ``N.N.`` for every person that is found in it, every enterprise number, and what is ``known`` besides.

    It is care and no proof: a name without anything around it may pass for a word.
    """
    plain = person_filter(known.names)(ENTERPRISE.sub(NOBODY, " ".join(text.split())))
    pieces, end = [], 0
    for _, number in _invoices_in(plain, known):
        pieces += [plain[end : number.start()], NOBODY]
        last = ONE_POINT.match(plain, number.end())
        end = last.end() if last else number.end()
    return "".join([*pieces, plain[end:]])


def named(text: str, known: Known) -> tuple[str, ...]:
    """What of ``known`` stands in a text, and every enterprise number in it, as it is written there, each once.

    The number of an invoice with the word that says so, where one does.
    """
    found = [one[0] for one in ENTERPRISE.finditer(text)]
    for name in known.names:
        found += re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    found += [text[start : number.end()] for start, number in _invoices_in(text, known)]
    return tuple(dict.fromkeys(found))


def names_in(items: Iterable[SampleItem]) -> Known:
    """What names the businesses of dossiers, their vouchers and their invoices: it is in no lesson. No query more."""
    found: set[str] = set()
    short_numbers: set[str] = set()
    for one in items:
        redemption = one.line.redemption
        if redemption is not None:
            voucher = redemption.voucher
            names = {one.name for one in (redemption.supplier, redemption.payee, voucher.holder)}
            found |= names | {LEGAL_FORM.sub("", name) for name in names}
            is_short = SHORT_NUMBER.fullmatch(redemption.invoice_number)
            (short_numbers if is_short else found).add(redemption.invoice_number)
            found |= {voucher.code, show_code(voucher.code)}
    return Known(frozenset(one for one in found if len(one) >= SHORTEST), frozenset(short_numbers))


def _invoices_in(text: str, known: Known) -> Iterator[tuple[int, re.Match[str]]]:
    """Each short number of an invoice in a text, and from where on it is told that it is one."""
    if not known.short_numbers:
        return
    any_of_them = "|".join(sorted(known.short_numbers))
    for number in re.finditer(rf"(?<!\w)(?:{any_of_them})(?!\w)", text):
        start = number.start()
        if EURO_BEHIND.match(text, number.end()) or EURO_BEFORE.search(text[:start]):
            continue
        far = max(0, start - FAR_BEFORE)
        said = BEFORE_A_NUMBER.search(text[far:start])
        if said is not None:
            yield far + said.start(), number
        elif len(number[0]) >= HARDLY_A_COUNT and not YEAR.fullmatch(number[0]):
            yield start, number
