"""What has to be played besides to have a row of each table."""

from collections.abc import Callable, Mapping

from django.db import models

from tests.draws import held_lately
from tests.invariants.conftest import ask_applicants, say_how_it_went, show_proof, warn_of_recognition
from wisselwerk.apps.vouchers.models import (
    Draw,
    Evaluation,
    EvaluationReminder,
    FulfilmentStep,
    Lot,
    OwnPayment,
    RecognitionWarning,
    ReviewStep,
)
from wisselwerk.domain.lottery import DrawState


def hold_draws() -> None:
    """A draw that was held, with a waiting list, and one of which the list is sealed."""
    held_lately(applications=3, vouchers_for=2)
    held_lately(slug="loting-later", applications=1, until=DrawState.SEALED)


MORE: Mapping[type[models.Model], Callable[[], None]] = {
    Evaluation: say_how_it_went,
    EvaluationReminder: say_how_it_went,
    RecognitionWarning: warn_of_recognition,
    FulfilmentStep: show_proof,
    OwnPayment: show_proof,
    ReviewStep: ask_applicants,
    Draw: hold_draws,
    Lot: hold_draws,
}
"""What has to be played besides to have such rows."""
