"""An invoice is read without loss, to the cent; what cannot be one is refused with its cause and its place."""

from datetime import date
from decimal import Decimal

import pytest

from tests.formats.invoices import CREDIT_NOTE, PLAIN, SEVERAL_RATES, changed, unreadable
from wisselwerk.domain.invoice import Invoice, InvoiceType, Sum, VatSubtotal
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.formats.ubl import Cause, read_invoice
from wisselwerk.formats.ubl_sample import write_invoice


def test_everything_that_counts_is_read() -> None:
    assert read_invoice(SEVERAL_RATES) == Invoice(
        number="VF 2026/0042",
        type=InvoiceType.INVOICE,
        issued_on=date(2026, 3, 15),
        supplier_number="0999000129",
        supplier_stated="0999000129",
        buyer_number="0999000228",  # the enterprise, not its VAT group
        buyer_stated="0999000228",
        currency="EUR",
        lines=Sum(Cents(60_000), Cents(60_000)),
        allowances=Sum(Cents(2_000), Cents(2_000)),
        charges=Sum(Cents(500), Cents(500)),
        net_cents=Cents(58_500),
        vat_cents=Cents(7_110),
        vat_subtotals=(
            VatSubtotal(Cents(28_000), Cents(5_880), Decimal(21)),
            VatSubtotal(Cents(20_500), Cents(1_230), Decimal(6)),
            VatSubtotal(Cents(10_000), Cents(0), Decimal(0)),
        ),
        gross_cents=Cents(65_610),
        prepaid_cents=Cents(10_000),
        rounding_cents=Cents(-10),
        payable_cents=Cents(55_600),
    )


def test_a_credit_note_is_a_credit_note() -> None:
    assert read_invoice(write_invoice(CREDIT_NOTE)).type is InvoiceType.CREDIT_NOTE


@pytest.mark.parametrize(
    ("code", "type_"),
    [
        ("380", InvoiceType.INVOICE),
        ("386", InvoiceType.INVOICE),
        ("389", InvoiceType.INVOICE),
        ("381", InvoiceType.CREDIT_NOTE),
        ("396", InvoiceType.CREDIT_NOTE),
    ],
)
def test_an_invoice_may_call_itself_a_credit_note(code: str, type_: InvoiceType) -> None:
    assert read_invoice(changed(">380<", f">{code}<")).type is type_


def test_vat_may_be_repeated_in_the_currency_of_the_books() -> None:
    again = (
        '</cac:PaymentTerms><cac:TaxTotal><cbc:TaxAmount currencyID="SEK">1.00</cbc:TaxAmount></cac:TaxTotal>'
    )
    assert read_invoice(changed("</cac:PaymentTerms>", again)) == read_invoice(PLAIN)


# Who: the enterprise number in the places where Belgian software writes it.

LEGAL = '<cbc:CompanyID schemeID="0208">0999000129</cbc:CompanyID>'
ADDRESS = '<cbc:EndpointID schemeID="0208">0999000129</cbc:EndpointID>'
VAT = "<cbc:CompanyID>BE0999000129</cbc:CompanyID>"


@pytest.mark.parametrize(
    ("legal", "address", "vat", "found"),
    [
        (LEGAL, "", "", "0999000129"),
        (LEGAL.replace("0999000129", "0999.000.129"), "", "", "0999000129"),
        (LEGAL, ADDRESS.replace("000129", "000228"), VAT.replace("000129", "000327"), "0999000129"),
        ("", ADDRESS, VAT.replace("000129", "000327"), "0999000129"),
        ("", "", VAT, "0999000129"),
        ("", "", VAT.replace("BE0999000129", "BE 0999.000.129"), "0999000129"),
        ("", ADDRESS.replace("0208", "9925").replace(">0", ">BE0"), "", "0999000129"),
        (LEGAL.replace("0999000129", "0999000128"), ADDRESS, "", "0999000129"),
        (LEGAL.replace("0208", "0106"), "", "", None),
        ("", ADDRESS.replace("0208", "0088"), "", None),
        ("", "", VAT.replace("BE0999000129", "NL001234567B01"), None),
        ("", "", VAT.replace("BE0999000129", "0999000129"), None),
        ("", "", "", None),
    ],
)
def test_a_number_is_found_the_surest_place_first(
    legal: str, address: str, vat: str, found: str | None
) -> None:
    data = changed(LEGAL, legal, changed(ADDRESS, address, changed(VAT, vat)))
    assert read_invoice(data).supplier_number == found
    assert read_invoice(data).buyer_number == "0999000228"


