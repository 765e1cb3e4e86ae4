"""Questions, answers and decisions at once: one story, whoever is first."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.invariants.together import outcomes, together
from tests.scene import actor, enter, set_scene
from wisselwerk.apps.vouchers.models import Application, ReviewStep
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import (
    answer_question,
    ask_applicant,
    decide_application,
    withdraw_application,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    assert list(proof.differences()) == []


def verbs() -> list[str]:
    return list(ReviewStep.objects.order_by("pk").values_list("verb", flat=True))


def test_of_what_is_said_at_once_one_stands() -> None:
    scene = set_scene(rules={"decision_mode": {"mode": "review"}})
    application, owner = enter(scene), actor("owner")
    ask: Callable[[], object] = partial(
        ask_applicant, scene.coordinator, application=application, question="Waarom?"
    )
    assert outcomes(together([ask] * 4)) == {"done": 1, "QUESTION_OPEN": 3}
    answer: Callable[[], object] = partial(answer_question, owner, application=application, text="Daarom.")
    assert outcomes(together([answer] * 4)) == {"done": 1, "NOTHING_ASKED": 3}
    assert verbs() == ["ASK", "ANSWER"]
    refuse: Callable[[], object] = partial(
        decide_application,
        scene.coordinator,
        application=application,
        award=False,
        motivation="Nee.",
        refused_on="territory",
    )
    withdraw: Callable[[], object] = partial(withdraw_application, owner, application=application)
    counted = outcomes(together([refuse, withdraw, ask, refuse]))
    application = Application.objects.get(pk=application.pk)
    assert application.state in {"refused", "withdrawn", "review"}
    # Who asked first made a refusal wait, and not a withdrawal.
    assert counted["done"] in {1, 2}
    assert application.state != "review"
