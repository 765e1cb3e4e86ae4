"""What members and their managing municipality still have to pay each other, how, and who still has to be told by letter."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.settlements.models import (
    SettlementLine,
    SettlementNotice,
    SettlementPayment,
    YearSettlement,
)
from wisselwerk.apps.settlements.queries.settlements import ShareLine, lines_of, sending_of, sent_to
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.queries.deliveries import PATIENCE
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import Actor


@dataclass(frozen=True, slots=True)
class Due:
    """What one member has to pay, or (negative) gets back, in a settlement that was sent and that holds."""

    settlement: YearSettlement
    line: ShareLine
    account: BankAccount | None
    """Of the managing municipality, to pay to today; None where none is known."""
    before: YearSettlement | None = None
    """The one whose place it takes, where there is one."""

    @property
    def member(self) -> Organisation:
        """Whom it is about."""
        return self.line.share.member

    @property
    def cents(self) -> int:
        """Positive is what it has to pay; a member that gets money back has ``gets_back_cents``."""
        return self.line.open_cents

    @property
    def gets_back_cents(self) -> int:
        """The same the other way round."""
        return -self.line.open_cents

    @property
    def too_much_cents(self) -> int:
        """What of that it had paid too much."""
        return self.line.too_much_cents

    @property
    def pay_by(self) -> date | None:
        """The last day to pay; None where none was told."""
        sending = sending_of(self.settlement)
        return sending.pay_by if sending else None

    @property
    def is_late(self) -> bool:
        """Whether that day is over."""
        return self.pay_by is not None and self.pay_by < today()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """What is open for some local governments, newest year first."""

    to_pay: tuple[Due, ...]
    """They have to pay it to the managing municipality."""
    to_get: tuple[Due, ...]
    """They get it from the managing municipality."""
    to_give_back: tuple[Due, ...]
    """They are the managing municipality, and have to pay it back to a member."""

    def __bool__(self) -> bool:
        """Whether they have to do something."""
        return bool(self.to_pay or self.to_give_back)


def dues_of(members: Collection[int], sent: Iterable[YearSettlement]) -> Dues:
    """What is open for these local governments, in what was ``sent_to`` them. One query for each managing municipality."""
    found = list(dues_in(sent))
    mine = [one for one in found if one.line.share.member_id in members]
    return Dues(
        to_pay=tuple(one for one in mine if one.cents > 0),
        to_get=tuple(one for one in mine if one.cents < 0),
        to_give_back=tuple(
            one for one in found if one.settlement.managing_municipality_id in members and one.cents < 0
        ),
    )


def dues_in(settlements: Iterable[YearSettlement]) -> Iterator[Due]:
    """What members still have to pay or get by the first of each year, the newest. One query for each managing municipality."""
    accounts: dict[int, BankAccount | None] = {}
    for settlement, *earlier in _by_year(settlements):
        managing = settlement.managing_municipality
        for line in lines_of(settlement):
            if line.open_cents and not line.is_managing:
                if managing.pk not in accounts:
                    accounts[managing.pk] = account_on(managing, today())
                yield Due(settlement, line, accounts[managing.pk], earlier[0] if earlier else None)


def too_much_of(lines: Iterable[SettlementLine]) -> list[Due]:
    """What the members of these lines of the bank paid too much in all, and did not get back. No query without lines.

    Have with each its ``share__settlement``.
    """
    told = {
        (one.share.member_id, one.share.settlement.scheme_id, one.share.settlement.year): one for one in lines
    }
    managing = {one.share.settlement.managing_municipality_id for one in told.values()}
    found = dues_of(managing, sent_to(managing)).to_give_back if told else ()
    return [
        one
        for one in found
        if one.too_much_cents and (one.member.pk, one.settlement.scheme_id, one.settlement.year) in told
    ]


def settlements_to_send(actor: Actor) -> list[YearSettlement]:
    """What was drawn up and not sent to the members, the newest of each year, for who may send it. One query."""
    payers = [payer for _, payer in actor.roles if may(actor, "send_settlement", payer)]
    found = YearSettlement.objects.filter(managing_municipality__in=payers, sending=None)
    newest = found.filter(~Exists(_later(OuterRef("scheme"), OuterRef("year"), OuterRef("number"))))
    return list(newest.select_related("scheme").order_by("year", "scheme__name"))


def settlements_to_post(actor: Actor) -> list[SettlementNotice]:
    """What no mail brings to a member, for who may post it; oldest first. Nothing that was replaced or drawn up anew, nor
    what was paid since, nor to a member that neither owes nor gets anything. One query.
    """
    stuck = Q(state__in=(DeliveryState.MAIL_REFUSED, DeliveryState.TO_POST))
    late = Q(state=DeliveryState.WAITING, at__lt=now() - PATIENCE)
    payers = [payer for _, payer in actor.roles if may(actor, "post_settlement", payer)]
    later = _later(*(OuterRef(f"share__settlement__{name}") for name in ("scheme", "year", "number")))
    paid = SettlementPayment.objects.filter(share=OuterRef("share")).order_by().values("share")
    found = SettlementNotice.objects.annotate(
        paid_cents=Subquery(paid.annotate(cents=Sum("amount_cents")).values("cents"))
    ).filter(
        Q(paid_cents=None) | ~Q(paid_cents=F("share__owes_cents")),
        ~Q(share__owes_cents__gt=0, paid_cents__gt=F("share__owes_cents")) | Q(paid_cents=None),
        ~Q(share__owes_cents=0),
        stuck | late,
        ~Exists(later),
        share__settlement__managing_municipality__in=payers,
    )
    return list(found.select_related("share__member", "share__settlement__scheme").order_by("at", "pk"))


def notices_of(settlement: YearSettlement) -> list[SettlementNotice]:
    """How far a settlement that was sent is on its way to each member, by name. One query."""
    found = SettlementNotice.objects.filter(share__settlement=settlement)
    return list(found.select_related("share__member", "share__settlement").order_by("share__member__name"))


def _later(scheme: OuterRef, year: OuterRef, number: OuterRef) -> QuerySet[YearSettlement]:
    return YearSettlement.objects.filter(scheme=scheme, year=year, number__gt=number)


def _by_year(settlements: Iterable[YearSettlement]) -> Iterable[list[YearSettlement]]:
    found: defaultdict[tuple[int, int], list[YearSettlement]] = defaultdict(list)
    for one in settlements:
        found[one.scheme_id, one.year].append(one)
    return found.values()
