"""Whatever is handed in as a file from a bank is read or refused with its place: nothing is fetched, opened or raised."""

import random
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.formats.statements import PAID, PLAIN, TODAY, Ids, Line, changed, problems, read, statement
from tests.formats.test_payment_status import payment, report
from wisselwerk.formats import iso20022
from wisselwerk.formats.bank_statement import read_bank_statements
from wisselwerk.formats.payment_status import read_payment_status
from wisselwerk.formats.problem import Problems

DECLARATION, BODY = PLAIN.split(b"\n", 1)
REPORT = report(payment("R-1", "ACCP"), payment("R-2", "RJCT", "AC04"))
BATCH = statement(Line("250.01", details=[("250.00", Ids("R-1")), ("0.01", Ids("R-2"))]), version="02")
BILLION_LAUGHS = b"<!DOCTYPE Document [<!ENTITY a0 'ha'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 30)
)
DOCUMENT_TYPES = {
    "bare": b"<!DOCTYPE Document>",
    "local file": b'<!DOCTYPE Document SYSTEM "camt.dtd">',
    "network": b'<!DOCTYPE Document PUBLIC "-//ISO//DTD" "http://localhost:9/camt.dtd">',
    "entity": b'<!DOCTYPE Document [<!ENTITY e "500.01">]>',
    "entity from a file": b'<!DOCTYPE Document [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    "entity from the network": b'<!DOCTYPE Document [<!ENTITY % f SYSTEM "http://localhost:9/x"> %f;]>',
    "attribute": b'<!DOCTYPE Document [<!ATTLIST Amt Ccy CDATA "EUR">]>',
    "billion laughs": BILLION_LAUGHS,
}


def with_doctype(doctype: bytes, data: bytes = BODY) -> bytes:
    return DECLARATION + b"\n" + doctype + b"\n" + data


@pytest.mark.parametrize("doctype", DOCUMENT_TYPES.values(), ids=DOCUMENT_TYPES)
@pytest.mark.parametrize("body", [BODY, REPORT.split(b"\n", 1)[1]], ids=["statement", "report"])
def test_a_document_type_is_refused_whatever_it_says(doctype: bytes, body: bytes) -> None:
    reads = read if body is BODY else lambda data: read_payment_status(BytesIO(data), TODAY)
    with pytest.raises(Problems) as found:
        reads(with_doctype(doctype, body))
    assert [one.message for one in found.value.problems] == [iso20022.DOCTYPE]


