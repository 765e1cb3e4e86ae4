"""The one way money moves."""

from collections.abc import Sequence

from django.db.models import F

from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.clock import now
from wisselwerk.domain.ledger import KINDS_UNCOUNTED, AccountKind, Movement, Road, count, goes


def open_account(kind: AccountKind) -> Account:
    """A new empty account."""
    return Account.objects.create(kind=kind)


def post(road: Road, movements: Sequence[Movement], *, reverses: int | None = None) -> list[Transfer]:
    """Move money along ``road``: one transfer or a million take this same way, all or none.

    Call it inside a command's transaction. Accounts are locked in the order of their ids, so two batches never wait
    for each other in a circle; rows that only point at an account, such as redemptions of a payee, need not wait. With ``reverses`` the one movement undoes that transfer.

    Raises:
        ValueError: a movement that ``road`` does not allow, or an unknown account: a bug in the caller.
        IntegrityError: an account would be overdrawn, or the transfer was reversed before; ``@command`` turns it
            into a refusal.
    """
    counters = count(movements)
    accounts = {
        account.pk: account
        for account in Account.objects.select_for_update(no_key=True).filter(pk__in=counters).order_by("pk")
    }
    for movement in movements:
        kinds = tuple(
            AccountKind(accounts[pk].kind) if pk in accounts else None
            for pk in (movement.from_account, movement.to_account)
        )
        if kinds[0] is None or kinds[1] is None or not goes(road, kinds[0], kinds[1]):
            raise ValueError(f"{road} does not go from {kinds[0]} to {kinds[1]}")
    for pk, account in accounts.items():
        if account.kind not in KINDS_UNCOUNTED:
            Account.objects.filter(pk=pk).update(
                in_cents=F("in_cents") + counters[pk].in_cents,
                out_cents=F("out_cents") + counters[pk].out_cents,
            )
    at = now()
    return Transfer.objects.bulk_create(
        Transfer(
            from_account_id=movement.from_account,
            to_account_id=movement.to_account,
            amount_cents=movement.amount_cents,
            road=road,
            reverses_id=reverses,
            at=at,
        )
        for movement in movements
    )
