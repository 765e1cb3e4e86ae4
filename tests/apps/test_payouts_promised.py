"""A mail about an account that is of no use promises money only where a payment is due again."""

import pytest
from django.core import mail

from tests.apps.test_payouts_bank_files import entry, one_signed, told
from tests.apps.test_payouts_twice import look_at_all, paid_by_two_files
from tests.payments import PART_CENTS, Treasury
from tests.scene import put_in_outbox
from wisselwerk.apps.outbox.services import handler
from wisselwerk.apps.payouts.models import BankAccount, Payment
from wisselwerk.clock import today

pytestmark = pytest.mark.django_db

PROMISE = "tegoed"


def mails_of_refused_account() -> list[str]:
    """What was sent to who gives the number, once each task is carried out."""
    mail.outbox.clear()
    for name, payload in put_in_outbox():
        if name == "send_account_refused":
            handler(name)(**payload)
    return [f"{one.subject}\n{one.body}" for one in mail.outbox]


def closed(payment: Payment) -> bool:
    return BankAccount.objects.get(pk=payment.to_account_id).closed_at is not None


def test_what_comes_back_is_promised_as_it_is_due_again() -> None:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id), name="S-1")
    told(treasury, entry(PART_CENTS, payment.end_to_end_id, reason="AC04"), name="S-2")
    assert closed(payment)
    (body,) = mails_of_refused_account()
    assert PROMISE in body
    assert "voerde een betaling" in body


def part_of_second_time(treasury: Treasury, payment: Payment) -> None:
    told(treasury, entry(PART_CENTS - 10_000, payment.end_to_end_id, reason="AC04"), name="S-3")


def whole_second_time(treasury: Treasury, payment: Payment) -> None:
    told(treasury, entry(PART_CENTS, payment.end_to_end_id, reason="AC04"), name="S-3")


@pytest.mark.parametrize("comes_back", [part_of_second_time, whole_second_time])
def test_nothing_is_promised_to_who_was_paid(comes_back: object) -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    comes_back(treasury, payment)  # type: ignore[operator]
    assert closed(payment)
    (body,) = mails_of_refused_account()
    assert PROMISE not in body
    assert "voerde een betaling" not in body
    assert payment.to_account.iban[-4:] in body
    assert "ander rekeningnummer" in body


def test_a_part_of_what_was_paid_once_that_comes_back_is_not_promised() -> None:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id), name="S-1")
    told(treasury, entry(PART_CENTS - 1, payment.end_to_end_id, reason="AC06", on=today()), name="S-2")
    (body,) = mails_of_refused_account()
    assert PROMISE not in body
