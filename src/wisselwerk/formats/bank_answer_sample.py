"""What a bank would answer to an order: a statement (camt.053.001.08) made up for the demo, the stories and the tests.

It is a bank that pays everything, but what it is told to give back. For the real thing see the tests, which play the
whole road with a bank simulator.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree
from lxml.builder import ElementMaker

from wisselwerk.formats.credit_transfer import CreditTransfer, Payment

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
NO_REASON = "MS03"
"""Why it comes back: the bank does not say (ISO 20022)."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in, with the twelve digits of the reference it was paid with."""

    structured_reference: str
    amount_cents: int


def write_statement(
    order: CreditTransfer, *, statement_id: str, booked_on: date, returned: Collection[str] = ()
) -> bytes:
    """The statement on which every payment of ``order`` is booked, and those in ``returned`` came back."""
    return _write(order.debtor.iban, statement_id, booked_on, _entries(order, booked_on, returned))


def write_receipts(iban: str, receipts: Sequence[Receipt], *, statement_id: str, booked_on: date) -> bytes:
    """The statement on which money came in on an account, each with the reference it was asked with."""
    came_in = (_receipt(one, booked_on, f"{statement_id}/{number}") for number, one in enumerate(receipts, 1))
    return _write(iban, statement_id, booked_on, came_in)


def _write(iban: str, statement_id: str, booked_on: date, entries: Iterable[etree._Element]) -> bytes:
    instant = f"{booked_on.isoformat()}T18:00:00+00:00"
    document = E.Document(
        E.BkToCstmrStmt(
            E.GrpHdr(E.MsgId(statement_id), E.CreDtTm(instant)),
            E.Stmt(
                E.Id(statement_id),
                E.CreDtTm(instant),
                E.Acct(E.Id(E.IBAN(iban)), E.Ccy("EUR")),
                *entries,
            ),
        )
    )
    written: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _entries(order: CreditTransfer, booked_on: date, returned: Collection[str]) -> Iterator[etree._Element]:
    for number, payment in enumerate(order.payments, start=1):
        yield _entry(payment, "DBIT", booked_on, f"{order.message_id}/{number}")
        if payment.end_to_end_id in returned:
            yield _entry(payment, "CRDT", booked_on, f"{order.message_id}/R{number}")


def _entry(payment: Payment, direction: str, booked_on: date, reference: str) -> etree._Element:
    euros = _euros(payment.amount_cents)
    came_back = [E.RtrInf(E.Rsn(E.Cd(NO_REASON)))] if direction == "CRDT" else []
    detail = E.TxDtls(
        E.Refs(E.EndToEndId(payment.end_to_end_id)),
        E.Amt(euros, Ccy="EUR"),
        E.CdtDbtInd(direction),
        *came_back,
    )
    return _booked(euros, direction, booked_on, reference, detail)


def _receipt(receipt: Receipt, booked_on: date, reference: str) -> etree._Element:
    euros = _euros(receipt.amount_cents)
    kind = E.Tp(E.CdOrPrtry(E.Cd("SCOR")), E.Issr("BBA"))
    detail = E.TxDtls(
        E.Refs(E.EndToEndId("NOTPROVIDED")),
        E.Amt(euros, Ccy="EUR"),
        E.CdtDbtInd("CRDT"),
        E.RmtInf(E.Strd(E.CdtrRefInf(kind, E.Ref(receipt.structured_reference)))),
    )
    return _booked(euros, "CRDT", booked_on, reference, detail)


def _booked(
    euros: str, direction: str, booked_on: date, reference: str, detail: etree._Element
) -> etree._Element:
    entry: etree._Element = E.Ntry(
        E.Amt(euros, Ccy="EUR"),
        E.CdtDbtInd(direction),
        E.Sts(E.Cd("BOOK")),
        E.BookgDt(E.Dt(booked_on.isoformat())),
        E.AcctSvcrRef(reference[-35:]),
        E.BkTxCd(E.Prtry(E.Cd("CT"))),
        E.NtryDtls(detail),
    )
    return entry


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
