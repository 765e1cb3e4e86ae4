"""Orders to pay, for a bank: SEPA credit transfers as pain.001.001.09, from values to bytes.

All payments go from one account on one day, and each is booked on its own (``BtchBookg`` is false), so that each comes
back on the statement with its own end-to-end id whatever the bank. Nothing is read from a clock or drawn by lot: the
same order gives the same bytes. What comes out has been held against the official schema, however large it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO

from lxml import etree
from stdnum import bic

from wisselwerk.domain.money import Cents, total
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats import iban, structured_reference
from wisselwerk.formats.iban import IbanInvalid
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.sepa_text import (
    MESSAGE_MAX_LENGTH,
    NAME_MAX_LENGTH,
    is_identification,
    sepa_text,
)
from wisselwerk.formats.shape import shown
from wisselwerk.formats.structured_reference import StructuredReferenceInvalid

MOST_CENTS = Cents(99_999_999_999)
"""The most that one SEPA credit transfer moves. Source: EPC132-08, instructed amount."""

NO_PAYMENTS = gettext_noop("The order holds no payment. Add at least one.")
NOT_AN_IBAN = gettext_noop("“{value}” is not an IBAN. Ask for the account number again.")
NOT_A_BIC = gettext_noop("“{value}” is not a BIC. Correct it or leave it empty.")
NOT_AN_AMOUNT = gettext_noop(
    "The amount is {amount_cents}. A payment is at least {least_cents} and at most {most_cents}."
)
NO_NAME = gettext_noop(
    "Of the name “{value}” a bank can read nothing. Write it with letters of the Latin alphabet."
)
NO_MESSAGE = gettext_noop(
    "Of the message “{value}” a bank can read nothing. Write it with letters of the Latin alphabet."
)
NOT_A_REFERENCE = gettext_noop(
    "“{value}” is not a structured reference. Take over the twelve digits from the invoice again."
)
NOT_AN_IDENTIFICATION = gettext_noop(
    "“{value}” cannot go to a bank as an identification. Use 1 to 35 letters, digits, spaces or signs out of "
    "/-?:().,'+ and neither begin nor end with / nor write it twice in a row."
)
ID_TWICE = gettext_noop("“{value}” already stands for payment {number}. Give each payment its own.")


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who pays, from which account. Without a BIC the bank finds itself by the IBAN."""

    name: str
    iban: str
    bic: str | None = None


@dataclass(frozen=True, slots=True)
class StructuredReference:
    """The Belgian reference of an invoice, in any of its spellings."""

    digits: str


