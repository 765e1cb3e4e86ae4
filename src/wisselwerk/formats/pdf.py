"""A PDF that somebody sends: whether it is one that people can read, and its pages as pictures.

A picture holds no script, no link and no form, so that a page shows it under the same content policy as everything else.
"""

import signal
import subprocess
import sys

from wisselwerk.domain.refusal import Reason, RefusalCode, gettext_noop
from wisselwerk.formats.ubl import MAX_BYTES

MOST_PAGES = 20
"""An invoice of more is no invoice but a file of something else."""
SECONDS = 10
"""Of the processor that one look may take: a file that asks more is too hard to draw."""
PATIENCE = 3 * SECONDS
"""Seconds on the clock: who waited this long waits for a busy machine, whatever the file."""
LOCKED, BROKEN, EMPTY = 3, 4, 5
"""How the other process ends when it says no."""
START = b"%PDF-"
HOW_FAR = 1024
"""Readers look for the start of a PDF in its first kilobyte (ISO 32000-1, annex H, 3.4.1)."""

DAMAGED = gettext_noop("it is damaged")
CAUSES = {
    LOCKED: gettext_noop("it is locked with a password"),
    EMPTY: gettext_noop("it has no pages"),
    BROKEN: DAMAGED,
    -signal.SIGSEGV: DAMAGED,
    -signal.SIGABRT: DAMAGED,
    -signal.SIGXCPU: gettext_noop("it takes too long to draw"),
}
"""The ends that are about the file. Any other, such as a kill for want of memory, is an outage."""
NOTHING = gettext_noop("it is empty")
SOMETHING_ELSE = gettext_noop("it is another kind of file")
TOO_MANY_PAGES = gettext_noop("it has more than 20 pages")


class PdfRefused(ValueError):
    """A file that people cannot read as an invoice, and why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.code)


class PdfOutage(RuntimeError):
    """We could not look at a file now, whatever it is: that is ours to mend, and who sent it tries again later."""


def count_pages(data: bytes) -> int:
    """How many pages a PDF has, when people can read it.

    Raises:
        PdfRefused: INVOICE_TOO_LARGE, PDF_UNREADABLE.
        PdfOutage: we could not look.
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
        PdfOutage: we could not look.
    """
    return _look(data, page)


def _look(data: bytes, *page: int) -> bytes:
    """What a process of its own sees, which knows nothing of this one: no settings, no secrets."""
    command = [sys.executable, "-I", "-m", "wisselwerk.formats.pdf_page", *map(str, page)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, env={}, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PdfOutage(str(error)) from error
    if done.returncode in CAUSES:
        raise _unreadable(CAUSES[done.returncode])
    if done.returncode:
        said = done.stderr.decode(errors="replace")[-HOW_FAR:]
        raise PdfOutage(f"ended with {done.returncode}: {said}")
    return done.stdout


def _unreadable(cause: str) -> PdfRefused:
    return PdfRefused(Reason(RefusalCode.PDF_UNREADABLE, {"cause": cause}))
