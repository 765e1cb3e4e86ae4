"""Whether one invoice uses a voucher up, whatever else the rules allow."""

from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.base import WhenShort
from wisselwerk.domain.rule.order import MinimumOrder, WhenBelow


def is_used_at_once(amount: Amount | None, own: OwnContribution | None, order: MinimumOrder | None) -> bool:
    """Whether each invoice must cover the whole voucher and the own money: then the first that is accepted uses it up."""
    return not (
        own is None
        or own.share_percent is not None
        or own.when_short is WhenShort.OWN_MONEY_FIRST
        or (amount is not None and amount.pays_a_share)
        or (order is not None and order.when_below is WhenBelow.PRO_RATA)
    )
