"""How large an order must be, and with how many invoices a voucher may be used. Both are judged by the invoice."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, passed
from wisselwerk.domain.rule.parameter import AmountCents, Between, check_parameters


class WhenBelow(StrEnum):
    """What happens with an invoice below the minimum order."""

    REFUSE = "refuse"
    PRO_RATA = "pro_rata"
    """The voucher pays a part of itself: as much of it as the invoice is of the minimum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumOrder:
    """What an order must come to at least. It passes at application: the invoice is held to it.

    It counts as invoices of the voucher do, without VAT or with it. ``refuse`` refuses an invoice below the minimum.
    ``pro_rata`` lets the voucher pay in proportion: of each invoice the share that the whole voucher is of the minimum,
    rounded down to the cent, until the voucher is used.
    """

    minimum_cents: AmountCents
    when_below: WhenBelow

    kind: ClassVar[str] = "minimum_order"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_WHEN_BELOW[self.when_below],)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)

    @property
    def refused_below_cents(self) -> int:
        """An invoice must come to this; nothing where it is paid in proportion."""
        return self.minimum_cents if self.when_below is WhenBelow.REFUSE else 0

    def share_of_invoice(self, amount_cents: int) -> Fraction:
        """The share of an invoice that a voucher of ``amount_cents`` pays at most."""
        if self.when_below is WhenBelow.REFUSE:
            return Fraction(1)
        return min(Fraction(amount_cents, self.minimum_cents), Fraction(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicesPerVoucher:
    """With how many invoices a voucher may be used. It passes at application: each invoice is held to it.

    One that was undone does not count, nor one of which the voucher pays nothing because it only proves own money. What is left after the last one goes back to the budget when the voucher ends.
    """

    maximum: Annotated[int, Between(1, 1000)]

    kind: ClassVar[str] = "invoices_per_voucher"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_ONE_INVOICE if self.maximum == 1 else _INVOICES,)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)


_WHEN_BELOW = {
    WhenBelow.REFUSE: gettext_noop("An order comes to at least {minimum_cents}. A lower invoice is refused."),
    WhenBelow.PRO_RATA: gettext_noop(
        "For the whole voucher an order comes to {minimum_cents}. Of a lower invoice the voucher pays a part in "
        "proportion, rounded down to the cent."
    ),
}
_ONE_INVOICE = gettext_noop("The voucher can be used for one invoice.")
_INVOICES = gettext_noop("The voucher can be used for at most {maximum} invoices.")
