"""Settlements for a screen: which there are, who owes what, and what a year would come to now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet, Sum

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import agreement_on
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.models import (
    SettlementPayment,
    SettlementSending,
    SettlementShare,
    YearSettlement,
)
from wisselwerk.apps.settlements.queries.lines import Basis
from wisselwerk.clock import day_of, today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.cost_key import Statement, settle
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

DIRECTORS = (Role.FINANCIAL_DIRECTOR, Role.GENERAL_DIRECTOR)
MEMBERS = (Role.MEMBER, *DIRECTORS)
"""Who acts for a local government."""


def managing_municipality(scheme: Scheme, year: int) -> Organisation:
    """Who pays for a scheme in a year: by the agreement of its last day, or of today in the year that goes on.

    Raises:
        Refusal: NO_GRANTING_BODY when there was no agreement.
    """
    day = min(today(), date(year, 12, 31))
    agreement = agreement_on(scheme.partnership_id, day)
    if agreement is None:
        raise Refusal(Reason(RefusalCode.NO_GRANTING_BODY, {"on": day}))
    return agreement.managing_municipality


def settle_basis(basis: Basis, paid: Mapping[int, int], managing: int) -> Statement:
    """What follows from it.

    Raises:
        CostKeyIncomplete: the key has no share for a member.
    """
    return settle(basis.terms(), basis.lines(), paid=paid, managing_municipality=managing)


def newest_settlement(scheme: Scheme, year: int) -> YearSettlement | None:
    """The settlement of a year that holds; None when there is none yet."""
    found = YearSettlement.objects.filter(scheme=scheme, year=year).select_related("managing_municipality")
    return found.order_by("-number").first()


def open_cents(share: SettlementShare) -> int:
    """What a member still owes in a settlement; negative is still to be paid back. No query when it came with payments."""
    return share.owes_cents - sum(one.amount_cents for one in share.payments.all())


def most_cents(share: SettlementShare, payments: Iterable[SettlementPayment]) -> int:
    """How far what is recorded by hand may go, after these payments: what the member owes, or what a bank had it pay too much.

    Have with each payment the line of the bank that told of it, where one did.
    """
    most, recorded = max(0, share.owes_cents), 0
    for one in payments:
        recorded += one.amount_cents
        if one.amount_cents > 0 and hasattr(one, "bank_line"):
            most = max(most, recorded)
    return most


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One member in a settlement, and what of it is still open."""

    share: SettlementShare
    open_cents: int
    is_managing: bool

    @property
    def recorded_cents(self) -> int:
        """What was paid, or paid back, since the settlement was drawn up."""
        return self.share.owes_cents - self.open_cents

    @property
    def too_much_cents(self) -> int:
        """What the member paid beyond what it owes: it gets that back, or it counts when the year is settled again."""
        return 0 if self.is_managing else max(self.recorded_cents - max(self.share.owes_cents, 0), 0)


def is_provisional(settlement: YearSettlement) -> bool:
    """Whether its year was not over when it was drawn up: then more of that year may come."""
    return day_of(settlement.at).year <= settlement.year


def replaced_by(settlement: YearSettlement) -> YearSettlement | None:
    """The newest of its year, where that was sent later and takes its place; else None. One query."""
    later = _sent_of_year(settlement).filter(number__gt=settlement.number)
    return later.order_by("-number").first()


