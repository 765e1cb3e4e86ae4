"""Whatever a stranger hands in is read or refused with a cause: nothing is fetched, opened, waited for or raised."""

import random
import zipfile
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.formats.invoices import CREDIT_NOTE, PLAIN, SAMPLE, SEVERAL_RATES, changed, unreadable
from wisselwerk.domain.invoice import wrong_totals
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.formats.ubl import Cause, InvoiceTooLarge, InvoiceUnreadable, read_invoice
from wisselwerk.formats.ubl_sample import write_invoice

DECLARATION, BODY = PLAIN.split(b"\n", 1)
ENTITY = b'<!DOCTYPE Invoice [<!ENTITY e "500.01">]>'
BILLION_LAUGHS = b"<!DOCTYPE Invoice [<!ENTITY a0 'ha'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 30)
)


def with_doctype(doctype: bytes, data: bytes = BODY) -> bytes:
    return DECLARATION + b"\n" + doctype + b"\n" + data


DOCUMENT_TYPES = {
    "bare": b"<!DOCTYPE Invoice>",
    "local file": b'<!DOCTYPE Invoice SYSTEM "ubl.dtd">',
    "network": b'<!DOCTYPE Invoice PUBLIC "-//OASIS//DTD" "http://localhost:9/ubl.dtd">',
    "entity": ENTITY,
    "entity from a file": b'<!DOCTYPE Invoice [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    "entity from the network": b'<!DOCTYPE Invoice [<!ENTITY % f SYSTEM "http://localhost:9/x"> %f;]>',
    "attribute": b'<!DOCTYPE Invoice [<!ATTLIST cbc:TaxAmount currencyID CDATA "EUR">]>',
    "billion laughs": BILLION_LAUGHS,
}


@pytest.mark.parametrize("doctype", DOCUMENT_TYPES.values(), ids=DOCUMENT_TYPES)
def test_a_document_type_is_refused_whatever_it_says(doctype: bytes) -> None:
    assert unreadable(with_doctype(doctype)).cause is Cause.DOCTYPE


