"""The press: a typst template and plain values in, PDF bytes out."""

import json
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import font_source_sans_pro
import typst

Translate = Callable[[str], str]
"""Speaks a message id in the language of the paper."""

HERE = Path(__file__).parent

STANDARD: Final = "ua-1"
"""PDF/UA-1, ISO 14289-1: what article 9 of the web accessibility rules (EN 301 549, 10) asks of a document."""

LETTERS = (range(0x20, 0x500), range(0x1E00, 0x2000))
"""What our letters can write: Latin, Greek and Cyrillic. A name in another script cannot be printed."""

SIGNS = frozenset("‐‑‒–—―‘’‚“”„†‡•…‰‹›€™−")

MISSING = "?"


def press(template: str, values: dict[str, Any], made_on: date) -> bytes:
    """Print ``values`` with the template of this name.

    Raises:
        RuntimeError: the template itself is wrong, or its result would not be accessible.
    """
    compiler = typst.Compiler(root=HERE, font_paths=_fonts(), ignore_system_fonts=True)
    data = json.dumps(printable({**values, "made_on": made_on.isoformat()}))
    pdf = compiler.compile(
        input=HERE / f"{template}.typ", format="pdf", pdf_standards=STANDARD, sys_inputs={"data": data}
    )
    assert isinstance(pdf, bytes)  # a list only for formats with one file per page
    return pdf


def printable(value: Any) -> Any:
    """The same values, with a question mark for each character that our letters do not have.

    The standard forbids an empty box, and a voucher must not fail to print because of a name.
    """
    if isinstance(value, dict):
        return {name: printable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        return "".join(sign if _has_letter(sign) else MISSING for sign in text)
    return value


def _has_letter(sign: str) -> bool:
    if sign == "\n" or sign in SIGNS:
        return True
    # Letters, numbers, punctuation, symbols, spaces; no control characters and no loose accents.
    return unicodedata.category(sign)[0] in "LNPSZ" and any(ord(sign) in letters for letters in LETTERS)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[font_source_sans_pro.font_directory])
