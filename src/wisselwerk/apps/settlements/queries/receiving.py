"""What banks said of money that members owe: on the page of a settlement, and for ``wisselwerk verify``."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from wisselwerk.apps.audit.queries import all_told
from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine
from wisselwerk.apps.payouts.queries.backs import back_of
from wisselwerk.apps.settlements.models import (
    SettlementLine,
    SettlementPayment,
    SettlementShare,
    YearSettlement,
)
from wisselwerk.apps.settlements.queries.settlements import newest_settlement
from wisselwerk.domain.reconciliation import ASKS_A_LOOK, Back, Meaning

RECEIVES = "receive_settlement"


def proof_of_receipt(payment: SettlementPayment) -> str:
    """What the trail holds of money that a statement told of, so that a change shows."""
    return f"share:{payment.share_id}:{payment.amount_cents}:{payment.paid_on}"


def bank_lines_of(share: SettlementShare) -> QuerySet[SettlementLine]:
    """What banks said of what a member owes, oldest first."""
    return SettlementLine.objects.filter(share=share).select_related("line__file").order_by("pk")


def settlement_line_of(line: BankLine) -> SettlementLine | None:
    """What a line of a bank has to do with a settlement; None where it is about a payment. One query, or none."""
    if line.payment_id is not None:
        return None
    found = SettlementLine.objects.filter(line=line)
    return found.select_related("share__member", "share__settlement__scheme").first()


def lines_told_in(file: BankFile) -> QuerySet[SettlementLine]:
    """What of a file was booked as paid by members."""
    found = SettlementLine.objects.filter(line__file=file, line__meaning=Meaning.SETTLED)
    return found.select_related("share__settlement")


def told_already(share: SettlementShare, cents: int, on: date, reference: str) -> BankLine | None:
    """The line of a bank by which money that somebody records for a member stands in that year already; None without one.

    As much, on the same day or under the same reference. Not where the bank tells of it more often than it is recorded, as
    where a member paid twice, and not where it was taken back.
    """
    of_year = shares_of_year(share)
    came = Back(amount_cents=cents, booked_on=on, reference=reference, is_by_hand=True)
    lines = SettlementLine.objects.filter(share__in=of_year, line__amount_cents=cents)
    alike = [
        one for one in lines.select_related("line__file").order_by("pk") if back_of(one.line).may_be(came)
    ]
    booked = [one.line for one in alike if one.payment_id is not None]
    by_hand = SettlementPayment.objects.filter(share__in=of_year, bank_line=None)
    recorded = by_hand.filter(amount_cents=cents).count() - by_hand.filter(amount_cents=-cents).count()
    kept = sum(one.line.file.kind == BankFileKind.BY_HAND for one in alike)
    seen = sum(one.line.meaning == Meaning.DIFFERENT for one in alike) - kept
    # Less than nothing recorded is what was taken back of what a statement had booked.
    return booked[0] if len(booked) + min(recorded, 0) > 0 and seen <= max(recorded, 0) else None


def share_that_holds(about: SettlementLine) -> SettlementShare | None:
    """What the member of a line owes in the settlement of that year that holds; None where it owes nobody. Two queries."""
    settlement = newest_settlement(about.share.settlement.scheme, about.share.settlement.year)
    if settlement is None or settlement.managing_municipality_id == about.share.member_id:
        return None
    shares = settlement.shares.filter(member=about.share.member_id).select_related("settlement__scheme")
    return shares.first()


def shares_of_year(share: SettlementShare) -> QuerySet[SettlementShare]:
    """What the same member owes in all settlements of that year."""
    return SettlementShare.objects.filter(
        member=share.member_id,
        settlement__scheme=share.settlement.scheme_id,
        settlement__year=share.settlement.year,
    )


def known_money(share: SettlementShare) -> Iterator[Back]:
    """All that is known of money of that member for that year, for who records more by hand. Three queries at most."""
    found = SettlementLine.objects.filter(share__in=shares_of_year(share)).select_related("line__file")
    for one in found.order_by("pk"):
        yield back_of(one.line, read_in=BankFileKind.BY_HAND, is_counted=one.payment_id is not None)
    for each in shares_of_year(share):
        yield from recorded_by_hand(each, BankFileKind.BY_HAND)


def standing_of(payments: Iterable[SettlementPayment]) -> list[SettlementPayment]:
    """Those that were not taken back since, oldest first: a mistake is taken back with the opposite amount."""
    standing: list[SettlementPayment] = []
    for one in sorted(payments, key=lambda payment: payment.pk):
        undone = next(
            (other for other in reversed(standing) if other.amount_cents == -one.amount_cents), None
        )
        if undone is None:
            standing.append(one)
        else:
            standing.remove(undone)
    return standing


def recorded_by_hand(share: SettlementShare, read_in: str) -> Iterator[Back]:
    """What a person recorded and did not take back again. One query."""
    for payment in standing_of(SettlementPayment.objects.filter(share=share, bank_line=None)):
        yield Back(
            amount_cents=payment.amount_cents,
            booked_on=payment.paid_on,
            reference=payment.reference,
            is_same_kind=read_in == BankFileKind.BY_HAND,
            is_by_hand=True,
            is_counted=True,
        )


def may_be_kept(line: BankLine) -> bool:
    """Whether a line tells of money of a member for a year that is settled, and that is recorded nowhere yet."""
    about = settlement_line_of(line) if line.meaning == Meaning.DIFFERENT else None
    share = share_that_holds(about) if about else None
    if share is None or line.booked_on is None or line.booked_on.year < share.settlement.year:
        return False
    # Where another local government pays for the year by now, the money is not where the member owes it.
    if line.file.payer_id != share.settlement.managing_municipality_id:
        return False
    return is_recorded_nowhere(line, share)


def is_recorded_nowhere(line: BankLine, share: SettlementShare) -> bool:
    """Whether files of the bank tell more often of as much, on its day or under its reference, than it is recorded."""
    alike = [one for one in known_money(share) if one.may_be(back_of(line, read_in=BankFileKind.BY_HAND))]
    told = Counter(one.file_kind for one in alike if one.file_kind not in {"", BankFileKind.BY_HAND})
    return max(told.values(), default=0) > sum(one.is_counted for one in alike)


def to_look_into(settlement: YearSettlement) -> list[SettlementLine]:
    """Lines of a bank about a settlement, or one before it of that year, that nobody looked into yet. One query."""
    found = SettlementLine.objects.filter(
        share__settlement__scheme=settlement.scheme_id,
        share__settlement__year=settlement.year,
        line__meaning__in=ASKS_A_LOOK,
        line__look=None,
    )
    return list(found.select_related("line", "share__member", "share__settlement").order_by("pk"))


def receipts_that_differ() -> Iterator[str]:
    """Where a line of a bank, the payment it was booked as and the trail do not agree."""
    told = {(one.subject, one.actor, one.at, one.authority) for one in all_told([RECEIVES])}
    booked = set()
    found = SettlementLine.objects.select_related("line__file", "payment", "share__settlement")
    for one in found.order_by("pk"):
        line, payment, share = one.line, one.payment, one.share
        name = f"bank line {line.pk}"
        about = (share.line_name, share.settlement.managing_municipality_id, None)
        if (line.end_to_end_id, line.file.payer_id, line.payment_id) != about:
            yield f"{name}: is not about what share {share.pk} asks"
        if (line.meaning == Meaning.SETTLED) != (payment is not None):
            yield f"{name}: is {line.meaning}, and booked as {payment or 'nothing'}"
        if payment is None:
            continue
        if (payment.share_id, payment.amount_cents, payment.paid_on, payment.reference) != (
            share.pk,
            line.amount_cents,
            line.booked_on,
            line.bank_reference,
        ):
            yield f"{name}: tells otherwise than settlement payment {payment.pk}, as which it was booked"
        booked.add(
            (f"settlement:{share.settlement_id}", payment.actor, payment.at, proof_of_receipt(payment))
        )
    for subject, _, _, proof in sorted(told ^ booked):
        yield f"{subject}: the trail and what is kept tell otherwise of what came in for {proof}"
    astray = BankLine.objects.filter(meaning=Meaning.SETTLED, settlement_line=None).order_by("pk")
    for pk in astray.values_list("pk", flat=True):
        yield f"bank line {pk}: is of a settlement, and nothing tells of which"
