"""Where the money of a redemption is: what it waits for, the payment it is in, and what the bank said of that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Case, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.accounts import account_of
from wisselwerk.apps.payouts.queries.payable import Wait, came_back, is_set_aside, waits_of
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries.checks import check_state
from wisselwerk.apps.vouchers.queries.evaluations import last_cents, last_part_rules, unevaluated
from wisselwerk.apps.vouchers.queries.proofs import unproven
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import STANDING, BatchState, Part, PaymentState
from wisselwerk.domain.reconciliation import Meaning

PAYABLE, IN_BATCH, AT_BANK = "payable", "in_batch", "at_bank"
"""States of a redemption on its way to being paid, besides those of a payment: see ``wording.STATES``."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far one part of a redemption is on its way to being paid; the first is all of it where none is held back."""

    amount_cents: Cents
    waits_for: tuple[Wait, ...] = ()
    """What stops it, while it is in no payment."""
    payment: Payment | None = None
    """The one that pays it or is going to."""
    paid_on: date | None = None
    last: "Step | None" = None
    """The last part, where one is held back until both sides have said how it went."""

    @property
    def state(self) -> str:
        """A word for it."""
        if self.payment is None:
            return self.waits_for[0].value if self.waits_for else PAYABLE
        if self.payment.state == PaymentState.PAID:
            return PaymentState.PAID.value
        return AT_BANK if self.payment.batch.state == BatchState.SIGNED else IN_BATCH


def steps_of(redemptions: Collection[Redemption], day: date) -> Mapping[UUID, Step]:
    """How far each is, by redemption; one that was undone, or moved no money, is left out. Four queries."""
    rules = last_part_rules()
    asked = [one.pk for one in redemptions if not one.is_reversed and one.transfer_id is not None]
    booked = BankLine.objects.filter(payment=OuterRef("pk"), meaning=Meaning.PAID)
    standing = Payment.objects.filter(redemption__in=asked, state__in=STANDING).select_related("batch")
    paid = {
        (one.redemption_id, one.part): Step(Cents(one.amount_cents), payment=one, paid_on=one.paid_on)
        for one in standing.annotate(paid_on=Subquery(booked.order_by("-pk").values("booked_on")[:1]))
    }
    first = {pk: step for (pk, part), step in paid.items() if part == Part.FIRST}
    waits = Q(pk__in=[pk for pk in asked if pk not in first])
    waiting = Redemption.objects.filter(waits | Q(pk__in=asked, voucher__rule_set__in=list(rules)))
    waiting = waiting.select_related("voucher").annotate(
        account_id=account_of("payee", day),
        check_state=check_state(),
        came_back=came_back(),
        set_aside_now=is_set_aside(),
        **unproven(day),
        last_cents=last_cents(rules),
        unevaluated=Case(When(unevaluated(rules), then=Value(True)), default=Value(False)),
    )
    for one in waiting:
        last_due, waits_for = Cents(one.last_cents), tuple(waits_of(one))
        at_once = tuple(wait for wait in waits_for if wait is not Wait.EVALUATION)
        # What the last part waits for before all else is what it is held back for.
        ahead = tuple(wait for wait in waits_for if wait is Wait.EVALUATION)
        last = paid.get((one.pk, Part.LAST.value)) or Step(last_due, (*ahead, *at_once))
        step = first.get(one.pk) or Step(Cents(one.voucher_part_cents - last_due), at_once)
        first[one.pk] = replace(step, last=last if last_due else None)
    return first


def transfers_of(voucher: Voucher) -> QuerySet[Transfer]:
    """Every movement of the money of a voucher, from the budget up to the bank and back, in order. One query."""
    on_it = Q(from_account=voucher.account_id) | Q(to_account=voucher.account_id)
    found = Transfer.objects.filter(on_it | Q(bank_line__payment__redemption__voucher=voucher))
    return found.select_related(
        "from_account",
        "to_account",
        "redemption__payee",
        "reverses__redemption__payee",
        "bank_line__payment__redemption__payee",
    ).order_by("pk")


def payments_of(redemptions: Collection[Redemption]) -> QuerySet[Payment]:
    """Every payment that was made of these, with its batch and what the bank said of it, oldest first. Two queries."""
    lines = BankLine.objects.select_related("file", "transfer", "look").order_by("pk")
    found = Payment.objects.filter(redemption__in=[one.pk for one in redemptions])
    return (
        found.select_related("batch__payer", "redemption", "to_account__organisation")
        .prefetch_related(Prefetch("bank_lines", lines))
        .order_by("pk")
    )
