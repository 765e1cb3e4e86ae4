"""Vouchers on which an invoice was used, and credit notes that take it back."""

from typing import Any
from uuid import UUID

from tests.scene import Scene, award, credit_note, enterprise_number, invoice
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import Credited, credit_invoice, redeem_voucher


def used(scene: Scene, net_cents: int = 30_000, number: str = "F-1", serial: int = 1) -> Voucher:
    """A voucher on which one invoice was used."""
    voucher = award(scene, enterprise_number(serial))
    redeem(scene, voucher, net_cents, number)
    return voucher


def redeem(scene: Scene, voucher: Voucher, net_cents: int, number: str) -> Any:
    data = invoice(voucher, net_cents, number=number)
    return redeem_voucher(scene.coordinator, code=voucher.code, data=data)


def give(scene: Scene, voucher: Voucher, net_cents: int, key: str = "", **changes: Any) -> Credited:
    data = credit_note(voucher, net_cents, **changes)
    return credit_invoice(scene.coordinator, code=voucher.code, data=data, key=key)


def fresh(voucher: Voucher) -> Voucher:
    return Voucher.objects.select_related("account").get(pk=voucher.pk)


def standing(pk: UUID | None) -> Redemption:
    assert pk is not None
    return Redemption.objects.get(pk=pk)


def agrees() -> bool:
    return [*ledger.differences(), *proof.differences(), *payouts.differences()] == []
