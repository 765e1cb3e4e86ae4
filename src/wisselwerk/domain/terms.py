"""What the rules of a voucher say of the money on its invoices, in the names of ``redemption.VoucherTerms``."""

from fractions import Fraction
from typing import TypedDict

from wisselwerk.domain.money import Cents
from wisselwerk.domain.redemption import WHOLE as WHOLE_INVOICE
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.base import WHOLE, WhenShort
from wisselwerk.domain.rule.order import MinimumOrder


class MoneyTerms(TypedDict):
    """Those of ``VoucherTerms`` that follow from the rules and from what a voucher is worth."""

    when_short: WhenShort | None
    share: Fraction
    least_order_cents: Cents
    least_part_cents: Cents


def money_terms(rules: RuleSet, amount_cents: int, share_percent: int) -> MoneyTerms:
    """They for a voucher of this amount and share."""
    amount, own, order = rules.find(Amount), rules.find(OwnContribution), rules.find(MinimumOrder)
    return {
        "when_short": own.when_short if own else None,
        "share": share_of_invoice(rules, amount_cents, share_percent),
        "least_order_cents": Cents(order.refused_below_cents if order else 0),
        "least_part_cents": Cents(amount.minimum_cents or 0 if amount else 0),
    }


def share_of_invoice(rules: RuleSet, amount_cents: int, share_percent: int) -> Fraction:
    """The most that a voucher of this amount and share pays of what counts of an invoice, under its rules."""
    order = rules.find(MinimumOrder)
    share = WHOLE_INVOICE if share_percent == WHOLE else Fraction(share_percent, WHOLE)
    return share if order is None else min(share, order.share_of_invoice(amount_cents))
