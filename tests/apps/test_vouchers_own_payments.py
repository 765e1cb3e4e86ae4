"""That a business paid its own part: who may show it, what is refused, and what waits until then."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest

from tests.payments import Treasury, set_treasury
from tests.proofs import BOTH, MONDAY, OWN_PART, on, set_proof, waits
from tests.scene import actor, award, enterprise_number, invoice, refusal_of
from wisselwerk.apps.payouts.queries.desk import desk_of
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.apps.vouchers.models import OwnPayment, Redemption
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.queries.proofs import proofs_of
from wisselwerk.apps.vouchers.services import (
    confirm_delivery,
    redeem_voucher,
    reverse_redemption,
    see_bank_proof,
    state_receipt,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

OWN_CENTS, TOTAL_CENTS = 25_000, 60_500
"""Of an invoice of 500 euro without VAT, and 605 with it."""
A_DAY = timedelta(days=1)


@pytest.fixture
def treasury() -> Treasury:
    return set_proof(OWN_PART)


def receipt(one: Redemption, amount_cents: int = OWN_CENTS, paid_on: date | None = None) -> OwnPayment:
    return state_receipt(
        actor("provider_staff"), redemption=one.pk, amount_cents=amount_cents, paid_on=paid_on or today()
    )


def test_payment_waits_until_the_provider_says_that_it_came_in(treasury: Treasury) -> None:
    one = treasury.redeem()
    assert (one.vat_cents, one.total_cents) == (10_500, TOTAL_CENTS)
    assert waits(treasury) == {one.pk: (Wait.OWN_PART,)}
    assert desk_of(treasury.payer, today()).waits == {Wait.OWN_PART: 1}
    kept = receipt(one)
    assert (kept.evidence, kept.actor) == ("receipt", str(actor("provider_staff")))
    assert waits(treasury) == {one.pk: ()}
    assert treasury.propose().payments.get().redemption_id == one.pk
    assert list(proof.differences()) == []


def test_or_until_a_coordinator_saw_the_proof_of_the_bank(treasury: Treasury) -> None:
    one = treasury.redeem()
    coordinator = treasury.scene.coordinator
    kept = see_bank_proof(coordinator, redemption=one.pk, amount_cents=TOTAL_CENTS, paid_on=today())
    assert (kept.evidence, kept.actor) == ("bank_proof", str(coordinator))
    assert waits(treasury) == {one.pk: ()}
    assert list(proof.differences()) == []


def test_both_proofs_are_waited_for_together_and_in_any_order() -> None:
    with on(MONDAY):
        treasury = set_proof(BOTH)
        first, second = treasury.redeem(1), treasury.redeem(2)
        receipt(first)
        confirm_delivery(actor("owner"), redemption=second.pk)
        assert waits(treasury) == {first.pk: (Wait.DELIVERY,), second.pk: (Wait.OWN_PART,)}
        assert desk_of(treasury.payer, today()).payable == 0
        confirm_delivery(actor("owner"), redemption=first.pk)
        receipt(second)
        assert desk_of(treasury.payer, today()).payable == 2


@pytest.mark.parametrize(
    ("amount_cents", "days", "code", "params"),
    [
        (24_999, 0, RefusalCode.OWN_PART_TOO_LOW, {"missing_cents": 1}),
        (0, 0, RefusalCode.OWN_PART_TOO_LOW, {"missing_cents": 25_000}),
        (60_501, 0, RefusalCode.OWN_PART_TOO_HIGH, {"total_cents": 60_500}),
        (25_000, -1, RefusalCode.PAID_BEFORE_INVOICE, {}),
        (25_000, 1, RefusalCode.DAY_TO_COME, {}),
    ],
)
def test_a_wrong_amount_or_day_is_refused_and_says_which(
    treasury: Treasury, amount_cents: int, days: int, code: RefusalCode, params: dict[str, object]
) -> None:
    one = treasury.redeem()
    asked = {"redemption": one.pk, "amount_cents": amount_cents, "paid_on": today() + days * A_DAY}
    for show, by in ((state_receipt, actor("provider_staff")), (see_bank_proof, treasury.scene.coordinator)):
        with pytest.raises(Refusal) as refused:
            show(by, **asked)  # type: ignore[arg-type]  # the same names, none of them mixed up
        found, said = refusal_of(refused)
        assert found is code
        assert params.items() <= said.items()
    assert waits(treasury) == {one.pk: (Wait.OWN_PART,)}


def test_it_is_shown_once(treasury: Treasury) -> None:
    one = treasury.redeem()
    receipt(one)
    with pytest.raises(Refusal) as refused:
        see_bank_proof(treasury.scene.coordinator, redemption=one.pk, amount_cents=30_000, paid_on=today())
    assert refusal_of(refused) == (
        RefusalCode.OWN_PART_PROVEN,
        {"amount_cents": OWN_CENTS, "paid_on": today()},
    )


@pytest.mark.parametrize(
    ("who", "receipt_may", "bank_proof_may"),
    [
        ("provider_staff", True, False),
        ("coordinator_genk", False, True),
        ("owner", False, False),
        ("auditor", False, False),
    ],
)
def test_each_proof_has_its_own_people(
    treasury: Treasury, who: str, receipt_may: bool, bank_proof_may: bool
) -> None:
    """The business cannot vouch for itself, and a provider saw no bank but its own."""
    for serial, (show, may) in enumerate(((state_receipt, receipt_may), (see_bank_proof, bank_proof_may))):
        one = treasury.redeem(serial)
        expected = nullcontext() if may else pytest.raises(Refusal, match="NOT_ALLOWED")
        with expected:
            show(actor(who), redemption=one.pk, amount_cents=OWN_CENTS, paid_on=today())
        assert OwnPayment.objects.filter(redemption=one).exists() is may


def test_for_a_stranger_it_does_not_exist(treasury: Treasury) -> None:
    one = treasury.redeem()
    for show in (state_receipt, see_bank_proof):
        with pytest.raises(Redemption.DoesNotExist):
            show(actor("stranger"), redemption=one.pk, amount_cents=OWN_CENTS, paid_on=today())


def test_what_was_undone_is_not_shown(treasury: Treasury) -> None:
    one = treasury.redeem()
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Fout.")
    with pytest.raises(Refusal) as refused:
        receipt(one)
    assert refused.value.code is RefusalCode.ALREADY_REVERSED


def test_what_nobody_asked_is_not_shown() -> None:
    one = set_treasury().redeem()
    with pytest.raises(Refusal) as refused:
        receipt(one)
    assert refused.value.code is RefusalCode.PROOF_NOT_ASKED


def test_a_voucher_that_pays_everything_asks_no_own_part() -> None:
    treasury = set_proof(OWN_PART, {"own_contribution": None})
    voucher = award(treasury.scene, enterprise_number(1))
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 10_000))
    assert set(waits(treasury).values()) == {()}
    one = Redemption.objects.get()
    assert not proofs_of([one], today())[one.pk].is_asked


def test_own_money_that_an_earlier_invoice_proves_is_waited_for_too() -> None:
    """The first invoice is all own money and pays nothing, the second pays the voucher: it rests on the first."""
    treasury = set_proof(
        OWN_PART, {"own_contribution": {"minimum_cents": 25_000, "when_short": "own_money_first"}}
    )
    voucher = award(treasury.scene, enterprise_number(1))
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 25_000, number="F-1"))
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 10_000, number="F-2"))
    own, paying = Redemption.objects.order_by("redeemed_at")
    assert (own.voucher_part_cents, paying.own_part_cents) == (0, 0)
    assert waits(treasury) == {paying.pk: (Wait.OWN_PART,)}
    receipt(own, 25_000)
    assert waits(treasury) == {paying.pk: ()}


def test_an_invoice_does_not_wait_for_the_own_part_of_a_later_one() -> None:
    treasury = set_proof(OWN_PART, {"own_contribution": None})
    voucher = award(treasury.scene, enterprise_number(1))
    for number, net_cents in (("F-1", 10_000), ("F-2", 40_000)):
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, net_cents, number=number))
    first, second = Redemption.objects.order_by("redeemed_at")
    assert second.own_part_cents == 25_000
    assert waits(treasury) == {first.pk: (), second.pk: (Wait.OWN_PART,)}
