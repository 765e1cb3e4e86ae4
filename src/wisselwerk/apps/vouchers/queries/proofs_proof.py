"""Where what is stored of deliveries and own payments does not agree with itself, with the rules, or with the trail."""

from collections.abc import Collection, Iterator
from itertools import groupby

from wisselwerk.apps.audit.queries import Told, all_told, last_told
from wisselwerk.apps.vouchers.models import FulfilmentStep, OwnPayment
from wisselwerk.apps.vouchers.queries.proofs import (
    SAYING,
    SHOWING,
    asks_delivery,
    asks_own_part,
    own_part_of,
    rule_of,
)
from wisselwerk.clock import day_of
from wisselwerk.domain.fulfilment import ALLOWED, FulfilmentVerb, Said
from wisselwerk.domain.own_payment import Evidence, against
from wisselwerk.domain.voucher import VoucherState

PARTS = (
    "redemption__voucher__rule_set",
    "redemption__voucher__application",
    "redemption__transfer",
    "redemption__remains_of__undone",
)
CHUNK = 2000


def proofs_that_differ() -> Iterator[str]:
    """All of them."""
    trail = all_told([*SAYING.values(), *SHOWING.values()])
    kept: set[Told] = set()
    steps = FulfilmentStep.objects.select_related(*PARTS, "remark").order_by("redemption", "pk")
    contested = last_told(["contest_voucher"])
    for _, said in groupby(steps.iterator(CHUNK), key=lambda step: step.redemption_id):
        before: Said | None = None
        for step in said:
            kept.add(_step_told(step))
            yield from _of_step(step, before, trail)
            before = step.said()
        yield from _of_clock(step, contested.get(f"voucher:{step.redemption.voucher_id}"))
    for payment in OwnPayment.objects.select_related(*PARTS).order_by("pk").iterator(CHUNK):
        kept.add(_payment_told(payment))
        yield from _of_payment(payment, trail)
    for told in sorted(trail - kept):
        yield f"{told.subject}: the trail tells of {told.command} at {told.at}, and it is kept nowhere"


def _of_step(step: FulfilmentStep, before: Said | None, trail: Collection[Told]) -> Iterator[str]:
    name, now, one = f"fulfilment step {step.pk}", step.said(), step.redemption
    if _step_told(step) not in trail:
        yield f"{name}: the trail tells of another redemption, actor, moment or clock"
    if not asks_delivery(one, rule_of(one)):
        yield f"{name}: the rules of redemption {one.pk} ask nothing about its delivery"
    if before is None:
        if now.verb is not FulfilmentVerb.ASK:
            yield f"{name}: {now.verb} comes before the question"
    elif now.verb is FulfilmentVerb.ASK or before.state(now.on) not in ALLOWED[now.verb]:
        yield f"{name}: {now.verb} cannot come after {before.verb} of {before.on}"
    speaks = now.verb in {FulfilmentVerb.DISPUTE, FulfilmentVerb.FIND, FulfilmentVerb.WITHDRAW}
    if speaks is (step.remark is None):
        yield f"{name}: {now.verb} has {'no' if speaks else 'a'} reason"
    elif step.remark and (step.remark.application_id, step.remark.actor) != (
        one.voucher.application_id,
        step.actor,
    ):
        yield f"{name}: its reason is somebody else's, or of another application"


def _of_clock(step: FulfilmentStep, contested: Told | None) -> Iterator[str]:
    """The clock of a voucher that is on hold stands still; that of another runs, or was stopped by its business.

    That of one that was withdrawn may do both: it stands still where nobody could answer at the time.
    """
    name, last, one = f"fulfilment step {step.pk}", step.said(), step.redemption
    if one.is_reversed:
        return
    if one.voucher.state == VoucherState.REVOKED:
        return
    if one.voucher.state != VoucherState.FROZEN:
        if last.stands_still and last.verb is not FulfilmentVerb.DISPUTE:
            yield f"{name}: its clock stands still, and voucher {one.voucher_id} is not on hold"
    elif last.until is not None and (contested is None or last.until >= day_of(contested.at)):
        yield f"{name}: its clock runs, and voucher {one.voucher_id} is on hold"


def _of_payment(payment: OwnPayment, trail: Collection[Told]) -> Iterator[str]:
    name, one = f"own payment {payment.pk}", payment.redemption
    if _payment_told(payment) not in trail:
        yield f"{name}: the trail tells of another redemption, actor, moment, day or amount"
    if not asks_own_part(one, rule_of(one)):
        yield f"{name}: the rules of redemption {one.pk} ask nothing about the own part"
    amount, paid_on, day = payment.amount_cents, payment.paid_on, day_of(payment.at)
    for reason in against(own_part_of(one), amount_cents=amount, paid_on=paid_on, today=day):
        yield f"{name}: does not prove redemption {one.pk}: {reason.code}"


def _step_told(step: FulfilmentStep) -> Told:
    command = SAYING[FulfilmentVerb(step.verb)]
    return Told(f"redemption:{step.redemption_id}", command, step.actor, step.at, step.told())


def _payment_told(payment: OwnPayment) -> Told:
    command = SHOWING[Evidence(payment.evidence)]
    return Told(f"redemption:{payment.redemption_id}", command, payment.actor, payment.at, payment.told())
