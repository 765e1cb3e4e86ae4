"""Leaving something that is due out of what is proposed: until a director takes it up again, with why on record."""

import pytest
from django.db import IntegrityError, transaction

from tests.payments import Treasury, due_by, set_treasury
from tests.scene import actor, put_in_outbox, refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.models import SetAside
from wisselwerk.apps.payouts.queries.desk import desk_of
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.queries.road import steps_of
from wisselwerk.apps.payouts.queries.set_aside import questions_to, taken_out_of
from wisselwerk.apps.payouts.services import set_aside, take_out_payment, take_up_again
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

WHY = "De uren lijken niet te kloppen."


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


def aside(treasury: Treasury, one: Redemption, *, asks: bool = False, reason: str = WHY) -> SetAside:
    return set_aside(
        treasury.orders, payer=treasury.payer, redemption=one.pk, reason=reason, asks_coordinator=asks
    )


def test_what_is_set_aside_is_left_out_and_the_others_are_paid(treasury: Treasury) -> None:
    left, paid = treasury.redeem(1), treasury.redeem(2)
    aside(treasury, left)
    batch = treasury.propose()
    assert [one.redemption_id for one in batch.payments.all()] == [paid.pk]
    assert [(one.redemption.pk, one.waits_for) for one in due_by(treasury.payer, today())] == [
        (left.pk, (Wait.SET_ASIDE,))
    ]
    desk = desk_of(treasury.payer, today())
    assert (desk.payable, desk.waits, desk.waiting) == (0, {Wait.SET_ASIDE: 1}, 1)
    assert steps_of([left], today())[left.pk].waits_for == (Wait.SET_ASIDE,)
    assert list(differences()) == []


def test_once_taken_up_again_it_goes_in_the_next_batch(treasury: Treasury) -> None:
    one = treasury.redeem()
    aside(treasury, one)
    with pytest.raises(Refusal) as refused:
        treasury.propose()
    assert refusal_of(refused)[0] is RefusalCode.NOTHING_TO_PAY
    done = take_up_again(treasury.signs, payer=treasury.payer, redemption=one.pk)
    assert (done.lifted_by, done.text) == (str(treasury.signs), WHY)
    assert [payment.redemption_id for payment in treasury.propose().payments.all()] == [one.pk]
    trail = Entry.objects.filter(command__in=["set_aside", "take_up_again"]).order_by("pk")
    assert [(entry.command, entry.actor) for entry in trail] == [
        ("set_aside", str(treasury.orders)),
        ("take_up_again", str(treasury.signs)),
    ]
    assert list(differences()) == []


def test_the_coordinator_is_asked_only_where_that_is_meant(treasury: Treasury) -> None:
    asked, not_asked = treasury.redeem(1), treasury.redeem(2)
    aside(treasury, not_asked)
    assert list(questions_to(treasury.scene.coordinator)) == []
    told = aside(treasury, asked, asks=True)
    assert put_in_outbox()[-1][0] == "send_payment_question"
    assert list(questions_to(treasury.scene.coordinator)) == [told]
    assert list(questions_to(treasury.signs)) == []
    take_up_again(treasury.orders, payer=treasury.payer, redemption=asked.pk)
    assert list(questions_to(treasury.scene.coordinator)) == []


def test_it_is_not_done_twice_nor_without_a_reason_nor_by_who_does_not_pay(treasury: Treasury) -> None:
    one = treasury.redeem()
    for who in (treasury.scene.coordinator, actor("provider_staff")):
        assert refused_to(treasury, one, who) is RefusalCode.NOT_ALLOWED
    assert refused_to(treasury, one, treasury.orders, " ") is RefusalCode.MOTIVATION_MISSING
    with pytest.raises(Refusal) as refused:
        take_up_again(treasury.orders, payer=treasury.payer, redemption=one.pk)
    assert refusal_of(refused)[0] is RefusalCode.WRONG_STATE
    kept = aside(treasury, one)
    assert refused_to(treasury, one, treasury.signs) is RefusalCode.WRONG_STATE
    with pytest.raises(IntegrityError), transaction.atomic():
        SetAside.objects.create(
            redemption=one, payer=treasury.payer, text="", asks_coordinator=False, actor="x", at=kept.at
        )


def refused_to(treasury: Treasury, one: Redemption, who: Actor, reason: str = WHY) -> RefusalCode:
    with pytest.raises(Refusal) as refused:
        set_aside(who, payer=treasury.payer, redemption=one.pk, reason=reason, asks_coordinator=False)
    return refusal_of(refused)[0]


def test_what_is_in_a_batch_cannot_be_set_aside_and_after_it_was_taken_out_the_list_tells_why(
    treasury: Treasury,
) -> None:
    one = treasury.redeem()
    (payment,) = treasury.propose().payments.all()
    with pytest.raises(Redemption.DoesNotExist):
        aside(treasury, one)
    take_out_payment(treasury.signs, payment=payment, reason="Eerst navragen.")
    (due,) = due_by(treasury.payer, today())
    assert due.waits_for == ()
    told = taken_out_of([due.redemption])[one.pk]
    assert (told.text, told.batch_id) == ("Eerst navragen.", payment.batch_id)
    aside(treasury, one)
    assert list(differences()) == []


def test_verify_tells_of_what_changed_behind_the_trail_and_of_what_was_proposed_all_the_same(
    treasury: Treasury,
) -> None:
    one, other = treasury.redeem(1), treasury.redeem(2)
    kept = aside(treasury, one)
    SetAside.objects.filter(pk=kept.pk).update(redemption=other)
    assert any(line.startswith(f"set_aside:{kept.pk}:") for line in differences())
    SetAside.objects.filter(pk=kept.pk).update(redemption=one)
    take_up_again(treasury.signs, payer=treasury.payer, redemption=one.pk)
    treasury.propose()
    assert list(differences()) == []
    SetAside.objects.filter(pk=kept.pk).update(lifted_by="", lifted_at=None)
    assert any("was proposed while its redemption was set aside" in line for line in differences())