@dataclass(frozen=True, slots=True)
class Message:
    """A few words for whoever is paid. A bank sees at most 140 characters of them."""

    text: str


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment to one creditor; the bank returns ``end_to_end_id`` in all it says about it."""

    end_to_end_id: str
    amount_cents: Cents
    creditor_name: str
    creditor_iban: str
    remittance: StructuredReference | Message


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """What goes to the bank in one file. A bank takes a ``message_id`` once, so it is what an export is known by.

    Raises:
        ValueError: ``created_at`` has no time zone, so that it is no instant.
    """

    message_id: str
    created_at: datetime
    execute_on: date
    debtor: Debtor
    payments: Sequence[Payment]

    def __post_init__(self) -> None:
        if self.created_at.utcoffset() is None:
            raise ValueError("an instant has a time zone")


class SchemaBroken(RuntimeError):
    """What was written does not hold against the official schema: the fault is here, not in the order."""


def write_credit_transfer(order: CreditTransfer) -> bytes:
    """The file for the bank. Names and messages are written as ``sepa_text`` makes them, and cut where SEPA ends.

    Raises:
        Problems: everything that keeps the order from being written; the line is the number of the payment.
        SchemaBroken: never, unless this module is wrong.
    """
    draft = _Draft(order.message_id)
    out = BytesIO()
    out.write(_head(order, draft).encode("ascii"))
    for payment in order.payments:
        draft.number += 1
        out.write(_transaction(payment, draft).encode("ascii"))
    out.write(_END.encode("ascii"))
    draft.finish()
    _validate(out)
    return out.getvalue()


@dataclass(slots=True)
class _Draft:
    """A file in the making: every value as a bank takes it, and a problem with each that it would not take."""

    message_id: str
    number: int = 0
    """Of the payment that is being written; none is before the first."""
    end_to_end_ids: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def finish(self) -> None:
        if self.problems:
            raise Problems(self.problems)

    def tell(self, name: str, message: str, **params: object) -> str:
        path = f"payments[{self.number - 1}].{name}" if self.number else name
        self.problems.append(Problem(self.message_id, max(self.number, 1), path, message, params))
        return ""

    def text(self, name: str, given: str, max_length: int, otherwise: str) -> str:
        return sepa_text(given, max_length) or self.tell(name, otherwise, value=shown(given))

    def identification(self, name: str, given: str) -> str:
        if is_identification(given):
            return given
        return self.tell(name, NOT_AN_IDENTIFICATION, value=shown(given))

    def end_to_end_id(self, given: str) -> str:
        first = self.end_to_end_ids.setdefault(given, self.number)
        if first != self.number:
            self.tell("end_to_end_id", ID_TWICE, value=shown(given), number=first)
        return self.identification("end_to_end_id", given)

    def iban(self, name: str, given: str) -> str:
        try:
            return iban.parse(given)
        except IbanInvalid:
            return self.tell(name, NOT_AN_IBAN, value=shown(given))

    def euros(self, name: str, cents: Cents) -> str:
        if not 0 < cents <= MOST_CENTS:
            self.tell(name, NOT_AN_AMOUNT, amount_cents=cents, least_cents=Cents(1), most_cents=MOST_CENTS)
        return _euros(cents)

    def remittance(self, given: StructuredReference | Message) -> str:
        """The Belgian reference is type SCOR of issuer BBA. Source: Febelfin, guidelines for credit transfers."""
        if isinstance(given, Message):
            return f"<Ustrd>{self.text('remittance', given.text, MESSAGE_MAX_LENGTH, NO_MESSAGE)}</Ustrd>"
        try:
            digits = structured_reference.parse(given.digits)
        except StructuredReferenceInvalid:
            return self.tell("remittance", NOT_A_REFERENCE, value=shown(given.digits))
        return (
            "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>BBA</Issr></Tp>"
            f"<Ref>{digits}</Ref></CdtrRefInf></Strd>"
        )

    def agent(self, given: str | None) -> str:
        if given is None:
            return "<Othr><Id>NOTPROVIDED</Id></Othr>"
        if not bic.is_valid(given):
            return self.tell("debtor.bic", NOT_A_BIC, value=shown(given))
        return f"<BICFI>{bic.compact(given)}</BICFI>"


# Nothing below is escaped: none of the characters that a bank takes means anything in XML.


def _head(order: CreditTransfer, draft: _Draft) -> str:
    """Group header and payment information; the sums stand in both."""
    if not order.payments:
        draft.tell("payments", NO_PAYMENTS)
    message_id = draft.identification("message_id", order.message_id)
    name = draft.text("debtor.name", order.debtor.name, NAME_MAX_LENGTH, NO_NAME)
    created = order.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    sums = (
        f"<NbOfTxs>{len(order.payments)}</NbOfTxs>"
        f"<CtrlSum>{_euros(total(one.amount_cents for one in order.payments))}</CtrlSum>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>\n'
        f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>{created}</CreDtTm>{sums}"
        f"<InitgPty><Nm>{name}</Nm></InitgPty></GrpHdr>\n"
        f"<PmtInf><PmtInfId>{message_id}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg>{sums}"
        "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>"
        f"<ReqdExctnDt><Dt>{order.execute_on.isoformat()}</Dt></ReqdExctnDt>"
        f"<Dbtr><Nm>{name}</Nm></Dbtr>"
        f"<DbtrAcct><Id><IBAN>{draft.iban('debtor.iban', order.debtor.iban)}</IBAN></Id></DbtrAcct>"
        f"<DbtrAgt><FinInstnId>{draft.agent(order.debtor.bic)}</FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>\n"
    )


def _transaction(payment: Payment, draft: _Draft) -> str:
    """One payment, on one line."""
    name = draft.text("creditor_name", payment.creditor_name, NAME_MAX_LENGTH, NO_NAME)
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>{draft.end_to_end_id(payment.end_to_end_id)}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="EUR">{draft.euros("amount_cents", payment.amount_cents)}</InstdAmt></Amt>'
        f"<Cdtr><Nm>{name}</Nm></Cdtr>"
        f"<CdtrAcct><Id><IBAN>{draft.iban('creditor_iban', payment.creditor_iban)}</IBAN></Id></CdtrAcct>"
        f"<RmtInf>{draft.remittance(payment.remittance)}</RmtInf></CdtTrfTxInf>\n"
    )


_END = "</PmtInf></CstmrCdtTrfInitn></Document>\n"


def _euros(cents: Cents) -> str:
    euros, rest = divmod(int(cents), 100)
    return f"{euros}.{rest:02}"


@cache
def _schema() -> etree.XMLSchema:
    """The official schema, as sepaxml brings it along."""
    path = files("sepaxml") / "schemas" / "pain.001.001.09.xsd"
    return etree.XMLSchema(etree.fromstring(path.read_bytes()))


def _validate(written: BytesIO) -> None:
    """Hold the file against the schema while it streams by: as a tree it would take many times its size."""
    written.seek(0)
    try:
        for _, element in etree.iterparse(written, tag="{*}CdtTrfTxInf", schema=_schema()):
            element.clear()
            while (before := element.getprevious()) is not None:
                before.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        raise SchemaBroken(str(error)) from error
