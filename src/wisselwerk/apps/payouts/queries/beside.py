"""What is beside the books between us and a payee, and what of it we owe. See ``services.beside``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wisselwerk.apps.audit.queries import all_told
from wisselwerk.apps.payouts.models import BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.sight import lines_for
from wisselwerk.apps.payouts.queries.told import Due, told_of
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.money import Cents
from wisselwerk.domain.paid_twice import Moved, out_cents
from wisselwerk.domain.reconciliation import Meaning

RECORDED = ("record_repayment", "take_back_repayment", "give_back")


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


def owed_cents(payment: Payment) -> Cents:
    """What we owe its payee back. One query."""
    return Cents(max(-out_cents(told_of_payment(payment)), 0))


def owed_back(actor: Actor) -> list[Owed]:
    """All of it that the actor sees, the newest first. Two queries; one where there is none."""
    return _owed(lines_for(actor).filter(meaning=Meaning.BESIDE))


def owed_to(actor: Actor) -> list[Owed]:
    """What of it goes back to the providers that the actor acts for, the newest first. As many queries."""
    mine = BankLine.objects.filter(
        meaning=Meaning.BESIDE, payment__redemption__payee__in=actor.organisations(Role.PROVIDER)
    )
    return _owed(mine.select_related("file__payer", "payment__redemption").order_by("pk"))


def _owed(lines: QuerySet[Any]) -> list[Owed]:
    last: dict[Due, BankLine] = {(one.payment.redemption_id, one.payment.part): one for one in lines}
    if not last:
        return []
    told = told_of({redemption for redemption, _ in last})
    found = [Owed(line, Cents(-out)) for due, line in last.items() if (out := out_cents(told[due])) < 0]
    return sorted(found, key=lambda one: -one.line.pk)


def beside_that_differs() -> Iterator[str]:
    """What nobody recorded, was more than was out, or was given back without being owed. See ``wisselwerk verify``."""
    recorded = {(one.subject, one.actor) for one in all_told(RECORDED)}
    lines = BankLine.objects.filter(meaning=Meaning.BESIDE).select_related(
        "file", "payment__redemption", "undoes"
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
        before = told_of([payment.redemption_id], before=line)[payment.redemption_id, payment.part]
        out = out_cents(before)
        if cents > 0 and not payment.redemption.is_reversed and cents > out:
            yield f"{name}: {cents} cents came back of payment {payment.pk}, of which {max(out, 0)} was out"
        if cents < 0 and -cents > -out:
            yield f"{name}: {-cents} cents was given back of payment {payment.pk}, of which {max(-out, 0)} was owed"
