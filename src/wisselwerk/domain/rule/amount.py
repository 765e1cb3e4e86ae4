"""What a voucher is worth, and what the enterprise adds to it."""

from dataclasses import dataclass
from typing import ClassVar

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, WhenShort, passed
from wisselwerk.domain.rule.parameter import AmountCents, check_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a voucher is worth."""

    amount_cents: AmountCents

    kind: ClassVar[str] = "amount"
    sentences: ClassVar[tuple[str, ...]] = (gettext_noop("The voucher is worth {amount_cents}."),)

    def __post_init__(self) -> None:
        check_parameters(self)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContribution:
    """What the enterprise puts in itself. It passes at application: own money is proven later, by the invoice.

    The invoice counts without VAT, unless ``eligible_amount`` has it count with VAT. ``when_short`` says what happens with one that does not cover the voucher and the
    own money together: ``refuse`` refuses it, ``own_money_first`` adds invoices up and lets the voucher pay what
    exceeds the own money.
    """

    minimum_cents: AmountCents
    when_short: WhenShort

    kind: ClassVar[str] = "own_contribution"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (
            gettext_noop(
                "The enterprise pays at least {minimum_cents} itself: without VAT, unless the scheme says that VAT counts."
            ),
            _WHEN_SHORT[self.when_short],
        )

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)


_WHEN_SHORT = {
    WhenShort.REFUSE: gettext_noop(
        "An invoice that is too low for the voucher and the own money is refused."
    ),
    WhenShort.OWN_MONEY_FIRST: gettext_noop(
        "Invoices may be added up. The voucher pays what comes above the own money."
    ),
}
