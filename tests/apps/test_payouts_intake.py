"""A file of the bank as it comes in: all of it is read or nothing, and what is wrong is told so that one can act."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import pytest
import time_machine
from django.utils import translation

from tests.formats.accounts import GENK
from tests.formats.statements import Ids, Line, differing, statement
from tests.payments import PAYER_IBAN, Treasury, set_treasury
from tests.scene import refusal_of
from wisselwerk.apps.payouts.models import BankFile, BankLine, Payment
from wisselwerk.apps.payouts.services import Read, read_bank_file
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.problem import Problems
from wisselwerk.wording import sentence

pytestmark = pytest.mark.django_db

OPENING, CLOSING = "1000.00", "750.00"
AMOUNT = "250.00"


@pytest.fixture(autouse=True)
def day_after_the_statement() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=BRUSSELS)):
        yield


@pytest.fixture
def treasury() -> Treasury:
    treasury = set_treasury()
    treasury.redeem()
    treasury.signed()
    return treasury


def payment() -> Payment:
    return Payment.objects.get()


def booked() -> Line:
    return Line(AMOUNT, details=[(AMOUNT, Ids(payment().end_to_end_id))])


def file_of(*lines: Line, kind: str = "camt.053", opening: str = OPENING, closing: str = CLOSING) -> bytes:
    data = statement(*lines, kind=kind, opening=opening, closing=closing)
    return data.replace(GENK.encode(), PAYER_IBAN.encode())


def both(first: bytes, second: bytes) -> bytes:
    """The statement of ``second`` behind that of ``first``, in one file."""
    inside = second[second.index(b"<Stmt>") : second.index(b"</BkToCstmrStmt>")]
    return first.replace(b"</BkToCstmrStmt>", inside + b"</BkToCstmrStmt>")


def read(treasury: Treasury, data: bytes) -> list[Read]:
    return read_bank_file(treasury.signs, source=BytesIO(data), name="bank.xml")


def nothing_was_read() -> bool:
    is_planned = payment().state == PaymentState.PLANNED
    return is_planned and not BankFile.objects.exists() and not BankLine.objects.exists()


# -- Balances ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "closing", "counted", "closes"),
    [
        (OPENING, "749.99", 75_000, 74_999),
        (OPENING, "750.01", 75_000, 75_001),
        ("100.00", "150.00", -15_000, 15_000),
    ],
)
def test_a_statement_that_does_not_add_up_is_refused_with_both_amounts(
    treasury: Treasury, opening: str, closing: str, counted: int, closes: int
) -> None:
    with pytest.raises(Refusal) as refused:
        read(treasury, file_of(booked(), opening=opening, closing=closing))
    assert refusal_of(refused) == (
        RefusalCode.STATEMENT_INCOMPLETE,
        {"statement": "2026-231", "counted_cents": counted, "closing_cents": closes},
    )
    assert nothing_was_read()


def test_it_is_told_in_dutch_with_what_to_do(treasury: Treasury) -> None:
    with pytest.raises(Refusal) as refused:
        read(treasury, file_of(booked(), closing="1234.56"))
    with translation.override("nl"):
        told = sentence(refused.value.reasons[0])
    for part in ("2026-231", "€ 750,00", "€ 1.234,56", "aan de bank"):
        assert part in told.replace("\N{NO-BREAK SPACE}", " ")


def test_one_statement_that_does_not_add_up_stops_the_whole_file(treasury: Treasury) -> None:
    hole = file_of(opening=CLOSING, closing="700.00").replace(b"2026-231", b"2026-232")
    with pytest.raises(Refusal):
        read(treasury, both(file_of(booked()), hole))
    assert nothing_was_read()


def test_the_right_file_is_read_after_the_wrong_one(treasury: Treasury) -> None:
    with pytest.raises(Refusal):
        read(treasury, file_of(opening=OPENING, closing=CLOSING))
    (found,) = read(treasury, file_of(booked()))
    assert (found.is_new, found.found) == (True, {Meaning.PAID: 1})


@pytest.mark.parametrize("missing", ["OPBD", "CLBD"])
def test_without_one_of_its_balances_nobody_can_tell(treasury: Treasury, missing: str) -> None:
    data = file_of(booked(), closing="1.00").replace(missing.encode(), b"ITBD")
    assert [one.found for one in read(treasury, data)] == [{Meaning.PAID: 1}]


def test_a_notification_has_no_balances(treasury: Treasury) -> None:
    assert [one.found for one in read(treasury, file_of(booked(), kind="camt.054"))] == [{Meaning.PAID: 1}]


def test_every_page_of_a_statement_is_read_once(treasury: Treasury) -> None:
    pages = [
        file_of(*lines, opening=opening, closing=closing).replace(
            b"</Id>\n<CreDtTm>", b"</Id><StmtPgntn><PgNb>%d</PgNb></StmtPgntn><CreDtTm>" % number
        )
        for number, (lines, opening, closing) in enumerate(
            [((Line("1.00"),), "1001.00", OPENING), ((booked(),), OPENING, CLOSING)], start=1
        )
    ]
    assert [one.file.name for one in read(treasury, both(*pages))] == ["2026-231", "2026-231/2"]
    assert payment().state == PaymentState.PAID
    assert [one.is_new for one in read(treasury, both(*pages))] == [False, False]
    assert [one.is_new for page in pages for one in read(treasury, page)] == [False, False]


# -- Bad input --------------------------------------------------------------------------------------------------------


def test_each_line_that_is_wrong_is_told_with_its_place_and_nothing_is_read(treasury: Treasury) -> None:
    future = Line("1.00", booked="2026-11-26", bank_reference="B2")
    abroad = differing(future, booked="2026-11-24", bank_reference="B3")
    data = file_of(booked(), future, abroad)
    head, tail = data.rsplit(b'<Ntry>\n<Amt Ccy="EUR">', 1)
    data = head + b'<Ntry>\n<Amt Ccy="USD">' + tail
    with pytest.raises(Problems) as found:
        read(treasury, data)
    lines = data.split(b"\n")
    assert [(one.path, lines[one.line - 1].startswith(start)) for one, start in zip(
        found.value.problems, (b"<BookgDt>", b'<Amt Ccy="USD">'), strict=True
    )] == [("BkToCstmrStmt/Stmt/Ntry[2]/BookgDt", True), ("BkToCstmrStmt/Stmt/Ntry[3]/Amt", True)]  # fmt: skip
    assert nothing_was_read()


def test_a_file_that_was_cut_off_anywhere_is_told_and_nothing_is_read(treasury: Treasury) -> None:
    data = file_of(booked(), Line("1.00", bank_reference="B2"), closing="749.00")
    whole = len(data.rstrip())
    for end in range(0, whole, 37):
        with pytest.raises(Problems) as found:
            read(treasury, data[:end])
        assert found.value.problems
    assert nothing_was_read()
    assert [one.found for one in read(treasury, data[:whole])] == [{Meaning.PAID: 1}]


def test_a_line_that_stands_twice_is_told_and_nothing_is_read(treasury: Treasury) -> None:
    with pytest.raises(Problems) as found:
        read(treasury, file_of(booked(), booked(), closing="500.00"))
    assert [one.path for one in found.value.problems] == ["BkToCstmrStmt/Stmt/Ntry[2]"]
    assert nothing_was_read()


@pytest.mark.parametrize("data", [b"", b"\x00", b"naam;bedrag\n", b"<Document/>", b"%PDF-1.7"])
def test_what_is_no_file_of_a_bank_is_told(treasury: Treasury, data: bytes) -> None:
    with pytest.raises(Problems):
        read(treasury, data)
    assert nothing_was_read()
