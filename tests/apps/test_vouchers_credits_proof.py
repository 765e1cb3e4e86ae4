"""A credit note on an invoice that waits for proof: what it leaves is asked about anew, and nothing is paid sooner for it."""

import pytest

from tests.proofs import DELIVERY, MONDAY, OWN_PART, on, set_proof, waits
from tests.scene import Rules, actor, award, credit_note, enterprise_number, invoice
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import (
    credit_invoice,
    dispute_delivery,
    redeem_voucher,
    see_bank_proof,
    tell_redemptions,
    try_credit_note,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

IN_FULL: Rules = {"own_contribution": None}
"""Whatever is left of an invoice goes on counting."""


def standing() -> dict[str, Redemption]:
    """What still counts, by the number of its invoice."""
    return {one.invoice_number: one for one in Redemption.objects.filter(is_reversed=False)}


def give(who: Actor, voucher: Voucher, net_cents: int, corrects: str = "F-1") -> None:
    credit_invoice(who, code=voucher.code, data=credit_note(voucher, net_cents, corrects=corrects))


def test_what_leans_on_own_money_goes_on_waiting_for_it_after_a_credit_note() -> None:
    rules: Rules = {
        "amount": {"amount_cents": 50_000},
        "own_contribution": {"minimum_cents": 10_000, "when_short": "own_money_first"},
    }
    treasury = set_proof(OWN_PART, rules)
    voucher = award(treasury.scene, enterprise_number(1))
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 12_000, number="F-1"))
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 30_000, number="F-2"))
    assert waits(treasury)[standing()["F-2"].pk] == (Wait.OWN_PART,)
    give(SYSTEM, voucher, 1_000)
    assert waits(treasury)[standing()["F-2"].pk] == (Wait.OWN_PART,)
    assert list(proof.differences()) == []


def test_a_provider_is_not_rid_of_a_dispute_by_taking_back_a_cent() -> None:
    with on(MONDAY):
        treasury = set_proof(DELIVERY, IN_FULL)
        one = treasury.redeem()
        voucher = one.voucher
        tell_redemptions(SYSTEM)
        dispute_delivery(actor("owner"), redemption=one.pk, reason="Maar half geleverd.")
        provider, note = actor("provider_staff"), credit_note(voucher, 1)
        assert try_credit_note(provider, code=voucher.code, data=note).reasons[0].code == (
            RefusalCode.CREDIT_NOTE_IN_DISPUTE
        )
        with pytest.raises(Refusal) as refused:
            credit_invoice(provider, code=voucher.code, data=note)
        assert refused.value.code is RefusalCode.CREDIT_NOTE_IN_DISPUTE
        assert waits(treasury) == {one.pk: (Wait.DISPUTE,)}

        # Who settles disputes takes it in: what is left is asked about anew.
        give(treasury.scene.coordinator, voucher, 1)
        assert list(waits(treasury).values()) == [(Wait.DELIVERY,)]
        assert list(proof.differences()) == []


def test_all_of_it_can_be_taken_back_in_dispute_for_then_nothing_is_paid() -> None:
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        one = treasury.redeem()
        tell_redemptions(SYSTEM)
        dispute_delivery(actor("owner"), redemption=one.pk, reason="Niet geleverd.")
        give(actor("provider_staff"), one.voucher, one.eligible_cents)
        assert waits(treasury) == {}
        assert list(proof.differences()) == []


def test_the_payment_from_before_the_credit_note_is_proof_of_what_is_left() -> None:
    treasury = set_proof(OWN_PART, {**IN_FULL, "payee": {"paid_to": "holder"}})
    one = treasury.redeem()
    paid = one.total_cents
    assert paid is not None
    for number, net_cents in (("CN-1", 1_000), ("CN-2", 500)):
        data = credit_note(one.voucher, net_cents, number=number)
        credit_invoice(SYSTEM, code=one.voucher.code, data=data)
    left = standing()["F-1"]
    see_bank_proof(treasury.scene.coordinator, redemption=left.pk, amount_cents=paid, paid_on=today())
    assert Wait.OWN_PART not in waits(treasury)[left.pk]
    assert list(proof.differences()) == []
