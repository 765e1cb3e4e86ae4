"""The books as a bookkeeper reads them: every account with what came in and went out, under the key of its budget."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.models import Agreement, Organisation
from wisselwerk.apps.payouts.models import PaidAccount
from wisselwerk.apps.schemes.models import Budget, Scheme
from wisselwerk.apps.settlements.models import BudgetKey
from wisselwerk.apps.vouchers.models import Payable, Voucher
from wisselwerk.clock import day_of, midnight
from wisselwerk.domain.ledger import AccountKind
from wisselwerk.domain.period import Period

MONEY = (AccountKind.CREDIT, AccountKind.BUDGET, AccountKind.VOUCHER, AccountKind.OWED, AccountKind.PAID)
"""Accounts that hold money; the others hold the room under ceilings."""
CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One side of a transfer: what came into an account (positive) or went out of it (negative)."""

    transfer: int
    day: date
    road: str
    account: str
    """Such as ``budget genk 2026``, ``voucher 12``, ``owed 1999001594``, ``paid 71016``."""
    counter_account: str
    amount_cents: int
    scheme: str
    year: int
    """Of the budget."""
    key: BudgetKey | None


def schemes_paid_by(payer: Organisation | None) -> list[Scheme]:
    """The schemes for which somebody pays or paid, by slug; all of them for None. One query."""
    found = Scheme.objects.select_related("partnership").order_by("slug")
    if payer is not None:
        managed = Agreement.objects.filter(managing_municipality=payer).values("partnership")
        found = found.filter(partnership__in=managed)
    return list(found)


def budget_key(scheme: Scheme, year: int) -> BudgetKey | None:
    """The key under which a year stands in the books; None when nobody told. One query."""
    return BudgetKey.objects.filter(scheme=scheme, year=year).order_by("-pk").first()


def budget_keys(schemes: list[Scheme]) -> dict[tuple[int, int], BudgetKey]:
    """The key that holds, by scheme and year. One query."""
    found = BudgetKey.objects.filter(scheme__in=schemes).select_related("scheme").order_by("pk")
    return {(one.scheme_id, one.year): one for one in found}


def postings(schemes: list[Scheme], valid: Period) -> Iterator[Posting]:
    """Every posting of these schemes in a period, in the order of the books; the two of a transfer sum to nothing.

    They are read as they come, so there may be any number.
    """
    names = _Names(schemes)
    for one in _transfers(valid).iterator(CHUNK):
        budget = names.budget_of(one)
        if budget is None:
            continue
        sides = (one.from_account, -one.amount_cents), (one.to_account, one.amount_cents)
        told = names.account(one.from_account, budget), names.account(one.to_account, budget)
        for number, (_, cents) in enumerate(sides):
            yield Posting(
                transfer=one.pk,
                day=day_of(one.at),
                road=one.road,
                account=told[number],
                counter_account=told[1 - number],
                amount_cents=cents,
                scheme=budget.scheme.slug,
                year=budget.year,
                key=names.keys.get((budget.scheme_id, budget.year)),
            )


class _Names:
    """What each account is for."""

    def __init__(self, schemes: list[Scheme]) -> None:
        budgets = Budget.objects.filter(scheme__in=schemes).select_related("scheme", "member")
        self.budgets: Mapping[int, Budget] = {one.account_id: one for one in budgets}
        self.keys = budget_keys(schemes)
        self.payees = dict(Payable.objects.values_list("account", "payee__enterprise_number"))
        self.payers = dict(PaidAccount.objects.values_list("account", "payer__nis_code"))

    def budget_of(self, one: Transfer) -> Budget | None:
        """The budget whose money it is; None when that is of another scheme."""
        for account in (one.from_account, one.to_account):
            if account.kind == AccountKind.BUDGET:
                return self.budgets.get(account.pk)
        voucher = _voucher_of(one)
        return None if voucher is None else self.budgets.get(voucher.budget_account_id)

    def account(self, account: Account, budget: Budget) -> str:
        """How it is called in the extract."""
        whose = f" {budget.member.nis_code}" if budget.member else ""
        match AccountKind(account.kind):
            case AccountKind.CREDIT:
                return f"credit {budget.scheme.slug} {budget.year}{whose}"
            case AccountKind.BUDGET:
                return f"budget {budget.scheme.slug} {budget.year}{whose}"
            case AccountKind.VOUCHER:
                return f"voucher {account.voucher.pk}"
            case AccountKind.OWED:
                return f"owed {self.payees.get(account.pk, '')}"
            case _:
                return f"paid {self.payers.get(account.pk, '')}"


def _transfers(valid: Period) -> QuerySet[Any]:
    found = Transfer.objects.filter(
        Q(from_account__kind__in=MONEY) & Q(to_account__kind__in=MONEY), at__gte=midnight(valid.start)
    )
    if valid.end is not None:
        found = found.filter(at__lt=midnight(valid.end))
    return found.select_related(
        "from_account__voucher",
        "to_account__voucher",
        "bank_line__payment__redemption__voucher",
    ).order_by("pk")


def _voucher_of(one: Transfer) -> Voucher | None:
    for account in (one.from_account, one.to_account):
        if account.kind == AccountKind.VOUCHER:
            return account.voucher
    line = getattr(one, "bank_line", None)
    return None if line is None or line.payment is None else line.payment.redemption.voucher
