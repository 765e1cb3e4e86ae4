"""Reads over the books."""

from collections.abc import Iterator, Mapping

from django.db.models import Sum

from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.domain.ledger import KINDS_UNCOUNTED, AccountKind, Road, goes
from wisselwerk.domain.money import Cents


def settled_cents(account_ids: list[int]) -> Cents:
    """What is owed on accounts that keep no counter: what came in less what went back, summed from transfers."""
    came = Transfer.objects.filter(to_account__in=account_ids).aggregate(sum=Sum("amount_cents"))["sum"] or 0
    went = (
        Transfer.objects.filter(from_account__in=account_ids).aggregate(sum=Sum("amount_cents"))["sum"] or 0
    )
    return Cents(came - went)


def differences() -> Iterator[str]:
    """Every place where the books do not agree with themselves, named so that a person can find it.

    Counters are recomputed from the transfers; every transfer must go along its road.
    """
    off: dict[int, tuple[int, int]] = {}
    ins = dict(Transfer.objects.values_list("to_account").annotate(sum=Sum("amount_cents")).order_by())
    outs = dict(Transfer.objects.values_list("from_account").annotate(sum=Sum("amount_cents")).order_by())
    for account in Account.objects.order_by("pk").iterator():
        moved = ins.get(account.pk, 0), outs.get(account.pk, 0)
        expected = (0, 0) if account.kind in KINDS_UNCOUNTED else moved
        if (account.in_cents, account.out_cents) != expected:
            off[account.pk] = account.in_cents - expected[0], account.out_cents - expected[1]
            yield (
                f"account {account.pk} ({account.kind}) counts in {account.in_cents}, out {account.out_cents}; "
                f"its transfers say in {expected[0]}, out {expected[1]}"
            )
    transfers = Transfer.objects.select_related("from_account", "to_account", "reverses").order_by("pk")
    for transfer in transfers.iterator():
        yield from _of_transfer(transfer, off)


def _of_transfer(transfer: Transfer, off: Mapping[int, tuple[int, int]]) -> Iterator[str]:
    source, target = transfer.from_account, transfer.to_account
    # Both its accounts counted another amount: then it is the transfer that changed, not two counters.
    by = off.get(source.pk, (0, 0))[1]
    if by and (target.kind in KINDS_UNCOUNTED or off.get(target.pk, (0, 0))[0] == by):
        yield f"transfer {transfer.pk} moved {transfer.amount_cents}; its accounts counted {by:+} more"
    if not _goes(transfer.road, source.kind, target.kind):
        yield f"transfer {transfer.pk} travels {transfer.road} from {source.kind} to {target.kind}"
    undone = transfer.reverses
    if undone is not None and (
        undone.amount_cents != transfer.amount_cents
        or undone.from_account_id != transfer.to_account_id
        or undone.to_account_id != transfer.from_account_id
    ):
        yield f"transfer {transfer.pk} does not undo transfer {undone.pk} exactly"


def _goes(road: str, from_kind: str, to_kind: str) -> bool:
    try:
        return goes(Road(road), AccountKind(from_kind), AccountKind(to_kind))
    except ValueError:
        # Somebody wrote a kind or a road that there is none of.
        return False
