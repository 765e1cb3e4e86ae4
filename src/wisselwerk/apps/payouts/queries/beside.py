"""What is beside the books between us and a payee, and what of it we owe. See ``services.beside``."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.claims import open_claims, still_out
from wisselwerk.apps.payouts.queries.history import who_ordered
from wisselwerk.apps.payouts.queries.sight import lines_for
from wisselwerk.apps.payouts.queries.taken_back import taken_back_of
from wisselwerk.apps.payouts.queries.told import Due, told_of
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.money import Cents
from wisselwerk.domain.paid_twice import Moved, out_cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning

RECORDED = (
    "record_repayment",
    "take_back_repayment",
    "give_back",
    "count_for_claim",
    "record_payment",
    "record_return",
    "keep_too_much",
)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a payee paid back too much and we did not give back yet."""

    line: BankLine
    """The last that was recorded of it."""
    cents: Cents


def proof_of_too_much(line: BankLine) -> str:
    """What the trail holds of what a statement had beyond what was asked back, so that a change shows."""
    return f"{line.amount_cents} cents"


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


def owed_in(actor: Actor, file: BankFile) -> list[Owed]:
    """What of it came in too much by lines of this file, also where more was recorded of it since. Three queries at most."""
    lines = BankLine.objects.filter(file=file, meaning=Meaning.BESIDE)
    found = set(lines.values_list("payment__redemption", "payment__part"))
    owed = owed_back(actor) if found else []
    of_each = [(one, one.line.payment) for one in owed]
    return [one for one, paid in of_each if paid and (paid.redemption_id, paid.part) in found]


def owed_by(actor: Actor) -> list[Owed]:
    """What of it the actor has to give back: nothing for who only reads along. As many queries."""
    return [one for one in owed_back(actor) if may(actor, "give_back", one.line.file.payer_id)]


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
    yield from _returns_without_a_difference()
    kept_apart = {one.subject: one.authority for one in told if one.command == "keep_too_much"}
    recorded = {(one.subject, one.actor) for one in told}
    taken_back = {one.subject for one in told if one.command == "record_return"}
    lines = BankLine.objects.filter(meaning=Meaning.BESIDE).select_related(
        "file", "payment__redemption__reversal", "payment__batch", "undoes"
    )
    for line in lines.order_by("pk"):
        name, payment, cents = f"bank line {line.pk}", line.payment, line.amount_cents or 0
        if (f"bank_line:{line.pk}", line.file.read_by) not in recorded:
            yield f"{name}: nobody recorded it, as far as the trail tells"
        if payment is None or line.undoes is not None:
            if line.undoes is None or (line.undoes.payment_id, line.undoes.amount_cents) != (
                line.payment_id,
                -cents,
            ):
                yield f"{name}: takes back what is of another payment, or as much"
            continue
        if line.file.kind != BankFileKind.BY_HAND:
            wrong = _wrong_with_surplus(line, payment, kept_apart.get(f"bank_line:{line.pk}"))
        elif line.file.lines.filter(meaning=Meaning.PAID).exists():
            wrong = _wrong_with_other_amount(line, payment, cents)
        elif line.file.lines.filter(meaning=Meaning.RETURNED).exists():
            wrong = _wrong_with_return(line, payment, payment.amount_cents + cents, is_all=True)
        elif f"bank_line:{line.pk}" in taken_back:
            wrong = _wrong_with_return(line, payment, cents, is_all=False)
        else:
            wrong = _wrong_with(line, payment, cents)
        yield from (f"{name}: {one}" for one in wrong)


def _that_is_gone(told: Collection[Told]) -> Iterator[str]:
    """What was recorded and is kept no more, and what counts for a claim while nothing left what stands beside the books."""
    of_hand = BankLine.objects.filter(file__kind=BankFileKind.BY_HAND).order_by("pk")
    apart = BankLine.objects.filter(meaning=Meaning.BESIDE).values_list("pk", flat=True)
    moved = of_hand.filter(meaning__in=[Meaning.PAID, Meaning.RETURNED, Meaning.RECOVERED]).values_list(
        "pk", flat=True
    )
    kept = {f"bank_line:{pk}" for pk in [*moved, *apart]}
    for subject in sorted({one.subject for one in told} - kept):
        yield f"{subject}: the trail tells that it was recorded, and it is not kept"
    counted = {one.subject for one in told if one.command == "count_for_claim"}
    other = BankLine.objects.filter(file=OuterRef("file"), meaning=Meaning.BESIDE, amount_cents__lt=0)
    for line in of_hand.filter(~Exists(other), meaning=Meaning.RECOVERED):
        if f"bank_line:{line.pk}" in counted:
            yield f"bank line {line.pk}: counts for what is asked back, and nothing left what stands beside the books"


