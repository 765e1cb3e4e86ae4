"""Smoke."""

import pytest

from tests.scene import award, invoice, set_scene
from wisselwerk.apps.ledger.queries import differences
from wisselwerk.apps.vouchers.services import redeem_voucher, validate_invoice

pytestmark = pytest.mark.django_db


def test_smoke() -> None:
    scene = set_scene()
    voucher = award(scene)
    assert voucher.state == "open"
    found = validate_invoice(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000))
    assert found.reasons == ()
    done = redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000), key="k")
    again = redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000), key="k")
    assert done == again
    assert done.state == "used"
    assert list(differences()) == []
