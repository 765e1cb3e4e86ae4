"""A business says whether something was delivered: what waits for that, what a dispute stops, and how it ends."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest

from tests.payments import PART_CENTS, Treasury, set_treasury
from tests.proofs import DELIVERY, LAST_DAY, MONDAY, on, set_proof, waits
from tests.scene import EMAIL, actor, award, enterprise_number, invoice, refusal_of, rule_set
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.services import enterprise, grant_role, person
from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.apps.payouts.queries.desk import desk_of
from wisselwerk.apps.payouts.queries.payable import Wait, payable
from wisselwerk.apps.payouts.queries.road import PAYABLE, steps_of
from wisselwerk.apps.payouts.services import order_batch, sign_batch
from wisselwerk.apps.privacy.services import erase_expired
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.apps.vouchers.models import FulfilmentStep, Redemption, Remark, RemarkSubject, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.queries.proofs import disputes, proofs_of, to_answer
from wisselwerk.apps.vouchers.services import (
    confirm_delivery,
    dispute_delivery,
    find_delivered,
    redeem_voucher,
    reverse_redemption,
    tell_redemptions,
    withdraw_dispute,
)
from wisselwerk.clock import midnight, today
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.fulfilment import FulfilmentState
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.voucher import VoucherState

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
WHY = "De gevel is maar half gereinigd."


@pytest.fixture
def treasury() -> Treasury:
    """On the Monday before Armistice Day."""
    with on(MONDAY):
        return set_proof(DELIVERY)


def redeemed(treasury: Treasury, serial: int = 1) -> Redemption:
    """A redemption of the owner's, asked about on the same day."""
    with on(MONDAY):
        one = treasury.redeem(serial)
        tell_redemptions(SYSTEM)
    return one


def agrees() -> bool:
    return list(proof.differences()) == []


def test_without_the_rule_nothing_is_asked_and_nothing_waits() -> None:
    treasury = set_treasury()
    one = treasury.redeem()
    tell_redemptions(SYSTEM)
    assert not FulfilmentStep.objects.exists()
    assert waits(treasury) == {one.pk: ()}
    assert proofs_of([one], today()) == {}
    for name in ("confirm", "dispute"):
        with pytest.raises(Refusal) as refused:
            SAY[name](actor("owner"), one)
        assert refused.value.code is RefusalCode.PROOF_NOT_ASKED


def test_money_falls_at_once_and_payment_waits_for_the_answer(treasury: Treasury) -> None:
    one = redeemed(treasury)
    voucher = Voucher.objects.select_related("account").get(pk=one.voucher_id)
    assert voucher.account.balance_cents == 0
    with on(MONDAY):
        assert waits(treasury) == {one.pk: (Wait.DELIVERY,)}
        desk = desk_of(treasury.payer, today())
        assert (desk.payable, desk.payable_cents, desk.waits) == (0, 0, {Wait.DELIVERY: 1})
        with pytest.raises(Refusal) as refused:
            treasury.propose()
        assert refused.value.code is RefusalCode.NOTHING_TO_PAY
        confirm_delivery(actor("owner"), redemption=one.pk)
        assert waits(treasury) == {one.pk: ()}
        assert desk_of(treasury.payer, today()).payable_cents == PART_CENTS
        assert treasury.propose().payments.get().redemption_id == one.pk
        assert agrees()


def test_silence_counts_the_day_after_the_last_one_and_not_before(treasury: Treasury) -> None:
    one = redeemed(treasury)
    with on(LAST_DAY, hour=23):
        assert waits(treasury) == {one.pk: (Wait.DELIVERY,)}
        assert not payable(treasury.payer, today()).exists()
    with on(LAST_DAY + A_DAY, hour=0):
        assert waits(treasury) == {one.pk: ()}
        assert steps_of([one], today())[one.pk].state == PAYABLE
        assert proofs_of([one], today())[one.pk].state is FulfilmentState.SILENT
        assert agrees()


def test_a_redemption_that_nobody_was_asked_about_yet_waits_however_long(treasury: Treasury) -> None:
    """The mail server was away for weeks: a silence counts only of who was asked."""
    with on(MONDAY):
        one = treasury.redeem()
    with on(MONDAY + 60 * A_DAY):
        assert waits(treasury) == {one.pk: (Wait.DELIVERY,)}
        tell_redemptions(SYSTEM)
        assert FulfilmentStep.objects.get().on == today()
        assert waits(treasury) == {one.pk: (Wait.DELIVERY,)}


