"""A batch as its pages show it: how far it is, and what its reader can do with it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.models import Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.desk import Progress, progress_of
from wisselwerk.apps.payouts.queries.obstacles import obstacles
from wisselwerk.apps.payouts.queries.sight import DIRECTORS
from wisselwerk.clock import today
from wisselwerk.domain import payment
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import BatchState, BatchVerb, PaymentState
from wisselwerk.formats.bank_days import bank_day_from

SHOWN = 10
"""Payments that are named of each reason that stands in the way of a batch."""
COMMANDS = {
    BatchVerb.ORDER: "order_batch",
    BatchVerb.SIGN: "sign_batch",
    BatchVerb.HOLD: "hold_batch",
    BatchVerb.RESUME: "resume_batch",
    BatchVerb.TAKE_OUT: "take_out_payment",
}
"""The command behind each verb, by its name in the table of roles."""


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch that came from a query, with its progress, for one reader."""

    batch: PaymentBatch
    progress: Progress
    actor: Actor

    @property
    def state(self) -> BatchState:
        """Where it stands."""
        return BatchState(self.batch.state)

    @property
    def number(self) -> int:
        """Payments that the bank is asked to carry out: what it did by an earlier file is not asked again."""
        return self.progress.number - self.progress.earlier if self.is_over else self.progress.planned

    @property
    def amount_cents(self) -> Cents:
        """What those come to."""
        if self.is_over:
            return Cents(self.progress.amount_cents - self.progress.earlier_cents)
        return self.progress.cents.get(PaymentState.PLANNED, Cents(0))

    @property
    def at_bank(self) -> int:
        """Payments that somebody still has to do something for: once the bank has begun, those it said nothing of yet."""
        return self.progress.planned if self.is_begun else self.number

    @property
    def at_bank_cents(self) -> Cents:
        """What those come to."""
        return (
            self.progress.cents[PaymentState.PLANNED] if self.at_bank and self.is_begun else self.amount_cents
        )

    @property
    def is_over(self) -> bool:
        """Whether nobody approves it any more."""
        return self.state in {BatchState.SIGNED, BatchState.EMPTIED, BatchState.OVERTAKEN}

    @property
    def pay_on(self) -> date:
        """The day the bank will be asked to pay: a day that passed while it waited becomes today."""
        is_open = self.state is not BatchState.SIGNED
        return max(self.batch.pay_on, today()) if is_open else self.batch.pay_on

    @property
    def bank_day(self) -> date:
        """The first day from then on that banks pay."""
        return bank_day_from(self.pay_on)

    @property
    def pays_later(self) -> bool:
        """Whether the bank cannot pay on the day that is asked, and somebody still has to know that."""
        return not self.is_begun and self.bank_day != self.pay_on

    @property
    def is_signed(self) -> bool:
        """Whether the bank may have it."""
        return self.state is BatchState.SIGNED

    @property
    def is_whole(self) -> bool:
        """Whether its reader sees all of it: who pays does, an auditor sees the payments of the audited schemes."""
        return self.batch.payer_id in self.actor.organisations(*DIRECTORS)

    @property
    def is_begun(self) -> bool:
        """Whether the bank has said something of the file that it is signed for."""
        return self.is_signed and self.progress.planned < self.number

    @property
    def may_stop_begun(self) -> bool:
        """Whether what the bank left of it can be stopped."""
        return payment.may_stop_begun(self.bank_day, today(), is_left=self.progress.planned > 0)

    @property
    def is_done(self) -> bool:
        """Whether the bank has said of every payment what became of it."""
        return self.is_signed and not self.progress.planned

    @property
    def is_my_own_order(self) -> bool:
        """Whether its reader could sign it, had the same person not ordered it."""
        is_mine = self.state is BatchState.ORDERED and self.batch.ordered_by == str(self.actor)
        return is_mine and may(self.actor, "sign_batch", self.batch.payer_id)

    def can(self, verb: BatchVerb) -> bool:
        """Whether its reader can do this with it now."""
        if verb is BatchVerb.SIGN and self.is_my_own_order:
            return False
        if verb is BatchVerb.HOLD and self.is_begun and not self.may_stop_begun:
            return False
        return payment.may(verb, self.state) and self.is_allowed(verb)

    def is_allowed(self, verb: BatchVerb) -> bool:
        """Whether its reader's role may do this, at the right moment."""
        return may(self.actor, COMMANDS[verb], self.batch.payer_id)

    def verbs(self) -> Iterator[BatchVerb]:
        """Everything its reader can do with it as a whole."""
        return (verb for verb in BatchVerb if verb is not BatchVerb.TAKE_OUT and self.can(verb))

    @property
    def can_take_out(self) -> bool:
        """Whether a payment can be taken out of it."""
        return self.can(BatchVerb.TAKE_OUT)


def stopped_in(batch: PaymentBatch, payments: Collection[Payment] | None = None) -> dict[Payment, list[str]]:
    """Why payments cannot be ordered or signed, by payment: of these, else the first of each reason. Five queries.

    None of a batch that is signed: from then on it is the bank's.
    """
    stopped: dict[Payment, list[str]] = {}
    if batch.state == BatchState.SIGNED:
        return stopped
    for code, found in obstacles(batch, today()):
        named = found.select_related("redemption__payee").order_by("pk")
        some = named[:SHOWN] if payments is None else named.filter(pk__in=[one.pk for one in payments])
        for one in some:
            stopped.setdefault(one, []).append(code.value)
    return stopped


def views_of(actor: Actor, batches: Collection[PaymentBatch]) -> dict[int, BatchView]:
    """These batches for a reader, by number. One query."""
    progress = progress_of(batches)
    return {batch.pk: BatchView(batch, progress[batch.pk], actor) for batch in batches}
