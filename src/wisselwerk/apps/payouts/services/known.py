"""What we know of payments when a file tells of them. Call it where the payments are locked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q

from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.signed import FirstFiles, first_files
from wisselwerk.apps.payouts.queries.told import UNEXPECTED, WHOLE
from wisselwerk.apps.payouts.services.lines import direction
from wisselwerk.apps.payouts.services.overtaking import Standing, is_replaced
from wisselwerk.apps.payouts.services.repayments import Repaid
from wisselwerk.domain.payment import MOVED, PaymentState
from wisselwerk.domain.reconciliation import Known, Meaning, Said


def told_before(file: BankFile, payments: Iterable[Payment]) -> Mapping[int, list[Said]]:
    """What files of this kind said of each of these payments before; nothing that is in no books."""
    before = BankLine.objects.filter(payment__in=[one.pk for one in payments], file__kind=file.kind)
    by_hand = BankLine.objects.filter(meaning=Meaning.PAID, file__kind=BankFileKind.BY_HAND)
    # What a person booked, this kind of file told already: told once more, it left a second time.
    is_booked = UNEXPECTED & WHOLE & Q(Exists(by_hand.filter(payment=OuterRef("payment"))))
    said = before.filter(~Q(meaning=Meaning.DIFFERENT) | is_booked)
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