def test_who_is_quicker_than_the_question_counts_as_asked_and_is_not_asked_again(treasury: Treasury) -> None:
    with on(MONDAY):
        one = treasury.redeem()
        confirm_delivery(actor("owner"), redemption=one.pk)
        tell_redemptions(SYSTEM)
        assert [step.verb for step in FulfilmentStep.objects.order_by("pk")] == ["ASK", "CONFIRM"]
        assert waits(treasury) == {one.pk: ()}
        assert agrees()


def test_a_dispute_stops_the_clock_and_nothing_is_paid_however_long(treasury: Treasury) -> None:
    one = redeemed(treasury)
    with on(date(2026, 11, 10)):
        step = dispute_delivery(actor("owner"), redemption=one.pk, reason=f"  {WHY} ")
    assert (step.until, step.days_left) == (None, 2)
    assert step.remark is not None
    assert (step.remark.subject, step.remark.text) == (RemarkSubject.DISPUTE, WHY)
    with on(MONDAY + 300 * A_DAY):
        assert waits(treasury) == {one.pk: (Wait.DISPUTE,)}
        assert desk_of(treasury.payer, today()).waits == {Wait.DISPUTE: 1}
        assert [known.redemption for known in disputes(treasury.scene.coordinator, today())] == [one]
        assert agrees()


def test_a_withdrawn_dispute_gives_back_the_days_that_were_left(treasury: Treasury) -> None:
    one = redeemed(treasury)
    with on(date(2026, 11, 10)):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
    # Christmas is a Friday: two working days after the day before it are the Monday and the Tuesday.
    with on(date(2026, 12, 24)):
        step = withdraw_dispute(treasury.scene.coordinator, redemption=one.pk, reason="Misverstand.")
        assert step.until == date(2026, 12, 29)
        assert waits(treasury) == {one.pk: (Wait.DELIVERY,)}
    with on(date(2026, 12, 30)):
        assert waits(treasury) == {one.pk: ()}
        assert disputes(treasury.scene.coordinator, today()) == []
        assert agrees()


def test_delivered_after_all_ends_the_clock(treasury: Treasury) -> None:
    one = redeemed(treasury)
    with on(MONDAY):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
        step = find_delivered(treasury.scene.coordinator, redemption=one.pk, reason="Ter plaatse gezien.")
        assert (step.until, step.days_left) == (None, None)
        assert waits(treasury) == {one.pk: ()}
        assert agrees()


def test_a_business_that_disputed_can_still_say_yes_itself(treasury: Treasury) -> None:
    one = redeemed(treasury)
    with on(MONDAY):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
        confirm_delivery(actor("owner"), redemption=one.pk)
        assert waits(treasury) == {one.pk: ()}


def test_a_dispute_can_end_in_undoing_the_invoice_and_then_nothing_can_be_said(treasury: Treasury) -> None:
    one = redeemed(treasury)
    with on(MONDAY):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
        reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Niet geleverd.")
        assert waits(treasury) == {}
        assert disputes(treasury.scene.coordinator, today()) == []
        voucher = Voucher.objects.select_related("account").get(pk=one.voucher_id)
        assert voucher.account.balance_cents == PART_CENTS
        with pytest.raises(Refusal) as refused:
            confirm_delivery(actor("owner"), redemption=one.pk)
        assert refused.value.code is RefusalCode.ALREADY_REVERSED
        assert agrees()


def test_what_was_undone_before_it_was_asked_is_not_asked(treasury: Treasury) -> None:
    with on(MONDAY):
        one = treasury.redeem()
        reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Fout.")
        tell_redemptions(SYSTEM)
    assert not FulfilmentStep.objects.exists()


