"""What lines of the bank tell of the whole of a payment, by what it pays, and what of that is in no books yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F, Q

from wisselwerk.apps.payouts.models import BankFileKind, BankLine
from wisselwerk.domain.paid_twice import Moved, booked, is_out_otherwise, out_cents
from wisselwerk.domain.reconciliation import Meaning

Due = tuple[UUID, str]
"""A redemption and a part of it: due once, whatever payments were made for it."""
UNEXPECTED = Q(meaning=Meaning.DIFFERENT, amount_cents__lt=0)
"""Money that left for a payee and is in no books yet: it may have paid already what is due."""
WHOLE = Q(amount_cents=F("payment__amount_cents")) | Q(amount_cents=-F("payment__amount_cents"))
MOVES = (Meaning.PAID, Meaning.RETURNED, Meaning.DIFFERENT)


def told_of(redemptions: Iterable[UUID], *, before: BankLine | None = None) -> Mapping[Due, list[Moved]]:
    """What lines tell of whole payments of these, and what was recorded beside them, by what they pay; of those that were
    read ``before`` a line, if given.
    """
    moved: defaultdict[Due, list[Moved]] = defaultdict(list)
    tells = (WHOLE & Q(meaning__in=MOVES)) | Q(meaning=Meaning.BESIDE)
    lines = BankLine.objects.filter(tells, payment__redemption__in=list(redemptions))
    if before is not None:
        lines = lines.filter(pk__lt=before.pk)
    for redemption, part, meaning, cents, kind in lines.values_list(
        "payment__redemption", "payment__part", "meaning", "amount_cents", "file__kind"
    ):
        is_by_hand = kind == BankFileKind.BY_HAND
        moved[redemption, part].append(
            Moved(Meaning(meaning), (cents or 0) < 0, kind, is_by_hand, cents or 0)
        )
    return moved


def paid_in_no_books() -> frozenset[UUID]:
    """Redemptions that a bank paid, as far as it told, while the books have them due: nobody may pay them again.

    Whatever was noted of it: until it is booked, or back. Also where it paid another amount, which nobody can book: until
    that is back. Two queries; one where there is none.
    """
    whole: set[UUID] = set()
    others: defaultdict[Due, list[Moved]] = defaultdict(list)
    unexpected = BankLine.objects.filter(meaning=Meaning.DIFFERENT, amount_cents__isnull=False)
    for redemption, part, due_cents, cents, kind in unexpected.exclude(payment=None).values_list(
        "payment__redemption", "payment__part", "payment__amount_cents", "amount_cents", "file__kind"
    ):
        if abs(cents or 0) != due_cents:
            others[redemption, part].append(
                Moved(Meaning.DIFFERENT, (cents or 0) < 0, kind, cents=cents or 0)
            )
        elif (cents or 0) < 0:
            whole.add(redemption)
    told = told_of(whole) if whole else {}
    paid = {due[0] for due, moved in told.items() if out_cents(moved) > 0 and not booked(moved)}
    return frozenset(paid.union(due[0] for due, moved in others.items() if is_out_otherwise(moved)))
