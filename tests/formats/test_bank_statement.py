"""A statement is read to the cent, in every version, without a name; what is wrong in it is told with its place."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.accounts import GENK, PAYEE
from tests.formats.statements import (
    PAID,
    PLAIN,
    RETURNED,
    TODAY,
    Ids,
    Line,
    changed,
    differing,
    problems,
    read,
    statement,
)
from wisselwerk.domain.money import Cents
from wisselwerk.formats.bank_statement import (
    VERSIONS,
    Balance,
    BankEntry,
    BankStatement,
    BankTransaction,
    Batch,
    StatementKind,
    read_bank_statements,
)
from wisselwerk.formats.problem import Problems

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_every_version_says_the_same(version: str) -> None:
    (found,) = read(statement(PAID, RETURNED, version=version))
    entries = found.entries
    assert found == BankStatement(
        kind=StatementKind.STATEMENT,
        statement_id="2026-231",
        iban=GENK,
        currency="EUR",
        opening=Balance(Cents(100_000), date(2026, 11, 23)),
        closing=Balance(Cents(75_001), DAY),
        entries=(
            BankEntry(
                0, Cents(-25_000), DAY, DAY, "B1", None,
                (BankTransaction(Cents(-25_000), "R-1", "GENK-2026-1", None, "010806817183"),),
            ),
            BankEntry(
                0, Cents(1), DAY, DAY, "B2", None,
                (BankTransaction(Cents(1), "R-2", "GENK-2026-1", is_return=True, return_reason="AC04"),),
            ),
        ),
    )  # fmt: skip
    assert found.difference_cents == 0
    text = statement(PAID, RETURNED, version=version).decode().split("\n")
    assert [text[one.line - 1] for one in entries] == ["<Ntry>", "<Ntry>"]


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_a_notification_has_entries_and_no_balances(version: str) -> None:
    (found,) = read(statement(PAID, version=version, kind="camt.054"))
    assert (found.kind, found.opening, found.closing, found.difference_cents) == (
        StatementKind.NOTIFICATION, None, None, None,
    )  # fmt: skip
    assert [one.end_to_end_id for one in found.entries[0].transactions] == ["R-1"]


def test_no_name_is_kept() -> None:
    assert b"Janssens" in PLAIN
    assert "Janssens" not in repr(read(PLAIN))


def test_a_batch_has_its_transactions_and_its_names() -> None:
    batch = "<Btch><MsgId>GENK-2026-1</MsgId><PmtInfId>GENK-2026-1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>"
    line = Line("250.01", details=[("250.00", Ids("R-1")), ("0.01", Ids("R-2"))], extra=batch)
    (entry,) = read(statement(line, RETURNED))[0].entries[:1]
    assert entry.batch == Batch("GENK-2026-1", "GENK-2026-1", 2)
    assert [(one.end_to_end_id, one.amount_cents) for one in entry.transactions] == [
        ("R-1", -25_000),
        ("R-2", -1),
    ]
    after = read(statement(line, RETURNED))[0].entries[1]
    assert (after.batch, [one.end_to_end_id for one in after.transactions]) == (None, ["R-2"])


def test_a_batch_may_have_its_transactions_one_by_one() -> None:
    count = 5_000
    line = Line("50.00", details=[("0.01", Ids(f"R-{number}")) for number in range(count)])
    apart = statement(line).replace(b"</TxDtls>\n<TxDtls>", b"</TxDtls></NtryDtls><NtryDtls><TxDtls>")
    assert apart.count(b"<NtryDtls>") == count
    (entry,) = read(apart)[0].entries
    assert [one.end_to_end_id for one in entry.transactions] == [f"R-{number}" for number in range(count)]


def test_an_element_that_says_nothing_is_as_good_as_none() -> None:
    (found,) = read(changed("<AcctSvcrRef>B1</AcctSvcrRef>", "<AcctSvcrRef/>").replace(b">R-1<", b"> <"))
    assert (found.entries[0].bank_reference, found.entries[0].transactions[0].end_to_end_id) == (None, None)


def test_a_batch_without_details_is_one_transaction_of_which_the_amount_is_known() -> None:
    (entry,) = read(statement(Line("250.01")))[0].entries
    assert entry.transactions == (BankTransaction(Cents(-25_001)),)


def test_the_only_transaction_has_the_amount_of_its_entry_when_it_says_none() -> None:
    (entry,) = read(statement(Line("250.01", details=[("", Ids("R-1"))])))[0].entries
    assert [one.amount_cents for one in entry.transactions] == [-25_001]


def test_several_transactions_without_an_amount_are_not_guessed_at() -> None:
    (entry,) = read(statement(Line("250.01", details=[("", Ids("R-1")), ("0.01", Ids("R-2"))])))[0].entries
    assert [one.amount_cents for one in entry.transactions] == [None, -1]


def test_a_transaction_in_another_currency_inside_an_entry_in_euro_is_not_ours() -> None:
    data = changed(
        '</Refs>\n<Amt Ccy="EUR">',
        '</Refs>\n<Amt Ccy="USD">',
        statement(PAID, Line(details=[*PAID.details, *PAID.details])),
    )
    assert [one.amount_cents for one in read(data)[0].entries[0].transactions] == [-25_000]
    data = changed(
        '</Refs>\n<Amt Ccy="EUR">',
        '</Refs>\n<Amt Ccy="USD">',
        statement(Line(details=[*PAID.details, *PAID.details])),
    )
    assert [one.amount_cents for one in read(data)[0].entries[0].transactions] == [None, -25_000]


def test_what_is_taken_back_inside_a_batch_has_its_own_direction() -> None:
    data = statement(Line("249.99", details=[("250.00", Ids("R-1")), ("0.01", Ids("R-2"))]))
    head, tail = data.rsplit(b"<CdtDbtInd>DBIT", 1)
    (entry,) = read(head + b"<CdtDbtInd>CRDT" + tail)[0].entries
    assert [one.amount_cents for one in entry.transactions] == [-25_000, 1]


_UNSAID = statement(PAID, differing(RETURNED, details=[("0.01", Ids("R-2"))]))
_INCOMING = "<CdtDbtInd>CRDT</CdtDbtInd>\n<Sts>"
RETURNS = {
    "reason of the bank": (changed("<Cd>AC04</Cd>", "<Prtry>CLOSED</Prtry>"), "CLOSED"),
    "no reason": (changed("<Rsn><Cd>AC04</Cd></Rsn>", ""), None),
    "reversal": (changed(_INCOMING, _INCOMING.replace("\n", "<RvslInd>true</RvslInd>"), _UNSAID), None),
    "kind of transaction": (b"RRTN</Sub".join(_UNSAID.rsplit(b"ESCT</Sub", 1)), None),
}


@pytest.mark.parametrize(("data", "reason"), RETURNS.values(), ids=RETURNS)
def test_a_return_is_known_however_the_bank_says_it(data: bytes, reason: str | None) -> None:
    paid, returned = (entry.transactions[0] for entry in read(data)[0].entries)
    assert (paid.is_return, paid.return_reason) == (False, None)
    assert (returned.is_return, returned.return_reason, returned.amount_cents) == (True, reason, 1)


@pytest.mark.parametrize("status", ["PDNG", "FUTR", "INFO"])
def test_what_is_not_booked_is_left_out_also_in_the_future(status: str) -> None:
    pending = differing(PAID, status=status, booked="2027-01-01", bank_reference="B9")
    assert [one.bank_reference for one in read(statement(pending, RETURNED))[0].entries] == ["B2"]


def test_an_overdrawn_account_has_a_negative_balance() -> None:
    (found,) = read(statement(PAID, opening="100.00", closing="-150.00"))
    assert found.closing == Balance(Cents(-15_000), DAY)
    assert found.difference_cents == 0


def test_a_hole_in_a_statement_shows() -> None:
    assert read(statement(PAID, closing="700.00"))[0].difference_cents == -5_000


def test_the_balance_of_before_opens_when_no_other_does() -> None:
    assert read(changed("OPBD", "PRCD"))[0].opening == Balance(Cents(100_000), date(2026, 11, 23))
    assert read(changed("OPBD", "OPAV"))[0].opening is None


def test_days_are_those_of_the_bank() -> None:
    late = changed("<BookgDt><Dt>2026-11-24</Dt>", "<BookgDt><DtTm>2026-11-24T23:59:59.999+01:00</DtTm>")
    assert read(late)[0].entries[0].booked_on == DAY
    assert read(changed("<ValDt><Dt>2026-11-24</Dt></ValDt>\n", ""))[0].entries[0].value_on is None
    assert read(changed("<ValDt><Dt>2026-11-24", "<ValDt><Dt>2026-12-24Z"))[0].entries[0].value_on == date(
        2026, 12, 24
    )


def test_today_is_not_the_future() -> None:
    assert read(statement(differing(PAID, booked=TODAY.isoformat())))[0].entries[0].booked_on == TODAY


def test_a_statement_may_say_nothing_and_a_file_hold_several() -> None:
    none = statement(opening="1.00", closing="1.00")
    (found,) = read(none)
    assert (found.entries, found.difference_cents) == ((), 0)
    inside = none[none.index(b"<Stmt>") : none.index(b"</BkToCstmrStmt>")]
    other = inside.replace(b"2026-231", b"2026-232") + inside.replace(GENK.encode(), PAYEE.encode())
    pages = none.replace(b"</CreDtTm>\n<Acct>", b"</CreDtTm><StmtPgntn><PgNb>1</PgNb></StmtPgntn>\n<Acct>")
    second = pages[pages.index(b"<Stmt>") : pages.index(b"</BkToCstmrStmt>")].replace(b"<PgNb>1", b"<PgNb>2")
    assert len(read(pages.replace(b"</BkToCstmrStmt>", second + b"</BkToCstmrStmt>"))) == 2
    several = read(none.replace(b"</BkToCstmrStmt>", other + b"</BkToCstmrStmt>"))
    assert [(one.statement_id, one.iban) for one in several] == [
        ("2026-231", GENK), ("2026-232", GENK), ("2026-231", PAYEE),
    ]  # fmt: skip


REFUSED = {
    "foreign account": (
        changed("<Ccy>EUR", "<Ccy>USD"), "BkToCstmrStmt/Stmt/Acct/Ccy: “Ccy” is in USD. Only accounts in EUR can be read.",
    ),
    "foreign entry": (
        changed('<Ntry>\n<Amt Ccy="EUR"', '<Ntry>\n<Amt Ccy="SEK"'),
        "BkToCstmrStmt/Stmt/Ntry[1]/Amt: “Amt” is in SEK. Only accounts in EUR can be read.",
    ),
    "foreign balance": (
        changed('Amt Ccy="EUR">1000', 'Amt Ccy="CHF">1000'),
        "BkToCstmrStmt/Stmt/Bal[1]/Amt: “Amt” is in CHF. Only accounts in EUR can be read.",
    ),
    "account without an IBAN": (
        changed(f"<IBAN>{GENK}</IBAN>", "<Othr><Id>1</Id></Othr>"), "BkToCstmrStmt/Stmt/Acct/Id/IBAN: “IBAN” is missing.",
    ),
    "wrong IBAN": (changed(GENK, "BE00"), "BkToCstmrStmt/Stmt/Acct/Id/IBAN: “IBAN” holds “BE00”, which is not an IBAN."),
    "no id": (changed("<Id>2026-231</Id>\n", ""), "BkToCstmrStmt/Stmt/Id: “Id” is missing."),
    "future": (
        statement(PAID, differing(RETURNED, booked="2026-11-26")),
        "BkToCstmrStmt/Stmt/Ntry[2]/BookgDt: “BookgDt” is 2026-11-26, and it is only 2026-11-25.",
    ),
    "written in the future": (
        changed("<CreDtTm>2026-11-25T06:00:00+01:00</CreDtTm>\n<Acct>", "<CreDtTm>2026-11-26T06:00:00+01:00</CreDtTm>\n<Acct>"),
        "BkToCstmrStmt/Stmt/CreDtTm: “CreDtTm” is 2026-11-26, and it is only 2026-11-25.",
    ),
    "balance of the future": (
        changed("<Dt><Dt>2026-11-24", "<Dt><Dt>2026-11-26"),
        "BkToCstmrStmt/Stmt/Bal[2]/Dt: “Dt” is 2026-11-26, and it is only 2026-11-25.",
    ),
    "entry twice": (statement(PAID, PAID), "BkToCstmrStmt/Stmt/Ntry[2]: This entry also stands on line 17,"),
    "no amount": (changed('<Ntry>\n<Amt Ccy="EUR">250.00</Amt>', "<Ntry>"), "BkToCstmrStmt/Stmt/Ntry[1]/Amt: “Amt” is missing."),
    "two amounts": (
        changed("<Ntry>", '<Ntry><Amt Ccy="EUR">1</Amt>'), "BkToCstmrStmt/Stmt/Ntry[1]/Amt: “Amt” stands here more than once",
    ),
    "a third of a cent": (
        statement(Line("250.001")), "BkToCstmrStmt/Stmt/Ntry[1]/Amt: “Amt” holds “250.001”, which is not an amount",
    ),
    "negative": (statement(Line("-1")), "BkToCstmrStmt/Stmt/Ntry[1]/Amt: “Amt” holds “-1”, which is not an amount"),
    "exponent": (statement(Line("1e3")), "BkToCstmrStmt/Stmt/Ntry[1]/Amt: “Amt” holds “1e3”, which is not an amount"),
    "other digits": (statement(Line("٣")), "BkToCstmrStmt/Stmt/Ntry[1]/Amt: “Amt” holds “٣”, which is not an amount"),
    "amount in pieces": (
        statement(Line("25<x/>0.00")), "BkToCstmrStmt/Stmt/Ntry[1]/Amt: “Amt” must hold a text of 1 to 35 characters.",
    ),
    "direction": (
        statement(Line(direction="OUT")), "BkToCstmrStmt/Stmt/Ntry[1]/CdtDbtInd: “CdtDbtInd” holds the code “OUT”",
    ),
    "status": (statement(Line(status="DONE")), "BkToCstmrStmt/Stmt/Ntry[1]/Sts/Cd: “Cd” holds the code “DONE”"),
    "no booking day": (
        changed("<BookgDt><Dt>2026-11-24</Dt></BookgDt>\n", ""), "BkToCstmrStmt/Stmt/Ntry[1]/BookgDt: “BookgDt” is missing.",
    ),
    "30 February": (
        statement(Line(booked="2026-02-30")), "BkToCstmrStmt/Stmt/Ntry[1]/BookgDt/Dt: “Dt” holds “2026-02-30”, which is not a day.",
    ),
    "day of another form": (
        statement(Line(booked="24/11/2026")), "BkToCstmrStmt/Stmt/Ntry[1]/BookgDt/Dt: “Dt” holds “24/11/2026”, which is not a day.",
    ),
    "long id": (
        changed("<EndToEndId>R-2", f"<EndToEndId>{'x' * 36}"),
        "BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls[2]/Refs/EndToEndId: “EndToEndId” must hold a text of 1 to 35 characters.",
    ),
    "balance twice": (changed("CLBD", "OPBD"), "BkToCstmrStmt/Stmt/Bal[2]: “Bal” stands here more than once"),
    "statement twice": (
        PLAIN.replace(b"</Stmt>", b"</Stmt><Stmt><Id>2026-231</Id><Acct><Id><IBAN>%s</IBAN></Id></Acct></Stmt>" % GENK.encode()),
        "BkToCstmrStmt/Stmt[2]/Id: The statement “2026-231” stands more than once in the file.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_told_with_its_element_and_line(data: bytes, told: str) -> None:
    (problem,) = problems(data)
    place, _, rest = str(problem).partition(": ")
    assert rest.startswith(told)
    assert place == f"statement.xml:{problem.line}"
    parent = problem.path.split("/")[-2:]
    line = data.decode().split("\n")[problem.line - 1]
    assert any(part.partition("[")[0] in line for part in parent)


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_read() -> None:
    data = statement(
        Line("x"),
        PAID,
        Line(booked="2027-01-01", bank_reference="B3"),
        Line(direction="", bank_reference="B4"),
    )
    assert [one.path for one in problems(data)] == [
        "BkToCstmrStmt/Stmt/Ntry[1]/Amt", "BkToCstmrStmt/Stmt/Ntry[3]/BookgDt", "BkToCstmrStmt/Stmt/Ntry[4]/CdtDbtInd",
    ]  # fmt: skip


def test_a_file_of_one_line_is_told_by_the_number_of_the_entry() -> None:
    (problem,) = problems(statement(PAID, PAID).replace(b"\n", b""))
    assert (problem.line, problem.path) == (1, "BkToCstmrStmt/Stmt/Ntry[2]")


def test_a_foreign_account_is_one_problem_however_much_was_booked_on_it() -> None:
    lines = (differing(PAID, bank_reference=f"B{number}") for number in range(50))
    data = statement(*lines).replace(b"EUR", b"USD")
    assert [one.path for one in problems(data)] == ["BkToCstmrStmt/Stmt/Acct/Ccy"]


def test_the_same_amount_twice_is_no_doubt_without_a_reference_of_the_bank() -> None:
    coffee = Line("2.50", bank_reference="")
    assert len(read(statement(coffee, coffee))[0].entries) == 2
    assert len(read(statement(PAID, differing(PAID, bank_reference="B3")))[0].entries) == 2
    assert len(read(statement(PAID, differing(PAID, details=[("250.00", Ids("R-9"))])))[0].entries) == 2


def test_problems_beyond_a_hundred_are_not_listed() -> None:
    found = problems(statement(*[Line("x")] * 150))
    assert len(found) == 101
    assert found[-1].path == "BkToCstmrStmt/Stmt/Ntry[100]/Amt"
    (more,) = (one for one in found if not one.path)
    assert more.line == found[-1].line
    assert more.sentence == "More may be wrong from here on; only the first 100 problems are listed."


def test_a_file_of_many_megabytes_is_read_with_its_lines() -> None:
    count = 6_000  # more than 65,535 lines, beyond which the parser keeps them in another way
    lines = (
        Line("0.01", bank_reference=f"B{number}", details=[("0.01", Ids(f"R-{number}"))])
        for number in range(count)
    )
    data = statement(*lines, closing="940.00")
    (found,) = read(data)
    assert found.difference_cents == 0
    assert [one.transactions[0].end_to_end_id for one in found.entries] == [
        f"R-{number}" for number in range(count)
    ]
    text = data.decode().split("\n")
    assert "<Ntry>" in text[found.entries[-1].line - 2 : found.entries[-1].line]


# Round trip.

AMOUNTS = st.integers(1, 10**13 - 1)
WORDS = st.text(st.sampled_from("abcXYZ019/-?:().,'+"), min_size=1, max_size=35)
IDS = st.builds(
    Ids, WORDS | st.just(""), WORDS | st.just(""), st.just("010806817183") | st.just(""), WORDS | st.just("")
)


def euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


@given(
    st.sampled_from(sorted(VERSIONS)),
    st.lists(
        st.tuples(
            st.sampled_from(["CRDT", "DBIT"]),
            st.dates(date(1950, 1, 1), TODAY),
            WORDS,
            st.lists(st.tuples(AMOUNTS, IDS), min_size=1, max_size=4),
        ),
        max_size=5,
        unique_by=lambda one: one[2],
    ),
)
def test_what_a_bank_writes_is_read(
    version: str, written: list[tuple[str, date, str, list[tuple[int, Ids]]]]
) -> None:
    lines = [
        Line(
            euros(sum(amount for amount, _ in details)), direction, day.isoformat(), bank_reference=reference,
            details=[(euros(amount), ids) for amount, ids in details],
        )
        for direction, day, reference, details in written
    ]  # fmt: skip
    (found,) = read(statement(*lines, version=version))
    assert len(found.entries) == len(written)
    for entry, (direction, day, reference, details) in zip(found.entries, written, strict=True):
        sign = 1 if direction == "CRDT" else -1
        assert entry.amount_cents == sign * sum(amount for amount, _ in details)
        assert (entry.booked_on, entry.bank_reference) == (day, reference)
        assert entry.transactions == tuple(
            BankTransaction(
                Cents(sign * amount), ids.end_to_end_id or None, ids.message_id or None, None, ids.reference or None,
                is_return=bool(ids.reason), return_reason=ids.reason or None,
            )
            for amount, ids in details
        )  # fmt: skip


def test_a_larger_file_than_is_taken_is_refused() -> None:
    with pytest.raises(Problems) as found:
        read_bank_statements(BytesIO(PLAIN), TODAY, "november.xml", max_bytes=len(PLAIN) - 1)
    assert str(found.value).startswith("november.xml:1: The file is larger than 0 MB.")
    assert read_bank_statements(BytesIO(PLAIN), TODAY, max_bytes=len(PLAIN)) == read(PLAIN)
