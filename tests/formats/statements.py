"""Files from a bank for tests: as the versions of the standard have them, and the same with something done to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

import pytest

from tests.formats.accounts import GENK
from wisselwerk.formats.bank_statement import BankStatement, read_bank_statements
from wisselwerk.formats.problem import Problem, Problems

TODAY = date(2026, 11, 25)


@dataclass(frozen=True, slots=True)
class Ids:
    """What a transaction shows of the order it came from; empty is left out."""

    end_to_end_id: str = ""
    message_id: str = ""
    reference: str = ""
    reason: str = ""
    typed: str = ""
    """What stands in free text."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a bank writes it."""

    amount: str = "250.00"
    direction: str = "DBIT"
    booked: str = "2026-11-24"
    status: str = "BOOK"
    bank_reference: str = "B1"
    details: Sequence[tuple[str, Ids]] = ()
    """Amounts and ids of the transactions inside; an empty amount is left out."""
    extra: str = ""
    """Elements in front of the details."""


PAID = Line(details=[("250.00", Ids("R-1", "GENK-2026-1", "010806817183"))])
RETURNED = Line(
    "0.01", "CRDT", bank_reference="B2", details=[("0.01", Ids("R-2", "GENK-2026-1", reason="AC04"))]
)


def statement(
    *lines: Line,
    version: str = "08",
    kind: str = "camt.053",
    opening: str = "1000.00",
    closing: str = "750.01",
) -> bytes:
    """A file with one statement, of any version that is read."""
    envelope, inside = {
        "camt.053": ("BkToCstmrStmt", "Stmt"),
        "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[kind]
    balances = balance("OPBD", opening, "2026-11-23") + balance("CLBD", closing, "2026-11-24")
    entries = "".join(entry(line, version) for line in lines)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}.001.{version}">
<{envelope}>
<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-11-25T06:00:00+01:00</CreDtTm></GrpHdr>
<{inside}>
<Id>2026-231</Id>
<CreDtTm>2026-11-25T06:00:00+01:00</CreDtTm>
<Acct><Id><IBAN>{GENK}</IBAN></Id><Ccy>EUR</Ccy></Acct>
{balances if kind == "camt.053" else ""}{entries}</{inside}>
</{envelope}>
</Document>
""".encode()


def balance(code: str, amount: str, day: str) -> str:
    direction = "DBIT" if amount.startswith("-") else "CRDT"
    return f"""<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>
<Amt Ccy="EUR">{amount.removeprefix("-")}</Amt>
<CdtDbtInd>{direction}</CdtDbtInd>
<Dt><Dt>{day}</Dt></Dt></Bal>
"""


def entry(line: Line, version: str) -> str:
    status = line.status if version < "08" else f"<Cd>{line.status}</Cd>"
    reference = f"<AcctSvcrRef>{line.bank_reference}</AcctSvcrRef>\n" if line.bank_reference else ""
    details = "".join(detail(amount, line.direction, ids, version) for amount, ids in line.details)
    return f"""<Ntry>
<Amt Ccy="EUR">{line.amount}</Amt>
<CdtDbtInd>{line.direction}</CdtDbtInd>
<Sts>{status}</Sts>
<BookgDt><Dt>{line.booked}</Dt></BookgDt>
<ValDt><Dt>2026-11-24</Dt></ValDt>
{reference}<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls>{line.extra}{details}</NtryDtls>
</Ntry>
"""


def detail(amount: str, direction: str, ids: Ids, version: str) -> str:
    euros = f'<Amt Ccy="EUR">{amount}</Amt>'
    if version == "02":
        euros = f"<AmtDtls><TxAmt>{euros}</TxAmt></AmtDtls>"
    else:
        euros += f"<CdtDbtInd>{direction}</CdtDbtInd>"
    name = "<Nm>An Janssens</Nm>" if version < "07" else "<Pty><Nm>An Janssens</Nm></Pty>"
    reference = (
        "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>BBA</Issr></Tp>"
        f"<Ref>{ids.reference}</Ref></CdtrRefInf></Strd>"
    )
    return f"""<TxDtls>
<Refs>{f"<MsgId>{ids.message_id}</MsgId>" if ids.message_id else ""}<EndToEndId>{ids.end_to_end_id or "NOTPROVIDED"}</EndToEndId></Refs>
{euros if amount else ""}
<RltdPties><Cdtr>{name}</Cdtr></RltdPties>
<RmtInf><Ustrd>{ids.typed}for An Janssens</Ustrd>{reference if ids.reference else ""}</RmtInf>
{f"<RtrInf><Rsn><Cd>{ids.reason}</Cd></Rsn><AddtlInf>An Janssens moved</AddtlInf></RtrInf>" if ids.reason else ""}
</TxDtls>
"""  # fmt: skip


PLAIN = statement(PAID, RETURNED)


def read(data: bytes) -> tuple[BankStatement, ...]:
    return read_bank_statements(BytesIO(data), TODAY)


def changed(old: str, new: str, data: bytes = PLAIN, count: int = 1) -> bytes:
    """The file with the first of ``old`` replaced; it must be there."""
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), count)


def problems(data: bytes) -> tuple[Problem, ...]:
    """What the reader has against a file."""
    with pytest.raises(Problems) as found:
        read(data)
    return found.value.problems


def differing(line: Line, **changes: object) -> Line:
    return replace(line, **changes)  # type: ignore[arg-type]
