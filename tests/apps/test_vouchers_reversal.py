"""Undoing a redemption: the money goes back the way it came, once, and the invoice is free again."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.nights import let_lapse
from tests.scene import (
    EMAIL,
    IN_PARTS,
    Scene,
    actor,
    award,
    enterprise_number,
    invoice,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.apps.vouchers.models import Redemption, Remark, RemarkSubject, Voucher
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    Redeemed,
    redeem_voucher,
    reverse_redemption,
)
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def fresh(voucher: Voucher) -> Voucher:
    return Voucher.objects.select_related("account").get(pk=voucher.pk)


def redeem(scene: Scene, voucher: Voucher, net_cents: int, number: str = "F-1", key: str = "") -> Redeemed:
    return redeem_voucher(
        scene.coordinator, code=voucher.code, data=invoice(voucher, net_cents, number=number), key=key
    )


def test_a_reversal_brings_the_money_back_and_frees_the_invoice() -> None:
    scene = set_scene()
    voucher = award(scene)
    done = redeem(scene, voucher, 50_000)
    reversal = reverse_redemption(scene.coordinator, redemption=done.id, reason="Verkeerde cheque.")
    assert reversal.redemption_id == done.id
    now_ = fresh(voucher)
    assert (now_.state, now_.account.balance_cents, now_.own_paid_cents) == ("open", 25_000, 0)
    assert Transfer.objects.get(road=Road.REVERSE).reverses == Transfer.objects.get(road=Road.REDEEM)
    assert Remark.objects.get(subject=RemarkSubject.REVERSAL).text == "Verkeerde cheque."
    assert redeem(scene, voucher, 50_000).state == "used"
    assert list(differences()) == []


def test_a_redemption_is_reversed_once() -> None:
    scene = set_scene()
    done = redeem(scene, award(scene), 50_000)
    reverse_redemption(scene.coordinator, redemption=done.id, reason="Fout.")
    with pytest.raises(Refusal) as refused:
        reverse_redemption(scene.coordinator, redemption=done.id, reason="Nog eens.")
    assert refused.value.code is RefusalCode.ALREADY_REVERSED


def test_what_comes_back_to_a_voucher_that_is_over_goes_on_to_the_budget() -> None:
    scene = set_scene(rules=IN_PARTS | {"budget_ceiling": {"total_cents": 50_000}})
    voucher = award(scene)
    done = redeem(scene, voucher, 20_000)
    let_lapse(voucher)
    reverse_redemption(scene.coordinator, redemption=done.id, reason="Niet geleverd.")
    assert (fresh(voucher).state, fresh(voucher).account.balance_cents) == ("lapsed", 0)
    assert award(scene, enterprise_number(1)).amount_cents == 50_000
    assert list(differences()) == []


def test_an_invoice_that_proves_own_money_stands_while_others_lean_on_it() -> None:
    scene = set_scene(rules={"own_contribution": {"minimum_cents": 25_000, "when_short": "own_money_first"}})
    voucher = award(scene)
    first, second = redeem(scene, voucher, 25_000, "F-1"), redeem(scene, voucher, 10_000, "F-2")
    with pytest.raises(Refusal) as refused:
        reverse_redemption(scene.coordinator, redemption=first.id, reason="Fout.")
    assert refusal_of(refused) == (RefusalCode.REVERSE_LATER_FIRST, {"missing_cents": 25_000})
    for one in (second, first):
        reverse_redemption(scene.coordinator, redemption=one.id, reason="Fout.")
    assert fresh(voucher).state == "open"
    assert list(differences()) == []


def test_who_may_reverse() -> None:
    scene = set_scene()
    done = redeem(scene, award(scene), 50_000)
    for key in ("owner", "provider_staff", "auditor"):
        with pytest.raises(Refusal) as refused:
            reverse_redemption(actor(key), redemption=done.id, reason="Fout.")
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    RoleHolding.objects.filter(person__email=EMAIL["stranger"]).delete()
    for stranger, wanted in ((actor("stranger"), done.id), (scene.coordinator, uuid4())):
        with pytest.raises(Redemption.DoesNotExist):
            reverse_redemption(stranger, redemption=wanted, reason="Fout.")


def test_without_a_reason_nothing_is_undone() -> None:
    scene = set_scene()
    voucher = award(scene)
    done = redeem(scene, voucher, 50_000)
    with pytest.raises(Refusal) as refused:
        reverse_redemption(scene.coordinator, redemption=done.id, reason="")
    assert refused.value.code is RefusalCode.MOTIVATION_MISSING
    assert fresh(voucher).state == "used"
