"""Whether a payment went out that had to wait: what held when its batch was signed, read again from dated records.

The moment is that of the signature in the trail. What the trail tells of vouchers and checks, what was said of a
delivery, who showed that an own part was paid, which invoices stood: each has its own moment, and none is ever changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.queries import entries_of, last_entry
from wisselwerk.apps.payouts.models import Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.order import in_its_file
from wisselwerk.apps.vouchers.models import Evaluation, FulfilmentStep, Redemption
from wisselwerk.apps.vouchers.queries.evaluations import key_of
from wisselwerk.apps.vouchers.queries.proofs import asks_delivery, proof_rules
from wisselwerk.clock import day_of
from wisselwerk.domain.evaluation import Side
from wisselwerk.domain.fulfilment import DELIVERED, FulfilmentState
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.payment import BatchState, Part
from wisselwerk.domain.rule.proof import Proof

CHUNK = 2000
SIGNED = "sign_batch"
BEGAN = "begin_to_prove_waiting"
"""Batches signed before this entry are left in peace: not all of this was kept, or asked, when they were signed."""
CONTESTED = "contest_voucher"
TURNED = (CONTESTED, "resume_voucher", "revoke_voucher")
ACCEPTED = "accept_invoice"
CHECKED = ("check_invoices", ACCEPTED)


@dataclass(frozen=True, slots=True)
class _Records:
    """What is kept of some payments: by voucher, by redemption, or by what the trail names."""

    trail: Mapping[str, Sequence[Entry]]
    said: Mapping[UUID, Sequence[FulfilmentStep]]
    invoices: Mapping[int, Sequence[Redemption]]
    """All on each voucher of which the rules ask that the own part is shown."""
    rules: Mapping[int, Proof]
    """By version."""
    evaluated: Mapping[tuple[int, str, int], datetime]
    """When each side of a voucher said how it went, or was not waited for; of last parts alone."""


def payments_that_had_to_wait() -> Iterator[str]:
    """Signatures that the trail does not tell of, and payments that were signed while something stood in the way."""
    began = last_entry(BEGAN)
    batches = list(PaymentBatch.objects.filter(state=BatchState.SIGNED).order_by("pk"))
    signatures = entries_of([f"batch:{batch.pk}" for batch in batches], [SIGNED])
    signed: dict[int, datetime] = {}
    for batch in batches:
        told = signatures.get(f"batch:{batch.pk}", [])
        if told and told[-1].pk <= began:
            continue
        if not told or (told[-1].actor, told[-1].at) != (batch.signed_by, batch.signed_at):
            yield f"batch {batch.pk}: the trail tells of another signature"
        if told:
            signed[batch.pk] = told[-1].at
    went = in_its_file(Payment.objects.filter(batch__in=signed))
    found = went.select_related("redemption__voucher", "redemption__reversal").order_by("pk").iterator(CHUNK)
    rules = proof_rules()
    while some := list(islice(found, CHUNK)):
        records = _records_of(some, rules)
        for one in some:
            for wait in _waited(one.redemption, signed[one.batch_id], records):
                yield f"payment {one.pk}: was signed while {wait}"
            if one.part == Part.LAST and not _evaluated(one.redemption, signed[one.batch_id], records):
                yield f"payment {one.pk}: was signed while not both sides had said how it went"


def _records_of(payments: Sequence[Payment], rules: Mapping[int, Proof]) -> _Records:
    """Four queries, however many there are."""
    redemptions = [one.redemption for one in payments]
    subjects = {f"redemption:{one.pk}" for one in redemptions} | {
        f"voucher:{one.voucher_id}" for one in redemptions
    }
    said: defaultdict[UUID, list[FulfilmentStep]] = defaultdict(list)
    for step in FulfilmentStep.objects.filter(redemption__in=redemptions).order_by("pk"):
        said[step.redemption_id].append(step)
    asked = {pk for pk, rule in rules.items() if rule.asks_own_part}
    vouchers = {one.voucher_id for one in redemptions if one.voucher.rule_set_id in asked}
    invoices: defaultdict[int, list[Redemption]] = defaultdict(list)
    of_vouchers = Redemption.objects.filter(voucher__in=vouchers)
    for one in of_vouchers.select_related("reversal", "own_payment", "remains_of"):
        invoices[one.voucher_id].append(one)
    trail = entries_of(sorted(subjects), [*TURNED, *CHECKED])
    last = {one.redemption.voucher_id for one in payments if one.part == Part.LAST}
    evaluated = {key_of(one, one.side): one.at for one in Evaluation.objects.filter(voucher__in=last)}
    return _Records(trail, said, invoices, rules, evaluated)


def _waited(one: Redemption, at: datetime, records: _Records) -> Iterator[str]:
    """Each thing that stood in the way of a payment at this moment."""
    if _undone_by(one, at):
        yield "its redemption had been undone"
    if _last(records, f"voucher:{one.voucher_id}", TURNED, at) == CONTESTED:
        yield "its voucher was on hold"
    checks = [entry for entry in records.trail.get(f"redemption:{one.pk}", ()) if entry.at <= at]
    if not any(entry.command == ACCEPTED or entry.authority == CheckState.PASSED for entry in checks):
        yield "its invoice had neither passed the official check nor been accepted"
    rule = records.rules.get(one.voucher.rule_set_id)
    if rule is None:
        return
    if asks_delivery(one, rule):
        steps = [step.said() for step in records.said.get(one.pk, ()) if step.at <= at]
        state = steps[-1].state(day_of(at)) if steps else FulfilmentState.ASKED
        if state is FulfilmentState.DISPUTED:
            yield "its business disputed the delivery"
        elif state not in DELIVERED:
            yield "its business had days left to say whether it was delivered"
    if rule.asks_own_part and any(
        _lacks_own_part(other, one, at) for other in records.invoices[one.voucher_id]
    ):
        yield "nobody had shown that its business paid its own part"


def _evaluated(one: Redemption, at: datetime, records: _Records) -> bool:
    """Whether both sides had then said how it went, or were not waited for."""
    keys = [key_of(one, side.value) for side in Side]
    return all(key in records.evaluated and records.evaluated[key] <= at for key in keys)


def _lacks_own_part(other: Redemption, one: Redemption, at: datetime) -> bool:
    """Whether an invoice on the same voucher was then still to be paid by the business; see ``proofs.unproven``."""
    counts = other.redeemed_at <= one.redeemed_at or hasattr(other, "remains_of")
    stood = other.redeemed_at <= at and not _undone_by(other, at)
    shown = getattr(other, "own_payment", None)
    return counts and stood and other.business_cents > 0 and (shown is None or shown.at > at)


def _undone_by(one: Redemption, at: datetime) -> bool:
    reversal = getattr(one, "reversal", None)
    return reversal is not None and reversal.reversed_at <= at


def _last(records: _Records, subject: str, commands: Collection[str], at: datetime) -> str | None:
    """The last of these commands that the trail tells of something up to this moment."""
    found = [
        entry.command
        for entry in records.trail.get(subject, ())
        if entry.command in commands and entry.at <= at
    ]
    return found[-1] if found else None
