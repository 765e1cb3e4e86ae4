"""What is beside the books between us and a payee, and what of it we owe. See ``services.beside``."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.payouts.models import BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.payouts.queries.sight import lines_for
from wisselwerk.apps.payouts.queries.told import Due, told_of
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.money import Cents
from wisselwerk.domain.paid_twice import Moved, out_cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning

RECORDED = ("record_repayment", "take_back_repayment", "give_back", "count_for_claim")


@dataclass(frozen=True, slots=True)
class Owed:
    """What a payee paid back too much and we did not give back yet."""

    line: BankLine
    """The last that was recorded of it."""
    cents: Cents


def told_of_payment(payment: Payment) -> Sequence[Moved]:
    """What lines tell of whatever pays the same as a payment. One query."""
    return told_of([payment.redemption_id])[payment.redemption_id, payment.part]


def beside_of_payment(payment: Payment) -> QuerySet[BankLine]:
    """What was recorded beside the books of whatever pays the same, oldest first; nothing that was taken back."""
    of_it = BankLine.objects.filter(payment__redemption=payment.redemption_id, payment__part=payment.part)
    standing = of_it.filter(meaning=Meaning.BESIDE, undoes=None, undone_by=None)
    return standing.select_related("file").order_by("pk")


def claim_on(payment: Payment) -> Payment | None:
    """The payment of which something is still asked back, of those that pay the same; None where nothing is."""
    found = open_claims().filter(redemption=payment.redemption_id, part=payment.part)
    return found.filter(batch__payer=payment.batch.payer_id).first()


def claims_with_money_beside() -> frozenset[int]:
    """Claims of which something was recorded beside the books, so that we may owe something. One query."""
    beside = BankLine.objects.filter(
        meaning=Meaning.BESIDE,
        payment__redemption=OuterRef("redemption"),
        payment__part=OuterRef("part"),
    )
    return frozenset(open_claims().filter(Exists(beside)).order_by().values_list("pk", flat=True))


def owed_beside(payment: Payment) -> int:
    """What came in beside the books of whatever pays the same, beyond what was out, and did not go back. One query."""
    return max(-out_cents(told_of_payment(payment)), 0)


def owed_cents(payment: Payment) -> Cents:
    """What we owe its payee back: nothing while something is asked back, for which it counts. At most three queries."""
    owed = owed_beside(payment)
    return Cents(owed if owed and claim_on(payment) is None else 0)


def owed_back(actor: Actor) -> list[Owed]:
    """All of it that the actor sees, the newest first: not where something is asked back, for which it counts.

    Two queries; one where there is none.
    """
    return _owed(lines_for(actor).filter(meaning=Meaning.BESIDE))


def owed_to(actor: Actor) -> list[Owed]:
    """What of it goes back to the providers that the actor acts for, the newest first. As many queries."""
    mine = BankLine.objects.filter(
        meaning=Meaning.BESIDE, payment__redemption__payee__in=actor.organisations(Role.PROVIDER)
    )
    return _owed(mine.select_related("file__payer", "payment__redemption").order_by("pk"))


def _owed(lines: QuerySet[Any]) -> list[Owed]:
    asked = Payment.objects.filter(
        redemption=OuterRef("payment__redemption"),
        part=OuterRef("payment__part"),
        batch__payer=OuterRef("file__payer"),
        redemption__is_reversed=True,
        state=PaymentState.PAID,
    )
    last: dict[Due, BankLine] = {
        (one.payment.redemption_id, one.payment.part): one for one in lines.filter(~Exists(asked))
    }
    if not last:
        return []
    told = told_of({redemption for redemption, _ in last})
    found = [Owed(line, Cents(-out)) for due, line in last.items() if (out := out_cents(told[due])) < 0]
    return sorted(found, key=lambda one: -one.line.pk)


def beside_that_differs() -> Iterator[str]:
    """What nobody recorded, was more than was out, was given back without being owed, or counted as too much or went back
    while something was asked back; and what the trail tells and is not kept. See ``wisselwerk verify``.
    """
    told = all_told(RECORDED)
    yield from _that_is_gone(told)
    recorded = {(one.subject, one.actor) for one in told}
    lines = BankLine.objects.filter(meaning=Meaning.BESIDE).select_related(
        "file", "payment__redemption__reversal", "undoes"
    )
    for line in lines.order_by("pk"):
        name, payment, cents = f"bank line {line.pk}", line.payment, line.amount_cents or 0
        if (
            line.file.kind != BankFileKind.BY_HAND
            or (f"bank_line:{line.pk}", line.file.read_by) not in recorded
        ):
            yield f"{name}: nobody recorded it, as far as the trail tells"
        if payment is None or line.undoes is not None:
            if line.undoes is None or (line.undoes.payment_id, line.undoes.amount_cents) != (
                line.payment_id,
                -cents,
            ):
                yield f"{name}: takes back what is of another payment, or as much"
            continue
        yield from (f"{name}: {wrong}" for wrong in _wrong_with(line, payment, cents))


def _that_is_gone(told: Collection[Told]) -> Iterator[str]:
    """What was recorded and is kept no more, and what counts for a claim while nothing left what stands beside the books."""
    of_hand = BankLine.objects.filter(file__kind=BankFileKind.BY_HAND).order_by("pk")
    kept = {f"bank_line:{pk}" for pk in of_hand.values_list("pk", flat=True)}
    for subject in sorted({one.subject for one in told} - kept):
        yield f"{subject}: the trail tells that it was recorded by hand, and it is not kept"
    counted = {one.subject for one in told if one.command == "count_for_claim"}
    other = BankLine.objects.filter(file=OuterRef("file"), meaning=Meaning.BESIDE, amount_cents__lt=0)
    for line in of_hand.filter(~Exists(other), meaning=Meaning.RECOVERED):
        if f"bank_line:{line.pk}" in counted:
            yield f"bank line {line.pk}: counts for what is asked back, and nothing left what stands beside the books"


def _wrong_with(line: BankLine, payment: Payment, cents: int) -> Iterator[str]:
    """What is wrong with what was recorded, by what stood before it."""
    out = out_cents(told_of([payment.redemption_id], before=line)[payment.redemption_id, payment.part])
    asked = _asked_then(line, payment)
    counts = sum(one.amount_cents or 0 for one in line.file.lines.filter(meaning=Meaning.RECOVERED))
    if cents > 0 and asked is None and cents > out:
        yield f"{cents} cents came back of payment {payment.pk}, of which {max(out, 0)} was out"
    if cents > 0 and asked:
        yield f"{cents} cents came in as too much of payment {payment.pk}, while {asked} was asked back of it"
    if cents < 0 and -cents > -out:
        yield f"{-cents} cents was given back of payment {payment.pk}, of which {max(-out, 0)} was owed"
    elif cents < 0 and counts and -cents != counts:
        yield f"{-cents} cents of payment {payment.pk} counts for what is asked back, and {counts} was booked"
    elif cents < 0 and asked and not counts:
        yield f"{-cents} cents was given back of payment {payment.pk}, while {asked} was asked back of it"


def _asked_then(line: BankLine, payment: Payment) -> int | None:
    """What was asked back of a payment once a line of it was kept; None where it had not been undone, or had not been paid.

    With what else was recorded at once with the line.
    """
    reversal = getattr(payment.redemption, "reversal", None)
    if reversal is None or line.file.read_at < reversal.reversed_at:
        return None
    found = payment.bank_lines.filter(Q(pk__lt=line.pk) | Q(file=line.file_id)).aggregate(
        paid=Count("pk", filter=Q(meaning=Meaning.PAID)),
        returned=Count("pk", filter=Q(meaning=Meaning.RETURNED)),
        back=Sum("amount_cents", filter=Q(meaning=Meaning.RECOVERED), default=0),
    )
    return payment.amount_cents - int(found["back"]) if found["paid"] > found["returned"] else None