# Amounts and days: what is written is what is read, to the cent.


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("500.01", 50_001),
        ("500", 50_000),
        ("500.", 50_000),
        ("500.5", 50_050),
        (".5", 50),
        ("+500.01", 50_001),
        ("-500.01", -50_001),
        (" 0500.01\n", 50_001),
        ("9999999999999.99", 999_999_999_999_999),
    ],
)
def test_amounts_are_read_to_the_cent(text: str, cents: int) -> None:
    data = changed(">500.01</cbc:TaxExclusiveAmount>", f">{text}</cbc:TaxExclusiveAmount>")
    assert read_invoice(data).net_cents == cents


@pytest.mark.parametrize(
    "text",
    [
        "",
        "500.001",
        "500.010",
        "500,01",
        "1.000,00",
        "1 000",
        "5e2",
        "1E+400",
        "NaN",
        "INF",
        "0x1F4",
        "--5",
        "٥٠٠",
        "1" * 14,
    ],
)
def test_what_is_no_amount_in_cents_is_refused(text: str) -> None:
    refused = unreadable(changed(">500.01</cbc:TaxExclusiveAmount>", f">{text}</cbc:TaxExclusiveAmount>"))
    assert refused.cause is Cause.AMOUNT
    assert refused.where.startswith("TaxExclusiveAmount:")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-30",
        "15-03-2026",
        "20260315",
        "2026-W11-7",
        "2026-03-15Z",
        "2026-03-15T10:00:00",
        "0000-01-01",
        "٢٠٢٦-٠٣-١٥",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    assert unreadable(changed(">2026-03-15<", f">{text}<")).cause is Cause.DAY


@pytest.mark.parametrize("text", ["", "   ", "\N{ZERO WIDTH SPACE}", "9" * 101, "\ufdfa" * 7])
def test_a_number_that_tells_nothing_apart_is_refused(text: str) -> None:
    assert unreadable(changed(">VF-2026-0042</cbc:ID>", f">{text}</cbc:ID>")).cause in {
        Cause.NUMBER,
        Cause.NOT_TEXT,
    }


@pytest.mark.parametrize("text", ["", "€", "eur", "EURO"])
def test_what_is_no_currency_is_refused(text: str) -> None:
    assert unreadable(
        changed(">EUR</cbc:DocumentCurrencyCode>", f">{text}</cbc:DocumentCurrencyCode>")
    ).cause is (Cause.CURRENCY)


def test_another_currency_in_one_amount_is_refused() -> None:
    was = 'LineExtensionAmount currencyID="EUR">500.01</cbc:LineExtensionAmount>\n    <cbc:TaxExclusive'
    assert unreadable(changed(was, was.replace("EUR", "JPY"))).cause is Cause.CURRENCIES
    assert unreadable(changed(was, was.replace(' currencyID="EUR"', ""))).cause is Cause.CURRENCIES


@pytest.mark.parametrize("text", ["", "-21", "21%", "1e2", "1000"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    data = SEVERAL_RATES.replace(b">21.00<", f">{text}<".encode())
    assert unreadable(data).cause is Cause.RATE


@pytest.mark.parametrize(
    "tag",
    [
        "cbc:ID",
        "cbc:IssueDate",
        "cbc:DocumentCurrencyCode",
        "cac:AccountingSupplierParty",
        "cac:LegalMonetaryTotal",
    ],
)
def test_what_is_missing_or_said_twice_is_refused(tag: str) -> None:
    start = PLAIN.index(f"  <{tag}>".encode())
    end = PLAIN.index(f"</{tag}>".encode()) + len(f"</{tag}>")
    part = PLAIN[start:end]
    missing, repeated = unreadable(PLAIN[:start] + PLAIN[end:]), unreadable(PLAIN[:end] + part + PLAIN[end:])
    assert (missing.cause, repeated.cause) == (Cause.MISSING, Cause.REPEATED)
    name = tag.partition(":")[2]
    assert missing.where.endswith(f"/{name}")
    assert repeated.where.startswith(f"{name}:")


@pytest.mark.parametrize("count", [0, 2])
def test_there_is_one_total_of_the_vat(count: int) -> None:
    start, end = PLAIN.index(b"  <cac:TaxTotal>"), PLAIN.index(b"  <cac:LegalMonetaryTotal>")
    refused = unreadable(PLAIN[:start] + PLAIN[start:end] * count + PLAIN[end:])
    assert refused.cause is (Cause.REPEATED if count else Cause.MISSING)


def test_a_number_cut_in_two_by_an_element_is_refused() -> None:
    assert unreadable(changed(">VF-2026-0042</cbc:ID>", ">VF-<b/>2026</cbc:ID>")).cause is Cause.NOT_TEXT


def test_the_reason_carries_cause_and_place() -> None:
    reason = unreadable(changed(">2026-03-15<", ">gisteren<")).reason
    assert reason.code is RefusalCode.INVOICE_UNREADABLE
    assert reason.params == {"cause": Cause.DAY.value, "where": "IssueDate:6"}
