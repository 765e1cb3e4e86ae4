"""The lines of a year and the terms under which its cost is shared, as the database holds them.

A line has no place of its own: it is that of its voucher (``queries.seat``).
"""

import hashlib
import heapq
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.reach import Reach, reach_on
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.seat import with_place
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import day_of, midnight
from wisselwerk.domain.cost_key import Burden, Line, PlaceMembership, Terms, attribute_all, terms_of
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.cost_key import CostKey

CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTotal:
    """All lines of one place in a period of the terms, summed: nothing that is shared out changes by that."""

    start: date
    """First day of the period."""
    place: str | None
    """As the decisions know it."""
    counts_as: str | None
    """The place of the member behind it: another one where a council took it in by a decision about the territory."""
    lines: int
    """Redemptions and reversals."""
    cents: int

    def line(self) -> Line:
        """As one line."""
        return Line(self.start, self.counts_as, self.cents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a year in which neither the key nor the members change, as it is frozen."""

    valid: Period
    version: int | None
    """Row of the version whose cost key held; None before the first version."""
    members: Mapping[str, int]

    def terms(self, keys: Mapping[int | None, CostKey | None]) -> Terms:
        """The same, with its key."""
        return Terms(valid=self.valid, key=keys[self.version], members=self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a settlement is worked out from."""

    stretches: tuple[Stretch, ...]
    totals: tuple[PlaceTotal, ...]

    def to_plain(self) -> dict[str, Any]:
        """As it is frozen."""
        return {
            "stretches": [
                {
                    "start": one.valid.start.isoformat(),
                    "end": (one.valid.end or one.valid.start).isoformat(),
                    "version": one.version,
                    "members": dict(one.members),
                }
                for one in self.stretches
            ],
            "totals": [
                {
                    "start": one.start.isoformat(),
                    "place": one.place,
                    "counts_as": one.counts_as,
                    "lines": one.lines,
                    "cents": one.cents,
                }
                for one in self.totals
            ],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Basis":
        """As it was frozen."""
        day = date.fromisoformat
        return cls(
            stretches=tuple(
                Stretch(
                    valid=Period(day(one["start"]), day(one["end"])),
                    version=one["version"],
                    members=one["members"],
                )
                for one in plain["stretches"]
            ),
            totals=tuple(PlaceTotal(**one | {"start": day(one["start"])}) for one in plain["totals"]),
        )

    def terms(self) -> tuple[Terms, ...]:
        """The terms, with the keys of the versions, which never change. One query."""
        found = RuleSetVersion.objects.in_bulk([one.version for one in self.stretches if one.version])
        keys: dict[int | None, CostKey | None] = {
            pk: rule_set(one).find(CostKey) for pk, one in found.items()
        }
        return tuple(one.terms(keys | {None: None}) for one in self.stretches)

    def lines(self) -> list[Line]:
        """What was paid, summed."""
        return [one.line() for one in self.totals]


def last_transfer() -> int:
    """The number of the last transfer in the books; 0 when there is none."""
    return Transfer.objects.aggregate(last=Max("pk"))["last"] or 0


def basis_of(scheme: Scheme, year: int, counted_to: int) -> Basis:
    """What a year of a scheme is settled from, as it is known now. Four queries and two for each period in it."""
    stretches = _stretches(scheme, year)
    return Basis(
        stretches=stretches,
        totals=tuple(one for stretch in stretches for one in totals_in(scheme, stretch, counted_to)),
    )


def is_outdated(settlement: YearSettlement) -> bool:
    """Whether it would come to something else now: an invoice was undone or came in, or the key is another."""
    until = last_transfer()
    if until <= settlement.counted_to:
        return False
    return bool(basis_of(settlement.scheme, settlement.year, until).to_plain() != settlement.frozen)


def totals_in(
    scheme: Scheme, stretch: Stretch, counted_to: int, known: Mapping[str | None, str | None] | None = None
) -> Iterator[PlaceTotal]:
    """The lines of a period by place; ``known`` says what each counts as, else the reach of the scheme does."""
    booked = _booked(scheme, stretch.valid, counted_to)
    undone = booked.filter(transfer__reversed_by__lte=counted_to)
    sums: dict[str | None, tuple[int, int]] = {}
    for rows, sign in ((booked, 1), (undone, -1)):
        for place, lines, cents in rows.values_list("place").annotate(
            lines=Count("pk"), cents=Sum("voucher_part_cents")
        ):
            before = sums.get(place, (0, 0))
            sums[place] = before[0] + lines, before[1] + sign * cents
    reach = (
        None
        if known is not None or not sums
        else reach_on(scheme, stretch.valid.last_day or stretch.valid.start)
    )
    for place, (lines, cents) in sorted(sums.items(), key=lambda one: one[0] or ""):
        counts_as = known.get(place) if known is not None else _counts_as(stretch, reach, place)
        yield PlaceTotal(
            start=stretch.valid.start, place=place, counts_as=counts_as, lines=lines, cents=cents
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One line with who bears it: what each adds up to is what the settlement says."""

    transfer: int
    day: date
    """On which the invoice was accepted, also of a reversal."""
    voucher: int
    is_reversal: bool
    place: str | None
    amount_cents: int
    burden: Burden


def cost_lines(scheme: Scheme, basis: Basis, counted_to: int) -> Iterator[CostLine]:
    """Every line of a year in the order of the books, with who bears it. Keeps totals only, however many there are.

    Raises:
        CostKeyIncomplete: the key has no share for a member.
    """
    whole = Period(basis.stretches[0].valid.start, basis.stretches[-1].valid.end)
    counts_as = {(one.start, one.place): one.counts_as for one in basis.totals}
    kept: list[CostLine] = []

    def asked() -> Iterator[Line]:
        for one in _in_order(scheme, whole, counted_to):
            start = next(each.valid.start for each in basis.stretches if one.day in each.valid)
            kept.append(one)
            yield Line(one.day, counts_as.get((start, one.place)), one.amount_cents)

    for burden in attribute_all(basis.terms(), asked()):
        one = kept.pop()
        yield CostLine(
            transfer=one.transfer,
            day=one.day,
            voucher=one.voucher,
            is_reversal=one.is_reversal,
            place=one.place,
            amount_cents=one.amount_cents,
            burden=burden,
        )


def digest_of(parts: Mapping[str, Any]) -> str:
    """The digest of what is frozen."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _stretches(scheme: Scheme, year: int) -> tuple[Stretch, ...]:
    versions = {one.valid_from: one for one in scheme.versions.all()}
    keys = {day: rule_set(one).find(CostKey) for day, one in versions.items()}
    memberships = [
        PlaceMembership(place=one.place, member=one.member_id, valid=Period(one.valid_from, one.valid_until))
        for one in Membership.objects.filter(partnership=scheme.partnership_id).order_by("pk")
    ]
    found = []
    for terms in terms_of(year, keys, memberships):
        starts = max((day for day in versions if day <= terms.valid.start), default=None)
        version = None if starts is None else versions[starts].pk
        found.append(Stretch(valid=terms.valid, version=version, members=dict(sorted(terms.members.items()))))
    return tuple(found)


def _counts_as(stretch: Stretch, reach: Reach | None, place: str | None) -> str | None:
    if place is None or place in stretch.members or reach is None:
        return place
    behind = reach.member_of(place)
    return min(
        (one for one, member in stretch.members.items() if behind and member == behind.pk), default=None
    )


def _booked(scheme: Scheme, valid: Period, counted_to: int) -> QuerySet[Any]:
    """Redemptions of a period that moved money, each with the ``place`` of its voucher."""
    found = Redemption.objects.filter(
        voucher__scheme=scheme, transfer__lte=counted_to, redeemed_at__gte=midnight(valid.start)
    )
    if valid.end is not None:
        found = found.filter(redeemed_at__lt=midnight(valid.end))
    return with_place(found, "voucher__")


def _in_order(scheme: Scheme, valid: Period, counted_to: int) -> Iterator[CostLine]:
    booked = _booked(scheme, valid, counted_to)
    undone = booked.filter(transfer__reversed_by__lte=counted_to)
    return heapq.merge(
        _read(booked, "transfer", 1), _read(undone, "transfer__reversed_by", -1), key=lambda one: one.transfer
    )


def _read(rows: QuerySet[Any], transfer: str, sign: int) -> Iterator[CostLine]:
    found: Iterable[Any] = rows.order_by(transfer).values_list(
        transfer, "redeemed_at", "voucher", "place", "voucher_part_cents"
    )
    for pk, at, voucher, place, cents in found.iterator(CHUNK):  # type: ignore[attr-defined]
        yield CostLine(
            transfer=pk,
            day=day_of(at),
            voucher=voucher,
            is_reversal=sign < 0,
            place=place,
            amount_cents=sign * cents,
            burden={},
        )
