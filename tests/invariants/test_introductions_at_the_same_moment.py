"""Many at the same moment: the last place is taken once, an answer counts once, two are introduced once."""

from collections import Counter
from functools import partial

import pytest

from tests.acquaintance import acts, code_of, planned, stated
from tests.invariants.together import kind, outcomes, together
from tests.scene import EMAIL, set_scene
from wisselwerk.apps.introductions.models import (
    Event,
    FamiliarityCount,
    FamiliarityQuestion,
    Introduction,
    Registration,
)
from wisselwerk.apps.introductions.queries.proof import differences
from wisselwerk.apps.introductions.services import (
    answer_familiarity,
    ask_introductions,
    prove_address,
    register_for_event,
)
from wisselwerk.domain.actor import ANONYMOUS
from wisselwerk.domain.familiarity import Familiarity

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 6


def test_the_last_place_is_taken_once() -> None:
    event = planned(set_scene(), capacity=1)
    pending = [
        register_for_event(ANONYMOUS, event=event, email=f"{serial}@zaak.example", name="An")
        for serial in range(MANY)
    ]
    found = together(
        [partial(prove_address, ANONYMOUS, token=one.token, code=code_of(one)) for one in pending]
    )
    assert outcomes(list(found), kind) == {"Registration": 1, "EVENT_FULL": MANY - 1}
    assert (Event.objects.get().registered, Registration.objects.count()) == (1, 1)
    assert list(differences()) == []


def test_an_answer_counts_once_and_two_are_introduced_once() -> None:
    scene = set_scene()
    need, owner = stated(), acts(EMAIL["owner"])
    token = FamiliarityQuestion.objects.get().token
    answered = together(
        [partial(answer_familiarity, ANONYMOUS, token=token, answer=Familiarity.KNOWN)] * MANY
    )
    assert Counter(answered) == {True: 1, False: MANY - 1}
    assert FamiliarityCount.objects.get().number == 1
    service = scene.provider.services.get()
    made = together([partial(ask_introductions, owner, need=need, services=[service])] * MANY)
    assert outcomes(list(made), kind) == {"list": MANY}
    assert Introduction.objects.count() == 1
    assert list(differences()) == []
