"""What is said of a PDF is about the PDF: when the look itself breaks down, that is our outage."""

import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.pdfs import pdf
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.formats.pdf import (
    BROKEN,
    EMPTY,
    LOCKED,
    PATIENCE,
    SECONDS,
    PdfOutage,
    PdfRefused,
    count_pages,
)

SPIN = """
import sys
from unittest import mock
from wisselwerk.formats import pdf_page

def spin(_):
    while True:
        pass

with mock.patch.object(pdf_page, "SECONDS", 1), mock.patch.object(pdf_page.pypdfium2, "PdfDocument", spin):
    sys.exit(pdf_page.main())
"""


def ends_with(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, code, b"1", b"MemoryError")

    monkeypatch.setattr(subprocess, "run", run)


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (LOCKED, "it is locked with a password"),
        (BROKEN, "it is damaged"),
        (EMPTY, "it has no pages"),
        (-signal.SIGSEGV, "it is damaged"),
        (-signal.SIGABRT, "it is damaged"),
        (-signal.SIGXCPU, "it takes too long to draw"),
    ],
)
def test_what_is_about_the_file_is_told_of_the_file(
    monkeypatch: pytest.MonkeyPatch, code: int, cause: str
) -> None:
    ends_with(monkeypatch, code)
    with pytest.raises(PdfRefused) as refused:
        count_pages(pdf())
    assert refused.value.reason.code is RefusalCode.PDF_UNREADABLE
    assert refused.value.reason.params == {"cause": cause}


@pytest.mark.parametrize("code", [1, 2, 127, -signal.SIGKILL, -signal.SIGTERM])
def test_any_other_end_is_our_outage_and_says_what_was_seen(
    monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    ends_with(monkeypatch, code)
    with pytest.raises(PdfOutage, match=f"ended with {code}: MemoryError"):
        count_pages(pdf())


def test_a_busy_machine_is_our_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(command: list[str], timeout: float, **_: Any) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", late)
    with pytest.raises(PdfOutage, match=str(PATIENCE)):
        count_pages(pdf())
    assert PATIENCE > SECONDS


def test_a_broken_install_is_our_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(PdfOutage):
        count_pages(pdf())


@pytest.mark.skipif(sys.platform != "linux", reason="the signal of a limit is told apart on Linux")
def test_who_asks_too_much_of_the_processor_ends_by_the_signal_that_says_so() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SPIN], input=b"", capture_output=True, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGXCPU
