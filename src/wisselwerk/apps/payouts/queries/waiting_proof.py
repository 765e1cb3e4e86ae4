"""Whether a payment went out that had to wait: what held when its batch was signed, read again from dated records.

Every signature counts, also one that lapsed: a bank may have had that file. Its moment, and what was in its file then, are
those of the trail. What the trail tells of vouchers and checks, what was said of a delivery, who showed that an own part
was paid, which invoices stood: each has its own moment, and none is ever changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Min

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.queries import entries_of, last_entry
from wisselwerk.apps.payouts.models import BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.signed import LEFT_OUT, SIGNED
from wisselwerk.apps.vouchers.models import Evaluation, FulfilmentStep, Redemption
from wisselwerk.apps.vouchers.queries.evaluations import key_of
from wisselwerk.apps.vouchers.queries.proofs import asks_delivery, proof_rules
from wisselwerk.clock import day_of
from wisselwerk.domain.evaluation import Side
from wisselwerk.domain.fulfilment import DELIVERED, FulfilmentState
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.payment import BatchState, Part
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.rule.proof import Proof

CHUNK = 2000
TAKEN_BACK = "hold_batch"
BEGAN = "begin_to_prove_waiting"
"""What was signed before this entry is left in peace: not all of this was kept, or asked, when it was signed."""
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


@dataclass(frozen=True, slots=True)
class _Signatures:
    """Who signed which batch when, and what was in its file then."""

    by_batch: Mapping[int, Sequence[Entry]]
    """Oldest first."""
    standing: Collection[int]
    """The numbers of those that were not taken back."""
    left_out: Mapping[int, int]
    """The entry since which a payment is in no file any more, by payment."""
    done: Mapping[int, datetime]
    """When a bank told that it paid or refused a payment, of batches that were signed more than once."""

    def of(self, payment: Payment) -> Iterator[Entry]:
        """Those by which this payment was to be carried out."""
        out, done = self.left_out.get(payment.pk), self.done.get(payment.pk)
        for one in self.by_batch[payment.batch_id]:
            if (out is None or one.pk < out) and (done is None or one.at <= done):
                yield one

    def told(self, payment: Payment, one: Entry) -> str:
        """A payment that was signed, in words."""
        lapsed = "" if one.pk in self.standing else f" (entry {one.pk}, which lapsed)"
        return f"payment {payment.pk}: was signed{lapsed}"


def payments_that_had_to_wait() -> Iterator[str]:
    """Signatures that the trail does not tell of, and payments that were signed while something stood in the way."""
    began = last_entry(BEGAN)
    batches = list(PaymentBatch.objects.order_by("pk"))
    trail = entries_of([f"batch:{batch.pk}" for batch in batches], [SIGNED, TAKEN_BACK])
    for batch in batches:
        yield from _of_signature(batch, trail.get(f"batch:{batch.pk}", ()), began)
    signatures = _signatures(trail, began)
    went = Payment.objects.filter(batch__in=signatures.by_batch)
    found = went.select_related("redemption__voucher", "redemption__reversal").order_by("pk").iterator(CHUNK)
    rules = proof_rules()
    while some := list(islice(found, CHUNK)):
        records = _records_of(some, rules)
        for payment in some:
            for one in signatures.of(payment):
                for wait in _waited(payment, one.at, records):
                    yield f"{signatures.told(payment, one)} while {wait}"


def _of_signature(batch: PaymentBatch, told: Sequence[Entry], began: int) -> Iterator[str]:
    """Whether a batch stands signed, or does not, as the trail tells."""
    last = told[-1] if told else None
    if last is not None and last.pk <= began:
        return
    is_told = last is not None and last.command == SIGNED
    if batch.state == BatchState.SIGNED:
        if last is None or not is_told or (last.actor, last.at) != (batch.signed_by, batch.signed_at):
            yield f"batch {batch.pk}: the trail tells of another signature"
    elif is_told and batch.state != BatchState.EMPTIED:  # such a one could be signed once, for nothing
        yield f"batch {batch.pk}: is {batch.state}, and nobody took its signature back as far as the trail tells"


def _signatures(trail: Mapping[str, Sequence[Entry]], began: int) -> _Signatures:
    """What the trail, and the bank, tell of what was in the file of each. Two queries."""
    by_batch: dict[int, Sequence[Entry]] = {}
    again = []
    for subject, told in trail.items():
        number = int(subject.removeprefix("batch:"))
        signed = [one for one in told if one.command == SIGNED]
        if len(signed) > 1:
            again.append(number)
        if proven := [one for one in signed if one.pk > began]:
            by_batch[number] = proven
    done = BankLine.objects.filter(payment__batch__in=again, meaning__in=[Meaning.PAID, Meaning.REFUSED])
    first = done.order_by().values_list("payment").annotate(at=Min("file__read_at"))
    left_out = Entry.objects.filter(command__in=LEFT_OUT).order_by("-pk").values_list("subject", "pk")
    return _Signatures(
        by_batch,
        {told[-1].pk for told in trail.values()},
        {int(subject.removeprefix("payment:")): pk for subject, pk in left_out},
        dict(first),
    )


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


def _waited(payment: Payment, at: datetime, records: _Records) -> Iterator[str]:
    """Each thing that stood in the way of a payment at this moment."""
    one = payment.redemption
    if payment.part == Part.LAST and not _evaluated(one, at, records):
        yield "not both sides had said how it went"
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
