"""What payees paid back so far, at once or in parts, when a bank tells of more. Call it where the payments are locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from wisselwerk.apps.payouts.models import BankFile, BankLine, Payment
from wisselwerk.domain.reconciliation import Meaning


@dataclass(frozen=True, slots=True)
class Repaid:
    """Cents that came back of one payment."""

    so_far: int = 0
    told: int = 0
    """As much of it as files of one kind told."""


def repaid_of(file: BankFile, payments: Sequence[int]) -> Mapping[int, Repaid]:
    """What came back of these, and what files of the kind of ``file`` told of it. One query; none without payments."""
    if not payments:
        return {}
    came = BankLine.objects.filter(payment__in=payments, amount_cents__gt=0)
    of_them = came.filter(meaning__in=[Meaning.RECOVERED, Meaning.KNOWN]).order_by().values_list("payment")
    sums = of_them.annotate(
        so_far=Sum("amount_cents", filter=Q(meaning=Meaning.RECOVERED), default=0),
        told=Sum("amount_cents", filter=Q(file__kind=file.kind), default=0),
    )
    return {payment: Repaid(so_far, told) for payment, so_far, told in sums}


def ends_payment(line: BankLine, payment: Payment, repaid: Mapping[int, Repaid]) -> bool:
    """Whether a line leaves its payment in the state of its meaning: what is paid back in parts ends with the last."""
    if line.meaning != Meaning.RECOVERED:
        return True
    return repaid.get(payment.pk, Repaid()).so_far + (line.amount_cents or 0) == payment.amount_cents
