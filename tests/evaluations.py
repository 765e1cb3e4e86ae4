"""A scheme that pays a last part when both sides have said how it went, and both sides saying so."""

from collections.abc import Iterable

from tests.payments import Treasury, treasury_of
from tests.scene import EMAIL, Rules, set_scene
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.services import (
    evaluate_as_business,
    evaluate_as_provider,
    remind_of_evaluations,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.evaluation import BETWEEN_REMINDERS, Answers

HELD_BACK: Rules = {"last_part": {"held_back_percent": 33}, "invoices_per_voucher": {"maximum": 1}}
FIRST_CENTS, LAST_CENTS = 16_750, 8_250
"""Of 250 euro, with a third held back."""
WELL = Answers(went=5, again=4)


def set_held_back(rules: Rules | None = None) -> Treasury:
    """A treasury whose scheme holds a third back."""
    return treasury_of(set_scene(rules={**HELD_BACK, **(rules or {})}))


def applicant() -> Actor:
    """Who applied for the vouchers of the scene."""
    return actor_for(person(EMAIL["owner"]))


def provider_staff() -> Actor:
    """Who acts for its provider."""
    return actor_for(person(EMAIL["provider_staff"]))


def both_evaluate(one: Redemption) -> None:
    """Both sides say that it went well."""
    evaluate_as_business(applicant(), redemption=one.pk, answers=WELL)
    evaluate_as_provider(provider_staff(), redemption=one.pk, answers=WELL)


def remind_twice() -> None:
    """Whoever has not answered gets both reminders, as if their weeks were over."""
    for number in (1, 2):
        remind_of_evaluations(SYSTEM, on=today() + number * BETWEEN_REMINDERS)


def parts(payments: Iterable[Payment]) -> list[tuple[str, int]]:
    """Each payment as its part and its cents."""
    return [(one.part, one.amount_cents) for one in payments]
