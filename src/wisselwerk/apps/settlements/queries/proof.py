"""Where settlements do not agree with themselves, with the redemptions they share out, or with each other. See ``wisselwerk verify``."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate

from wisselwerk.apps.audit.queries import all_told
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.settlements.models import (
    REFERENCES_FROM,
    SettlementNotice,
    SettlementSending,
    SettlementShare,
    YearSettlement,
)
from wisselwerk.apps.settlements.queries.lines import Basis, PlaceTotal, digest_of, totals_in
from wisselwerk.apps.settlements.queries.receiving import receipts_that_differ
from wisselwerk.apps.settlements.queries.settlements import most_cents, paid_before, settle_basis
from wisselwerk.apps.vouchers.queries.arrivals import arrivals_that_differ

ARRIVED = ("deliver_settlement", "post_settlement")


def digest_of_settlement(settlement: YearSettlement, shares: Iterable[SettlementShare]) -> str:
    """What its digest must be."""
    return digest_of(
        {
            "scheme": settlement.scheme_id,
            "year": settlement.year,
            "number": settlement.number,
            "managing_municipality": settlement.managing_municipality_id,
            "counted_to": settlement.counted_to,
            "total_cents": settlement.total_cents,
            "frozen": settlement.frozen,
            "shares": sorted(
                (one.member_id, one.borne_cents, one.rest_cents, one.paid_cents, one.owes_cents)
                for one in shares
            ),
        }
    )


def proof_of_sending(sending: SettlementSending) -> str:
    """What the trail holds of a settlement that was sent: the last day to pay, so that a change shows."""
    return "" if sending.pay_by is None else f"pay by {sending.pay_by}"


def proof_of_notice(notice: SettlementNotice) -> str:
    """What the trail holds of a settlement that reached a member."""
    return f"share:{notice.share_id}"


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    found = YearSettlement.objects.select_related("scheme").prefetch_related("shares__payments__bank_line")
    for settlement in found.order_by("pk"):
        name = f"settlement {settlement.pk}"
        shares = list(settlement.shares.all())
        if settlement.digest != digest_of_settlement(settlement, shares):
            yield f"{name}: is not what was sealed"
        try:
            basis = Basis.from_plain(settlement.frozen)
        except (KeyError, TypeError, ValueError) as error:
            yield f"{name}: what it was worked out from cannot be read: {error}"
            continue
        yield from _of_lines(name, settlement, basis)
        yield from _of_shares(name, settlement, basis, shares)
    yield from _of_sendings()
    yield from _of_notices()
    yield from receipts_that_differ()
    if Payment.objects.filter(pk__gte=REFERENCES_FROM).exists():
        yield f"payments: their numbers reached {REFERENCES_FROM}, where references of settlements begin"


def _of_lines(name: str, settlement: YearSettlement, basis: Basis) -> Iterator[str]:
    """What it shares out is what the redemptions were until then."""
    kept = {(one.start, one.place): one for one in basis.totals}
    again: dict[tuple[date, str | None], PlaceTotal] = {}
    for stretch in basis.stretches:
        known = {one.place: one.counts_as for one in basis.totals if one.start == stretch.valid.start}
        for one in totals_in(settlement.scheme, stretch, settlement.counted_to, known):
            again[(one.start, one.place)] = one
    for key in sorted(kept.keys() | again.keys(), key=str):
        was, now = kept.get(key), again.get(key)
        if was != now:
            place = (was or now).place  # type: ignore[union-attr]  # one of them is there
            yield (
                f"{name}: shares out {was.cents if was else 0} cents of {place}, "
                f"the redemptions give {now.cents if now else 0}"
            )


def _of_shares(
    name: str, settlement: YearSettlement, basis: Basis, shares: Iterable[SettlementShare]
) -> Iterator[str]:
    """What each bears and owes follows from it, and the whole sums to nothing."""
    statement = settle_basis(basis, paid_before(settlement), settlement.managing_municipality_id)
    worked_out = {
        one.member: (one.borne_cents, one.rest_cents, one.paid_cents, one.owes_cents)
        for one in statement.rows
    }
    stored = {
        one.member_id: (one.borne_cents, one.rest_cents, one.paid_cents, one.owes_cents) for one in shares
    }
    for member in sorted(worked_out.keys() | stored.keys()):
        if worked_out.get(member) != stored.get(member):
            yield f"{name}: member {member} is not what its lines and its cost key give"
    if sum(one[3] for one in stored.values()) or settlement.total_cents != sum(
        one[0] for one in stored.values()
    ):
        yield f"{name}: what its members owe does not sum to zero, or what they bear not to its total"
    for share in shares:
        payments = sorted(share.payments.all(), key=lambda one: one.pk)
        sums = list(accumulate(one.amount_cents for one in payments))
        for number, recorded in enumerate(sums, 1):
            if not min(0, share.owes_cents) <= recorded <= most_cents(share, payments[:number]):
                yield f"{name}: member {share.member_id} owes {share.owes_cents} cents, and {recorded} were recorded"


def _of_sendings() -> Iterator[str]:
    """The trail tells of each sending with its last day to pay, and each member of it has a notice."""
    found = list(SettlementSending.objects.select_related("settlement").order_by("pk"))
    kept = {(f"settlement:{one.settlement_id}", proof_of_sending(one)) for one in found}
    told = {(one.subject, one.authority) for one in all_told(("send_settlement",))}
    for subject, proof in sorted(told - kept):
        yield f"{subject}: the trail tells that it was sent ({proof or 'no day'}), which is not kept like that"
    for subject, proof in sorted(kept - told):
        yield f"{subject}: is kept as sent ({proof or 'no day'}), and the trail does not tell of it"
    told_of = set(SettlementNotice.objects.values_list("share", flat=True))
    shares = SettlementShare.objects.values_list(
        "pk", "member", "settlement", "settlement__managing_municipality"
    )
    sent = {one.settlement_id for one in found if one.pay_by is not None}
    to_tell = {pk for pk, member, settlement, managing in shares if settlement in sent and member != managing}
    for pk in sorted(to_tell ^ told_of):
        yield f"settlement share {pk}: " + (
            "was sent without a notice for its member" if pk in to_tell else "has a notice and was not sent"
        )


def _of_notices() -> Iterator[str]:
    return arrivals_that_differ(
        SettlementNotice.objects.select_related("share"),
        lambda one: (f"settlement:{one.share.settlement_id}", proof_of_notice(one)),
        ARRIVED,
    )
