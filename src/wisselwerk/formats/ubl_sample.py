"""Sample invoices in UBL 2.1 (Peppol BIS Billing 3) between two Belgian enterprises, for the demo and for tests.

They satisfy the UBL 2.1 schema and the rules of EN 16931, so whatever reads invoices can be tried on them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from wisselwerk.domain.invoice import Corrected, InvoiceType, vat_on
from wisselwerk.domain.money import Cents
from wisselwerk.formats.ubl import CAC, CBC, CREDIT_NOTE, INVOICE, Element

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleParty:
    """One side of an invoice. ``enterprise_number`` has ten digits."""

    name: str
    enterprise_number: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleInvoice:
    """An invoice of one line under the standard VAT regime. Texts are printed as they are."""

    number: str
    issued_on: date
    supplier: SampleParty
    buyer: SampleParty
    description: str
    net_cents: Cents
    payment_terms: str
    """Until when to pay, in words."""
    note: str | None = None
    vat_percent: int = 21
    type: InvoiceType = InvoiceType.INVOICE
    corrects: Corrected | None = None
    """Of a credit note: the invoice it corrects."""
    currency: str = "EUR"

    @property
    def vat_cents(self) -> Cents:
        """The VAT on the one line."""
        return vat_on(self.net_cents, Decimal(self.vat_percent))


def write_invoice(sample: SampleInvoice) -> bytes:
    """The file a supplier's software would send.

    Raises:
        ValueError: a text holds a character that XML cannot hold.
    """
    root = _root(sample)
    _cbc(root, "CustomizationID", CUSTOMIZATION)
    _cbc(root, "ProfileID", PROFILE)
    _cbc(root, "ID", sample.number)
    _cbc(root, "IssueDate", sample.issued_on.isoformat())
    if sample.type is InvoiceType.CREDIT_NOTE:
        _cbc(root, "CreditNoteTypeCode", "381")
    else:
        _cbc(root, "InvoiceTypeCode", "380")
    if sample.note is not None:
        _cbc(root, "Note", sample.note)
    _cbc(root, "DocumentCurrencyCode", sample.currency)
    _cbc(root, "BuyerReference", sample.number)
    if sample.corrects is not None:
        _reference(root, sample.corrects)
    _party(_cac(root, "AccountingSupplierParty"), sample.supplier)
    _party(_cac(root, "AccountingCustomerParty"), sample.buyer)
    _cbc(_cac(root, "PaymentTerms"), "Note", sample.payment_terms)
    _vat(root, sample)
    _totals(root, sample)
    _line(root, sample)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _root(sample: SampleInvoice) -> Element:
    tag = CREDIT_NOTE if sample.type is InvoiceType.CREDIT_NOTE else INVOICE
    namespace = etree.QName(tag).namespace
    prefixes = {None: namespace, "cac": CAC[1:-1], "cbc": CBC[1:-1]}
    return etree.Element(tag, nsmap=prefixes)  # type: ignore[arg-type]  # the stubs forget the default namespace


def _reference(root: Element, corrects: Corrected) -> None:
    reference = _cac(_cac(root, "BillingReference"), "InvoiceDocumentReference")
    _cbc(reference, "ID", corrects.number)
    if corrects.issued_on is not None:
        _cbc(reference, "IssueDate", corrects.issued_on.isoformat())


def _party(parent: Element, party: SampleParty) -> None:
    node = _cac(parent, "Party")
    _cbc(node, "EndpointID", party.enterprise_number, schemeID="0208")
    _cbc(_cac(node, "PartyName"), "Name", party.name)
    address = _cac(node, "PostalAddress")
    _cbc(address, "CityName", party.city)
    _cbc(_cac(address, "Country"), "IdentificationCode", "BE")
    tax = _cac(node, "PartyTaxScheme")
    _cbc(tax, "CompanyID", f"BE{party.enterprise_number}")
    _vat_scheme(tax)
    legal = _cac(node, "PartyLegalEntity")
    _cbc(legal, "RegistrationName", party.name)
    _cbc(legal, "CompanyID", party.enterprise_number, schemeID="0208")


def _vat(root: Element, sample: SampleInvoice) -> None:
    vat = _cac(root, "TaxTotal")
    _amount(vat, "TaxAmount", sample.vat_cents, sample)
    subtotal = _cac(vat, "TaxSubtotal")
    _amount(subtotal, "TaxableAmount", sample.net_cents, sample)
    _amount(subtotal, "TaxAmount", sample.vat_cents, sample)
    _category(subtotal, "TaxCategory", sample)


def _totals(root: Element, sample: SampleInvoice) -> None:
    gross_cents = sample.net_cents + sample.vat_cents
    totals = _cac(root, "LegalMonetaryTotal")
    _amount(totals, "LineExtensionAmount", sample.net_cents, sample)
    _amount(totals, "TaxExclusiveAmount", sample.net_cents, sample)
    _amount(totals, "TaxInclusiveAmount", gross_cents, sample)
    _amount(totals, "PayableAmount", gross_cents, sample)


def _line(root: Element, sample: SampleInvoice) -> None:
    is_credit = sample.type is InvoiceType.CREDIT_NOTE
    line = _cac(root, "CreditNoteLine" if is_credit else "InvoiceLine")
    _cbc(line, "ID", "1")
    _cbc(line, "CreditedQuantity" if is_credit else "InvoicedQuantity", "1", unitCode="C62")
    _amount(line, "LineExtensionAmount", sample.net_cents, sample)
    item = _cac(line, "Item")
    _cbc(item, "Name", sample.description)
    _category(item, "ClassifiedTaxCategory", sample)
    _amount(_cac(line, "Price"), "PriceAmount", sample.net_cents, sample)


def _category(parent: Element, name: str, sample: SampleInvoice) -> None:
    category = _cac(parent, name)
    _cbc(category, "ID", "S")
    _cbc(category, "Percent", str(sample.vat_percent))
    _vat_scheme(category)


def _vat_scheme(parent: Element) -> None:
    _cbc(_cac(parent, "TaxScheme"), "ID", "VAT")


def _amount(parent: Element, name: str, cents: Cents, sample: SampleInvoice) -> None:
    _cbc(parent, name, str(Decimal(cents).scaleb(-2)), currencyID=sample.currency)


def _cac(parent: Element, name: str) -> Element:
    return etree.SubElement(parent, CAC + name)


def _cbc(parent: Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, CBC + name, attributes).text = text