@pytest.mark.parametrize(
    "doctype", ['<!DOCTYPE Invoice SYSTEM "{}">', '<!DOCTYPE Invoice [<!ENTITY % f SYSTEM "{}"> %f;]>']
)
def test_a_file_that_a_document_type_names_is_not_opened(doctype: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.dtd"
    file.write_text("<!ENTITY who reads this finds an error")
    assert unreadable(with_doctype(doctype.format(file.as_uri()).encode())).cause is Cause.DOCTYPE


@pytest.mark.parametrize(
    ("doctype", "entity"),
    [(ENTITY, b"&e;"), (DOCUMENT_TYPES["entity from a file"], b"&f;"), (BILLION_LAUGHS, b"&a29;")],
    ids=["text", "file", "billion laughs"],
)
@pytest.mark.parametrize(
    "place", [b">VF-2026-0042</cbc:ID>", b'="0208">0999000129</cbc:EndpointID>'], ids=["ID", "EndpointID"]
)
def test_an_entity_is_never_put_in_place(doctype: bytes, entity: bytes, place: bytes) -> None:
    value = place[place.index(b">") + 1 : place.index(b"<")]
    in_text = BODY.replace(place, place.replace(value, entity))
    in_attribute = BODY.replace(place, place.replace(b"0208", entity))
    for body in (in_text, in_attribute):
        assert unreadable(with_doctype(doctype, body)).cause in {Cause.DOCTYPE, Cause.NOT_XML}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-7", "cp037"])
def test_no_encoding_hides_a_document_type(encoding: str) -> None:
    text = with_doctype(ENTITY).decode().replace("UTF-8", encoding.upper())
    assert unreadable(text.encode(encoding)).cause in {Cause.DOCTYPE, Cause.NOT_XML}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_honest_encoding_is_read(encoding: str) -> None:
    text = PLAIN.decode().replace("UTF-8", encoding.removesuffix("-sig").upper()).replace("Voorbeeld", "Één")
    assert read_invoice(text.encode(encoding)) == read_invoice(PLAIN)


NOT_XML = {
    "nothing": b"",
    "zeros": b"\0" * 100,
    "text": b"not XML",
    "PDF": b"%PDF-1.7 and so on",
    "JSON": b'{"invoice": 1}',
    "cut off": PLAIN[:-20],
    "two in one": PLAIN + PLAIN,
    "unknown encoding": PLAIN.replace(b"UTF-8", b"KLINGON"),
    "wrong encoding": PLAIN.replace(b"UTF-8", b"UTF-16"),
    "no UTF-8": PLAIN.replace(b"Voorbeeld", b"\xff\xfe"),
    "NUL": PLAIN.replace(b"Voorbeeld", b"&#0;"),
    "unknown entity": PLAIN.replace(b"Voorbeeld", b"&nbsp;"),
    "deep": b"<a>" * 100_000 + b"</a>" * 100_000,
}


@pytest.mark.parametrize("data", NOT_XML.values(), ids=NOT_XML)
def test_what_is_no_xml_is_refused_with_line_and_column(data: bytes) -> None:
    refused = unreadable(data)
    assert refused.cause is Cause.NOT_XML
    assert all(part.isdecimal() for part in refused.where.split(":"))


OTHER_DOCUMENTS = {
    "web page": b"<html/>",
    "no namespace": b"<Invoice/>",
    "order": PLAIN.replace(b":Invoice-2", b":Order-2"),
    "crossed": b'<x:Invoice xmlns:x="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>',
    "long name": b"<%s/>" % (b"a" * 10_000),
}


@pytest.mark.parametrize("data", OTHER_DOCUMENTS.values(), ids=OTHER_DOCUMENTS)
def test_another_document_is_refused(data: bytes) -> None:
    refused = unreadable(data)
    assert refused.cause is Cause.NOT_UBL
    assert len(refused.where) < 60


def test_a_zip_is_not_opened() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("invoice.xml", PLAIN)
    assert unreadable(packed.getvalue()).cause is Cause.NOT_XML


def test_one_byte_too_many_is_too_large_whatever_it_holds() -> None:
    with pytest.raises(InvoiceTooLarge) as refused:
        read_invoice(b"x" * 5_000_001)
    assert refused.value.reason.code is RefusalCode.INVOICE_TOO_LARGE
    assert refused.value.reason.params == {"limit_megabytes": 5}
    with pytest.raises(InvoiceTooLarge):
        read_invoice(PLAIN, max_bytes=len(PLAIN) - 1)
    assert read_invoice(PLAIN, max_bytes=len(PLAIN)).number == SAMPLE.number


def test_an_invoice_with_a_large_attachment_is_read() -> None:
    attachment = b"QUJD" * 1_000_000
    data = SEVERAL_RATES.replace(b"ZGFnO3VyZW4KMjAyNi0wMy0xMDs0Cg==", attachment)
    assert read_invoice(data) == read_invoice(SEVERAL_RATES)


def test_ten_thousand_parts_are_enough() -> None:
    lines = "<cac:InvoiceLine/>" * 9_980
    assert read_invoice(changed("</Invoice>", f"{lines}</Invoice>")).number == SAMPLE.number
    assert unreadable(changed("</Invoice>", f"{lines * 2}</Invoice>")).cause is Cause.TOO_MANY


# Anything at all.

SEEDS = (PLAIN, SEVERAL_RATES, write_invoice(CREDIT_NOTE), with_doctype(ENTITY))


def read_or_refuse(data: bytes) -> None:
    """Reading gives an invoice that can be judged, or a refusal with a reason; anything else fails the test."""
    with suppress(InvoiceUnreadable, InvoiceTooLarge):
        wrong_totals(read_invoice(data))


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
def test_a_damaged_invoice_is_read_or_refused(seed: bytes, cuts: list[tuple[float, int, bytes]]) -> None:
    for place, length, put_in in cuts:
        at = int(place * len(seed))
        seed = seed[:at] + put_in + seed[at + length :]
    read_or_refuse(seed)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="<&\0"), max_size=30
) | st.sampled_from(["-0", "1e9", "9" * 20, "0208", "BE", "true", "\u00a0", "2026-02-29", "381"])


@given(st.sampled_from(SEEDS[:3]), st.randoms(use_true_random=False), TEXTS)
def test_an_invoice_with_any_text_in_any_place_is_read_or_refused(
    seed: bytes, chance: random.Random, text: str
) -> None:
    pieces = seed.decode().split(">")
    at = chance.randrange(len(pieces) - 1)
    _, opens, tag = pieces[at].rpartition("<")
    read_or_refuse(">".join([*pieces[:at], text + opens + tag, *pieces[at + 1 :]]).encode())


@given(st.sampled_from(SEEDS[:3]), st.randoms(use_true_random=False))
def test_an_invoice_with_a_line_dropped_doubled_or_moved_is_read_or_refused(
    seed: bytes, chance: random.Random
) -> None:
    lines = seed.split(b"\n")
    line = lines.pop(chance.randrange(len(lines)))
    for _ in range(chance.randrange(3)):
        lines.insert(chance.randrange(len(lines)), line)
    read_or_refuse(b"\n".join(lines))


@given(st.integers(0, 10**12), st.text(max_size=40).filter(lambda text: text.isprintable()))
def test_what_is_written_is_read(net: int, name: str) -> None:
    party = replace(SAMPLE.supplier, name=name)
    invoice = read_invoice(write_invoice(replace(SAMPLE, net_cents=Cents(net), supplier=party)))
    assert invoice.net_cents == net
    assert invoice.supplier_number == SAMPLE.supplier.enterprise_number
