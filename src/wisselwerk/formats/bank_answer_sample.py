"""What a bank would answer to an order: a statement (camt.053.001.08) made up for the demo, the stories and the tests.

It is a bank that pays everything, but what it is told to give back. For the real thing see the tests, which play the
whole road with a bank simulator.
"""

from collections.abc import Collection, Iterator
from datetime import date

from lxml import etree
from lxml.builder import ElementMaker

from wisselwerk.formats.credit_transfer import CreditTransfer, Payment

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
NO_REASON = "MS03"
"""Why it comes back: the bank does not say (ISO 20022)."""


def write_statement(
    order: CreditTransfer, *, statement_id: str, booked_on: date, returned: Collection[str] = ()
) -> bytes:
    """The statement on which every payment of ``order`` is booked, and those in ``returned`` came back."""
    instant = f"{booked_on.isoformat()}T18:00:00+00:00"
    document = E.Document(
        E.BkToCstmrStmt(
            E.GrpHdr(E.MsgId(statement_id), E.CreDtTm(instant)),
            E.Stmt(
                E.Id(statement_id),
                E.CreDtTm(instant),
                E.Acct(E.Id(E.IBAN(order.debtor.iban)), E.Ccy("EUR")),
                *_entries(order, booked_on, returned),
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
    euros = f"{payment.amount_cents // 100}.{payment.amount_cents % 100:02}"
    came_back = [E.RtrInf(E.Rsn(E.Cd(NO_REASON)))] if direction == "CRDT" else []
    entry: etree._Element = E.Ntry(
        E.Amt(euros, Ccy="EUR"),
        E.CdtDbtInd(direction),
        E.Sts(E.Cd("BOOK")),
        E.BookgDt(E.Dt(booked_on.isoformat())),
        E.AcctSvcrRef(reference[-35:]),
        E.BkTxCd(E.Prtry(E.Cd("CT"))),
        E.NtryDtls(
            E.TxDtls(
                E.Refs(E.EndToEndId(payment.end_to_end_id)),
                E.Amt(euros, Ccy="EUR"),
                E.CdtDbtInd(direction),
                *came_back,
            )
        ),
    )
    return entry
