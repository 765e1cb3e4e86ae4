"""Applying with answers and using what comes of it, as tests of rules do."""

from typing import Any

import pytest

from tests.scene import (
    GENK,
    Scene,
    invoice,
    refusal_of,
)
from wisselwerk.apps.vouchers.models import Application, Voucher
from wisselwerk.apps.vouchers.queries.applications import latest_decision, reasons_of
from wisselwerk.apps.vouchers.services import (
    enter_application,
    redeem_voucher,
)
from wisselwerk.demo.cast import OWN_ENTERPRISE, PROVIDER_NUMBER
from wisselwerk.domain.refusal import Refusal, RefusalCode


def applied(scene: Scene, provider: str | None = PROVIDER_NUMBER, **declared: object) -> Application:
    return enter_application(
        scene.coordinator,
        scheme=scene.scheme,
        enterprise_number=OWN_ENTERPRISE.number,
        email="iemand@voorbeeld.example",
        provider=provider,
        declarations={"municipality": GENK, **declared},
    )


def codes(application: Application) -> list[RefusalCode]:
    decision = latest_decision(application)
    assert decision is not None
    return [reason.code for reason in reasons_of(decision)]


def facts(application: Application) -> Any:
    decision = latest_decision(application)
    assert decision is not None
    return decision.facts


def pay(scene: Scene, voucher: Voucher, net_cents: int, number: str = "F-1") -> Any:
    return redeem_voucher(
        scene.coordinator, code=voucher.code, data=invoice(voucher, net_cents, number=number)
    )


def refused(scene: Scene, voucher: Voucher, net_cents: int, number: str = "F-1") -> tuple[RefusalCode, Any]:
    with pytest.raises(Refusal) as refusal:
        pay(scene, voucher, net_cents, number)
    return refusal_of(refusal)