@pytest.mark.parametrize(
    "doctype", ['<!DOCTYPE Document SYSTEM "{}">', '<!DOCTYPE Document [<!ENTITY % f SYSTEM "{}"> %f;]>']
)
def test_a_file_that_a_document_type_names_is_not_opened(doctype: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.dtd"
    file.write_text("<!ENTITY who reads this finds an error")
    (problem,) = problems(with_doctype(doctype.format(file.as_uri()).encode()))
    assert problem.message == iso20022.DOCTYPE


@pytest.mark.parametrize(
    ("doctype", "entity"),
    [
        (DOCUMENT_TYPES["entity"], "&e;"),
        (DOCUMENT_TYPES["entity from a file"], "&f;"),
        (BILLION_LAUGHS, "&a29;"),
    ],
    ids=["text", "file", "billion laughs"],
)
@pytest.mark.parametrize(
    ("old", "new"), [("2026-231", "{}"), ('Ccy="EUR"', 'Ccy="{}"')], ids=["text", "attribute"]
)
def test_an_entity_is_never_put_in_place(doctype: bytes, entity: str, old: str, new: str) -> None:
    (problem,) = problems(with_doctype(doctype, changed(old, new.format(entity), BODY)))
    assert problem.message in {iso20022.DOCTYPE, iso20022.NOT_XML}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-7", "cp037"])
def test_no_encoding_hides_a_document_type(encoding: str) -> None:
    text = with_doctype(DOCUMENT_TYPES["entity"]).decode().replace("UTF-8", encoding.upper())
    (problem,) = problems(text.encode(encoding))
    assert problem.message in {iso20022.DOCTYPE, iso20022.NOT_XML}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_honest_encoding_is_read(encoding: str) -> None:
    text = PLAIN.decode().replace("UTF-8", encoding.removesuffix("-sig").upper()).replace("Janssens", "Één")
    assert read(text.encode(encoding)) == read(PLAIN)


NOT_XML = {
    "zeros": b"\0" * 100,
    "text": b"not XML",
    "PDF": b"%PDF-1.7 and so on",
    "CODA": b"0000025112600105        Stad Genk",
    "cut off in the head": PLAIN[:100],
    "cut off in an entry": PLAIN[: PLAIN.rindex(b"<CdtDbtInd>")],
    "cut off before the end": PLAIN[:-4],
    "two in one": PLAIN + PLAIN,
    "unknown encoding": PLAIN.replace(b"UTF-8", b"KLINGON"),
    "no UTF-8": PLAIN.replace(b"Janssens", b"\xff\xfe"),
    "NUL": PLAIN.replace(b"Janssens", b"&#0;"),
    "unknown entity": PLAIN.replace(b"Janssens", b"&nbsp;"),
    "deep": b"<a>" * 100_000 + b"</a>" * 100_000,
}


@pytest.mark.parametrize("data", NOT_XML.values(), ids=NOT_XML)
def test_what_is_no_xml_is_refused_with_its_line(data: bytes) -> None:
    (problem,) = problems(data)
    assert problem.message == iso20022.NOT_XML
    assert 1 <= problem.line <= data.count(b"\n") + 1


def test_an_empty_file_is_told_for_what_it_is() -> None:
    (problem,) = problems(b"")
    assert (problem.line, problem.message) == (1, iso20022.EMPTY)


@pytest.mark.parametrize("name", ["Document", "Statement"])
def test_a_document_type_is_told_whatever_the_file_is(name: str) -> None:
    (problem,) = problems(f'<!DOCTYPE {name} SYSTEM "own.dtd"><{name}/>'.encode())
    assert problem.message == iso20022.DOCTYPE


def test_a_file_cut_off_anywhere_is_never_half_read() -> None:
    for end in range(0, len(PLAIN.rstrip()) - 1, 7):
        assert problems(PLAIN[:end])


def test_a_file_that_is_cut_off_tells_the_problems_before_too() -> None:
    data = statement(Line("x"), PAID)
    first, second = problems(data[: data.rindex(b"</Ntry>")])
    assert (first.path, second.message) == ("BkToCstmrStmt/Stmt/Ntry[1]/Amt", iso20022.NOT_XML)


OTHERS = {
    "web page": (b"<html/>", "html"),
    "no namespace": (b"<Document/>", "Document"),
    "order": (PLAIN.replace(b"camt.053.001.08", b"pain.001.001.09"), "pain.001.001.09"),
    "report of the day": (PLAIN.replace(b"camt.053.001.08", b"camt.052.001.08"), "camt.052.001.08"),
    "too old": (PLAIN.replace(b"camt.053.001.08", b"camt.053.001.01"), "camt.053.001.01"),
    "too new": (PLAIN.replace(b"camt.053.001.08", b"camt.053.001.15"), "camt.053.001.15"),
    "status report": (REPORT, "pain.002.001.10"),
}


@pytest.mark.parametrize(("data", "name"), OTHERS.values(), ids=OTHERS)
def test_another_message_is_told_by_its_name(data: bytes, name: str) -> None:
    (problem,) = problems(data)
    is_ours = name.startswith(("camt.053", "camt.054"))
    assert problem.message == (iso20022.OTHER_VERSION if is_ours else iso20022.NOT_EXPECTED)
    assert f"“{name}”" in problem.sentence
    # What to choose at the bank, and numbers of versions only for who can do something with them.
    assert ("camt.053.001.02-14" if is_ours else "banks call that camt.053, camt.054.") in problem.sentence


def test_a_file_that_was_made_on_a_day_to_come_is_refused_with_its_line() -> None:
    (problem,) = problems(
        PLAIN.replace(b"2026-11-25T06:00:00+01:00</CreDtTm></GrpHdr>", b"2026-11-26</CreDtTm></GrpHdr>")
    )
    assert (problem.line, problem.path) == (4, "BkToCstmrStmt/GrpHdr/CreDtTm")
    assert problem.message == iso20022.FUTURE


def test_what_stands_elsewhere_is_not_taken_for_an_entry() -> None:
    inside = PLAIN[PLAIN.index(b"<Ntry>") : PLAIN.index(b"</Stmt>")]
    elsewhere = PLAIN.replace(b"</Stmt>", b"<SplmtryData><Envlp>%s</Envlp></SplmtryData></Stmt>" % inside)
    assert read(elsewhere) == read(PLAIN)
    other = b'<x:Ntry xmlns:x="urn:other"><x:Amt Ccy="EUR">9.00</x:Amt></x:Ntry></Stmt>'
    assert read(PLAIN.replace(b"</Stmt>", other)) == read(PLAIN)


class Endless(BytesIO):
    """A file that goes on and on."""

    def __init__(self, head: bytes, again: bytes) -> None:
        super().__init__()
        self._pieces = chain([head], repeat(again))

    def read(self, size: int | None = -1) -> bytes:
        return next(self._pieces)


class Drips(BytesIO):
    """A file of which a byte comes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(1)


def test_it_does_not_matter_in_what_pieces_a_file_comes() -> None:
    for data in (PLAIN, BATCH):
        assert read_bank_statements(Drips(data), TODAY) == read(data)
    assert read_payment_status(Drips(REPORT), TODAY) == read_payment_status(BytesIO(REPORT), TODAY)
    with pytest.raises(Problems) as found:
        read_bank_statements(Drips(statement(Line("x"), PAID)[:-5]), TODAY)
    assert [one.message for one in found.value.problems] == [iso20022.NOT_AN_AMOUNT, iso20022.NOT_XML]


HEAD = PLAIN[: PLAIN.index(b"<Ntry>")]
ENDLESS = {
    "spaces": (HEAD, b" " * 60_000, iso20022.NO_PART),
    "one text": (HEAD + b"<x>", b"a" * 60_000, iso20022.NO_PART),
    "empty tags": (HEAD, b"<x/>" * 15_000, iso20022.NO_PART),
    "comments": (HEAD, b"<!---->" * 8_000, iso20022.NO_PART),
    "deeper and deeper": (HEAD, b"<x>" * 20_000, iso20022.NOT_XML),
    "entries without anything": (HEAD, b"<Ntry/>" * 8_000, iso20022.AND_MORE),
    "statements without anything": (HEAD, b"</Stmt><Stmt>" * 5_000, iso20022.AND_MORE),
    "one entry of empty tags": (HEAD + b"<Ntry>", b"<x/>" * 15_000, iso20022.NO_PART),
    "no document": (b"<html>", b"<p/>" * 15_000, iso20022.NO_PART),
    "transactions": (
        HEAD + b"<Ntry><NtryDtls>",
        b"<TxDtls><AddtlTxInf>%s</AddtlTxInf></TxDtls>" % (b"x" * 450) * 120,
        iso20022.TOO_LARGE,
    ),
}


@pytest.mark.parametrize(("head", "again", "message"), ENDLESS.values(), ids=ENDLESS)
def test_a_file_without_end_is_given_up_on(head: bytes, again: bytes, message: str) -> None:
    with pytest.raises(Problems) as found:
        read_bank_statements(Endless(head, again), TODAY, max_bytes=3_000_000)
    assert message in {one.message for one in found.value.problems}


def test_more_entries_than_fit_in_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        iso20022, "MAX_READ", 7
    )  # two balances, and twice a payment in an entry, and the statement
    assert read(PLAIN)
    monkeypatch.setattr(iso20022, "MAX_READ", 6)
    (problem,) = problems(PLAIN)
    assert problem.sentence.startswith("The file holds more than 6 entries and payments.")


def test_a_file_without_a_statement_is_no_empty_one() -> None:
    nothing = PLAIN[: PLAIN.index(b"<Stmt>")] + PLAIN[PLAIN.index(b"</BkToCstmrStmt>") :]
    notification = PLAIN.replace(b"camt.053", b"camt.054")
    for data in (nothing, notification):
        (problem,) = problems(data)
        assert (problem.path, problem.message) == ("Stmt", iso20022.MISSING)


def test_memory_does_not_grow_with_what_is_not_kept() -> None:
    padding = "<AddtlNtryInf>" + "x" * 500 + "</AddtlNtryInf>"
    long = "<Ntry>" + changed("</Ntry>", f"{padding}</Ntry>", entry_of(PAID)).decode()[6:]

    def peak(count: int) -> int:
        data = BytesIO(statement().replace(b"</Stmt>", long.replace("B1", "").encode() * count + b"</Stmt>"))
        tracemalloc.start()
        read_bank_statements(data, TODAY)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    small, large = peak(100), peak(1_000)
    assert (large - small) / 900 < 1_000  # an entry of 1.4 kB, of which half a kB is kept


def entry_of(line: Line) -> bytes:
    data = statement(line)
    return data[data.index(b"<Ntry>") : data.index(b"</Stmt>")].replace(b"<AcctSvcrRef>B1</AcctSvcrRef>", b"")


# Anything at all.

SEEDS = (PLAIN, BATCH, REPORT, with_doctype(DOCUMENT_TYPES["entity"]))


def read_or_refuse(data: bytes) -> None:
    """Reading gives values or problems that can be shown; anything else fails the test."""
    readers: tuple[Callable[[], object], ...] = (
        lambda: read(data),
        lambda: read_payment_status(BytesIO(data), TODAY),
    )
    for reads in readers:
        try:
            reads()
        except Problems as error:
            found = error.problems
        else:
            continue
        assert found
        assert all(one.line >= 1 and one.sentence for one in found)


@given(st.binary(max_size=2_000))
@example(b"<?xml version='1.0' encoding='utf-7'?>")
@example(b"\xff\xfe")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 40), st.binary(max_size=20)), max_size=5
    ),
)
def test_a_damaged_file_is_read_or_refused(seed: bytes, cuts: list[tuple[float, int, bytes]]) -> None:
    for place, length, put_in in cuts:
        at = int(place * len(seed))
        seed = seed[:at] + put_in + seed[at + length :]
    read_or_refuse(seed)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="<&\0"), max_size=30
) | st.sampled_from(
    ["-0", "1e9", "9" * 20, "true", "\u00a0", "2026-02-29", "0001-01-01", "9999-12-31", "CRDT", "BOOK"]
)


@given(st.sampled_from(SEEDS[:3]), st.randoms(use_true_random=False), TEXTS)
def test_any_text_in_any_place_is_read_or_refused(seed: bytes, chance: random.Random, text: str) -> None:
    pieces = seed.decode().split(">")
    at = chance.randrange(len(pieces) - 1)
    _, opens, tag = pieces[at].rpartition("<")
    read_or_refuse(">".join([*pieces[:at], text + opens + tag, *pieces[at + 1 :]]).encode())


@given(st.sampled_from(SEEDS[:3]), st.randoms(use_true_random=False))
def test_a_line_dropped_doubled_or_moved_is_read_or_refused(seed: bytes, chance: random.Random) -> None:
    lines = seed.split(b"\n")
    line = lines.pop(chance.randrange(len(lines)))
    for _ in range(chance.randrange(3)):
        lines.insert(chance.randrange(len(lines)), line)
    read_or_refuse(b"\n".join(lines))
