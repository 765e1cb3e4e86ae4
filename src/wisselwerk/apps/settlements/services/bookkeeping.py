"""Under which keys a scheme stands in the books, and what happens to what is open when a year is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services.versions import lock
from wisselwerk.apps.settlements.models import BudgetKey, YearEnd, YearEndChoice
from wisselwerk.apps.settlements.queries.actuals import open_vouchers
from wisselwerk.apps.settlements.queries.extract import budget_key
from wisselwerk.apps.settlements.queries.settlements import managing_municipality
from wisselwerk.apps.vouchers.queries.deadlines import notice_period
from wisselwerk.apps.vouchers.services import shorten_voucher
from wisselwerk.clock import now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.budget_key import fits
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetKeyLine:
    """The key of one year of a scheme, as a file says it."""

    scheme: Scheme
    year: int
    action: str
    policy_field: str
    general_account: str


@command
def set_budget_key(
    actor: Actor, *, scheme: Scheme, year: int, action: str, policy_field: str, general_account: str
) -> BudgetKey:
    """Say under which key a year of a scheme stands in the books of the managing municipality. The newest holds.

    Raises:
        Refusal: NOT_ALLOWED; BUDGET_KEY_INVALID; NO_GRANTING_BODY when no agreement names that municipality.
    """
    managing = managing_municipality(scheme, year)
    require(actor, "set_budget_key", scheme.partnership_id, managing.pk)
    given = {"action": action.strip(), "policy_field": policy_field, "general_account": general_account}
    for name, value in given.items():
        if not fits(name, value):
            raise Refusal(Reason(RefusalCode.BUDGET_KEY_INVALID, {"given": value}))
    lock(scheme)
    known = budget_key(scheme, year)
    if known is not None and all(getattr(known, name) == value for name, value in given.items()):
        return known
    key = BudgetKey.objects.create(scheme=scheme, year=year, **given, actor=str(actor), at=now())
    record(actor, "set_budget_key", f"budget_key:{key.pk}")
    return key


def load_budget_keys(actor: Actor, lines: Iterable[BudgetKeyLine]) -> int:
    """Set the keys that a file says, each as ``set_budget_key`` does; returns how many are new or another."""
    before = BudgetKey.objects.count()
    for one in lines:
        set_budget_key(
            actor,
            scheme=one.scheme,
            year=one.year,
            action=one.action,
            policy_field=one.policy_field,
            general_account=one.general_account,
        )
    return BudgetKey.objects.count() - before


@command
def decide_year_end(
    actor: Actor, *, scheme: Scheme, year: int, choice: YearEndChoice, reason: str
) -> YearEnd:
    """Record what happens to the vouchers on the budgets of a year that is over and that are open still.

    Without a decision they are carried over: they stay good until their own last day, on the budget of their year.
    To release them ends the right of others, so it does not do so at once: each voucher that would last longer
    gets a sooner last day, of which its holder is told with the reason (``shorten_voucher``). It lapses as every
    voucher does, after two reminders on record, and its money is then back on the budget of that year.

    Raises:
        Refusal: NOT_ALLOWED; YEAR_NOT_OVER; MOTIVATION_MISSING.
    """
    require(actor, "decide_year_end", scheme.partnership_id)
    if year >= today().year:
        raise Refusal(Reason(RefusalCode.YEAR_NOT_OVER, {"year": year}))
    if not reason.strip():
        raise Refusal(Reason(RefusalCode.MOTIVATION_MISSING))
    # Each holder is locked in this order, here as everywhere where there are several.
    vouchers = list(open_vouchers(scheme, year).select_related("rule_set").order_by("holder", "pk"))
    reserved_cents = sum(one.account.balance_cents for one in vouchers)
    ends_on = None
    if choice is YearEndChoice.RELEASE:
        ends_on = today() + max((notice_period(one) for one in vouchers), default=timedelta())
        for voucher in vouchers:
            if voucher.valid_until > ends_on:
                shorten_voucher(actor, voucher=voucher, until=ends_on, reason=reason)
    decided = YearEnd.objects.create(
        scheme=scheme,
        year=year,
        choice=choice,
        vouchers=len(vouchers),
        reserved_cents=reserved_cents,
        ends_on=ends_on,
        text=reason.strip(),
        actor=str(actor),
        at=now(),
    )
    record(actor, "decide_year_end", f"year_end:{decided.pk}")
    return decided
