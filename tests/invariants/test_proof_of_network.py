"""``verify`` and the learning network: whoever changes what was said, or whom it went to, is found."""

from collections.abc import Callable

import pytest
from django.db import models

from tests.network import Learning, asked, learning_network
from wisselwerk.apps.network.models import NetworkAnswer, NetworkQuestion, NetworkStep, QuestionCall
from wisselwerk.apps.network.queries.talk_proof import differences
from wisselwerk.apps.network.services import answer_network, open_to_everybody
from wisselwerk.clock import now

pytestmark = pytest.mark.django_db(transaction=True)

Tamper = Callable[..., None]


@pytest.fixture
def played() -> Learning:
    there = learning_network()
    question = asked(there)
    answer_network(there.knows, question=question, given_for=there.knows_for, text="Reken het voor.")
    open_to_everybody(there.asks, question=question)
    assert not list(differences())
    return there


CHANGED: list[tuple[type[models.Model], str, Callable[[Learning], object]]] = [
    (NetworkQuestion, "text", lambda _: "Iets anders"),
    (NetworkQuestion, "title", lambda _: "Iets anders"),
    (NetworkQuestion, "topic", lambda _: "DRAW"),
    (NetworkQuestion, "asked_for_id", lambda there: there.far_for.pk),
    (NetworkQuestion, "actor", lambda _: "person:999"),
    (NetworkQuestion, "at", lambda _: now()),
    (NetworkAnswer, "text", lambda _: "Iets anders"),
    (NetworkAnswer, "given_for_id", lambda there: there.far_for.pk),
    (NetworkAnswer, "is_by_mail", lambda _: True),
    (NetworkAnswer, "actor", lambda _: "person:999"),
    (NetworkAnswer, "at", lambda _: now()),
    (NetworkStep, "verb", lambda _: "TAKE_DOWN"),
    (NetworkStep, "actor", lambda _: "person:999"),
    (NetworkStep, "at", lambda _: now()),
    (QuestionCall, "organisation_id", lambda there: there.far_for.pk),
    (QuestionCall, "why", lambda _: ["NEARBY"]),
]


@pytest.mark.parametrize(("model", "column", "other"), CHANGED)
def test_what_was_changed_is_named(
    played: Learning,
    tamper: Tamper,
    model: type[models.Model],
    column: str,
    other: Callable[[Learning], object],
) -> None:
    tamper(model._default_manager.earliest("pk"), **{column: other(played)})
    assert list(differences())


def test_an_answer_that_is_gone_is_missed(played: Learning, tamper: Tamper) -> None:
    tamper(NetworkAnswer.objects.get(), id=999)
    assert any("network_answer" in one for one in differences())
