"""Policy reports of local governments (BBC) as they can be had in public: which reader takes a file, and what comes out.

The reports themselves are delivered in XML and XBRL. No taxonomy and no sample of those is public, so they are not read here; the
BBC analysis tool exports what they say as CSV or Excel, and that is. A reader is one line in ``READERS``: what recognises a file
by how it begins, and what opens it. One for XBRL fits behind the same once a taxonomy is at hand.
"""

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wisselwerk.domain.policy_report import ReportLine
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.territory import fold
from wisselwerk.formats.policy_report_line import COLUMNS, TableOfReports
from wisselwerk.formats.policy_report_rows import BROKEN, SEPARATORS, csv_rows, workbook_rows
from wisselwerk.formats.problem import Problem, Problems

NO_TAXONOMY = gettext_noop(
    "This is a report as it is delivered (XBRL). No taxonomy to read it by is public, so it cannot be read here. Export the "
    "table with goals, action plans and actions from the BBC analysis tool as CSV or Excel, and load that."
)
NOT_KNOWN = gettext_noop(
    "This is no CSV file and no Excel workbook (.xlsx). Export the table with goals, action plans and actions from the BBC "
    "analysis tool as one of those, and load that."
)
EMPTY = gettext_noop("This file is empty. Export the table again.")

_HEAD_BYTES = 20_000
_AT_ONCE = 1 << 20
_XBRL = re.compile(r"(?:<[?!][^>]*>\s*)*<(?:\w+:)?xbrl\b", re.IGNORECASE)
"""The root of a delivered report, after whatever XML begins with."""


class PolicyExport(Protocol):
    """An open file with lines of policy reports, whatever its format."""

    file: str
    filters: str
    left_out: int
    problems: list[Problem]

    def lines(self) -> Iterator[ReportLine]:
        """Every line that can be read, from the start; what could not is known afterwards."""


@dataclass(frozen=True, slots=True)
class Start:
    """How a file begins, which is what it is recognised by; names of files say nothing."""

    head: bytes
    members: tuple[str, ...]
    """The names of what is in it, when it is a zip."""

    @property
    def text(self) -> str:
        """The beginning as text, whatever its encoding: NUL bytes of wide characters are taken out."""
        return self.head.replace(b"\0", b"").decode("utf-8", errors="replace").lstrip("\ufeff\ufffd \r\n\t")


@dataclass(frozen=True, slots=True)
class Reader:
    """One format."""

    name: str
    recognises: Callable[[Start], bool]
    open: Callable[[Path, Start], PolicyExport]


def open_policy_report(path: Path) -> PolicyExport:
    """The export in ``path``.

    Raises:
        Problems: no reader takes it.
        OSError: it cannot be read.
    """
    start = _start(path)
    if not start.head:
        raise Problems([Problem(str(path), 1, "", EMPTY)])
    for reader in READERS:
        if reader.recognises(start):
            return reader.open(path, start)
    raise Problems([Problem(str(path), 1, "", NOT_KNOWN)])


def fingerprint(path: Path) -> str:
    """By which a file is known again, wherever it stands and whatever it is called.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while some := file.read(_AT_ONCE):
            digest.update(some)
    return digest.hexdigest()


def _start(path: Path) -> Start:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    members: tuple[str, ...] = ()
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as opened:
                members = tuple(opened.namelist())
        except BROKEN:
            """Damaged: whoever takes it for a workbook tells."""
            members = ("xl/workbook.xml",)
    return Start(head, members)


def _is_workbook(start: Start) -> bool:
    return "xl/workbook.xml" in start.members


def _open_workbook(path: Path, _start: Start) -> PolicyExport:
    return TableOfReports(str(path), lambda: workbook_rows(path))


def _is_delivery(start: Start) -> bool:
    """Whether it is XBRL, or the zip in which a report is delivered."""
    is_in_zip = any(name.lower().endswith((".xbrl", ".xml")) for name in start.members)
    return is_in_zip or bool(_XBRL.match(start.text))


def _refuse_delivery(path: Path, _start: Start) -> PolicyExport:
    raise Problems([Problem(str(path), 1, "", NO_TAXONOMY)])


def _is_other_xml(start: Start) -> bool:
    """An invoice, a bank statement: XML whose root is of no report."""
    return start.text.startswith("<?xml")


def _refuse_xml(path: Path, _start: Start) -> PolicyExport:
    raise Problems([Problem(str(path), 1, "", NOT_KNOWN)])


def _is_text(start: Start) -> bool:
    """Whether it is text: no zip, and hardly a control character in it."""
    controls = sum(ord(one) < 32 and one not in "\r\n\t" for one in start.text)
    return not start.members and controls * 100 <= len(start.text)


def _open_csv(path: Path, start: Start) -> PolicyExport:
    known = [fold(name) for names in COLUMNS for name in names]
    separator = max(SEPARATORS, key=lambda one: sum(fold(cell) in known for cell in start.text.split(one)))
    return TableOfReports(str(path), lambda: csv_rows(path, separator))


READERS: tuple[Reader, ...] = (
    Reader("Excel", _is_workbook, _open_workbook),
    Reader("XBRL", _is_delivery, _refuse_delivery),
    Reader("XML", _is_other_xml, _refuse_xml),
    Reader("CSV", _is_text, _open_csv),
)
"""The formats, in the order in which they are tried."""
