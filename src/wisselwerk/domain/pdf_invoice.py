"""An invoice that need not be an e-invoice: on which ground, what a person reads on it, and what a person checks.

From 2026 on enterprises that are liable to VAT in Belgium send each other structured electronic invoices (VAT code,
art. 53 § 2bis, from the law of 6 February 2024). The duty does not go for invoices issued before, nor where a party is
not liable to VAT or does nothing but what art. 44 of the VAT code exempts. Their PDF is read by people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from wisselwerk.domain.invoice import Invoice, InvoiceType, Sum, VatSubtotal, can_be_number
from wisselwerk.domain.money import Cents
from wisselwerk.domain.redemption import CURRENCY
from wisselwerk.domain.refusal import Reason, RefusalCode, gettext_noop

E_INVOICES_FROM = date(2026, 1, 1)
"""The first day of issue on which the duty holds. Source: law of 6 February 2024."""
TIME_TO_MEND = timedelta(days=14)
"""After a refusal by a person, or once an e-invoice that failed its check is undone, there is time to hand in a better
invoice, however late it was by then: once for each last day. Ours."""
HIGHEST_PERCENT = Decimal(21)
"""No VAT in Belgium is higher. Source: royal decree no. 20 of 20 July 1970."""


class Ground(StrEnum):
    """Why an invoice need not be an e-invoice."""

    BEFORE_DUTY = "before_duty"
    """Issued before the duty."""
    NOT_LIABLE = "not_liable"
    """The supplier or the customer is not liable to VAT."""
    EXEMPT = "exempt"
    """The supplier or the customer does nothing but what art. 44 exempts."""


class Check(StrEnum):
    """What a person looks at before such an invoice counts."""

    PARTIES = "parties"
    NUMBER = "number"
    DAY = "day"
    AMOUNTS = "amounts"
    SERVICE = "service"
    GROUND = "ground"


class PdfState(StrEnum):
    """Where it stands."""

    TO_CHECK = "pdf_to_check"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """By a person, who says why."""
    FAILED = "pdf_failed"
    """What was filled in could give nothing, so that nobody had to look."""


GROUNDS: Mapping[Ground, str] = {
    Ground.BEFORE_DUTY: gettext_noop("The invoice was issued before 1 January 2026."),
    Ground.NOT_LIABLE: gettext_noop("The supplier or the customer is not liable to VAT."),
    Ground.EXEMPT: gettext_noop(
        "The supplier or the customer only does what is exempt from VAT (article 44 of the VAT code)."
    ),
}
CHECKS: Mapping[Check, str] = {
    Check.PARTIES: gettext_noop(
        "The invoice names both enterprise numbers: of the supplier and of the customer."
    ),
    Check.NUMBER: gettext_noop("The number of the invoice is the one above."),
    Check.DAY: gettext_noop("The date of the invoice is the one above, and it is no day to come."),
    Check.AMOUNTS: gettext_noop("The amounts are those above, and they add up."),
    Check.SERVICE: gettext_noop("What was bought is work of the social economy, as the scheme means it."),
    Check.GROUND: gettext_noop("The ground why it need not be an e-invoice is true."),
}
"""What each says to a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a person reads on an invoice. Enterprise numbers have ten digits.

    Raises:
        ValueError: the number is none (``can_be_number``).
    """

    number: str
    issued_on: date
    supplier_number: str
    buyer_number: str
    net_cents: Cents
    """Without VAT."""
    vat_cents: Cents
    gross_cents: Cents
    """The total."""

    def __post_init__(self) -> None:
        if not can_be_number(self.number):
            raise ValueError(f"{self.number!r} cannot be the number of an invoice")

    def as_invoice(self) -> Invoice:
        """The same as any other invoice, so that it is judged as any other: its parts must add up to its total."""
        net, none = self.net_cents, Cents(0)
        nothing = Sum(none, none)
        return Invoice(
            number=self.number,
            type=InvoiceType.INVOICE,
            issued_on=self.issued_on,
            supplier_number=self.supplier_number,
            buyer_number=self.buyer_number,
            currency=CURRENCY,
            lines=Sum(net, net),
            allowances=nothing,
            charges=nothing,
            net_cents=net,
            vat_cents=self.vat_cents,
            vat_subtotals=(VatSubtotal(net, self.vat_cents, self._percent()),),
            gross_cents=self.gross_cents,
            prepaid_cents=none,
            rounding_cents=none,
            payable_cents=self.gross_cents,
        )

    def _percent(self) -> Decimal:
        """The rate that its VAT comes to; rates may be mixed on it, so all that is known is that none is higher."""
        if not self.net_cents:
            return Decimal(0)
        return min(Decimal(int(self.vat_cents)) * 100 / int(self.net_cents), HIGHEST_PERCENT)


def against(ground: Ground, issued_on: date) -> Reason | None:
    """Why this ground cannot be true for an invoice of this day; None: it can."""
    if ground is Ground.BEFORE_DUTY and issued_on >= E_INVOICES_FROM:
        return Reason(RefusalCode.E_INVOICE_NEEDED, {"issued_on": issued_on, "duty_from": E_INVOICES_FROM})
    return None
