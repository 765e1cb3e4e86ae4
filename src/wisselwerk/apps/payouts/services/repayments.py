"""What payees paid back so far, at once or in parts, when a bank tells of more. Call it where the payments are locked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Payment
from wisselwerk.domain.reconciliation import Back, Meaning

Repaid = Mapping[int, Sequence[Back]]
"""By payment."""


def repaid_of(file: BankFile, payments: Sequence[int]) -> Repaid:
    """What files told before of what came back of these. One query; none without payments."""
    found: defaultdict[int, list[Back]] = defaultdict(list)
    if not payments:
        return found
    came = BankLine.objects.filter(payment__in=payments, amount_cents__gt=0)
    of_them = came.filter(meaning__in=[Meaning.RECOVERED, Meaning.KNOWN])
    standing = of_them.filter(transfer__reversed_by=None).order_by("pk")
    for payment, cents, on, reference, kind, means in standing.values_list(
        "payment", "amount_cents", "booked_on", "bank_reference", "file__kind", "meaning"
    ):
        found[payment].append(
            Back(
                amount_cents=cents or 0,
                booked_on=on,
                reference=reference,
                is_same_kind=kind == file.kind,
                is_by_hand=BankFileKind.BY_HAND in {kind, file.kind},
                is_counted=means == Meaning.RECOVERED,
            )
        )
    return found


def ends_payment(line: BankLine, payment: Payment, repaid: Repaid) -> bool:
    """Whether a line leaves its payment in the state of its meaning: what is paid back in parts ends with the last."""
    if line.meaning != Meaning.RECOVERED:
        return True
    before = sum(one.amount_cents for one in repaid.get(payment.pk, ()) if one.is_counted)
    return before + (line.amount_cents or 0) == payment.amount_cents
