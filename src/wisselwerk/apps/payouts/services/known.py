"""What we know of payments when a file tells of them. Call it where the payments are locked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q

from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.backs import back_of
from wisselwerk.apps.payouts.queries.signed import FirstFiles, first_files
from wisselwerk.apps.payouts.queries.told import UNEXPECTED, WHOLE, Due, booked_otherwise
from wisselwerk.apps.payouts.services.lines import Line, direction
from wisselwerk.apps.payouts.services.overtaking import Standing, is_replaced
from wisselwerk.apps.payouts.services.repayments import Repaid
from wisselwerk.domain.payment import MOVED, PaymentState
from wisselwerk.domain.reconciliation import MOVES_MONEY, Back, Known, Meaning, Said


def told_before(file: BankFile, payments: Iterable[Payment]) -> Mapping[int, list[Said]]:
    """What files of this kind said of each of these payments before; nothing that is in no books."""
    before = BankLine.objects.filter(payment__in=[one.pk for one in payments])
    by_hand = BankLine.objects.filter(meaning=Meaning.PAID, file__kind=BankFileKind.BY_HAND)
    # What a person booked, this kind of file told already: told once more, it left a second time.
    is_booked = UNEXPECTED & Q(Exists(by_hand.filter(payment=OuterRef("payment"))))
    taken_back = BankLine.objects.filter(meaning=Meaning.RETURNED, file__kind=BankFileKind.BY_HAND)
    is_taken_back = Q(meaning=Meaning.DIFFERENT, amount_cents__gt=0) & Q(
        Exists(taken_back.filter(payment=OuterRef("payment")))
    )
    # Where that was another amount, no kind of file tells the same by the whole.
    said = before.filter(
        Q(file__kind=file.kind) & (~Q(meaning=Meaning.DIFFERENT) | (is_booked & WHOLE))
        | ((is_booked | is_taken_back) & ~WHOLE)
    )
    told: defaultdict[int, list[Said]] = defaultdict(list)
    for payment, cents in said.values_list("payment", "amount_cents"):
        told[payment].append(direction(cents) if file.kind != BankFileKind.STATUS else Said.REFUSED)
    return told


def times_returned(payments: Sequence[int]) -> Mapping[int, int]:
    """How often each of these came back from the bank. One query; none without payments."""
    if not payments:
        return {}
    back = BankLine.objects.filter(payment__in=payments, meaning=Meaning.RETURNED)
    return Counter(back.values_list("payment", flat=True))


def files_with(payments: Iterable[Payment]) -> FirstFiles:
    """Which of these no signed file ever had: only what was taken out may be left out of all. Three queries, or none."""
    return first_files([one for one in payments if one.state == PaymentState.TAKEN_OUT])


def otherwise_of(
    file: BankFile, lines: Sequence[Line], payments: Mapping[str, Payment]
) -> Mapping[tuple[Due, Said], Sequence[Back]]:
    """Of lines about money that left or came in another amount than was ordered: what was booked of it, and what files told,
    each by the way it went. Two queries; none without such lines.
    """
    moved = [one for one in lines if one.said in {Said.LEFT, Said.CAME}]
    named = [(payments.get(one.end_to_end_id), abs(one.amount_cents or 0)) for one in moved]
    dues = {one.redemption_id for one, cents in named if one is not None and cents != one.amount_cents}
    found: defaultdict[tuple[Due, Said], list[Back]] = defaultdict(list)
    booked = booked_otherwise(dues)
    told = BankLine.objects.filter(
        ~WHOLE,
        payment__redemption__in=dues if booked else (),
        meaning__in=[Meaning.DIFFERENT, Meaning.KNOWN],
        amount_cents__isnull=False,
        file__kind=file.kind,
    )
    of_files = [(one, one.amount_cents or 0) for one in told.select_related("file", "payment")]
    for line, cents in [*((one.line, one.cents) for one in booked), *of_files]:
        if line.payment is not None:
            is_counted = line.meaning in MOVES_MONEY
            back = back_of(line, read_in=file.kind, cents=abs(cents), is_counted=is_counted)
            found[(line.payment.redemption_id, line.payment.part), direction(cents)].append(back)
    return found


def known_of(
    payment: Payment,
    file: BankFile,
    told: Mapping[int, list[Said]],
    repaid: Repaid,
    stands: Standing,
    files: FirstFiles,
) -> Known:
    """What is known of one payment, but for what is known of whatever pays the same."""
    is_by_hand = file.kind == BankFileKind.BY_HAND
    # A bank that paid what nobody signed has it, once a person said so.
    is_out = files.had(payment) or payment.state in MOVED
    return Known(
        amount_cents=payment.amount_cents,
        state=PaymentState(payment.state),
        is_released=is_out or is_by_hand,
        is_replaced=is_replaced(payment, stands),
        told=told.get(payment.pk, ()),
        repaid=repaid.get(payment.pk, ()),
        is_by_hand=is_by_hand,
    )
