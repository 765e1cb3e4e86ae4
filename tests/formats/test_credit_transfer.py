"""An order to pay holds against the official schema whatever is in it, says what was meant, and is refused whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.formats.accounts import GENK, PAYEE, belgian_iban
from wisselwerk.domain.money import Cents
from wisselwerk.formats.credit_transfer import (
    CreditTransfer,
    Debtor,
    Message,
    Payment,
    StructuredReference,
    write_credit_transfer,
)
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.sepa_text import CHARACTERS, is_identification

SCHEMA = etree.XMLSchema(
    etree.fromstring((files("sepaxml") / "schemas" / "pain.001.001.09.xsd").read_bytes())
)
NAMESPACES = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}

FIRST = Payment("R-1", Cents(25_000), "Maatwerk Voorbeeld vzw", PAYEE, StructuredReference("010/8068/17183"))
SECOND = Payment(
    "R-2", Cents(1), "De Brug", "NL91 ABNA 0417 1643 00", Message("Kennismakingscheque 2026-0042")
)
ORDER = CreditTransfer(
    "GENK-2026-1",
    datetime(2026, 11, 25, 10, 30, 15, 999, tzinfo=timezone(timedelta(hours=1))),
    date(2026, 11, 27),
    Debtor("Stad Genk", GENK, "GKCCBEBB"),
    (FIRST, SECOND),
)


def texts(data: bytes, path: str) -> list[str | None]:
    """What stands at ``path`` in a file that holds against the schema."""
    root = etree.fromstring(data)
    SCHEMA.assertValid(root)
    return [
        one.text
        for one in root.iterfind(".//" + "/".join(f"p:{name}" for name in path.split("/")), NAMESPACES)
    ]


def problems(order: CreditTransfer) -> tuple[Problem, ...]:
    """What the writer has against an order."""
    with pytest.raises(Problems) as found:
        write_credit_transfer(order)
    return found.value.problems


def test_what_was_ordered_is_in_the_file() -> None:
    data = write_credit_transfer(ORDER)
    assert texts(data, "GrpHdr/MsgId") == texts(data, "PmtInf/PmtInfId") == ["GENK-2026-1"]
    assert texts(data, "CreDtTm") == ["2026-11-25T09:30:15Z"]
    assert texts(data, "ReqdExctnDt/Dt") == ["2026-11-27"]
    assert texts(data, "NbOfTxs") == ["2", "2"]
    assert texts(data, "CtrlSum") == ["250.01", "250.01"]
    assert texts(data, "BtchBookg") == ["false"]
    assert texts(data, "Dbtr/Nm") == ["Stad Genk"]
    assert texts(data, "DbtrAcct/Id/IBAN") == [GENK]
    assert texts(data, "DbtrAgt/FinInstnId/BICFI") == ["GKCCBEBB"]
    assert texts(data, "EndToEndId") == ["R-1", "R-2"]
    assert texts(data, "InstdAmt") == ["250.00", "0.01"]
    assert texts(data, "Cdtr/Nm") == ["Maatwerk Voorbeeld vzw", "De Brug"]
    assert texts(data, "CdtrAcct/Id/IBAN") == [PAYEE, "NL91ABNA0417164300"]
    assert texts(data, "Ustrd") == ["Kennismakingscheque 2026-0042"]


def test_a_belgian_reference_is_written_as_belgian_banks_expect_it() -> None:
    data = write_credit_transfer(ORDER)
    assert texts(data, "CdtrRefInf/Tp/CdOrPrtry/Cd") == ["SCOR"]
    assert texts(data, "CdtrRefInf/Tp/Issr") == ["BBA"]
    assert texts(data, "CdtrRefInf/Ref") == ["010806817183"]


def test_a_debtor_without_a_bic_says_so() -> None:
    data = write_credit_transfer(replace(ORDER, debtor=Debtor("Stad Genk", GENK)))
    assert texts(data, "DbtrAgt/FinInstnId/BICFI") == []
    assert texts(data, "DbtrAgt/FinInstnId/Othr/Id") == ["NOTPROVIDED"]


def test_the_same_order_gives_the_same_bytes_also_from_another_time_zone() -> None:
    elsewhere = replace(ORDER, created_at=ORDER.created_at.astimezone(UTC), payments=[FIRST, SECOND])
    assert write_credit_transfer(elsewhere) == write_credit_transfer(ORDER)


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(ORDER, created_at=datetime(2026, 11, 25, 10, 30))


def test_a_long_name_and_message_are_cut_where_sepa_ends() -> None:
    long = replace(SECOND, creditor_name="é" * 71, remittance=Message("à" * 141))
    data = write_credit_transfer(replace(ORDER, payments=(long,)))
    assert texts(data, "Cdtr/Nm") == ["e" * 70]
    assert texts(data, "Ustrd") == ["a" * 140]


def test_the_largest_payment_is_written_with_all_its_digits() -> None:
    largest = replace(FIRST, amount_cents=Cents(99_999_999_999))
    data = write_credit_transfer(
        replace(ORDER, payments=[replace(largest, end_to_end_id=str(i)) for i in range(99)])
    )
    assert texts(data, "InstdAmt")[0] == "999999999.99"
    assert texts(data, "GrpHdr/CtrlSum") == ["98999999999.01"]


Edit = Callable[[CreditTransfer], CreditTransfer]


def payment(**changes: object) -> Edit:
    """The second payment with something done to it."""
    return lambda order: replace(order, payments=(FIRST, replace(SECOND, **changes)))  # type: ignore[arg-type]


def debtor(**changes: object) -> Edit:
    return lambda order: replace(order, debtor=replace(order.debtor, **changes))  # type: ignore[arg-type]


REFUSED: dict[str, tuple[Edit, str]] = {
    "nothing to pay": (lambda order: replace(order, payments=()), "1: payments: The order holds no payment. Add at least one."),
    "message id": (lambda order: replace(order, message_id="A//B"), "1: message_id: “A//B” cannot go to a bank"),
    "empty message id": (lambda order: replace(order, message_id=""), "1: message_id: “” cannot go to a bank"),
    "debtor without a name": (debtor(name="☕"), "1: debtor.name: Of the name “☕” a bank can read nothing."),
    "debtor's IBAN": (debtor(iban="BE71 0961 2345 6768"), "1: debtor.iban: “BE71 0961 2345 6768” is not an IBAN."),
    "BIC": (debtor(bic="GENK"), "1: debtor.bic: “GENK” is not a BIC."),
    "empty BIC": (debtor(bic=""), "1: debtor.bic: “” is not a BIC."),
    "no amount": (payment(amount_cents=Cents(0)), "2: payments[1].amount_cents: The amount is 0."),
    "negative": (payment(amount_cents=Cents(-1)), "2: payments[1].amount_cents: The amount is -1."),
    "too much": (payment(amount_cents=Cents(100_000_000_000)), "2: payments[1].amount_cents: The amount is 100000000000."),
    "no name": (payment(creditor_name=" \t"), "2: payments[1].creditor_name: Of the name"),
    "no message": (payment(remittance=Message("")), "2: payments[1].remittance: Of the message “” a bank"),
    "reference": (
        payment(remittance=StructuredReference("+++010/8068/17184+++")),
        "2: payments[1].remittance: “+++010/8068/17184+++” is not a structured reference.",
    ),
    "IBAN": (payment(creditor_iban="Genk"), "2: payments[1].creditor_iban: “Genk” is not an IBAN."),
    "id of 36": (payment(end_to_end_id="x" * 36), "2: payments[1].end_to_end_id: “xxx"),
    "id with an accent": (payment(end_to_end_id="é"), "2: payments[1].end_to_end_id: “é” cannot go to a bank"),
    "id with markup": (payment(end_to_end_id="<a>&"), "2: payments[1].end_to_end_id: “<a>&” cannot go to a bank"),
    "id with a line end": (payment(end_to_end_id="a\n"), "2: payments[1].end_to_end_id: “a\\n” cannot go to a bank"),
    "id twice": (
        payment(end_to_end_id="R-1"),
        "2: payments[1].end_to_end_id: “R-1” already stands for payment 1. Give each payment its own.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "told"), REFUSED.values(), ids=REFUSED)
def test_what_a_bank_would_not_take_is_told(edit: Edit, told: str) -> None:
    (problem,) = problems(edit(ORDER))
    assert str(problem).removeprefix(f"{edit(ORDER).message_id}:").startswith(told)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = replace(SECOND, amount_cents=Cents(0), creditor_iban="")
    found = problems(replace(ORDER, debtor=Debtor("", ""), payments=(wrong, FIRST, wrong)))
    assert [(one.line, one.path) for one in found] == [
        (1, "debtor.iban"),
        (1, "debtor.name"),
        (1, "payments[0].amount_cents"),
        (1, "payments[0].creditor_iban"),
        (3, "payments[2].amount_cents"),
        (3, "payments[2].creditor_iban"),
        (3, "payments[2].end_to_end_id"),
    ]


# Anything at all.

IDENTIFICATIONS = st.text(st.sampled_from(sorted(CHARACTERS)), min_size=1, max_size=35).filter(
    is_identification
)
IBANS = st.integers(0, 10**10 - 1).map(belgian_iban)
REFERENCES = st.integers(1, 10**10 - 1).map(lambda number: f"{number:010}{number % 97 or 97:02}")
TEXTS = st.text(max_size=200)
PAYMENTS = st.builds(
    Payment,
    IDENTIFICATIONS,
    st.integers(1, 99_999_999_999).map(Cents),
    TEXTS.map(lambda text: f"x{text}"),
    IBANS,
    REFERENCES.map(StructuredReference) | TEXTS.map(lambda text: Message(f"{text} 1")),
)


@given(
    IDENTIFICATIONS,
    st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)),
    st.dates(),
    TEXTS,
    st.lists(PAYMENTS, min_size=1, max_size=5, unique_by=lambda one: one.end_to_end_id),
)
def test_every_order_holds_against_the_schema_and_says_what_was_meant(
    message_id: str, created_at: datetime, execute_on: date, name: str, payments: list[Payment]
) -> None:
    order = CreditTransfer(message_id, created_at, execute_on, Debtor(f"{name}.", GENK), payments)
    data = write_credit_transfer(order)
    assert data == write_credit_transfer(order)
    assert texts(data, "EndToEndId") == [one.end_to_end_id for one in payments]
    written = [Cents(int((text or "").replace(".", ""))) for text in texts(data, "InstdAmt")]
    assert written == [one.amount_cents for one in payments]
    assert texts(data, "GrpHdr/NbOfTxs") == [str(len(payments))]
    assert [int((text or "").replace(".", "")) for text in texts(data, "GrpHdr/CtrlSum")] == [sum(written)]
    assert texts(data, "CdtrAcct/Id/IBAN") == [one.creditor_iban for one in payments]
    assert texts(data, "CdtrRefInf/Ref") == [
        one.remittance.digits for one in payments if isinstance(one.remittance, StructuredReference)
    ]
    for text in texts(data, "Nm") + texts(data, "Ustrd"):
        assert text is not None
        assert set(text) <= CHARACTERS
        assert text == text.strip()
