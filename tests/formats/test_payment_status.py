"""What a bank says of an order is read by the names the order gave; a word that is not known is told, never guessed."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.statements import TODAY
from wisselwerk.formats.iso20022 import FUTURE
from wisselwerk.formats.payment_status import (
    OUTCOMES,
    BatchStatus,
    Outcome,
    PaymentStatusReport,
    Status,
    TransactionStatus,
    read_payment_status,
)
from wisselwerk.formats.problem import Problem, Problems

ACCEPTED = Status(Outcome.ACCEPTED, "ACCP")


def report(
    *payments: str, group: str = "<GrpSts>PART</GrpSts>", batch: str = "", version: str = "10"
) -> bytes:
    """A report on one order."""
    inside = f"<OrgnlPmtInfAndSts>\n<OrgnlPmtInfId>GENK-2026-1</OrgnlPmtInfId>{batch}\n{''.join(payments)}</OrgnlPmtInfAndSts>\n"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}">
<CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-11-25T06:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts>
<OrgnlMsgId>GENK-2026-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}
</OrgnlGrpInfAndSts>
{inside if payments or batch else ""}</CstmrPmtStsRpt>
</Document>
""".encode()  # fmt: skip


def payment(end_to_end_id: str, code: str, *reasons: str) -> str:
    """The status of one payment, with more than is kept."""
    told = "".join(
        f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn><AddtlInf>An Janssens</AddtlInf></StsRsnInf>"
        for reason in reasons
    )
    return f"""<TxInfAndSts>
<OrgnlEndToEndId>{end_to_end_id}</OrgnlEndToEndId><TxSts>{code}</TxSts>{told}
<OrgnlTxRef><Cdtr><Pty><Nm>An Janssens</Nm></Pty></Cdtr></OrgnlTxRef>
</TxInfAndSts>
"""


def read(data: bytes) -> PaymentStatusReport:
    return read_payment_status(BytesIO(data), TODAY)


def test_a_report_made_on_a_day_to_come_is_refused_with_its_line() -> None:
    data = report(payment("R-1", "ACCP")).replace(b"2026-11-25T06", b"2027-11-26T06")
    assert [(one.line, one.path, one.message) for one in problems(data)] == [
        (4, "CstmrPmtStsRpt/GrpHdr[1]/CreDtTm", FUTURE)
    ]


