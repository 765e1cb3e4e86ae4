"""Text as every bank in SEPA takes it: letters, digits and ten marks, by rule and always the same.

Letters lose their accents or are written in Latin letters (é -> e, ß -> ss, € -> EUR), marks become the nearest that is
taken (& -> +, ; -> ,) and a dot where none is near, as the EPC advises (EPC217-08). Pictures disappear.
"""

import re
import string
from collections.abc import Mapping

from text_unidecode import unidecode

MARKS = "/-?:().,'+ "
CHARACTERS = frozenset(string.ascii_letters + string.digits + MARKS)
"""What SEPA credit transfers may hold. Source: EPC132-08, customer-to-PSP implementation guidelines, character set."""

NAME_MAX_LENGTH = 70
MESSAGE_MAX_LENGTH = 140
IDENTIFICATION_MAX_LENGTH = 35
"""Characters; the standard's own 140 for a name is more than SEPA takes. Source: EPC132-08."""

_CONVERSION: Mapping[str, str] = {
    "&": "+", ";": ",", "[": "(", "{": "(", "]": ")", "}": ")", "\\": "/", "|": "/", "_": "-", "~": "-", "`": "'", '"': "'",
}  # fmt: skip
_TABLE = str.maketrans(
    {
        one: _CONVERSION.get(one, "." if one in string.punctuation else " ")
        for one in map(chr, range(128))
        if one not in CHARACTERS
    }
)

_beyond_ascii = re.compile(r"[^\x00-\x7f]")


def sepa_text(text: str, max_length: int) -> str:
    """``text`` as a bank will see it, cut at ``max_length``; empty when nothing of it can be written."""
    latin = _beyond_ascii.sub(_latin, text)
    return " ".join(latin.translate(_TABLE).split())[:max_length].rstrip()


def _latin(found: re.Match[str]) -> str:
    """One character in ASCII; nothing for what the library has no letters for and marks as unknown."""
    written = unidecode(found[0])
    return "" if written.startswith("[?]") else str(written)


def is_identification(text: str) -> bool:
    """Whether ``text`` comes back from a bank as it went: identifications are never rewritten, so they must fit.

    Source: EPC132-08, character set: not empty, at most 35 characters, no ``/`` at either end and no ``//`` inside.
    """
    return (
        0 < len(text) <= IDENTIFICATION_MAX_LENGTH
        and text == text.strip()
        and CHARACTERS.issuperset(text)
        and not text.startswith("/")
        and not text.endswith("/")
        and "//" not in text
    )
