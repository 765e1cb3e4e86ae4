"""What waits for who pays: what can be paid, what cannot be paid yet, batches and how far they are, lines to look into."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Window

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.models import BankAccount, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.queries.order import in_its_file
from wisselwerk.apps.payouts.queries.payable import Wait, unpaid
from wisselwerk.apps.payouts.queries.sight import lines_for
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.invoice_check import CLEARED, CheckState
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import ARRIVED, BatchState, PaymentState
from wisselwerk.domain.reconciliation import ASKS_A_LOOK
from wisselwerk.domain.voucher import VoucherState

NEXT: Mapping[str, BatchState] = {
    "order_batch": BatchState.PROPOSED,
    "sign_batch": BatchState.ORDERED,
    "resume_batch": BatchState.HELD,
}
"""The command that a batch in a state waits for."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one local government has to pay today. ``waits`` counts what cannot be paid yet, by what it waits for: what
    waits for two things is counted under both, and ``waiting`` counts each once.
    """

    payer: Organisation
    account: BankAccount | None
    """Where payments go from; None before anybody gave one."""
    payable: int
    payable_cents: Cents
    waits: Mapping[Wait, int]
    waiting: int

    @property
    def counts_twice(self) -> bool:
        """Whether something waits for more than one thing."""
        return sum(self.waits.values()) > self.waiting


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: payments and cents by state."""

    numbers: Mapping[PaymentState, int] = field(default_factory=dict)
    cents: Mapping[PaymentState, Cents] = field(default_factory=dict)
    earlier: int = 0
    """Of which the bank did by a file from before the batch was held: they are not in the one it is signed for now."""
    earlier_cents: Cents = Cents(0)

    @property
    def number(self) -> int:
        """Payments in it; what was taken out is not."""
        return sum(self.numbers.values()) - self.taken_out

    @property
    def amount_cents(self) -> Cents:
        """What they come to."""
        return Cents(sum(self.cents.values()) - self.cents.get(PaymentState.TAKEN_OUT, 0))

    @property
    def planned(self) -> int:
        """Of which the bank has not said anything yet."""
        return self.numbers.get(PaymentState.PLANNED, 0)

    @property
    def paid(self) -> int:
        """Booked on a statement, and not come back; also what the payee paid back later, which is a claim's matter."""
        return sum(self.numbers.get(state, 0) for state in ARRIVED)

    @property
    def paid_cents(self) -> Cents:
        """What those come to."""
        return Cents(sum(self.cents.get(state, 0) for state in ARRIVED))

    @property
    def went_wrong(self) -> int:
        """Refused, or come back."""
        return self.numbers.get(PaymentState.REFUSED, 0) + self.numbers.get(PaymentState.RETURNED, 0)

    @property
    def taken_out(self) -> int:
        """Left out before it was signed."""
        return self.numbers.get(PaymentState.TAKEN_OUT, 0)


def desk_of(payer: Organisation, day: date) -> Desk:
    """What ``payer`` has to pay on ``day``. Four queries."""
    without_account = Q(account_id__isnull=True)
    on_hold = Q(voucher__state=VoucherState.FROZEN)
    cleared = Q(check_state__in=CLEARED)
    failed = Q(check_state=CheckState.FAILED)
    unchecked = Q(check_state=CheckState.WAITING) | Q(check_state=None)
    came_back = Q(came_back=True)
    disputed, undelivered, own_part = Q(disputed=True), Q(undelivered=True), Q(own_part_open=True)
    unevaluated, set_aside = Q(unevaluated=True), Q(set_aside_now=True)
    proven = ~disputed & ~undelivered & ~own_part & ~unevaluated
    payable = ~without_account & ~on_hold & cleared & ~came_back & ~set_aside & proven
    found = unpaid(payer, day).aggregate(
        payable=Count("pk", filter=payable),
        all=Count("pk"),
        cents=Sum("part_cents", filter=payable, default=0),
        without_account=Count("pk", filter=without_account),
        on_hold=Count("pk", filter=on_hold),
        failed=Count("pk", filter=failed),
        unchecked=Count("pk", filter=unchecked),
        back=Count("pk", filter=came_back),
        in_dispute=Count("pk", filter=disputed),
        to_answer=Count("pk", filter=undelivered),
        own_part=Count("pk", filter=own_part),
        to_evaluate=Count("pk", filter=unevaluated),
        aside=Count("pk", filter=set_aside),
    )
    waits = {
        Wait.ACCOUNT: found["without_account"],
        Wait.ON_HOLD: found["on_hold"],
        Wait.CHECK: found["unchecked"],
        Wait.CHECK_FAILED: found["failed"],
        Wait.CAME_BACK: found["back"],
        Wait.DISPUTE: found["in_dispute"],
        Wait.DELIVERY: found["to_answer"],
        Wait.OWN_PART: found["own_part"],
        Wait.EVALUATION: found["to_evaluate"],
        Wait.SET_ASIDE: found["aside"],
    }
    return Desk(
        payer=payer,
        account=account_on(payer, day),
        payable=found["payable"],
        payable_cents=Cents(found["cents"]),
        waits={wait: number for wait, number in waits.items() if number},
        waiting=found["all"] - found["payable"],
    )


def progress_of(batches: Collection[PaymentBatch]) -> dict[int, Progress]:
    """How far each batch is, by its number. One query, and one more where some go to the bank a second time."""
    counted = (
        Payment.objects.filter(batch__in=[batch.pk for batch in batches])
        .order_by()
        .values_list("batch", "state")
        .annotate(number=Count("pk"), cents=Sum("amount_cents"))
    )
    found: dict[int, Progress] = {batch.pk: Progress({}, {}) for batch in batches}
    for batch, state, number, cents in counted:
        progress = found[batch]
        found[batch] = Progress(
            {**progress.numbers, PaymentState(state): number},
            {**progress.cents, PaymentState(state): Cents(cents)},
        )
    again = [batch.pk for batch in batches if batch.round > 1 and batch.signed_at]
    if again:
        there = Payment.objects.filter(batch__in=again).exclude(state=PaymentState.TAKEN_OUT)
        earlier = there.exclude(pk__in=in_its_file(there).values("pk")).order_by().values_list("batch")
        for batch, number, cents in earlier.annotate(number=Count("pk"), cents=Sum("amount_cents")):
            found[batch] = replace(found[batch], earlier=number, earlier_cents=Cents(cents))
    return found


def waiting_batches(actor: Actor) -> QuerySet[PaymentBatch]:
    """Batches that the actor can move on: to order, to sign what another ordered, to let go on, or to send and then read
    what the bank says. Oldest first.
    """
    readers = [payer for _, payer in actor.roles if may(actor, "read_bank_file", payer)]
    unanswered = Exists(Payment.objects.filter(batch=OuterRef("pk"), state=PaymentState.PLANNED))
    mine = Q(unanswered, state=BatchState.SIGNED, payer__in=readers)
    for command, state in NEXT.items():
        payers = [payer for _, payer in actor.roles if may(actor, command, payer)]
        mine |= Q(state=state, payer__in=payers) & ~Q(ordered_by=str(actor))
    return PaymentBatch.objects.filter(mine).select_related("payer").order_by("pk")


def with_number(found: QuerySet[Any], most: int) -> list[Any]:
    """The first of them, each with the ``number`` of all there are. One query."""
    return list(found.annotate(number=Window(Count("pk")))[:most])


def lines_to_look_into(actor: Actor) -> QuerySet[Any]:
    """Lines of the bank that ask for somebody's eye and did not get it yet, oldest first."""
    return lines_for(actor).filter(meaning__in=ASKS_A_LOOK, look=None)