@pytest.mark.parametrize("hours", [0, 23])
def test_a_second_yes_and_a_no_after_a_yes_or_after_silence_are_refused_with_the_day(
    treasury: Treasury, hours: int
) -> None:
    first, second = redeemed(treasury, 1), redeemed(treasury, 2)
    with on(MONDAY):
        confirm_delivery(actor("owner"), redemption=first.pk)
    with on(LAST_DAY + A_DAY, hour=hours):
        for one, since in ((first, MONDAY), (second, LAST_DAY + A_DAY)):
            for name in ("confirm", "dispute"):
                with pytest.raises(Refusal) as refused:
                    SAY[name](actor("owner"), one)
                code, params = refusal_of(refused)
                assert (code, params["since_on"]) == (RefusalCode.DELIVERY_SETTLED, since)
    assert not Remark.objects.exists()


def test_a_dispute_after_payment_is_refused(treasury: Treasury) -> None:
    one = redeemed(treasury)
    with on(LAST_DAY + A_DAY):
        treasury.bank_pays(treasury.signed())
        with pytest.raises(Refusal) as refused:
            dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
        assert refused.value.code is RefusalCode.DELIVERY_SETTLED


def test_a_dispute_of_before_midnight_stops_a_batch_of_after_midnight(treasury: Treasury) -> None:
    """Somebody proposes on the first day that silence counts; what was said on the last day was still being written."""
    one = redeemed(treasury)
    with on(LAST_DAY + A_DAY, hour=0):
        batch = treasury.propose()
    with on(LAST_DAY, hour=23):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
    with on(LAST_DAY + A_DAY, hour=9):
        with pytest.raises(Refusal) as refused:
            order_batch(treasury.orders, batch=batch)
        assert refusal_of(refused) == (RefusalCode.DISPUTED_IN_BATCH, {"number": 1})
        find_delivered(treasury.scene.coordinator, redemption=one.pk, reason="Gezien.")
        batch = order_batch(treasury.orders, batch=batch)
        assert sign_batch(treasury.signs, batch=batch) == PaymentBatch.objects.get()


@pytest.mark.parametrize("name", ["confirm", "dispute"])
@pytest.mark.parametrize("state", [VoucherState.FROZEN, VoucherState.REVOKED])
def test_who_applied_does_not_answer_while_the_business_contests_that(
    treasury: Treasury, name: str, state: VoucherState
) -> None:
    one = redeemed(treasury)
    with on(MONDAY):
        Voucher.objects.filter(pk=one.voucher_id).update(state=state)
        assert to_answer(actor("owner"), today()) == []
        with pytest.raises(Refusal) as refused:
            SAY[name](actor("owner"), one)
        assert refused.value.code is RefusalCode.NOT_ALLOWED
        assert [step.verb for step in FulfilmentStep.objects.all()] == ["ASK"]
        grant_role(SYSTEM, person=person(EMAIL["owner"]), organisation=one.voucher.holder, role=Role.HOLDER)
        assert [known.redemption for known in to_answer(actor("owner"), today())] == [one]
        SAY[name](actor("owner"), one)


def test_nothing_is_disputed_twice_or_settled_without_a_dispute(treasury: Treasury) -> None:
    one = redeemed(treasury)
    coordinator = treasury.scene.coordinator
    with on(MONDAY):
        for settle in (find_delivered, withdraw_dispute):
            with pytest.raises(Refusal) as refused:
                settle(coordinator, redemption=one.pk, reason="Zomaar.")
            assert refused.value.code is RefusalCode.WRONG_STATE
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
        with pytest.raises(Refusal) as refused:
            dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
        assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "disputed"})
    assert Remark.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_dispute_and_its_end_have_words(treasury: Treasury, reason: str) -> None:
    one = redeemed(treasury)
    with on(MONDAY):
        with pytest.raises(Refusal) as refused:
            dispute_delivery(actor("owner"), redemption=one.pk, reason=reason)
        assert refused.value.code is RefusalCode.MOTIVATION_MISSING
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
        with pytest.raises(Refusal) as refused:
            find_delivered(treasury.scene.coordinator, redemption=one.pk, reason=reason)
        assert refused.value.code is RefusalCode.MOTIVATION_MISSING