def _wrong_with(line: BankLine, payment: Payment, cents: int) -> Iterator[str]:
    """What is wrong with what was recorded, by what stood before it."""
    out = out_cents(told_of([payment.redemption_id], before=line)[payment.redemption_id, payment.part])
    asked = _asked_back_when_kept(line, payment)
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


def _wrong_with_surplus(line: BankLine, payment: Payment, told: str | None) -> Iterator[str]:
    """What is wrong with what a statement had beyond what was asked back: it stands beside the last part of that."""
    cents, asked = line.amount_cents or 0, _asked_back_when_kept(line, payment)
    last = payment.bank_lines.filter(file=line.file_id, meaning=Meaning.RECOVERED, pk__lt=line.pk).last()
    is_beside = last is not None and (last.booked_on, last.bank_reference) == (
        line.booked_on,
        line.bank_reference,
    )
    if asked != 0 or cents <= 0 or not is_beside:
        yield f"{cents} cents came in as too much of payment {payment.pk}, and not with the last that was asked back"
    if told is not None and told != proof_of_too_much(line):
        yield f"{cents} cents came in as too much of payment {payment.pk}, and the trail tells of {told}"


def _wrong_with_other_amount(line: BankLine, payment: Payment, cents: int) -> Iterator[str]:
    """What is wrong with what was booked while it left in another amount: a line told of just that, and who ordered it not."""
    left = -payment.amount_cents + cents
    told = payment.bank_lines.filter(meaning=Meaning.DIFFERENT, amount_cents=left, pk__lt=line.pk)
    if not cents or not told.exclude(file__kind=BankFileKind.BY_HAND).exists():
        yield f"{-left} cents is booked as what left for payment {payment.pk}, and no line of the bank tells so"
    if line.file.read_by in who_ordered(payment.batch, line.file.read_at):
        yield f"payment {payment.pk} left in another amount than was ordered, and who ordered it booked that"


def _returns_without_a_difference() -> Iterator[str]:
    """What is wrong with what ended what was taken back by just what was ordered: nothing stands beside that."""
    beside = BankLine.objects.filter(file=OuterRef("file"), meaning=Meaning.BESIDE)
    lines = BankLine.objects.filter(
        ~Exists(beside), meaning=Meaning.RETURNED, file__kind=BankFileKind.BY_HAND
    )
    for line in lines.select_related("file", "payment__redemption", "payment__batch").order_by("pk"):
        if line.payment is not None:
            wrong = _wrong_with_return(line, line.payment, line.payment.amount_cents, is_all=True)
            yield from (f"bank line {line.pk}: {one}" for one in wrong)


def _wrong_with_return(line: BankLine, payment: Payment, came: int, *, is_all: bool) -> Iterator[str]:
    """What is wrong with what was booked as taken back: it was booked as paid before, and a line told since that this came
    back; with what was recorded of it, that was all.
    """
    first = line.file.lines.earliest("pk").pk
    kinds = [kind for kind in BankFileKind.values if kind != BankFileKind.BY_HAND]
    told = [taken_back_of(payment, file_kind=kind, before=first) for kind in kinds]
    found = [one for one in told if one is not None]
    if not found or (is_all and not any(one.is_all for one in found)):
        yield f"{came} cents is booked as taken back of payment {payment.pk}, and it was not booked as paid so"
    if came not in [part.amount_cents for one in found for part in one.parts]:
        yield f"{came} cents is booked as taken back of payment {payment.pk}, and no line of the bank tells so"
    if line.file.read_by in who_ordered(payment.batch, line.file.read_at):
        yield f"payment {payment.pk} was taken back in another amount than was ordered, and who ordered it booked that"


def _asked_back_when_kept(line: BankLine, payment: Payment) -> int | None:
    """What was asked back of a payment once a line of it was kept; None where it had not been undone, or had not been paid.

    With what else was kept at once with the line.
    """
    reversal = getattr(payment.redemption, "reversal", None)
    if reversal is None or line.file.read_at < reversal.reversed_at:
        return None
    before = list(payment.bank_lines.filter(pk__lt=line.pk))
    times = Counter(one.meaning for one in before)
    return still_out(payment, before) if times[Meaning.PAID] > times[Meaning.RETURNED] else None
