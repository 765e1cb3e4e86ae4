"""Answers are new to whom a question was asked for until somebody there opened them."""

from importlib import import_module

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries

from tests.network import ASKS, Learning, again, asked, learning_network
from wisselwerk.apps.network.models import AnswerRead, NetworkAnswer
from wisselwerk.apps.network.queries.talk import new_answers, question_for
from wisselwerk.apps.network.services import answer_network, ask_network, read_answers, take_down
from wisselwerk.apps.parties.handover import hand_over_role
from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.clock import today
from wisselwerk.domain.actor import ANONYMOUS, Actor, Role
from wisselwerk.domain.network import Topic
from wisselwerk.domain.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Learning:
    return learning_network()


def told(actor: Actor) -> list[tuple[int, list[str]]]:
    """Each question with what is new, newest first."""
    return [(one.question.pk, [each.text for each in one.answers]) for one in new_answers(actor)]


def opened_by(actor: Actor, pk: int) -> None:
    talk = question_for(actor, pk)
    assert talk is not None
    if talk.new:
        read_answers(actor, question=talk.row, answers=talk.new)


def test_what_was_answered_last_comes_first_and_is_new_to_who_asked_only(there: Learning) -> None:
    first, second = asked(there), asked(there, Topic.DRAW)
    asked(there, Topic.START)
    for question, text in ((second, "Ja."), (first, "Nee."), (second, "Soms.")):
        answer_network(there.far, question=question, given_for=there.far_for, text=text)
    assert told(there.asks) == [(second.pk, ["Soms.", "Ja."]), (first.pk, ["Nee."])]
    newest = new_answers(there.asks)[0]
    assert (newest.newest.text, newest.oldest.text) == ("Soms.", "Ja.")
    for other in (there.far, there.knows, there.looks_after, there.of_genk, ANONYMOUS):
        assert told(other) == []


def test_what_was_opened_is_new_no_longer_and_what_comes_after_it_is(there: Learning) -> None:
    question, other = asked(there), asked(there, Topic.DRAW)
    for one in (question, other):
        answer_network(there.far, question=one, given_for=there.far_for, text="Nee.")
    for somebody in (there.far, there.knows):
        opened_by(somebody, question.pk)
    assert not AnswerRead.objects.exists()
    opened_by(there.asks, question.pk)
    assert told(there.asks) == [(other.pk, ["Nee."])]
    opened_by(there.asks, question.pk)
    answer_network(there.knows, question=question, given_for=there.knows_for, text="Toch wel.")
    assert told(there.asks) == [(question.pk, ["Toch wel."]), (other.pk, ["Nee."])]


def test_opening_it_twice_at_the_same_moment_counts_once(there: Learning) -> None:
    question = asked(there)
    answer = answer_network(there.far, question=question, given_for=there.far_for, text="Nee.")
    for _ in range(2):
        read_answers(there.asks, question=question, answers=[answer])
    assert AnswerRead.objects.count() == 1


def test_nobody_has_the_answers_of_others_be_read(there: Learning) -> None:
    question, other = asked(there), asked(there, Topic.DRAW)
    answer = answer_network(there.far, question=question, given_for=there.far_for, text="Nee.")
    with pytest.raises(Refusal):
        read_answers(there.far, question=question, answers=[answer])
    read_answers(there.asks, question=other, answers=[answer])
    assert told(there.asks) == [(question.pk, ["Nee."])]


def test_what_one_adds_oneself_or_nobody_may_read_any_more_is_not_new(there: Learning) -> None:
    question, other = asked(there), asked(there, Topic.DRAW)
    answer_network(there.asks, question=question, given_for=there.asks_for, text="Nog dit.")
    assert told(there.asks) == []
    answer = answer_network(there.far, question=question, given_for=there.far_for, text="Nee.")
    answer_network(there.far, question=other, given_for=there.far_for, text="Ja.")
    assert len(told(there.asks)) == 2
    take_down(there.far, question=question, answer=answer)
    assert told(there.asks) == [(other.pk, ["Ja."])]
    take_down(there.asks, question=other)
    assert told(there.asks) == []


def test_who_takes_the_role_over_hears_of_what_was_answered(there: Learning) -> None:
    question = asked(there)
    answer_network(there.far, question=question, given_for=there.far_for, text="Nee.")
    to = "nieuw@haspengouw.example"
    hand_over_role(there.asks, organisation=there.asks_for, role=Role.COORDINATOR, to=to, on=today())
    assert told(again(ASKS)) == []
    assert told(again(to)) == [(question.pk, ["Nee."])]


def test_who_looks_after_the_network_hears_of_an_answer_too(there: Learning) -> None:
    network = RoleHolding.objects.get(role=Role.NETWORK).organisation
    question = ask_network(
        there.looks_after, asked_for=network, topic=Topic.OTHER, title="Wat leren wij?", text="Zeg het ons."
    )
    answer_network(there.far, question=question, given_for=there.far_for, text="Veel.")
    assert told(there.looks_after) == [(question.pk, ["Veel."])]
    opened_by(there.looks_after, question.pk)
    assert told(there.looks_after) == []


def test_the_queries_do_not_grow(there: Learning, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(2):
        for topic in (Topic.DRAW, Topic.START):
            question = asked(there, topic)
            answer_network(there.far, question=question, given_for=there.far_for, text="Nee.")
        with django_assert_num_queries(1):
            for one in new_answers(there.asks):
                assert one.question.asked_for == there.asks_for
                assert one.newest.given_for == there.far_for


def test_what_was_answered_before_there_was_this_is_not_new(there: Learning) -> None:
    question = asked(there)
    answer_network(there.far, question=question, given_for=there.far_for, text="Nee.")
    migration = import_module("wisselwerk.apps.network.migrations.0004_answer_read")
    migration.read_what_was_answered_before(apps, None)
    assert told(there.asks) == []
    assert AnswerRead.objects.count() == NetworkAnswer.objects.count() == 1
