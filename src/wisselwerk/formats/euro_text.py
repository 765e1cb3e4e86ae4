"""Amounts of money in running Dutch text: ``€ 40.011,66``, ``250 euro``, ``3 miljoen EUR``."""

import re
from collections.abc import Iterator
from decimal import Decimal

from wisselwerk.domain.money import Cents

_NUMBER = r"(?P<{0}>\d{{1,3}}(?:[.\s]\d{{3}})+|\d{{1,12}})(?:,(?P<{0}_cents>\d{{1,2}}|-+|–))?(?P<{0}_more>\s*(?:miljoen|mln|duizend)\b\.?)?"
_MONEY = r"(?:€|\bEUR\b|\beuro\b|\beuro's\b)"
_AMOUNT = re.compile(
    rf"{_MONEY}\s*{_NUMBER.format('behind')}(?![\d]|[.,]\d)|(?<![\d.,]){_NUMBER.format('before')}\s*{_MONEY}",
    re.IGNORECASE,
)
_MENTIONED = re.compile(r"€|eur", re.IGNORECASE)
_TIMES = {"miljoen": 1_000_000, "mln": 1_000_000, "duizend": 1_000}


def amounts(text: str) -> Iterator[Cents]:
    """The amounts that a text names, in its order. What is not written the Belgian way is no amount: it may be another."""
    if not _MENTIONED.search(text):
        return
    for found in _AMOUNT.finditer(text):
        side = "behind" if found["behind"] else "before"
        whole = re.sub(r"\D", "", found[side])
        after = found[f"{side}_cents"] or ""
        part = after if after.isdigit() else ""
        more = (found[f"{side}_more"] or "").strip(" .").lower()
        yield Cents(int(Decimal(f"{whole}.{part or 0}") * _TIMES.get(more, 1) * 100))
