"""A scheme that was played, and the hands of somebody who has the database and not the program."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import models

from tests.payments import treasury_of
from tests.pdfs import handed_in, stated
from tests.scene import (
    IN_PARTS,
    TONGEREN,
    Rules,
    Scene,
    award,
    enter,
    enterprise_number,
    invoice,
    set_scene,
)
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.services import register_aid
from wisselwerk.apps.vouchers.services import (
    accept_pdf,
    redeem_voucher,
    refuse_pdf,
    reverse_redemption,
    revoke_voucher,
)
from wisselwerk.clock import today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.pdf_invoice import Check, Ground
from wisselwerk.domain.refusal import Refusal


@pytest.fixture
def played() -> Scene:
    """A scheme with something of everything: used, paid, in part, reversed, revoked, refused, under a ceiling."""
    scene = set_scene(
        rules=IN_PARTS | {"budget_ceiling": {"total_cents": 500_000}, "cost_key": {"division": "equal"}}
    )
    used, part, revoked = (award(scene, enterprise_number(serial)) for serial in range(3))
    redeem_voucher(scene.coordinator, code=used.code, data=invoice(used, 60_000, number="F-1"))
    treasury = treasury_of(scene)
    treasury.bank_pays(treasury.signed())
    undone = redeem_voucher(scene.coordinator, code=part.code, data=invoice(part, 5_000, number="F-2"))
    reverse_redemption(scene.coordinator, redemption=undone.id, reason="Fout.")
    redeem_voucher(scene.coordinator, code=part.code, data=invoice(part, 20_000, number="F-3"))
    revoke_voucher(scene.coordinator, voucher=revoked, reason="Fout.")
    check_pdfs(scene)
    give_aid()
    enter(scene, enterprise_number(3), municipality=TONGEREN)
    return scene


def check_pdfs(scene: Scene) -> None:
    """An invoice in each state that a PDF can be in."""
    voucher = award(scene, enterprise_number(5))
    one, other, _ = (handed_in(scene, voucher, 1_000, number=number) for number in ("P-1", "P-2", "P-3"))
    looked = {"ground": Ground.NOT_LIABLE, "ticked": frozenset(Check)}
    accept_pdf(SYSTEM, invoice=one.pk, stated=stated(voucher, 1_100, number="P-1"), **looked)  # type: ignore[arg-type]
    refuse_pdf(SYSTEM, invoice=other.pk, stated=other.stated(), reason="Onleesbaar.", **looked)  # type: ignore[arg-type]
    with pytest.raises(Refusal):
        handed_in(scene, voucher, 1_000, number="P-1")
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")


def give_aid() -> None:
    """Another scheme, whose vouchers are aid to the enterprise and to whoever sends the invoice; a part was taken back."""
    rules: Rules = {"de_minimis": {"provider_advantage": "whole_voucher"}}
    scene = set_scene(slug="steun", rules=IN_PARTS | rules)
    voucher = award(scene, enterprise_number(4), provider=None)
    redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 5_000, number="F-4"))
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")
    first = RegisterLine.objects.earliest("pk")
    register_aid(scene.coordinator, lines=[first.pk], reference="EAID-1", registered_on=today())


@pytest.fixture
def tamper() -> Iterator[Callable[..., None]]:
    """Change a row as somebody would who has the database and not the program."""

    def change(row: models.Model, **values: Any) -> None:
        type(row)._default_manager.filter(pk=row.pk).update(**values)

    drop_triggers()
    yield change
    install_triggers()
