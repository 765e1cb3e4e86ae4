"""A PDF that somebody sends: whether it is one that people can read, and its pages as pictures.

A picture holds no script, no link and no form, so that a page shows it under the same content policy as everything else.
"""

import subprocess
import sys

from wisselwerk.domain.refusal import Reason, RefusalCode, gettext_noop
from wisselwerk.formats.ubl import MAX_BYTES

MOST_PAGES = 20
"""An invoice of more is no invoice but a file of something else."""
SECONDS = 10
"""What one look may take."""
LOCKED, BROKEN, EMPTY = 3, 4, 5
"""How the other process ends when it says no."""
START = b"%PDF-"
HOW_FAR = 1024
"""Readers look for the start of a PDF in its first kilobyte (ISO 32000-1, annex H, 3.4.1)."""

CAUSES = {
    LOCKED: gettext_noop("it is locked with a password"),
    EMPTY: gettext_noop("it has no pages"),
    BROKEN: gettext_noop("it is damaged"),
}
NOTHING = gettext_noop("it is empty")
SOMETHING_ELSE = gettext_noop("it is another kind of file")
TOO_MANY_PAGES = gettext_noop("it has more than 20 pages")
TOO_HARD = gettext_noop("it takes too long to draw")


class PdfRefused(ValueError):
    """A file that people cannot read as an invoice, and why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.code)


def count_pages(data: bytes) -> int:
    """How many pages a PDF has, when people can read it.

    Raises:
        PdfRefused: INVOICE_TOO_LARGE, PDF_UNREADABLE.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise PdfRefused(Reason(RefusalCode.INVOICE_TOO_LARGE, {"limit_megabytes": limit}))
    if not data:
        raise _unreadable(NOTHING)
    if START not in data[:HOW_FAR]:
        raise _unreadable(SOMETHING_ELSE)
    pages = int(_look(data))
    if pages > MOST_PAGES:
        raise _unreadable(TOO_MANY_PAGES)
    return pages


def picture(data: bytes, page: int) -> bytes:
    """One page as a PNG, counted from one.

    Raises:
        PdfRefused: PDF_UNREADABLE.
    """
    return _look(data, page)


def _look(data: bytes, *page: int) -> bytes:
    """What a process of its own sees, which knows nothing of this one: no settings, no secrets."""
    command = [sys.executable, "-I", "-m", "wisselwerk.formats.pdf_page", *map(str, page)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, env={}, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _unreadable(TOO_HARD) from error
    if done.returncode:
        raise _unreadable(CAUSES.get(done.returncode, CAUSES[BROKEN]))
    return done.stdout


def _unreadable(cause: str) -> PdfRefused:
    return PdfRefused(Reason(RefusalCode.PDF_UNREADABLE, {"cause": cause}))
