"""Answers under fire: whatever is said at once, one of it stands, and nothing that is disputed is paid."""

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

import pytest

from tests.invariants.together import outcomes, together
from tests.payments import Treasury
from tests.proofs import BOTH, DELIVERY, OWN_PART, set_proof, waits
from tests.scene import actor
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.payouts.services import order_batch, sign_batch
from wisselwerk.apps.vouchers.models import FulfilmentStep, OwnPayment, Redemption
from wisselwerk.apps.vouchers.queries import proof as vouchers
from wisselwerk.apps.vouchers.services import (
    confirm_delivery,
    contest_voucher,
    dispute_delivery,
    find_delivered,
    reverse_redemption,
    see_bank_proof,
    state_receipt,
    tell_redemptions,
    withdraw_dispute,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    assert [*ledger.differences(), *vouchers.differences(), *payouts.differences()] == []


def said() -> list[str]:
    return list(FulfilmentStep.objects.order_by("pk").values_list("verb", flat=True))


def yes(one: UUID) -> Callable[[], object]:
    return partial(confirm_delivery, actor("owner"), redemption=one)


def no(one: UUID) -> Callable[[], object]:
    return partial(dispute_delivery, actor("owner"), redemption=one, reason="Niet geleverd.")


def test_a_yes_that_comes_eight_times_with_the_question_is_one_question_and_one_yes() -> None:
    one = set_proof(DELIVERY).redeem().pk
    asks: list[Callable[[], object]] = [partial(tell_redemptions, SYSTEM)] * 4
    found = together([yes(one)] * AT_ONCE + asks)
    assert outcomes(found[:AT_ONCE]) == {"done": 1, "DELIVERY_SETTLED": AT_ONCE - 1}
    assert outcomes(found[AT_ONCE:]) == {"done": 4}
    tell_redemptions(SYSTEM)
    assert said() == ["ASK", "CONFIRM"]
    assert not Redemption.objects.filter(is_told=False).exists()


def test_a_yes_and_a_no_at_once_leave_one_story() -> None:
    """No then yes is a dispute that ended; yes then no is refused. Never both of them last."""
    one = set_proof(DELIVERY).redeem().pk
    counted = outcomes(together([yes(one), no(one)] * 4))
    assert counted["done"] in {1, 2}
    assert set(counted) <= {"done", "DELIVERY_SETTLED", "WRONG_STATE"}
    assert said() in (["ASK", "CONFIRM"], ["ASK", "DISPUTE", "CONFIRM"])


def test_a_dispute_ends_once() -> None:
    treasury = set_proof(DELIVERY)
    one, coordinator = treasury.redeem().pk, treasury.scene.coordinator
    no(one)()
    ends: list[Callable[[], object]] = [
        partial(find_delivered, coordinator, redemption=one, reason="Gezien."),
        partial(withdraw_dispute, coordinator, redemption=one, reason="Misverstand."),
        yes(one),
    ]
    together(ends * 2)
    assert said()[:2] == ["ASK", "DISPUTE"]
    # A withdrawal leaves the business free to say yes; nothing comes after that, and no end comes twice.
    assert said()[2:] in (["FIND"], ["CONFIRM"], ["WITHDRAW"], ["WITHDRAW", "CONFIRM"])


def test_an_own_part_that_is_shown_eight_times_at_once_is_kept_once() -> None:
    treasury = set_proof(OWN_PART)
    one = treasury.redeem().pk
    people = ((state_receipt, actor("provider_staff")), (see_bank_proof, treasury.scene.coordinator))
    shows: list[Callable[[], object]] = [
        partial(show, by, redemption=one, amount_cents=25_000, paid_on=today()) for show, by in people
    ]
    assert outcomes(together(shows * 4)) == {"done": 1, "OWN_PART_PROVEN": AT_ONCE - 1}
    assert OwnPayment.objects.count() == 1


def test_what_is_undone_while_it_is_answered_is_undone_whatever_was_said() -> None:
    treasury = set_proof(BOTH)
    one = treasury.redeem().pk
    undo: Callable[[], object] = partial(
        reverse_redemption, treasury.scene.coordinator, redemption=one, reason="Fout."
    )
    found = together([undo, yes(one), no(one)])
    assert outcomes(found[:1]) == {"done": 1}
    assert set(outcomes(found[1:])) <= {"done", "ALREADY_REVERSED", "DELIVERY_SETTLED", "WRONG_STATE"}
    assert waits(treasury) == {}


def test_what_is_disputed_while_a_batch_is_proposed_is_not_in_it() -> None:
    treasury: Treasury = set_proof(DELIVERY)
    confirmed, disputed = treasury.redeem(1).pk, treasury.redeem(2).pk
    yes(confirmed)()
    proposals: list[Callable[[], object]] = [treasury.propose]
    found = together([no(disputed), *proposals])
    assert outcomes(found) == {"done": 2}
    assert [payment.redemption_id for payment in Payment.objects.all()] == [confirmed]


def test_what_is_contested_while_its_batch_is_signed_was_signed_before_or_not_at_all() -> None:
    treasury = set_proof(DELIVERY)
    one = treasury.redeem()
    yes(one.pk)()
    batch = order_batch(treasury.orders, batch=treasury.propose())
    acts: list[Callable[[], object]] = [
        partial(sign_batch, treasury.signs, batch=batch),
        partial(contest_voucher, treasury.scene.coordinator, voucher=one.voucher, reason="Niet aangevraagd."),
    ]
    signed, contested = together(acts)
    assert outcomes([contested]) == {"done": 1}
    assert outcomes([signed]) in ({"done": 1}, {"CONTESTED_IN_BATCH": 1})


def test_a_question_that_comes_while_its_voucher_is_contested_leaves_no_clock_that_runs() -> None:
    treasury = set_proof(DELIVERY)
    one = treasury.redeem()
    contest: Callable[[], object] = partial(
        contest_voucher, treasury.scene.coordinator, voucher=one.voucher, reason="Niet aangevraagd."
    )
    acts: list[Callable[[], object]] = [partial(tell_redemptions, SYSTEM)] * 3
    assert outcomes(together([contest, *acts])) == {"done": 4}
    tell_redemptions(SYSTEM)
    assert said() in (["ASK"], ["ASK", "HOLD"])
    assert FulfilmentStep.objects.latest("pk").until is None
