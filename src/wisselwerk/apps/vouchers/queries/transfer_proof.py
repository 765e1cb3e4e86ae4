"""Transfers against what must have moved them. See ``wisselwerk verify``."""

from collections.abc import Iterator

from django.db.models import F, Q

from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.domain.ledger import AccountKind, Road


def transfers_astray() -> Iterator[str]:
    """Money that moved without anything in this house having moved it."""
    unknown = Transfer.objects.filter(
        Q(road=Road.REDEEM, redemption=None)
        | Q(road=Road.REVERSE, reverses=None)
        | Q(road=Road.AWARD, to_account__kind=AccountKind.VOUCHER, to_account__voucher=None)
        | Q(road=Road.DEFUND, from_account__kind=AccountKind.BUDGET, reduction=None)
    )
    astray = Transfer.objects.filter(
        Q(road=Road.AWARD, to_account__kind=AccountKind.VOUCHER)
        & ~Q(from_account=F("to_account__voucher__budget_account"))
        | Q(road=Road.LAPSE, from_account__kind=AccountKind.VOUCHER)
        & ~Q(to_account=F("from_account__voucher__budget_account"))
    ).filter(~Q(to_account__voucher=None) | ~Q(from_account__voucher=None))
    for pk, road in astray.order_by("pk").values_list("pk", "road"):
        yield f"transfer {pk}: this {road} is not between the voucher and its own budget"
    for pk, road in unknown.order_by("pk").values_list("pk", "road"):
        yield f"transfer {pk}: nothing explains this {road}"
