"""What payees have to pay back, what they were told of it and when, and until when they can pay."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.parties.queries import people_of
from wisselwerk.apps.payouts.models import BankLine, ClaimNotice, Payment
from wisselwerk.apps.payouts.queries.sight import DIRECTORS, paid_back
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.queries.arrivals import arrivals_that_differ
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.apps.vouchers.queries.deliveries import PATIENCE
from wisselwerk.apps.vouchers.queries.sight import DOUBTED
from wisselwerk.clock import day_of, now
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import ARRIVED, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.reminder import Ladder, ladder_on, last_day, reminder_due

TOLD = ("deliver_claim", "post_claim")


@dataclass(frozen=True, slots=True)
class Claim:
    """Money that a payee has to pay back, or has paid back."""

    payment: Payment

    @property
    def notices(self) -> list[ClaimNotice]:
        """What the payee was told, oldest first."""
        return list(self.payment.claim_notices.all())

    @property
    def sent(self) -> list[date]:
        """The days on which that left."""
        return [day_of(one.at) for one in self.notices if one.state in DELIVERED]

    @property
    def waiting(self) -> ClaimNotice | None:
        """The one that has not left yet."""
        return next((one for one in self.notices if one.state not in DELIVERED), None)

    @property
    def pay_by(self) -> date | None:
        """The last day to pay, as the payee was last told; None while nothing was asked yet."""
        return max((one.told_until for one in self.notices), default=None)

    @property
    def parts(self) -> list[BankLine]:
        """What came back on the account, oldest first."""
        return [one for one in self.payment.bank_lines.all() if one.meaning == Meaning.RECOVERED]

    @property
    def open_cents(self) -> Cents:
        """What did not come back yet."""
        return self.open_at(None)

    def open_at(self, moment: datetime | None) -> Cents:
        """What had not come back at a moment, as far as files of the bank had told by then; None for now."""
        told = [one for one in self.parts if moment is None or one.file.read_at < moment]
        return still_out(self.payment, told)

    def counted_at(self, moment: datetime | None) -> Cents:
        """What of that was no money: what we owed the payee, and counted first."""
        found = [one for one in self.parts if moment is None or one.file.read_at < moment]
        undone = {one.transfer.reverses_id for one in found if one.transfer}
        counts = [one for one in found if getattr(one, "counts", False) and one.transfer_id not in undone]
        return Cents(sum(one.amount_cents or 0 for one in counts))

    @property
    def recovered_on(self) -> date | None:
        """When all of it was back on the account; None as long as it is not."""
        if self.open_cents:
            return None
        undone = {one.transfer.reverses_id for one in self.parts if one.transfer}
        stands = [one for one in self.parts if (one.amount_cents or 0) > 0 and one.transfer_id not in undone]
        return max((one.booked_on for one in stands if one.booked_on), default=None)

    def deadline(self, on: date) -> date:
        """The last day to pay as it was set, or is set when the money is first asked back ``on`` this day."""
        return self.notices[0].deadline if self.notices else on + timedelta(days=_ladder(on).days_before[0])

    def last_day(self, on: date) -> date:
        """The last day to pay as far as it can be told: nobody is late before two notices left (``domain.reminder``)."""
        deadline = self.deadline(on)
        return max(self.pay_by or deadline, last_day(_ladder(on), deadline, self.sent, on))

    def is_due(self, on: date) -> bool:
        """Whether the payee should be told ``on`` this day: the first time at once, then by the ladder."""
        return (
            self.waiting is None and reminder_due(_ladder(on), self.deadline(on), self.sent, on) is not None
        )

    def tells_too_soon(self, on: date) -> bool:
        """Whether what waits to leave tells a last day that is over, so that it has to tell a later one."""
        return self.waiting is not None and self.waiting.told_until <= on


def still_out(payment: Payment, lines: Iterable[BankLine]) -> Cents:
    """What of a payment its payee did not pay back, by lines of it: what is asked back once it was undone."""
    back = sum(one.amount_cents or 0 for one in lines if one.meaning == Meaning.RECOVERED)
    return Cents(payment.amount_cents - back)


def open_claims() -> QuerySet[Payment]:
    """Payments that were undone after they were paid and did not come back: found by what was undone, which is little."""
    found = Payment.objects.filter(redemption__reversal__isnull=False, state=PaymentState.PAID)
    return _with_parts(found).order_by("pk")


def may_be_for_more(payment: Payment, cents: int | None) -> bool:
    """Whether so much money may be for something else too: who was paid is asked that back by the same local government, or a person has
    to place as much, of which another file told. Two queries at most.
    """
    payee = Q(redemption__payee=payment.redemption.payee_id, batch__payer=payment.batch.payer_id)
    if open_claims().filter(payee).exclude(pk=payment.pk).exists():
        return True
    return payment.bank_lines.filter(meaning=Meaning.DIFFERENT, amount_cents=cents).exists()


def all_claims() -> QuerySet[Payment]:
    """Payments that were undone after they were paid, also those that came back."""
    return _claimed(Q())


def to_pay_back(actor: Actor) -> list[Claim]:
    """What the providers that the actor acts for have to pay back and did not yet. Three queries."""
    owed_by = Q(redemption__payee__in=actor.organisations(Role.PROVIDER))
    return [Claim(one) for one in open_claims().filter(owed_by)]


def claims_for(actor: Actor) -> QuerySet[Payment]:
    """Claims for who pays and who audits, also those that came back; newest first."""
    paid = Q(batch__payer__in=actor.organisations(*DIRECTORS))
    audited = Q(redemption__voucher__scheme__partnership__in=actor.organisations(Role.AUDITOR))
    return _claimed(paid | audited).order_by("-pk")


def number_of_open_claims(actor: Actor) -> int:
    """How many of them did not come back yet. One query."""
    return claims_for(actor).filter(state=PaymentState.PAID).order_by().count()


def letters_to_post(actor: Actor) -> list[ClaimNotice]:
    """What asks money back and no mail brings, for who may post it; oldest first. Nothing of what came in since. One query."""
    stuck = Q(state__in=(DeliveryState.MAIL_REFUSED, DeliveryState.TO_POST))
    late = Q(state=DeliveryState.WAITING, at__lt=now() - PATIENCE)
    payers = [payer for _, payer in actor.roles if may(actor, "post_claim", payer)]
    open_of_payer = Q(payment__batch__payer__in=payers, payment__state=PaymentState.PAID)
    found = ClaimNotice.objects.filter(stuck | late, open_of_payer)
    return list(found.select_related("payment__redemption__payee").order_by("at", "pk"))


def claim_of(actor: Actor, payment_id: int) -> Claim | None:
    """One claim, for who pays, who audits or coordinates, and who has to pay; None for others."""
    paid_to = Q(redemption__payee__in=actor.organisations(Role.PROVIDER, Role.HOLDER)) | paid_back(actor)
    # The letter sends who does not agree to the coordinator.
    coordinated = Q(redemption__voucher__scheme__partnership__in=actor.organisations(Role.COORDINATOR))
    found = claims_for(actor) | _claimed(paid_to | coordinated)
    payment = found.distinct().filter(pk=payment_id).first()
    return None if payment is None else Claim(payment)


def who_is_told(payment: Payment) -> Person | None:
    """Who applied where that business was paid back, else somebody who acts for the payee; None without a mail address."""
    voucher = payment.redemption.voucher
    if payment.redemption.payee_id == voucher.payee_id and voucher.state not in DOUBTED:
        applicant = voucher.application.applicant
        if applicant is not None and applicant.email is not None:
            return applicant
    staff = people_of(payment.redemption.payee_id, Role.PROVIDER, Role.HOLDER)
    return Person.objects.filter(pk__in=staff, email__isnull=False).order_by("pk").first()


def proof_of_claim(notice: ClaimNotice) -> str:
    """What the trail holds of a notice that left: what it was, so that a change shows."""
    return f"claim:{notice.pk}:{notice.deadline}:{notice.told_until}"


def claims_that_differ() -> Iterator[str]:
    """Notices that the trail does not tell of, and the reverse. See ``wisselwerk verify``."""
    yield from arrivals_that_differ(
        ClaimNotice.objects.all(), lambda one: (f"payment:{one.payment_id}", proof_of_claim(one)), TOLD
    )
    for one in ClaimNotice.objects.filter(payment__redemption__is_reversed=False):
        yield f"claim notice {one.pk}: asks back payment {one.payment_id}, which was not undone"


def _claimed(condition: Q) -> QuerySet[Payment]:
    found = Payment.objects.filter(condition, redemption__reversal__isnull=False, state__in=ARRIVED)
    return _with_parts(found)


def _with_parts(found: QuerySet[Any]) -> QuerySet[Any]:
    # What was too much before and counts for this leaves what stands beside the books, in the same record.
    leaves = BankLine.objects.filter(file=OuterRef("file"), meaning=Meaning.BESIDE, amount_cents__lt=0)
    lines = BankLine.objects.annotate(counts=Q(amount_cents__gt=0) & Exists(leaves))
    return found.select_related(
        "batch__payer",
        "batch__from_account",
        "redemption__payee",
        "redemption__reversal__why",
        "redemption__credit_note__replacement",
        "redemption__voucher__scheme__partnership",
        "redemption__voucher__application",
    ).prefetch_related(
        Prefetch("claim_notices", ClaimNotice.objects.select_related("person").order_by("pk")),
        Prefetch("bank_lines", lines.select_related("file", "transfer", "notice").order_by("pk")),
    )


def _ladder(on: date) -> Ladder:
    return ladder_on(on)
