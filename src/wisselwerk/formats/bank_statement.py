"""What a bank says that happened on an account: statements (camt.053) and notifications (camt.054), bytes to values.

Kept is what a payment is found back by, and nothing that names a person: no parties, no free text. Whether balances add
up and whose payments these are is for the caller to say; that an entry stands twice, lies in the future or is in another
currency is said here. Versions 02 to 14 differ, in what is read, only in where a status and a part's amount stand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import BinaryIO

from wisselwerk.domain.money import Cents, total
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats import iban, structured_reference
from wisselwerk.formats.iban import IbanInvalid
from wisselwerk.formats.iso20022 import (
    EURO,
    FOREIGN,
    MAX_BYTES,
    REPEATED,
    UNKNOWN_CODE,
    MessageFile,
    Node,
    insist_it_is_past,
)
from wisselwerk.formats.shape import shown
from wisselwerk.formats.structured_reference import StructuredReferenceInvalid

TYPED = re.compile(r"(?:\+{3}|\*{3}) ?(\d{3}[/ ]?\d{4}[/ ]?\d{5}) ?(?:\+{3}|\*{3})")
"""A Belgian reference in free text, as it stands on a letter: between plus signs or stars, or it could be any number."""
VERSIONS = frozenset(f"{number:02}" for number in range(2, 15))

NOT_AN_IBAN = gettext_noop(
    "“{parameter}” holds “{value}”, which is not an IBAN. Ask the bank for a correct file."
)
ENTRY_TWICE = gettext_noop(
    "This entry also stands on line {other_line}, with the same reference of the bank. Ask the bank for a correct file."
)
STATEMENT_TWICE = gettext_noop(
    "The statement “{value}” stands more than once in the file. Ask the bank for a correct file."
)


class StatementKind(StrEnum):
    """A movement stands on one statement, and may also be told before in a notification: it is the same money."""

    STATEMENT = "camt.053"
    NOTIFICATION = "camt.054"


@dataclass(frozen=True, slots=True)
class Balance:
    """What was booked on the account at the beginning or end of ``on``; negative when overdrawn."""

    amount_cents: Cents
    on: date


@dataclass(frozen=True, slots=True)
class Batch:
    """An order that the bank booked as one entry, by the names we gave it."""

    message_id: str | None
    payment_information_id: str | None
    number_of_transactions: int | None


@dataclass(frozen=True, slots=True)
class BankTransaction:
    """One payment in an entry.

    ``amount_cents`` is negative when it leaves the account, and None when the bank does not say it in euro. Whoever paid
    chose ``end_to_end_id``: on money that comes in and is no return it may be anything. ``message_id`` is the order's.
    ``return_reason`` is a code of ISO 20022 (AC04) or of the bank; a return may come without one.
    """

    amount_cents: Cents | None
    end_to_end_id: str | None = None
    message_id: str | None = None
    bank_reference: str | None = None
    structured_reference: str | None = None
    is_return: bool = False
    return_reason: str | None = None


@dataclass(frozen=True, slots=True)
class BankEntry:
    """A booked movement. An entry without details has one transaction, of which only the amount is known."""

    line: int = field(compare=False)
    amount_cents: Cents
    booked_on: date
    value_on: date | None
    bank_reference: str | None
    batch: Batch | None
    transactions: tuple[BankTransaction, ...]


@dataclass(frozen=True, slots=True)
class BankStatement:
    """All that was booked on one account. A statement is known by its account and ``name``."""

    kind: StatementKind
    statement_id: str
    iban: str
    currency: str
    opening: Balance | None
    closing: Balance | None
    entries: tuple[BankEntry, ...]
    page: str = ""
    """A long statement comes in pages, each with its own entries and balances; empty when it has none."""

    @property
    def name(self) -> str:
        """What no other statement of the account is called: pages after the first say which they are."""
        number = self.page.lstrip("0")
        return self.statement_id if number in {"", "1"} else f"{self.statement_id}/{number}"

    @property
    def difference_cents(self) -> Cents | None:
        """What the closing balance is above opening balance and entries: zero when it adds up, None when not given."""
        if self.opening is None or self.closing is None:
            return None
        booked = total(entry.amount_cents for entry in self.entries)
        return self.closing.amount_cents - self.opening.amount_cents - booked


def read_bank_statements(
    source: BinaryIO, today: date, file: str = "statement.xml", *, max_bytes: int = MAX_BYTES
) -> tuple[BankStatement, ...]:
    """Every statement in ``source``; ``file`` is the name problems are reported under.

    Entries that are not booked yet are left out. The file is streamed: memory grows with the entries that are kept, by
    less than a kB each, and not with what the bank tells besides.

    Raises:
        Problems: what is wrong with it, each with its line and element; then nothing is read.
    """
    reading = MessageFile(source, file, max_bytes)
    reader = _Reader(reading, today)
    reading.read({kind.value: VERSIONS for kind in StatementKind}, PARTS, reader.take)
    if not reader.statements:
        reading.missing("Stmt")
    return tuple(reader.statements)


PARTS = frozenset({"Stmt", "Ntfctn", "Bal", "Ntry", "Btch", "TxDtls"})
_ENVELOPES: Mapping[tuple[str, ...], StatementKind] = {
    ("BkToCstmrStmt", "Stmt"): StatementKind.STATEMENT,
    ("BkToCstmrDbtCdtNtfctn", "Ntfctn"): StatementKind.NOTIFICATION,
}
BOOKED = "BOOK"
NOT_BOOKED = frozenset({"PDNG", "FUTR", "INFO"})
"""Pending, future and for information only. Source: ISO 20022 external code set, entry status."""
RETURNED = "RRTN"
"""Sub-family of a credit transfer that came back. Source: ISO 20022 bank transaction codes, PMNT/ICDT and PMNT/RCDT."""
PAGE_DIGITS = 5
NOT_PROVIDED = "NOTPROVIDED"
"""Stands where whoever paid gave no end-to-end id."""


@dataclass(slots=True)
class _Open:
    """A statement of which the end was not read yet. Without an account it is refused, and its entries skipped."""

    kind: StatementKind
    statement_id: str = ""
    iban: str = ""
    page: str = ""
    balances: dict[str, Balance] = field(default_factory=dict)
    entries: list[BankEntry] = field(default_factory=list)

    def close(self) -> BankStatement:
        opening = self.balances.get("OPBD", self.balances.get("PRCD"))
        closing = self.balances.get("CLBD")
        entries = tuple(self.entries)
        return BankStatement(
            self.kind, self.statement_id, self.iban, EURO, opening, closing, entries, self.page
        )


@dataclass(slots=True)
class _Detail:
    """A transaction before its entry was read, from which it may have its direction."""

    transaction: BankTransaction
    is_credit: bool | None


@dataclass(slots=True)
class _Reader:
    """Takes the parts as they come and puts statements together."""

    reading: MessageFile
    today: date
    statements: list[BankStatement] = field(default_factory=list)
    open: _Open | None = None
    batch: Batch | None = None
    details: list[_Detail] = field(default_factory=list)
    known: set[tuple[str, str, str]] = field(default_factory=set)
    lines: dict[tuple[str, BankEntry], int] = field(default_factory=dict)

    def take(self, part: Node) -> None:
        path = part.path
        kind = _ENVELOPES.get(path[:2])
        if kind is None or kind.value != self.reading.kind:
            return
        match path[2:]:
            case ("Ntry", "NtryDtls", "Btch"):
                self.batch = _batch(part)
            case ("Ntry", "NtryDtls", "TxDtls"):
                self.details.append(_detail(part))
            case ("Ntry",):
                details, self.details = self.details, []
                batch, self.batch = self.batch, None
                self._entry(part, self._opened(part, kind), details, batch)
            case ("Bal",):
                self._balance(part, self._opened(part, kind))
            case ():
                try:
                    self.statements.append(self._opened(part, kind).close())
                finally:
                    self.open = None

    def _opened(self, part: Node, kind: StatementKind) -> _Open:
        """The statement around a part; its head is read with its first part, before it is forgotten."""
        if self.open is None:
            self.open = _Open(kind)
            self._head(part if part.path in _ENVELOPES else part.parent, self.open)
        return self.open

    def _head(self, node: Node, statement: _Open) -> None:
        identification = node.one("Id")
        statement.statement_id = identification.text()
        # The header of the file is read with its first statement: it is forgotten with that.
        for written in (node.parent.find("GrpHdr", "CreDtTm"), node.find("CreDtTm")):
            insist_it_is_past(written, self.today)
        account = node.one("Acct")
        currency = account.find("Ccy")
        if currency is not None and currency.text() != EURO:
            currency.refuse(FOREIGN, value=shown(currency.text()))
        number = account.one("Id", "IBAN")
        try:
            statement_iban = iban.parse(number.text())
        except IbanInvalid:
            number.refuse(NOT_AN_IBAN, value=shown(number.text()))
        page = node.find("StmtPgntn", "PgNb") or node.find("NtfctnPgntn", "PgNb")
        statement.page = "" if page is None else page.text(PAGE_DIGITS)
        key = (statement_iban, statement.statement_id, statement.page)
        if key in self.known:
            identification.refuse(STATEMENT_TWICE, value=shown(statement.statement_id))
        self.known.add(key)
        statement.iban = statement_iban

    def _balance(self, node: Node, statement: _Open) -> None:
        code = node.text_at("Tp", "CdOrPrtry", "Cd")
        if not statement.iban or code not in {"OPBD", "PRCD", "CLBD"}:
            return
        if code in statement.balances:
            node.refuse(REPEATED)
        amount = node.one("Amt").euros()
        balance = Balance(amount if _is_credit(node) else -amount, self._past(node.one("Dt")))
        statement.balances[code] = balance

    def _entry(self, node: Node, statement: _Open, details: list[_Detail], batch: Batch | None) -> None:
        if not statement.iban or not _is_booked(node):
            return
        is_credit = _is_credit(node)
        amount = node.one("Amt").euros()
        value = node.find("ValDt")
        is_return = _is_return(node)
        entry = BankEntry(
            line=node.line,
            amount_cents=amount if is_credit else -amount,
            booked_on=self._past(node.one("BookgDt")),
            value_on=None if value is None else value.day(),
            bank_reference=node.text_at("AcctSvcrRef"),
            batch=batch,
            transactions=_transactions(details, amount, is_credit, is_return),
        )
        if entry.bank_reference is not None:
            if other_line := self.lines.get((statement.iban, entry)):
                node.refuse(ENTRY_TWICE, other_line=other_line)
            self.lines[statement.iban, entry] = entry.line
        statement.entries.append(entry)

    def _past(self, node: Node) -> date:
        return node.past(node.day(), self.today)


def _transactions(
    details: list[_Detail], amount: Cents, is_credit: bool, is_return: bool
) -> tuple[BankTransaction, ...]:
    """The transactions of an entry, with what they have from it: direction, return, and the amount of an only one."""
    found = []
    for detail in details or [_Detail(BankTransaction(None), None)]:
        one = detail.transaction
        cents = amount if one.amount_cents is None and len(details) <= 1 else one.amount_cents
        if cents is not None and not (is_credit if detail.is_credit is None else detail.is_credit):
            cents = -cents
        found.append(replace(one, amount_cents=cents, is_return=one.is_return or is_return))
    return tuple(found)


def _detail(node: Node) -> _Detail:
    direction = node.find("CdtDbtInd")
    returned = node.find("RtrInf")
    end_to_end_id = node.text_at("Refs", "EndToEndId")
    transaction = BankTransaction(
        amount_cents=_amount(node),
        end_to_end_id=None if end_to_end_id == NOT_PROVIDED else end_to_end_id,
        message_id=node.text_at("Refs", "MsgId"),
        bank_reference=node.text_at("Refs", "AcctSvcrRef"),
        structured_reference=_reference(node),
        is_return=returned is not None or _is_return(node),
        return_reason=None
        if returned is None
        else returned.text_at("Rsn", "Cd") or returned.text_at("Rsn", "Prtry"),
    )
    return _Detail(transaction, None if direction is None else _is_credit(node))


def _amount(node: Node) -> Cents | None:
    """What a part of an entry comes to, without its direction; version 02 has it only among the details of amounts."""
    amount = node.find("Amt") or node.find("AmtDtls", "TxAmt", "Amt")
    return None if amount is None or amount.element.get("Ccy") != EURO else amount.euros()


def _reference(node: Node) -> str | None:
    """The first Belgian reference, also where somebody typed it as text; what else stands in a remittance may name people,
    so it is not kept.
    """
    remittance = node.find("RmtInf")
    if remittance is None:
        return None
    given = [one.text_at("CdtrRefInf", "Ref") or "" for one in remittance.each("Strd")]
    typed = [found for one in remittance.each("Ustrd") for found in TYPED.findall(one.element.text or "")]
    for one in (*given, *typed):
        try:
            return structured_reference.parse(one)
        except StructuredReferenceInvalid:
            continue
    return None


def _batch(node: Node) -> Batch:
    number = node.text_at("NbOfTxs")
    return Batch(
        message_id=node.text_at("MsgId"),
        payment_information_id=node.text_at("PmtInfId"),
        number_of_transactions=int(number) if number and number.isdecimal() and number.isascii() else None,
    )


def _is_booked(node: Node) -> bool:
    """Up to version 07 the code stands in the status itself."""
    status = node.one("Sts")
    status = status.find("Cd") or status
    code = status.text()
    if code != BOOKED and code not in NOT_BOOKED:
        status.refuse(UNKNOWN_CODE, value=shown(code))
    return code == BOOKED


def _is_credit(node: Node) -> bool:
    direction = node.one("CdtDbtInd")
    code = direction.text()
    if code not in {"CRDT", "DBIT"}:
        direction.refuse(UNKNOWN_CODE, value=shown(code))
    return code == "CRDT"


def _is_return(node: Node) -> bool:
    """The direction is that of the entry itself: a payment that was reversed comes in."""
    return (
        node.text_at("RvslInd") in {"true", "1"}
        or node.text_at("BkTxCd", "Domn", "Fmly", "SubFmlyCd") == RETURNED
    )
