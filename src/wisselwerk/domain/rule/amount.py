"""What a voucher is worth, and what the enterprise adds to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import (
    WHOLE,
    EnterpriseSize,
    Facts,
    Grant,
    Outcome,
    WhenShort,
    passed,
    unknown,
)
from wisselwerk.domain.rule.parameter import (
    LARGEST_CENTS,
    AmountCents,
    Between,
    Distinct,
    InvalidRule,
    Percent,
    check_parameters,
)
from wisselwerk.domain.rule.question import ENTERPRISE_SIZE, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeAmount:
    """What a voucher is worth for enterprises of one size, and which share of an invoice it pays at most."""

    size: EnterpriseSize
    amount_cents: AmountCents
    share_percent: Percent | None = None

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentence(self) -> str:
        """A message id that says it, with its fields as places."""
        return _SIZE if self.share_percent is None else _SIZE_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a voucher is worth: an amount, or a share of the cost up to that amount.

    With ``share_percent`` the voucher pays that share of what counts of each invoice, rounded down to the cent in favour
    of the budget, until ``amount_cents`` is used. With ``minimum_cents`` an invoice of which its share is less is refused.
    ``by_size`` gives other amounts and shares to enterprises of some sizes (Recommendation 2003/361/EC); a size that is
    not named there gets the first ones. While the size is not known a person looks, and the lowest amount counts.
    """

    amount_cents: AmountCents
    share_percent: Percent | None = None
    minimum_cents: AmountCents | None = None
    by_size: Annotated[tuple[SizeAmount, ...], Distinct()] | None = None

    kind: ClassVar[str] = "amount"

    def __post_init__(self) -> None:
        check_parameters(self)
        sizes = [one.size for one in self.by_size or ()]
        for size in sizes:
            if sizes.count(size) > 1:
                raise InvalidRule(SIZE_TWICE, size=size)
        if self.minimum_cents is not None and self.minimum_cents > self.least_cents:
            raise InvalidRule(
                MINIMUM_TOO_HIGH, minimum_cents=self.minimum_cents, amount_cents=self.least_cents
            )

    @property
    def least_cents(self) -> int:
        """What the smallest voucher is worth."""
        return min([self.amount_cents, *(one.amount_cents for one in self.by_size or ())])

    @property
    def most_cents(self) -> int:
        """What the largest voucher is worth."""
        return max([self.amount_cents, *(one.amount_cents for one in self.by_size or ())])

    @property
    def is_at_most(self) -> bool:
        """Whether some get less than ``most_cents``: by their size, or because a share of their invoices is less."""
        return self.by_size is not None or self.share_percent is not None

    @property
    def pays_a_share(self) -> bool:
        """Whether some vouchers pay only a share of each invoice."""
        shares = [self.share_percent, *(one.share_percent for one in self.by_size or ())]
        return any(one is not None for one in shares)

    @property
    def questions(self) -> tuple[Question, ...]:
        return () if self.by_size is None else (ENTERPRISE_SIZE,)

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(self._said())

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if self.by_size is not None and facts.enterprise_size is None:
            return unknown(self, "enterprise_size")
        return passed(self)

    def for_size(self, size: EnterpriseSize | None) -> tuple[int, int]:
        """The amount in cents and the share in percent for an enterprise of this size; the lowest while it is unknown."""
        general = self.amount_cents, self.share_percent or WHOLE
        by_size = {one.size: (one.amount_cents, one.share_percent or WHOLE) for one in self.by_size or ()}
        if size is None:
            return min([general, *by_size.values()])
        return by_size.get(size, general)

    def _said(self) -> Iterator[str]:
        yield _AMOUNT if self.share_percent is None else _SHARE
        if self.by_size is not None:
            yield _BY_SIZE
        if self.minimum_cents is not None:
            yield _MINIMUM


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContribution:
    """What the enterprise puts in itself. It passes at application: own money is proven later, by the invoice.

    The invoice counts without VAT, unless ``eligible_amount`` has it count with VAT. ``when_short`` says what happens with one that does not cover the voucher and the
    own money together: ``refuse`` refuses it, ``own_money_first`` adds invoices up and lets the voucher pay what
    exceeds the own money. ``share_percent`` asks a share of what counts of each invoice besides the minimum; it is
    rounded up to the cent, because the part of the voucher is rounded down. With a share the minimum may be nothing.
    """

    minimum_cents: Annotated[int, Between(0, LARGEST_CENTS)]
    when_short: WhenShort
    share_percent: Annotated[int, Between(1, 99)] | None = None

    kind: ClassVar[str] = "own_contribution"

    def __post_init__(self) -> None:
        check_parameters(self)
        if not self.minimum_cents and self.share_percent is None:
            raise InvalidRule(NOTHING_OWN)

    @property
    def voucher_percent(self) -> int:
        """The most that is left for the voucher of what counts of an invoice."""
        return WHOLE - (self.share_percent or 0)

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(self._said(_OWN_MINIMUM))

    def sentences_beside(self, *, vat_counts: bool) -> tuple[str, ...]:
        """What it says in a scheme of which it is known whether the VAT that an enterprise bears itself counts."""
        return tuple(self._said(_OWN_MINIMUM_WITH_VAT if vat_counts else _OWN_MINIMUM_WITHOUT_VAT))

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)

    def _said(self, minimum: str) -> Iterator[str]:
        if self.minimum_cents:
            yield minimum
        if self.share_percent is not None:
            yield _OWN_SHARE
        if self.minimum_cents:
            yield _WHEN_SHORT[self.when_short]


SIZE_TWICE = gettext_noop("The size “{size}” stands here twice. Keep one of them.")
MINIMUM_TOO_HIGH = gettext_noop(
    "The minimum of {minimum_cents} is more than a voucher of {amount_cents} can pay. Choose a lower minimum."
)
NOTHING_OWN = gettext_noop(
    "This rule asks for no own money. Fill in a minimum or a share in percent, or take the rule out."
)

_AMOUNT = gettext_noop("The voucher is worth {amount_cents}.")
_SHARE = gettext_noop(
    "The voucher pays {share_percent} of what counts of each invoice, rounded down to the cent, and at most "
    "{amount_cents} in all."
)
_BY_SIZE = gettext_noop("For some enterprises it is another amount, by their size: {by_size}.")
_SIZE = gettext_noop("{size}: {amount_cents}")
_SIZE_SHARE = gettext_noop("{size}: {share_percent} of each invoice, at most {amount_cents}")
_MINIMUM = gettext_noop(
    "An invoice of which the share for the voucher is less than {minimum_cents} is refused, however much is left on the "
    "voucher."
)
_OWN_MINIMUM = gettext_noop(
    "The enterprise pays at least {minimum_cents} itself: without VAT, unless the scheme says that VAT counts."
)
_OWN_MINIMUM_WITHOUT_VAT = gettext_noop("The enterprise pays at least {minimum_cents} itself, without VAT.")
_OWN_MINIMUM_WITH_VAT = gettext_noop(
    "The enterprise pays at least {minimum_cents} itself, without VAT. When it cannot deduct VAT, the VAT counts too."
)
_OWN_SHARE = gettext_noop(
    "The enterprise pays at least {share_percent} of what counts of each invoice itself, rounded up to the cent."
)
_WHEN_SHORT = {
    WhenShort.REFUSE: gettext_noop(
        "An invoice that is too low for the voucher and the own money is refused."
    ),
    WhenShort.OWN_MONEY_FIRST: gettext_noop(
        "Invoices may be added up. The voucher pays what comes above the own money."
    ),
}