SAY: dict[str, Callable[[Actor, Redemption], FulfilmentStep]] = {
    "confirm": lambda by, one: confirm_delivery(by, redemption=one.pk),
    "dispute": lambda by, one: dispute_delivery(by, redemption=one.pk, reason=WHY),
    "find": lambda by, one: find_delivered(by, redemption=one.pk, reason=WHY),
    "withdraw": lambda by, one: withdraw_dispute(by, redemption=one.pk, reason=WHY),
}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("owner", {"confirm", "dispute"}),
        ("colleague", {"confirm", "dispute"}),
        ("coordinator_genk", {"confirm", "dispute", "find", "withdraw"}),
        ("provider_staff", set()),
        ("auditor", set()),
        ("stranger", None),
        ("financial_director", None),
    ],
)
def test_who_may_say_what(treasury: Treasury, who: str, may: set[str] | None) -> None:
    """None: for them it does not exist."""
    with on(MONDAY):
        for key, number in (("colleague", enterprise_number(1)), ("stranger", OTHER_ENTERPRISE.number)):
            grant_role(SYSTEM, person=person(EMAIL[key]), organisation=enterprise(number), role=Role.HOLDER)
        one = redeemed(treasury)
        for name, say in SAY.items():
            if name == "find":
                # Only now is there something to settle.
                reopened(treasury, one)
            try:
                say(actor(who), one)
            except Redemption.DoesNotExist:
                assert may is None, name
            except Refusal as refused:
                if refused.code is RefusalCode.NOT_ALLOWED:
                    assert may is not None, name
                    assert name not in may, name
            else:
                assert name in (may or ()), name


def reopened(treasury: Treasury, one: Redemption) -> None:
    """Whatever was said before, it is disputed now."""
    with suppress(Refusal):
        dispute_delivery(treasury.scene.coordinator, redemption=one.pk, reason=WHY)


def test_what_is_to_be_answered_is_the_businesss_own(treasury: Treasury) -> None:
    one = redeemed(treasury)
    with on(MONDAY):
        assert [known.redemption for known in to_answer(actor("owner"), today())] == [one]
        for who in ("stranger", "provider_staff", "coordinator_genk"):
            assert to_answer(actor(who), today()) == []
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
        assert to_answer(actor("owner"), today()) == []
    with on(LAST_DAY + A_DAY):
        assert to_answer(actor("owner"), today()) == []


def test_an_invoice_that_only_proves_own_money_asks_nothing() -> None:
    """Nothing is paid of it, so nothing waits."""
    with on(MONDAY):
        other = set_proof(
            DELIVERY, {"own_contribution": {"minimum_cents": 25_000, "when_short": "own_money_first"}}
        )
        voucher = award(other.scene, enterprise_number(9))
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 10_000, number="F-9"))
        tell_redemptions(SYSTEM)
        assert not FulfilmentStep.objects.exists()


def test_a_voucher_keeps_the_rules_it_was_given_under(treasury: Treasury) -> None:
    """The rule comes and goes with versions; what was promised under one stays as it was."""
    with on(MONDAY):
        asked = treasury.redeem(1)
        publish_version(
            SYSTEM,
            scheme=treasury.scene.scheme,
            rule_set=rule_set({}),
            valid_from=MONDAY + A_DAY,
            source="Test",
        )
        still = treasury.redeem(2)
    with on(MONDAY + A_DAY):
        free = treasury.redeem(3)
        tell_redemptions(SYSTEM)
        assert waits(treasury) == {asked.pk: (Wait.DELIVERY,), still.pk: (Wait.DELIVERY,), free.pk: ()}
        assert {step.redemption_id for step in FulfilmentStep.objects.all()} == {asked.pk, still.pk}
        assert agrees()


def test_everything_said_is_in_the_trail_and_words_go_at_their_term(treasury: Treasury) -> None:
    one = redeemed(treasury)
    with on(MONDAY):
        dispute_delivery(actor("owner"), redemption=one.pk, reason=WHY)
        withdraw_dispute(treasury.scene.coordinator, redemption=one.pk, reason="Misverstand.")
        confirm_delivery(actor("owner"), redemption=one.pk)
    told = (
        Entry.objects.filter(subject=f"redemption:{one.pk}").exclude(command="check_invoices").order_by("pk")
    )
    assert [entry.command for entry in told] == [
        "ask_delivery",
        "dispute_delivery",
        "withdraw_dispute",
        "confirm_delivery",
    ]
    assert told[0].actor == str(SYSTEM)
    erase_expired(SYSTEM, at=midnight(date(2037, 1, 1)))
    assert set(Remark.objects.values_list("text", flat=True)) == {""}
    assert FulfilmentStep.objects.count() == 4
    assert agrees()
