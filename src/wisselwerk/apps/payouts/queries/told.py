"""What lines of the bank tell of the whole of a payment, by what it pays, and what of that is in no books yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from wisselwerk.apps.payouts.models import BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.backs import back_of
from wisselwerk.domain.money import Cents
from wisselwerk.domain.paid_twice import Moved, booked, otherwise_cents, out_cents
from wisselwerk.domain.reconciliation import Meaning

Due = tuple[UUID, str]
"""A redemption and a part of it: due once, whatever payments were made for it."""
UNEXPECTED = Q(meaning=Meaning.DIFFERENT, amount_cents__lt=0)
"""Money that left for a payee and is in no books yet: it may have paid already what is due."""
WHOLE = Q(amount_cents=F("payment__amount_cents")) | Q(amount_cents=-F("payment__amount_cents"))
MOVES = (Meaning.PAID, Meaning.RETURNED, Meaning.DIFFERENT)


def told_of(redemptions: Iterable[UUID], *, before: BankLine | None = None) -> Mapping[Due, list[Moved]]:
    """What lines tell of whole payments of these, and what was recorded beside them, by what they pay; of those that were
    read ``before`` a line, if given. Not what came in and was recorded by hand since, which is that record. One query.
    """
    lines = _telling(redemptions, before=before)
    moved: defaultdict[Due, list[Moved]] = defaultdict(list)
    placed = Placed(lines)
    # What was booked while it had left in another amount: no line told of the whole of it.
    otherwise = {one.file_id for one in lines if one.meaning == Meaning.BESIDE}
    for line in lines:
        cents, is_by_hand = line.amount_cents or 0, line.file.kind == BankFileKind.BY_HAND
        is_by_hand &= line.meaning != Meaning.PAID or line.file_id not in otherwise
        if line.payment is None or line.meaning == Meaning.RECOVERED or placed.takes(line):
            continue
        moved[line.payment.redemption_id, line.payment.part].append(
            Moved(Meaning(line.meaning), cents < 0, line.file.kind, is_by_hand, cents)
        )
    return moved


@dataclass(frozen=True, slots=True)
class PerhapsOne:
    """A line of the bank and a record by hand of as much, which both count, and which nothing tells apart."""

    told: BankLine
    recorded: BankLine


def perhaps_one(payment: Payment) -> PerhapsOne | None:
    """What came in for whatever pays the same and is perhaps told twice, whatever was noted of it; the first. One query.

    A day may be typed wrong, so only two references of the bank tell such money apart. Once the line itself is recorded,
    with the day or the reference of the bank, it is that record.
    """
    telling = _telling([payment.redemption_id])
    lines = [one for one in telling if one.payment is not None and one.payment.part == payment.part]
    placed = Placed(lines)
    for line in [one for one in lines if one.meaning == Meaning.DIFFERENT and not placed.takes(one)]:
        recorded = placed.perhaps(line)
        if recorded is not None:
            return PerhapsOne(line, recorded)
    return None


def _telling(redemptions: Iterable[UUID], *, before: BankLine | None = None) -> list[BankLine]:
    of_them = BankLine.objects.filter(payment__redemption__in=list(redemptions))
    if before is not None:
        of_them = of_them.filter(pk__lt=before.pk)
    undoing = BankLine.objects.filter(transfer__reverses=OuterRef("transfer"))
    is_stood = ~Exists(undoing if before is None else undoing.filter(pk__lt=before.pk))
    tells = (WHOLE & Q(meaning__in=MOVES)) | Q(meaning=Meaning.BESIDE)
    recovered = Q(is_stood, meaning=Meaning.RECOVERED, file__kind=BankFileKind.BY_HAND, amount_cents__gt=0)
    return list(of_them.filter(tells | recovered).select_related("file", "payment", "undoes").order_by("pk"))


class Placed:
    """What persons recorded of money that lines could not place: such a line tells nothing beside its record.

    A record is one file: what was asked back or the bank took back, and what was too much. Each kind of file tells it once.
    """

    def __init__(self, lines: Iterable[BankLine]) -> None:
        """From lines of the same redemptions, all that tell of them."""
        lines = list(lines)
        undone = {one.undoes_id for one in lines}
        came = [
            one
            for one in lines
            if one.file.kind == BankFileKind.BY_HAND
            and one.meaning in {Meaning.RECOVERED, Meaning.RETURNED, Meaning.BESIDE}
            and one.undoes_id is None
            and one.pk not in undone
        ]
        self._records: defaultdict[Due | None, defaultdict[int, list[BankLine]]]
        self._records = defaultdict(lambda: defaultdict(list))
        for one in came:
            self._records[_due(one)][one.file_id].append(one)
        self._taken: set[tuple[int, str]] = set()

    def takes(self, line: BankLine) -> bool:
        """Whether a record is of the money that came in by this line, which is in no books."""
        if line.meaning != Meaning.DIFFERENT or line.file.kind == BankFileKind.BY_HAND:
            return False
        told = back_of(line)
        for number, lines in self._records[_due(line)].items():
            key, cents = (number, line.file.kind), sum(one.amount_cents or 0 for one in lines)
            if (
                key not in self._taken
                and told.amount_cents > 0
                and back_of(lines[0], cents=cents).may_be(told)
            ):
                self._taken.add(key)
                return True
        return False

    def perhaps(self, line: BankLine) -> BankLine | None:
        """A record, of which no file of this kind told, that may be of the money of a line all the same: of as much."""
        for number, lines in self._records[_due(line)].items():
            is_as_much = sum(one.amount_cents or 0 for one in lines) == line.amount_cents
            is_told = (number, line.file.kind) in self._taken
            is_named = bool(line.bank_reference and lines[0].bank_reference)
            if is_as_much and not is_told and not is_named and line.file.kind != BankFileKind.BY_HAND:
                return lines[0]
        return None


def _due(line: BankLine) -> Due | None:
    return None if line.payment is None else (line.payment.redemption_id, line.payment.part)


def same_reference(line: BankLine) -> BankLine | None:
    """The first line of another file that tells of as much for the same, under the same reference of the bank: a bank gives
    one to each movement, so it may be the same money. One query, where the line is not as expected and has one.
    """
    if line.meaning != Meaning.DIFFERENT or not line.bank_reference:
        return None
    found = BankLine.objects.filter(
        file__payer=line.file.payer_id,
        end_to_end_id=line.end_to_end_id,
        bank_reference=line.bank_reference,
        amount_cents=line.amount_cents,
        pk__lt=line.pk,
    )
    return found.exclude(file=line.file_id).select_related("file").order_by("pk").first()


@dataclass(frozen=True, slots=True)
class BookedOtherwise:
    """What was booked while it had left in another amount than was ordered, or that the bank took that back."""

    line: BankLine
    cents: int
    """What did move: negative when it left."""


def booked_otherwise(redemptions: Collection[UUID], *, before: int | None = None) -> list[BookedOtherwise]:
    """All of it of these, oldest first; of what stood ``before`` a line, if given. One query; none without redemptions."""
    return booked_and_kept(redemptions, before=before)[0]


def booked_and_kept(
    redemptions: Collection[UUID], *, before: int | None = None
) -> tuple[list[BookedOtherwise], list[BankLine]]:
    """``booked_otherwise``, and what else persons recorded beside the books and stands. One query; none without redemptions."""
    if not redemptions:
        return [], []
    of_them = BankLine.objects.filter(
        payment__redemption__in=redemptions,
        meaning__in=(Meaning.PAID, Meaning.RETURNED, Meaning.BESIDE),
        file__kind=BankFileKind.BY_HAND,
        undoes=None,
    )
    if before is None:
        of_them = of_them.filter(undone_by=None)
    else:
        of_them = of_them.filter(Q(undone_by=None) | Q(undone_by__gte=before), pk__lt=before)
    lines = list(of_them.select_related("file", "payment").order_by("pk"))
    beside = {one.file_id: one for one in lines if one.meaning == Meaning.BESIDE}
    booked_ones = [one for one in lines if one.meaning != Meaning.BESIDE and one.file_id in beside]
    with_it = {one.file_id for one in booked_ones}
    return (
        [
            BookedOtherwise(one, (one.amount_cents or 0) + (beside[one.file_id].amount_cents or 0))
            for one in booked_ones
        ],
        [one for one in beside.values() if one.file_id not in with_it],
    )


def told_otherwise(lines: Iterable[BankLine]) -> Mapping[Due, list[Moved]]:
    """Of lines about other amounts than their payments pay, what they tell by what is due, and what of it was booked since;
    not what came in and was recorded beside the books. One query; none without lines.
    """
    lines = [one for one in lines if _due(one) is not None]
    booked_ones, kept = booked_and_kept({one.payment.redemption_id for one in lines if one.payment})
    moved: defaultdict[Due, list[Moved]] = defaultdict(list)
    placed = Placed(kept)
    for one in lines:
        due, cents = _due(one), one.amount_cents or 0
        if due is not None and not placed.takes(one):
            moved[due].append(Moved(Meaning.DIFFERENT, cents < 0, one.file.kind, cents=cents))
    for done in booked_ones:
        due, means = _due(done.line), Meaning(done.line.meaning)
        if due is not None:
            kind = done.line.file.kind
            moved[due].append(Moved(means, done.cents < 0, kind, is_by_hand=True, cents=done.cents))
    return moved


def out_otherwise(payment: Payment) -> Cents:
    """How much of whatever pays the same is out in another amount than was ordered, and neither back nor booked. Two queries."""
    unexpected = BankLine.objects.filter(
        ~WHOLE,
        meaning=Meaning.DIFFERENT,
        amount_cents__isnull=False,
        payment__redemption=payment.redemption_id,
        payment__part=payment.part,
    )
    told = told_otherwise(unexpected.select_related("file", "payment"))
    return otherwise_cents(told.get((payment.redemption_id, payment.part), ()))


def paid_in_no_books() -> frozenset[UUID]:
    """Redemptions that a bank paid, as far as it told, while the books have them due: nobody may pay them again.

    Whatever was noted of it: until it is booked, or back. Also where it paid another amount, which nobody can book: until
    that is back. Three queries at most; one where there is none.
    """
    unexpected = BankLine.objects.filter(meaning=Meaning.DIFFERENT, amount_cents__isnull=False)
    lines = list(unexpected.exclude(payment=None).select_related("file", "payment").order_by("pk"))
    others = [one for one in lines if not is_whole(one)]
    whole = {
        one.payment.redemption_id for one in lines if one.payment and one not in others and tells_out(one)
    }
    told = told_of(whole) if whole else {}
    paid = {due[0] for due, moved in told.items() if out_cents(moved) > 0 and not booked(moved)}
    otherwise = told_otherwise(others)
    return frozenset(paid.union(due[0] for due, moved in otherwise.items() if otherwise_cents(moved)))


def is_whole(line: BankLine) -> bool:
    """Whether a line tells of just what its payment pays."""
    return line.payment is not None and abs(line.amount_cents or 0) == line.payment.amount_cents


def tells_out(line: BankLine) -> bool:
    """Whether it tells that money left the account."""
    return (line.amount_cents or 0) < 0
