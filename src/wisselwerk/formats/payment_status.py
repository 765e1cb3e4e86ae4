"""What a bank says about an order to pay before it is on a statement: pain.002, bytes to values.

Kept are statuses, reasons and the names we gave ourselves; no parties and no free text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import BinaryIO

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.iso20022 import (
    MAX_BYTES,
    MISSING,
    REPEATED,
    UNKNOWN_CODE,
    MessageFile,
    Node,
    insist_it_is_past,
)
from wisselwerk.formats.shape import shown

KINDS = {"pain.002": frozenset(f"{number:02}" for number in range(3, 15))}

PAYMENT_TWICE = gettext_noop(
    "“{value}” also has a status on line {other_line}. Ask the bank for a file that says one thing of each payment."
)


class Outcome(StrEnum):
    """What a bank does with an order or a payment. Only a statement tells that the money went."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    PENDING = "pending"
    PARTLY = "partly"
    """Of an order: some of its payments are accepted, others refused; each has its own status."""


OUTCOMES: Mapping[str, Outcome] = {
    "ACTC": Outcome.ACCEPTED,
    "ACCP": Outcome.ACCEPTED,
    "ACFC": Outcome.ACCEPTED,
    "ACSP": Outcome.ACCEPTED,
    "ACSC": Outcome.ACCEPTED,
    "ACCC": Outcome.ACCEPTED,
    "ACWC": Outcome.ACCEPTED,
    "ACWP": Outcome.ACCEPTED,
    "RJCT": Outcome.REFUSED,
    "CANC": Outcome.REFUSED,
    "RCVD": Outcome.PENDING,
    "PDNG": Outcome.PENDING,
    "PATC": Outcome.PENDING,
    "PART": Outcome.PARTLY,
}
"""Source: ISO 20022 external code sets, payment group and payment transaction status."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the bank says, with its code, and why: codes of ISO 20022 (AC04) or of the bank."""

    outcome: Outcome
    code: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TransactionStatus:
    """The status of one payment."""

    line: int = field(compare=False)
    end_to_end_id: str
    status: Status


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """The status of what the order calls one payment information; ours has one, named like the message."""

    payment_information_id: str
    status: Status | None
    transactions: tuple[TransactionStatus, ...]


@dataclass(frozen=True, slots=True)
class PaymentStatusReport:
    """What is said about one order. The most precise status holds: a payment's, else its batch's, else the order's."""

    report_id: str
    message_id: str
    status: Status | None
    batches: tuple[BatchStatus, ...]

    def statuses(self) -> dict[str, Status]:
        """The status of each payment that is named, by its end-to-end id."""
        return {one.end_to_end_id: one.status for batch in self.batches for one in batch.transactions}


def read_payment_status(
    source: BinaryIO, today: date, file: str = "status.xml", *, max_bytes: int = MAX_BYTES
) -> PaymentStatusReport:
    """The report in ``source``; ``file`` is the name problems are reported under.

    Raises:
        Problems: what is wrong with it, each with its line and element; then nothing is read.
    """
    reading = MessageFile(source, file, max_bytes)
    reader = _Reader(today)
    reading.read(KINDS, PARTS, reader.take)
    if not reader.message_id:
        reading.missing(_ENVELOPE)
    return PaymentStatusReport(reader.report_id, reader.message_id, reader.status, tuple(reader.batches))


_ENVELOPE = "CstmrPmtStsRpt"
PARTS = frozenset({_ENVELOPE, "GrpHdr", "OrgnlGrpInfAndSts", "OrgnlPmtInfAndSts", "TxInfAndSts"})


@dataclass(slots=True)
class _Reader:
    """Takes the parts as they come and puts the report together."""

    today: date
    report_id: str = ""
    message_id: str = ""
    status: Status | None = None
    batches: list[BatchStatus] = field(default_factory=list)
    batch: BatchStatus | None = None
    transactions: list[TransactionStatus] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def take(self, part: Node) -> None:
        envelope, *inside = part.path
        if envelope != _ENVELOPE:
            return
        match inside:
            case ["GrpHdr"]:
                self.report_id = part.one("MsgId").text()
                insist_it_is_past(part.find("CreDtTm"), self.today)
            case ["OrgnlGrpInfAndSts"]:
                if self.message_id:
                    part.refuse(REPEATED)
                self.message_id = part.one("OrgnlMsgId").text()
                self.status = _status(part, "GrpSts")
            case ["OrgnlPmtInfAndSts", "TxInfAndSts"]:
                self._opened(part)
                self.transactions.append(self._transaction(part))
            case ["OrgnlPmtInfAndSts"]:
                batch = self._opened(part)
                self.batches.append(replace(batch, transactions=tuple(self.transactions)))
                self.batch, self.transactions = None, []
            case []:
                for name, found in (("GrpHdr", self.report_id), ("OrgnlGrpInfAndSts", self.message_id)):
                    if not found:
                        part.refuse(MISSING, child=name)

    def _opened(self, part: Node) -> BatchStatus:
        """The batch around a payment; its head is read with its first payment, before it is forgotten."""
        if self.batch is None:
            self.batch = BatchStatus("", None, ())
            around = part.parent if part.path[-1] == "TxInfAndSts" else part
            name = around.one("OrgnlPmtInfId").text()
            self.batch = BatchStatus(name, _status(around, "PmtInfSts"), ())
        return self.batch

    def _transaction(self, node: Node) -> TransactionStatus:
        name = node.one("OrgnlEndToEndId")
        status = _status(node, "TxSts")
        if status is None:
            node.refuse(MISSING, child="TxSts")
        if other_line := self.lines.get(name.text()):
            name.refuse(PAYMENT_TWICE, value=shown(name.text()), other_line=other_line)
        self.lines[name.text()] = node.line
        return TransactionStatus(node.line, name.text(), status)


def _status(node: Node, name: str) -> Status | None:
    """The status under ``name``, which may be left out where a wider or a narrower one is given."""
    found = node.find(name)
    if found is None:
        return None
    code = found.text()
    if code not in OUTCOMES:
        found.refuse(UNKNOWN_CODE, value=shown(code))
    reasons = (
        information.text_at("Rsn", "Cd") or information.text_at("Rsn", "Prtry")
        for information in node.each("StsRsnInf")
    )
    return Status(OUTCOMES[code], code, tuple(reason for reason in reasons if reason))
