"""Where settlements do not agree with themselves, with the redemptions they share out, or with each other. See ``wisselwerk verify``."""

from collections.abc import Iterable, Iterator
from datetime import date

from wisselwerk.apps.settlements.models import SettlementShare, YearSettlement
from wisselwerk.apps.settlements.queries.lines import Basis, PlaceTotal, digest_of, totals_in
from wisselwerk.apps.settlements.queries.settlements import open_cents, paid_before, settle_basis


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


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    found = YearSettlement.objects.select_related("scheme").prefetch_related("shares__payments")
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
        recorded = share.owes_cents - open_cents(share)
        if not min(0, share.owes_cents) <= recorded <= max(0, share.owes_cents):
            yield f"{name}: member {share.member_id} owes {share.owes_cents} cents, and {recorded} were recorded"
