"""The money behind a scheme: what is set aside in a year, and the ceilings its rules put over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.services import lock_accounts, open_account, post
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import (
    Budget,
    Ceiling,
    CouncilDecision,
    DecisionSubject,
    Funding,
    Reduction,
    Scheme,
)
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.services.versions import keep_decision, lock
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.ledger import AccountKind, Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.budget import BudgetCeiling


@dataclass(frozen=True, slots=True)
class BudgetDecision:
    """A decision of a council to set money aside, as somebody tells it."""

    council: Organisation
    title: str
    decided_on: date
    reference: str = ""
    """Address or number under which it can be found."""


@command
def fund_scheme(
    actor: Actor,
    *,
    scheme: Scheme,
    year: int,
    amount_cents: int,
    member: Organisation | None = None,
    decision: BudgetDecision | None = None,
) -> Budget:
    """Add money to the budget of a year: the shared one, or that of one member.

    A ``decision`` that is not on record yet is recorded with it.

    Raises:
        Refusal: NOT_ALLOWED, NOT_A_MEMBER when ``member`` or the council takes no part on any day of that year,
            or DECISION_DIFFERS from what is on record of that council and day.
        ValueError: an amount of nothing or less.
    """
    require(actor, "fund_scheme", scheme.partnership_id)
    if amount_cents <= 0:
        raise ValueError(f"a budget is funded with more than nothing, not with {amount_cents} cents")
    lock(scheme)
    for one in filter(None, (member, decision.council if decision else None)):
        if not _takes_part(scheme, one, year):
            raise Refusal(Reason(RefusalCode.NOT_A_MEMBER, {"member": one.name, "year": year}))
    stands_on = _on_record(actor, scheme, decision) if decision else None
    budget = _budget(scheme, year, member)
    (transfer,) = post(Road.FUND, [Movement(budget.credit_id, budget.account_id, Cents(amount_cents))])
    Funding.objects.create(budget=budget, transfer=transfer, decision=stands_on)
    record(
        actor,
        "fund_scheme",
        f"budget:{budget.pk}",
        authority=f"council_decision:{stands_on.pk}" if stands_on else "",
    )
    enqueue("tell_scheme", scheme_id=scheme.pk)
    # Under whichever version: who was drawn waits on when the rules of today let who applies first have it.
    if any(rule_set(version).lottery for version in scheme.versions.all()):
        enqueue("move_up_waiting_list", scheme_id=scheme.pk)
    return budget


def _on_record(actor: Actor, scheme: Scheme, told: BudgetDecision) -> CouncilDecision:
    kept = keep_decision(
        actor,
        scheme=scheme,
        local_government=told.council,
        subject=DecisionSubject.BUDGET,
        title=told.title,
        decided_on=told.decided_on,
        reference=told.reference,
    )
    if kept.title != told.title or told.reference not in ("", kept.reference):
        params = {"council": told.council.name, "decided_on": told.decided_on, "title": kept.title}
        raise Refusal(Reason(RefusalCode.DECISION_DIFFERS, params))
    return kept


def _budget(scheme: Scheme, year: int, member: Organisation | None) -> Budget:
    budget = Budget.objects.filter(scheme=scheme, year=year, member=member).first()
    if budget is None:
        budget = Budget.objects.create(
            scheme=scheme,
            year=year,
            member=member,
            credit=open_account(AccountKind.CREDIT),
            account=open_account(AccountKind.BUDGET),
        )
    return budget


@command
def reduce_budget(
    actor: Actor,
    *,
    scheme: Scheme,
    year: int,
    amount_cents: int,
    reason: str,
    member: Organisation | None = None,
) -> Budget:
    """Take money out of the budget of a year again, as when too much was added: never what vouchers stand on.

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; NOT_ENOUGH_MONEY when less than that is left to award.
        ValueError: an amount of nothing or less.
    """
    require(actor, "reduce_budget", scheme.partnership_id)
    if amount_cents <= 0:
        raise ValueError(f"a budget is reduced by more than nothing, not by {amount_cents} cents")
    if not reason.strip():
        raise Refusal(Reason(RefusalCode.MOTIVATION_MISSING))
    lock(scheme)
    budget = Budget.objects.filter(scheme=scheme, year=year, member=member).first()
    if budget is None:
        raise Refusal(Reason(RefusalCode.NOT_ENOUGH_MONEY))
    (transfer,) = post(Road.DEFUND, [Movement(budget.account_id, budget.credit_id, Cents(amount_cents))])
    entry = record(actor, "reduce_budget", f"budget:{budget.pk}")
    Reduction.objects.create(
        budget=budget, transfer=transfer, reason=reason.strip(), actor=entry.actor, at=entry.at
    )
    enqueue("tell_scheme", scheme_id=scheme.pk)
    return budget


def ceiling_rooms(
    scheme: Scheme, rules: RuleSet, year: int, member: Organisation | None
) -> dict[str, Ceiling]:
    """The ceilings that stand over a voucher of ``year`` for an enterprise of ``member``, by scope of the rule.

    Each is brought to what ``rules`` say. A ceiling that fell below what was awarded already has no room until enough
    has come back. Call it inside a command's transaction: one query where nothing changes.
    """
    rule = rules.find(BudgetCeiling)
    keys = rule.counters(year, member.nis_code if member else None) if rule else {}
    limits = {key: rule.ceilings[scope] for scope, key in keys.items()} if rule else {}
    found = _ceilings(scheme, limits)
    if any(key not in found or _shift(found[key], cents) for key, cents in limits.items()):
        lock(scheme)
        _lock_money(scheme, year, member, _ceilings(scheme, limits))
        # Only now: until the rooms were locked others could take from them.
        found = _ceilings(scheme, limits)
        for key, cents in limits.items():
            _set_ceiling(found.get(key) or _open_ceiling(scheme, key), cents)
        found = _ceilings(scheme, limits)
    return {scope: found[key] for scope, key in keys.items() if key in found}


def _lock_money(
    scheme: Scheme, year: int, member: Organisation | None, ceilings: Mapping[str, Ceiling]
) -> None:
    """Lock the ceilings together with the budgets that an award after this may take from.

    Whoever awards, withdraws or lets lapse locks a budget before its ceilings, because the budget was there first.
    """
    budgets = Budget.objects.filter(Q(member=None) | Q(member=member), scheme=scheme, year=year)
    accounts = [pk for one in ceilings.values() for pk in (one.limit_id, one.room_id)]
    lock_accounts([*accounts, *budgets.values_list("account", flat=True)])


def _ceilings(scheme: Scheme, limits: Mapping[str, int]) -> dict[str, Ceiling]:
    if not limits:
        return {}
    ceilings = Ceiling.objects.filter(scheme=scheme, scope__in=limits).select_related("room")
    return {ceiling.scope: ceiling for ceiling in ceilings}


def _open_ceiling(scheme: Scheme, key: str) -> Ceiling:
    return Ceiling.objects.create(
        scheme=scheme, scope=key, limit=open_account(AccountKind.LIMIT), room=open_account(AccountKind.ROOM)
    )


def _shift(ceiling: Ceiling, limit_cents: int) -> int:
    """By how much a ceiling can move now towards ``limit_cents``: down only as far as there is room."""
    return max(limit_cents - ceiling.limit_cents, -ceiling.room.balance_cents)


def _set_ceiling(ceiling: Ceiling, limit_cents: int) -> None:
    shift = _shift(ceiling, limit_cents)
    if shift > 0:
        post(Road.FUND, [Movement(ceiling.limit_id, ceiling.room_id, Cents(shift))])
    elif shift < 0:
        post(Road.DEFUND, [Movement(ceiling.room_id, ceiling.limit_id, Cents(-shift))])
    ceiling.limit_cents += shift
    ceiling.save(update_fields=["limit_cents"])


def _takes_part(scheme: Scheme, member: Organisation, year: int) -> bool:
    return Membership.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=date(year, 1, 1)),
        partnership=scheme.partnership_id,
        member=member,
        valid_from__lte=date(year, 12, 31),
    ).exists()