def sent_before(settlement: YearSettlement) -> YearSettlement | None:
    """The one whose place it takes: the last before it that the members were sent; None when there is none."""
    earlier = _sent_of_year(settlement).filter(number__lt=settlement.number)
    return _with_shares(earlier).order_by("-number").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one settlement says of a member, and the one whose place it takes said; 0 where it was not in one of them."""

    member: Organisation
    bore_cents: int
    bears_cents: int
    owed_cents: int
    owes_cents: int

    @property
    def is_change(self) -> bool:
        """Whether they differ."""
        return (self.bore_cents, self.owed_cents) != (self.bears_cents, self.owes_cents)


def changes_since(before: YearSettlement, settlement: YearSettlement) -> list[Change]:
    """What changed between two settlements of a year, by member. No query when both came from one of the lists."""
    was = {one.member: one for one in before.shares.all()}
    now = {one.member: one for one in settlement.shares.all()}
    return [
        Change(
            member=one,
            bore_cents=was[one].borne_cents if one in was else 0,
            bears_cents=now[one].borne_cents if one in now else 0,
            owed_cents=was[one].owes_cents if one in was else 0,
            owes_cents=now[one].owes_cents if one in now else 0,
        )
        for one in sorted(was.keys() | now.keys(), key=lambda member: member.name)
    ]


def settlements_seen_by(actor: Actor) -> QuerySet[YearSettlement]:
    """Those of schemes somebody coordinates or audits, or pays for; newest first, with who is in them.

    Who acts for another member sees what was sent (``sent_to``).
    """
    seen = Q(scheme__partnership__in=actor.organisations(Role.COORDINATOR, Role.AUDITOR)) | Q(
        managing_municipality__in=actor.organisations(*DIRECTORS)
    )
    return _with_shares(YearSettlement.objects.filter(seen))


def all_settlements(schemes: Iterable[Scheme]) -> list[YearSettlement]:
    """Every settlement of these schemes, oldest first, with who is in them."""
    found = _with_shares(YearSettlement.objects.filter(scheme__in=list(schemes)))
    return list(found.order_by("scheme__slug", "year", "number"))


def sent_to(members: Iterable[int]) -> QuerySet[YearSettlement]:
    """What was sent to these members, newest first."""
    return _with_shares(
        YearSettlement.objects.filter(shares__member__in=list(members), sending__isnull=False).distinct()
    )


def sending_of(settlement: YearSettlement) -> SettlementSending | None:
    """When it was sent, and by whom; None while it is not. No query when it came from one of the lists."""
    return getattr(settlement, "sending", None)


def lines_of(settlement: YearSettlement) -> list[ShareLine]:
    """Its members, the managing municipality first, then by name. No query when it came from one of the lists."""
    managing, shares = settlement.managing_municipality_id, list(settlement.shares.all())
    opens = {one.pk: open_cents(one) for one in shares if one.member_id != managing}
    # What the others still owe is what the managing municipality still gets.
    still_to_come = -sum(opens.values())
    found = [ShareLine(one, opens.get(one.pk, still_to_come), one.member_id == managing) for one in shares]
    return sorted(found, key=lambda line: (not line.is_managing, line.share.member.name))


def payments_of(settlement: YearSettlement) -> list[SettlementPayment]:
    """What was recorded in it, oldest first, with the line of the bank that told of it, where one did. One query."""
    found = SettlementPayment.objects.filter(share__settlement=settlement).order_by("paid_on", "pk")
    return list(found.select_related("share__member", "bank_line__line__file"))


def paid_before(settlement: YearSettlement) -> dict[int, int]:
    """What each member paid in earlier settlements of the same year. One query."""
    found = SettlementPayment.objects.filter(
        share__settlement__scheme=settlement.scheme_id,
        share__settlement__year=settlement.year,
        share__settlement__number__lt=settlement.number,
    )
    return dict(found.order_by().values_list("share__member").annotate(cents=Sum("amount_cents")))


def _sent_of_year(settlement: YearSettlement) -> QuerySet[YearSettlement]:
    return YearSettlement.objects.filter(
        scheme=settlement.scheme_id, year=settlement.year, sending__isnull=False
    )


def _with_shares(found: QuerySet[YearSettlement]) -> QuerySet[YearSettlement]:
    shares = SettlementShare.objects.select_related("member").prefetch_related("payments")
    return (
        found.select_related("scheme__partnership", "managing_municipality", "sending")
        .prefetch_related(Prefetch("shares", shares))
        .order_by("-year", "scheme__name", "-number")
    )
