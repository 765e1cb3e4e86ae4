"""What changes by itself because something else was chosen: nobody chose it, so nobody can be asked why.

Own money that each invoice must cover makes that one invoice uses a voucher up, without a rule about invoices.
"""

from dataclasses import dataclass

from wisselwerk.domain.lineage import Rules
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.at_once import is_used_at_once
from wisselwerk.domain.rule.order import InvoicesPerVoucher, MinimumOrder


@dataclass(frozen=True, slots=True)
class Consequence:
    """With how many invoices a voucher is used, where no rule says it on either side and it changed all the same."""

    kind: str
    """The kind of rule that would say it."""
    is_used_at_once: bool
    """Whether one invoice uses a voucher up now; before it was the other way round."""
    because: tuple[str, ...]
    """The kinds of rules that were changed and make it so."""


def consequence(before: Rules, after: Rules) -> Consequence | None:
    """What follows from what changed between two sets of rules; None where nothing does, or a rule of its own says it."""
    if before.find(InvoicesPerVoucher) is not None or after.find(InvoicesPerVoucher) is not None:
        return None
    old = before.find(Amount), before.find(OwnContribution), before.find(MinimumOrder)
    new = after.find(Amount), after.find(OwnContribution), after.find(MinimumOrder)
    at_once = is_used_at_once(*new)
    if at_once is is_used_at_once(*old):
        return None
    # What undoes it when it alone is put back, is why; where no change does so alone, all of them are.
    put_back = {
        Amount.kind: (old[0], new[1], new[2]),
        OwnContribution.kind: (new[0], old[1], new[2]),
        MinimumOrder.kind: (new[0], new[1], old[2]),
    }
    alone = tuple(kind for kind, rules in put_back.items() if is_used_at_once(*rules) is not at_once)
    changed = tuple(kind for kind, was, now in zip(put_back, old, new, strict=True) if was != now)
    return Consequence(InvoicesPerVoucher.kind, at_once, alone or changed)
