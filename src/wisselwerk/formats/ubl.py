"""Electronic invoices in UBL 2.1 (Peppol BIS Billing 3): from the bytes of a stranger to a value.

The file is untrusted. It may not declare a document type, so there are no entities and no attributes out of nowhere;
nothing is fetched; the parser's own bounds on depth and on the length of names, texts and attributes stay on. What is
read must be there exactly once: a file that says two things says nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias, cast

from lxml import etree

from wisselwerk.domain.invoice import (
    Corrected,
    Invoice,
    InvoiceType,
    Sum,
    VatSubtotal,
    can_be_number,
)
from wisselwerk.domain.money import Cents, total
from wisselwerk.domain.refusal import Reason, RefusalCode, gettext_noop
from wisselwerk.formats import enterprise_number

Element: TypeAlias = etree._Element  # noqa: SLF001 the library has no other name for what it returns

MAX_BYTES = 5_000_000
"""An invoice is a few kB; a few MB is one with its timesheets attached."""

MAX_PARTS = 10_000
"""The most parts one element may have, lines among them: a file of nothing but empty tags would take seconds."""

CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
INVOICE = "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
CREDIT_NOTE = "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote"

CREDIT_CODES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
"""Types of document that give money back. Source: EN 16931 rule BR-CL-01 (UNTDID 1001)."""


class Cause(StrEnum):
    """Why a file cannot be read. The values are message ids."""

    NOT_XML = gettext_noop("it is not a well-formed XML file")
    DOCTYPE = gettext_noop("it declares a document type (DOCTYPE), which an invoice may not")
    NOT_UBL = gettext_noop("it is not a UBL invoice or credit note")
    TOO_MANY = gettext_noop("it has more than ten thousand lines or other parts")
    MISSING = gettext_noop("a part that every invoice has is missing")
    REPEATED = gettext_noop("a part that may be there once is there more than once")
    NOT_TEXT = gettext_noop("a part that holds text is empty or holds something else")
    NUMBER = gettext_noop("the invoice number is empty or too long")
    DAY = gettext_noop("a date is not written as year, month and day, such as 2026-01-31")
    CURRENCY = gettext_noop("a currency is not a code of three letters, such as EUR")
    AMOUNT = gettext_noop("an amount is not a number with at most two decimals")
    CURRENCIES = gettext_noop("its amounts are not all in the currency of the invoice")
    RATE = gettext_noop("a VAT rate is not a percentage")


class InvoiceUnreadable(ValueError):
    """The bytes are no invoice that can be used. ``where`` names an element, a line and column, or both."""

    def __init__(self, cause: Cause, where: str) -> None:
        super().__init__(f"{cause} ({where})")
        self.cause = cause
        self.where = where

    @property
    def reason(self) -> Reason:
        """What to tell whoever handed the file in."""
        params = {"cause": self.cause.value, "where": self.where}
        return Reason(RefusalCode.INVOICE_UNREADABLE, MappingProxyType(params))


class InvoiceTooLarge(ValueError):
    """There are more bytes than are taken."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(f"more than {max_bytes} bytes")
        self.max_bytes = max_bytes

    @property
    def reason(self) -> Reason:
        """What to tell whoever handed the file in."""
        params = {"limit_megabytes": self.max_bytes // 1_000_000}
        return Reason(RefusalCode.INVOICE_TOO_LARGE, MappingProxyType(params))


class _Node:
    """An element and its children by name, gathered in one pass: a path per field takes twice the time (measured)."""

    def __init__(self, element: Element) -> None:
        self.element = element
        if len(element) > MAX_PARTS:
            raise InvoiceUnreadable(Cause.TOO_MANY, _where(element))
        self._children: dict[str, list[Element]] = {}
        for child in element:
            self._children.setdefault(child.tag, []).append(child)

    def all(self, tag: str) -> list[Element]:
        return self._children.get(tag, [])

    def at_most_one(self, tag: str) -> Element | None:
        return self.one(tag) if tag in self._children else None

    def one(self, tag: str) -> Element:
        found = self._children.get(tag)
        if found is None:
            raise InvoiceUnreadable(Cause.MISSING, f"{_where(self.element)}/{etree.QName(tag).localname}")
        if len(found) > 1:
            raise InvoiceUnreadable(Cause.REPEATED, _where(found[1]))
        return found[0]


def _path(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces={"cac": CAC[1:-1], "cbc": CBC[1:-1]})


_STATED = 40
"""Characters of a number that is none, to be told to whoever handed the invoice in."""
_LINE_AMOUNTS = _path("cac:InvoiceLine/cbc:LineExtensionAmount | cac:CreditNoteLine/cbc:LineExtensionAmount")
_PARTY_NUMBERS = (
    _path("cac:Party/cac:PartyLegalEntity/cbc:CompanyID[@schemeID = '0208']"),
    _path("cac:Party/cbc:EndpointID[@schemeID = '0208']"),
    _path("cac:Party/cac:PartyTaxScheme/cbc:CompanyID[starts-with(normalize-space(), 'BE')]"),
    _path("cac:Party/cbc:EndpointID[@schemeID = '9925']"),
)
"""Where a party shows its enterprise number, the surest first: a member of a VAT group has the group's VAT number.

0208 is the Belgian enterprise number, 9925 the Belgian VAT number. Source: the list of electronic address schemes
(EAS) that EN 16931 rule BR-CL-25 refers to.
"""

_is_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_is_currency = re.compile(r"[A-Z]{3}").fullmatch
_is_amount = re.compile(r"[+-]?(?:[0-9]{1,13}(?:\.[0-9]{0,2})?|\.[0-9]{1,2})").fullmatch
_is_rate = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?").fullmatch

# Not with collect_ids=False, fast as that is: it makes libxml2 open the files that a document type names.
_PARSER = etree.XMLParser(
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


def read_invoice(data: bytes, *, max_bytes: int = MAX_BYTES) -> Invoice:
    """The invoice or credit note in ``data``. Whether its totals add up is asked of the domain, not here.

    Raises:
        InvoiceTooLarge: there are more than ``max_bytes``.
        InvoiceUnreadable: anything else that keeps it from being read.
    """
    if len(data) > max_bytes:
        raise InvoiceTooLarge(max_bytes)
    root = _Node(parse(data))
    currency = _text(root.one(CBC + "DocumentCurrencyCode"), _is_currency, Cause.CURRENCY)
    totals = _Node(root.one(CAC + "LegalMonetaryTotal"))
    vat = _vat_total(root, currency)
    allowances, charges = _allowances_and_charges(root, currency)
    supplier, buyer = (root.one(CAC + f"Accounting{role}Party") for role in ("Supplier", "Customer"))
    type_ = _type(root)
    return Invoice(
        number=_number(root.one(CBC + "ID")),
        type=type_,
        issued_on=_day(root.one(CBC + "IssueDate")),
        supplier_number=_enterprise_number(supplier),
        supplier_stated=_stated_number(supplier),
        buyer_number=_enterprise_number(buyer),
        buyer_stated=_stated_number(buyer),
        currency=currency,
        lines=Sum(
            _cents(totals.one(CBC + "LineExtensionAmount"), currency),
            _sum(cast("list[Element]", _LINE_AMOUNTS(root.element)), currency),
        ),
        allowances=Sum(_if_any(totals, "AllowanceTotalAmount", currency), allowances),
        charges=Sum(_if_any(totals, "ChargeTotalAmount", currency), charges),
        net_cents=_cents(totals.one(CBC + "TaxExclusiveAmount"), currency),
        vat_cents=_cents(vat.one(CBC + "TaxAmount"), currency),
        vat_subtotals=tuple(_vat_subtotal(_Node(part), currency) for part in vat.all(CAC + "TaxSubtotal")),
        gross_cents=_cents(totals.one(CBC + "TaxInclusiveAmount"), currency),
        prepaid_cents=_if_any(totals, "PrepaidAmount", currency),
        rounding_cents=_if_any(totals, "PayableRoundingAmount", currency),
        payable_cents=_cents(totals.one(CBC + "PayableAmount"), currency),
        corrects=tuple(_corrected(root)) if type_ is InvoiceType.CREDIT_NOTE else (),
    )


def parse(data: bytes) -> Element:
    """The document in ``data``, which declares no type of its own, so that nothing else is read or fetched.

    Raises:
        InvoiceUnreadable: it is no UBL invoice or credit note.
    """
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise InvoiceUnreadable(Cause.NOT_XML, f"{line}:{column}") from error
    # Asked of what was parsed, so that no encoding can hide it.
    if root.getroottree().docinfo.internalDTD is not None:
        raise InvoiceUnreadable(Cause.DOCTYPE, "<!DOCTYPE")
    if root.tag not in (INVOICE, CREDIT_NOTE):
        raise InvoiceUnreadable(Cause.NOT_UBL, _where(root))
    return root


def _type(root: _Node) -> InvoiceType:
    if root.element.tag == CREDIT_NOTE or _text(root.one(CBC + "InvoiceTypeCode")) in CREDIT_CODES:
        return InvoiceType.CREDIT_NOTE
    return InvoiceType.INVOICE


def _corrected(root: _Node) -> Iterator[Corrected]:
    for reference in map(_Node, root.all(CAC + "BillingReference")):
        for invoice in map(_Node, reference.all(CAC + "InvoiceDocumentReference")):
            issued_on = invoice.at_most_one(CBC + "IssueDate")
            yield Corrected(_number(invoice.one(CBC + "ID")), None if issued_on is None else _day(issued_on))


def _vat_total(root: _Node, currency: str) -> _Node:
    """The VAT in the currency of the invoice (BT-110); another total may repeat it in that of the books (BT-111)."""
    found = [
        node
        for node in map(_Node, root.all(CAC + "TaxTotal"))
        if node.one(CBC + "TaxAmount").get("currencyID") == currency
    ]
    if not found:
        raise InvoiceUnreadable(Cause.MISSING, f"{_where(root.element)}/TaxTotal")
    if len(found) > 1:
        raise InvoiceUnreadable(Cause.REPEATED, _where(found[1].element))
    return found[0]


def _vat_subtotal(subtotal: _Node, currency: str) -> VatSubtotal:
    category = _Node(subtotal.one(CAC + "TaxCategory"))
    rate = category.at_most_one(CBC + "Percent")  # what lies outside VAT has none
    return VatSubtotal(
        taxable_cents=_cents(subtotal.one(CBC + "TaxableAmount"), currency),
        vat_cents=_cents(subtotal.one(CBC + "TaxAmount"), currency),
        percent=Decimal(0) if rate is None else Decimal(_text(rate, _is_rate, Cause.RATE)),
    )


def _allowances_and_charges(root: _Node, currency: str) -> tuple[Cents, Cents]:
    amounts: dict[bool, list[Element]] = {True: [], False: []}
    for node in map(_Node, root.all(CAC + "AllowanceCharge")):
        is_charge = _text(node.one(CBC + "ChargeIndicator")) in ("true", "1")
        amounts[is_charge].append(node.one(CBC + "Amount"))
    return _sum(amounts[False], currency), _sum(amounts[True], currency)


def _sum(amounts: Iterable[Element], currency: str) -> Cents:
    return total(_cents(amount, currency) for amount in amounts)


def _if_any(totals: _Node, name: str, currency: str) -> Cents:
    amount = totals.at_most_one(CBC + name)
    return Cents(0) if amount is None else _cents(amount, currency)


def _cents(amount: Element, currency: str) -> Cents:
    if amount.get("currencyID") != currency:
        raise InvoiceUnreadable(Cause.CURRENCIES, _where(amount))
    return Cents(int(Decimal(_text(amount, _is_amount, Cause.AMOUNT)) * 100))


def _day(element: Element) -> date:
    text = _text(element, _is_day, Cause.DAY)
    try:
        return date.fromisoformat(text)
    except ValueError as error:  # the 31st of February
        raise InvoiceUnreadable(Cause.DAY, _where(element)) from error


def _number(element: Element) -> str:
    number = " ".join(_text(element).split())
    if not can_be_number(number):
        raise InvoiceUnreadable(Cause.NUMBER, _where(element))
    return number


def _enterprise_number(party: Element) -> str | None:
    for path in _PARTY_NUMBERS:
        for element in cast("list[Element]", path(party)):
            try:
                return enterprise_number.parse(element.text or "")
            except enterprise_number.EnterpriseNumberInvalid:
                continue
    return None


def _stated_number(party: Element) -> str:
    """The first number that the party gives, whatever it is; no more of it than fits in a sentence."""
    given = (element.text or "" for path in _PARTY_NUMBERS for element in cast("list[Element]", path(party)))
    return next((" ".join(one.split())[:_STATED] for one in given if one.strip()), "")


def _text(element: Element, accepts: Callable[[str], object] = bool, cause: Cause = Cause.NOT_TEXT) -> str:
    """What stands in ``element`` and nothing else: an element in between could cut a number in two."""
    text = (element.text or "").strip()
    if len(element) or not accepts(text):
        raise InvoiceUnreadable(cause, _where(element))
    return text


def _where(element: Element) -> str:
    return f"{etree.QName(element).localname[:40]}:{element.sourceline}"
