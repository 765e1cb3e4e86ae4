"""The one way money moves, there and back."""

from collections.abc import Iterable, Sequence

from django.db.models import F

from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.clock import now
from wisselwerk.domain.ledger import KINDS_UNCOUNTED, AccountKind, Movement, Road, count, goes
from wisselwerk.domain.money import Cents


def open_account(kind: AccountKind) -> Account:
    """A new empty account."""
    return Account.objects.create(kind=kind)


def lock_accounts(ids: Iterable[int]) -> dict[int, Account]:
    """These accounts as they are now, while nobody else moves money there.

    They are locked in the order of their ids, so that two commands never wait for each other in a circle. Who needs some
    of them before the others calls this first with all of them. Rows that only point at an account need not wait.
    """
    wanted = Account.objects.select_for_update(no_key=True).filter(pk__in=ids)
    return {account.pk: account for account in wanted.order_by("pk")}


def post(road: Road, movements: Sequence[Movement], *, reverses: int | None = None) -> list[Transfer]:
    """Move money along ``road``: one transfer or a million take this same way, all or none.

    Call it inside a command's transaction. With ``reverses`` the one movement undoes that transfer.

    Raises:
        ValueError: a movement that ``road`` does not allow, or an unknown account: a bug in the caller.
        IntegrityError: an account would be overdrawn, or the transfer was reversed before; ``@command`` turns it
            into a refusal.
    """
    return _post(road, [(movement, reverses) for movement in movements])


def undo(transfers: Sequence[Transfer]) -> list[Transfer]:
    """Move back what these transfers moved, one for each in their order; otherwise as ``post``."""
    return _post(
        Road.REVERSE,
        [
            (Movement(one.to_account_id, one.from_account_id, Cents(one.amount_cents)), one.pk)
            for one in transfers
        ],
    )


def _post(road: Road, moves: Sequence[tuple[Movement, int | None]]) -> list[Transfer]:
    """Each movement with the transfer that it undoes."""
    counters = count([movement for movement, _ in moves])
    accounts = lock_accounts(counters)
    for movement, _ in moves:
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
        for movement, reverses in moves
    )
