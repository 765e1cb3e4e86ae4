"""``verify`` names a payment that was signed although it had to wait: each thing that it may wait for, from its records."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from tests.payments import Treasury
from tests.proofs import BOTH, DELIVERY, LAST_DAY, MONDAY, on, set_proof
from tests.scene import actor
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.payouts.models import Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.vouchers.models import FulfilmentStep, OwnPayment, Redemption, Reversal
from wisselwerk.apps.vouchers.services import (
    confirm_delivery,
    reverse_redemption,
    see_bank_proof,
    tell_redemptions,
)
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)

A_MOMENT = timedelta(seconds=1)
Tamper = Callable[..., None]
NO_CHECK = "its invoice had neither passed the official check nor been accepted"
ON_HOLD = "its voucher was on hold"
UNANSWERED = "its business had days left to say whether it was delivered"
UNPAID = "nobody had shown that its business paid its own part"


@pytest.fixture
def treasury() -> Iterator[Treasury]:
    """On one day: everything was shown of what is due, and so its batch was signed."""
    with on(MONDAY):
        treasury = set_proof(BOTH)
        one = treasury.redeem()
        tell_redemptions(SYSTEM)
        confirm_delivery(actor("owner"), redemption=one.pk)
        see_bank_proof(treasury.scene.coordinator, redemption=one.pk, amount_cents=25_000, paid_on=MONDAY)
    with on(MONDAY, hour=12):
        treasury.signed()
        assert list(differences()) == []
        yield treasury


def moment() -> datetime:
    """When the batch was signed."""
    signed_at = PaymentBatch.objects.get().signed_at
    assert signed_at is not None
    return signed_at


def signed_while(what: str) -> list[str]:
    return [f"payment {Payment.objects.get().pk}: was signed while {what}"]


def test_a_check_that_came_after_the_signature(treasury: Treasury, tamper: Tamper) -> None:
    tamper(Entry.objects.get(command="check_invoices"), at=moment() + A_MOMENT)
    assert list(differences()) == signed_while(NO_CHECK)


def test_a_check_that_failed_and_was_accepted_only_afterwards(treasury: Treasury, tamper: Tamper) -> None:
    tamper(Entry.objects.get(command="check_invoices"), authority="check_failed")
    assert list(differences()) == signed_while(NO_CHECK)
    subject = f"redemption:{Redemption.objects.get().pk}"
    accepted = record(SYSTEM, "accept_invoice", subject, at=moment() - A_MOMENT)
    assert list(differences()) == []
    tamper(accepted, at=moment() + A_MOMENT)
    assert list(differences()) == signed_while(NO_CHECK)


def test_a_voucher_that_was_on_hold_and_freed_only_afterwards(treasury: Treasury, tamper: Tamper) -> None:
    subject = f"voucher:{Redemption.objects.get().voucher_id}"
    record(SYSTEM, "contest_voucher", subject, at=moment() - 2 * A_MOMENT)
    assert list(differences()) == signed_while(ON_HOLD)
    freed = record(SYSTEM, "resume_voucher", subject, at=moment() - A_MOMENT)
    assert list(differences()) == []
    tamper(freed, at=moment() + A_MOMENT)
    assert list(differences()) == signed_while(ON_HOLD)


def test_a_voucher_contested_after_the_signature_is_no_difference(treasury: Treasury) -> None:
    subject = f"voucher:{Redemption.objects.get().voucher_id}"
    record(SYSTEM, "contest_voucher", subject, at=moment() + A_MOMENT)
    assert list(differences()) == []


def test_a_delivery_that_was_disputed(treasury: Treasury, tamper: Tamper) -> None:
    tamper(FulfilmentStep.objects.get(verb="CONFIRM"), verb="DISPUTE", days_left=2)
    assert list(differences()) == signed_while("its business disputed the delivery")


def test_a_yes_that_came_after_the_signature(treasury: Treasury, tamper: Tamper) -> None:
    tamper(FulfilmentStep.objects.get(verb="CONFIRM"), at=moment() + A_MOMENT)
    assert list(differences()) == signed_while(UNANSWERED)


def test_a_delivery_that_nobody_was_asked_about(treasury: Treasury, tamper: Tamper) -> None:
    for step in FulfilmentStep.objects.all():
        tamper(step, at=moment() + A_MOMENT)
    assert list(differences()) == signed_while(UNANSWERED)


def test_a_silence_that_did_not_last_long_enough(tamper: Tamper) -> None:
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        treasury.redeem()
        tell_redemptions(SYSTEM)
    with on(LAST_DAY + timedelta(days=1)):
        treasury.signed()
        assert list(differences()) == []
        tamper(FulfilmentStep.objects.get(), until=LAST_DAY + timedelta(days=1))
        assert list(differences()) == signed_while(UNANSWERED)


def test_an_own_part_that_was_shown_after_the_signature_or_never(treasury: Treasury, tamper: Tamper) -> None:
    payment = OwnPayment.objects.get()
    tamper(payment, at=moment() + A_MOMENT)
    assert list(differences()) == signed_while(UNPAID)
    payment.delete()
    assert list(differences()) == signed_while(UNPAID)


def test_an_invoice_that_had_been_undone(treasury: Treasury, tamper: Tamper) -> None:
    one = Redemption.objects.get()
    with on(MONDAY, hour=13):
        reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Fout.")
    assert list(differences()) == []
    tamper(Reversal.objects.get(), reversed_at=moment() - A_MOMENT)
    assert list(differences()) == signed_while("its redemption had been undone")


@pytest.mark.parametrize("change", [{"signed_at": None}, {"signed_by": "person:999"}])
def test_a_signature_that_the_trail_does_not_tell_of(
    treasury: Treasury, tamper: Tamper, change: dict[str, object]
) -> None:
    batch = PaymentBatch.objects.get()
    tamper(batch, **change)
    assert list(differences()) == [f"batch {batch.pk}: the trail tells of another signature"]


def test_what_was_signed_before_all_this_was_kept_is_left_in_peace(
    treasury: Treasury, tamper: Tamper
) -> None:
    tamper(Entry.objects.get(command="check_invoices"), authority="check_failed")
    assert list(differences()) == signed_while(NO_CHECK)
    record(SYSTEM, "begin_to_prove_waiting", "payments")
    assert list(differences()) == []
