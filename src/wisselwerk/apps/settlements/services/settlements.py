"""Settling a year between the members: worked out, frozen, sent, and paid.

An interlokale vereniging has no legal personality: the managing municipality pays the payees and claims from the other
members what the cost key makes them bear (Decreet lokaal bestuur, art. 392-395). The coordinator or the financial
director has it worked out; to claim is for the financial director alone.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services.versions import lock
from wisselwerk.apps.settlements.models import (
    SettlementPayment,
    SettlementSending,
    SettlementShare,
    YearSettlement,
)
from wisselwerk.apps.settlements.queries.lines import Basis, basis_of, last_transfer
from wisselwerk.apps.settlements.queries.proof import digest_of_settlement, proof_of_sending
from wisselwerk.apps.settlements.queries.receiving import told_already
from wisselwerk.apps.settlements.queries.settlements import (
    managing_municipality,
    most_cents,
    newest_settlement,
    open_cents,
    settle_basis,
)
from wisselwerk.apps.settlements.services.telling import tell_members
from wisselwerk.clock import now, today
from wisselwerk.db import command, command_without_transaction, wait_for_writers
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.cost_key import CostKeyIncomplete, Statement
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command_without_transaction
def draw_up_settlement(actor: Actor, *, scheme: Scheme, year: int) -> YearSettlement:
    """Work out what members owe each other for a year, until now, and freeze it.

    When nothing changed since the last one, that is the answer. A year that goes on can be settled too: what comes
    later, a reversal after years as well, is in the next settlement of that year, which asks only for the difference.

    It minds its own transactions: to know where it stands in the books it waits for who is writing, and holds them up
    for that moment alone.

    Raises:
        Refusal: NOT_ALLOWED; NO_GRANTING_BODY when no agreement names the managing municipality; NO_COST_KEY;
            COST_KEY_INCOMPLETE.
        ValueError: the year is still to come.
    """
    if year > today().year:
        raise ValueError(f"{year} is still to come")
    managing = managing_municipality(scheme, year)
    require(actor, "draw_up_settlement", scheme.partnership_id, managing.pk)
    with transaction.atomic():
        wait_for_writers(Transfer._meta.db_table)
        counted_to = last_transfer()
    with transaction.atomic():
        lock(scheme)
        basis, last = basis_of(scheme, year, counted_to), newest_settlement(scheme, year)
        if last is None and all(one.key is None for one in basis.terms()):
            raise Refusal(Reason(RefusalCode.NO_COST_KEY, {"year": year}))
        if last is not None and last.frozen == basis.to_plain():
            return last
        statement = _statement(basis, _paid(scheme, year), managing)
        settlement = YearSettlement(
            scheme=scheme,
            year=year,
            number=last.number + 1 if last else 1,
            managing_municipality_id=statement.managing_municipality,
            counted_to=counted_to,
            total_cents=statement.total_cents,
            frozen=basis.to_plain(),
            actor=str(actor),
            at=now(),
        )
        _freeze(settlement, statement)
        record(actor, "draw_up_settlement", f"settlement:{settlement.pk}")
        return settlement


@command
def send_settlement(actor: Actor, *, settlement: YearSettlement) -> SettlementSending:
    """Send a settlement to its members: from now on they see it, and who acts for them gets a mail or a letter.

    The last day to pay is so many days later as the installation says. Once is enough.

    Raises:
        Refusal: NOT_ALLOWED; SETTLEMENT_REPLACED.
    """
    require(actor, "send_settlement", settlement.managing_municipality_id)
    _newest(settlement)
    sending, is_new = SettlementSending.objects.get_or_create(
        settlement=settlement,
        defaults={
            "actor": str(actor),
            "at": now(),
            "pay_by": today() + timedelta(days=settings.SETTLEMENT_DAYS),
        },
    )
    if is_new:
        tell_members(settlement)
        authority = proof_of_sending(sending)
        record(actor, "send_settlement", f"settlement:{settlement.pk}", authority=authority)
    return sending


@command
def record_settlement_payment(
    actor: Actor,
    *,
    settlement: YearSettlement,
    member: Organisation,
    amount_cents: int,
    paid_on: date,
    reference: str = "",
) -> SettlementPayment:
    """Record what a member paid the managing municipality, or (negative) got back from it, in one go or in parts.

    What was recorded in a settlement never goes beyond what the member owes in it, nor back beyond nothing; what a bank had
    it pay too much goes back. So a mistake is taken back with the opposite amount.

    Raises:
        Refusal: NOT_ALLOWED; SETTLEMENT_REPLACED; NOT_OWED; DAY_TO_COME; PAID_BEFORE_YEAR for a day before the year that is settled;
            SETTLED_ON_STATEMENT when a statement told of it, and it was booked by that.
        SettlementShare.DoesNotExist: the member is not in the settlement, or receives for the others.
    """
    require(actor, "record_settlement_payment", settlement.managing_municipality_id)
    _newest(settlement)
    shares = settlement.shares.exclude(member=settlement.managing_municipality_id)
    share = shares.select_related("settlement").get(member=member)
    told = told_already(share, amount_cents, paid_on, reference.strip())
    if told is not None:
        params = {"statement": told.file.name, "amount_cents": amount_cents, "on": told.booked_on or paid_on}
        raise Refusal(Reason(RefusalCode.SETTLED_ON_STATEMENT, params))
    still_open = open_cents(share)
    recorded = share.owes_cents - still_open + amount_cents
    before = share.payments.select_related("bank_line").order_by("pk")
    if not amount_cents or not min(0, share.owes_cents) <= recorded <= most_cents(share, before):
        raise Refusal(Reason(RefusalCode.NOT_OWED, {"open_cents": still_open}))
    if paid_on > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": paid_on}))
    if paid_on < date(settlement.year, 1, 1):
        raise Refusal(Reason(RefusalCode.PAID_BEFORE_YEAR, {"on": paid_on, "year": settlement.year}))
    payment = SettlementPayment.objects.create(
        share=share,
        amount_cents=amount_cents,
        paid_on=paid_on,
        reference=reference.strip(),
        actor=str(actor),
        at=now(),
    )
    record(actor, "record_settlement_payment", f"settlement:{settlement.pk}")
    return payment


def _newest(settlement: YearSettlement) -> None:
    """Hold the year still, and stop unless this is its newest settlement."""
    lock(settlement.scheme)
    last = newest_settlement(settlement.scheme, settlement.year)
    if last is not None and last.pk != settlement.pk:
        raise Refusal(Reason(RefusalCode.SETTLEMENT_REPLACED, {"number": last.number}))


def _freeze(settlement: YearSettlement, statement: Statement) -> None:
    shares = [
        SettlementShare(
            settlement=settlement,
            member_id=one.member,
            borne_cents=one.borne_cents,
            rest_cents=one.rest_cents,
            paid_cents=one.paid_cents,
            owes_cents=one.owes_cents,
        )
        for one in statement.rows
    ]
    settlement.digest = digest_of_settlement(settlement, shares)
    settlement.save()
    SettlementShare.objects.bulk_create(shares)


def _statement(basis: Basis, paid: Mapping[int, int], managing: Organisation) -> Statement:
    try:
        return settle_basis(basis, paid, managing.pk)
    except CostKeyIncomplete as error:
        params = {"on": error.on, "places": error.places}
        raise Refusal(Reason(RefusalCode.COST_KEY_INCOMPLETE, params)) from error


def _paid(scheme: Scheme, year: int) -> dict[int, int]:
    """What each member paid for a year so far, in all its settlements."""
    found = SettlementPayment.objects.filter(share__settlement__scheme=scheme, share__settlement__year=year)
    sums = found.order_by().values_list("share__member").annotate(cents=Sum("amount_cents"))
    return dict(sums)