def problems(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(Problems) as found:
        read(data)
    return found.value.problems


@pytest.mark.parametrize("version", ["03", "10", "14"])
def test_each_payment_has_its_status(version: str) -> None:
    data = report(
        payment("R-1", "ACCP"),
        payment("R-2", "RJCT", "AC04", "NARR"),
        payment("R-3", "PDNG"),
        version=version,
    )
    found = read(data)
    assert found == PaymentStatusReport(
        "BANK-1",
        "GENK-2026-1",
        Status(Outcome.PARTLY, "PART"),
        (
            BatchStatus(
                "GENK-2026-1",
                None,
                (
                    TransactionStatus(0, "R-1", ACCEPTED),
                    TransactionStatus(0, "R-2", Status(Outcome.REFUSED, "RJCT", ("AC04", "NARR"))),
                    TransactionStatus(0, "R-3", Status(Outcome.PENDING, "PDNG")),
                ),
            ),
        ),
    )
    assert found.statuses()["R-2"].reasons == ("AC04", "NARR")
    assert [data.decode().split("\n")[one.line - 1] for one in found.batches[0].transactions] == [
        "<TxInfAndSts>"
    ] * 3


def test_an_order_may_be_refused_as_a_whole() -> None:
    group = "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Prtry>DOUBLE FILE</Prtry></Rsn></StsRsnInf>"
    found = read(report(group=group))
    assert (found.status, found.batches) == (Status(Outcome.REFUSED, "RJCT", ("DOUBLE FILE",)), ())


def test_a_batch_may_have_the_only_status() -> None:
    found = read(
        report(group="", batch="<PmtInfSts>RJCT</PmtInfSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>")
    )
    assert found.status is None
    assert found.batches == (BatchStatus("GENK-2026-1", Status(Outcome.REFUSED, "RJCT", ("AM04",)), ()),)


def test_a_batch_keeps_its_status_beside_those_of_its_payments() -> None:
    (batch,) = read(report(payment("R-1", "RJCT", "AC01"), batch="<PmtInfSts>PART</PmtInfSts>")).batches
    assert (batch.payment_information_id, batch.status) == ("GENK-2026-1", Status(Outcome.PARTLY, "PART"))


def test_a_large_report_has_all_its_payments_and_its_head() -> None:
    names = [f"R-{number}" for number in range(2_000)]
    (batch,) = read(
        report(*(payment(name, "ACCP") for name in names), batch="<PmtInfSts>ACCP</PmtInfSts>")
    ).batches
    assert (batch.payment_information_id, batch.status) == ("GENK-2026-1", ACCEPTED)
    assert [one.end_to_end_id for one in batch.transactions] == names


def test_no_name_and_no_free_text_is_kept() -> None:
    data = report(payment("R-1", "RJCT", "AC04"))
    assert b"Janssens" in data
    assert "Janssens" not in repr(read(data))


REFUSED = {
    "status of a payment": (
        report(payment("R-1", "ACCP"), payment("R-2", "GONE")),
        "OrgnlPmtInfAndSts/TxInfAndSts[2]/TxSts: “TxSts” holds the code “GONE”, which is not known here.",
    ),
    "status of an order": (
        report(group="<GrpSts>accp</GrpSts>"), "OrgnlGrpInfAndSts[1]/GrpSts: “GrpSts” holds the code “accp”",
    ),
    "no status": (
        report(payment("R-1", "ACCP").replace("<TxSts>ACCP</TxSts>", "")),
        "OrgnlPmtInfAndSts/TxInfAndSts[1]/TxSts: “TxSts” is missing.",
    ),
    "no end-to-end id": (
        report(payment("R-1", "ACCP").replace("<OrgnlEndToEndId>R-1</OrgnlEndToEndId>", "")),
        "OrgnlPmtInfAndSts/TxInfAndSts[1]/OrgnlEndToEndId: “OrgnlEndToEndId” is missing.",
    ),
    "empty end-to-end id": (
        report(payment(" ", "ACCP")),
        "OrgnlPmtInfAndSts/TxInfAndSts[1]/OrgnlEndToEndId: “OrgnlEndToEndId” must hold a text of 1 to 35 characters.",
    ),
    "two statuses": (
        report(payment("R-1", "ACCP"), payment("R-1", "RJCT")),
        "OrgnlPmtInfAndSts/TxInfAndSts[2]/OrgnlEndToEndId: “R-1” also has a status on line 10.",
    ),
    "two orders": (
        report().replace(b"</CstmrPmtStsRpt>", b"<OrgnlGrpInfAndSts><OrgnlMsgId>B</OrgnlMsgId></OrgnlGrpInfAndSts></CstmrPmtStsRpt>"),
        "OrgnlGrpInfAndSts[2]: “OrgnlGrpInfAndSts” stands here more than once",
    ),
    "no order": (
        report().replace(b"OrgnlGrpInfAndSts>", b"Other>"), "OrgnlGrpInfAndSts: “OrgnlGrpInfAndSts” is missing.",
    ),
    "no header": (report().replace(b"GrpHdr>", b"Other>"), "GrpHdr: “GrpHdr” is missing."),
    "batch without a name": (
        report(payment("R-1", "ACCP")).replace(b"OrgnlPmtInfId>", b"Other>"),
        "OrgnlPmtInfAndSts/OrgnlPmtInfId: “OrgnlPmtInfId” is missing.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_told_with_its_element(data: bytes, told: str) -> None:
    (problem,) = problems(data)
    path = problem.path.removeprefix("CstmrPmtStsRpt").removeprefix("[1]").removeprefix("/")
    assert f"{path}: {problem.sentence}".startswith(told)


@pytest.mark.parametrize("name", ["CstmrCdtTrfInitn", "BkToCstmrStmt"])
def test_another_message_is_not_taken_for_a_report(name: str) -> None:
    (problem,) = problems(report().replace(b"CstmrPmtStsRpt", name.encode()))
    assert str(problem).startswith("status.xml:1: CstmrPmtStsRpt: “CstmrPmtStsRpt” is missing.")


@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("abcXYZ019/-?:().,'+"), min_size=1, max_size=35),
            st.sampled_from(sorted(OUTCOMES)),
            st.lists(st.sampled_from(["AC01", "AC04", "MD07"]), max_size=3),
        ),
        min_size=1,
        max_size=20,
        unique_by=lambda one: one[0],
    )
)
def test_what_a_bank_writes_is_read(written: list[tuple[str, str, list[str]]]) -> None:
    found = read(report(*(payment(name, code, *reasons) for name, code, reasons in written)))
    assert found.statuses() == {
        name: Status(OUTCOMES[code], code, tuple(reasons)) for name, code, reasons in written
    }
