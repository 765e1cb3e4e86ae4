"""Where questions, answers and what was done to them are not what the trail tells. See ``wisselwerk verify``."""

import hashlib
from collections.abc import Iterator

from wisselwerk.apps.audit.queries import CHUNK, Told, all_told
from wisselwerk.apps.network.models import NetworkAnswer, NetworkQuestion, NetworkStep, QuestionCall
from wisselwerk.domain.network import EXPERIENCE
from wisselwerk.domain.network_talk import TalkVerb

TOLD_AS = {TalkVerb.OPEN: "open_to_everybody", TalkVerb.TAKE_DOWN: "take_down"}
"""Under which command the trail tells each."""


def proof_of_question(question: NetworkQuestion) -> str:
    """What the trail holds of what was asked."""
    return sealed(question.asked_for_id, question.topic, question.practice_id, question.title, question.text)


def proof_of_answer(answer: NetworkAnswer) -> str:
    """What the trail holds of what was answered."""
    return sealed(answer.question_id, answer.given_for_id, answer.text, answer.is_by_mail)


def proof_of_step(step: NetworkStep) -> str:
    """What the trail holds of what was done to it."""
    return sealed(step.question_id, step.answer_id, step.verb)


def proof_of_calls(calls: list[QuestionCall]) -> str:
    """What the trail holds of whom a question went to, and why."""
    return sealed(*(f"{one.organisation_id} {' '.join(one.why)}" for one in calls))


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    asked = list(NetworkQuestion.objects.order_by("pk").prefetch_related("calls").iterator(CHUNK))
    kept = {
        Told(f"network_question:{one.pk}", "ask_network", one.actor, one.at, proof_of_question(one))
        for one in asked
    }
    yield from held_to(kept, all_told(["ask_network"]))
    kept = {
        Told(f"network_answer:{one.pk}", "answer_network", one.actor, one.at, proof_of_answer(one))
        for one in NetworkAnswer.objects.order_by("pk").iterator(CHUNK)
    }
    yield from held_to(kept, all_told(["answer_network"]))
    kept = {
        Told(f"network_step:{one.pk}", TOLD_AS[TalkVerb(one.verb)], one.actor, one.at, proof_of_step(one))
        for one in NetworkStep.objects.order_by("pk").iterator(CHUNK)
    }
    yield from held_to(kept, all_told(list(TOLD_AS.values())))
    yield from _chosen(asked)
    yield from _in_place()


def held_to(kept: set[Told], told: set[Told]) -> Iterator[str]:
    """What is kept otherwise than the trail tells, and what the trail tells of that is gone."""
    for one in sorted(kept - told):
        yield f"{one.subject}: is not what the trail tells"
    gone = {one.subject for one in told - kept} - {one.subject for one in kept}
    for subject in sorted(gone):
        yield f"{subject}: the trail tells of it, and it is not here"


def _chosen(asked: list[NetworkQuestion]) -> Iterator[str]:
    """Questions that went to others than the trail tells, or for no reason that counts."""
    told = {one.subject: one.authority for one in all_told(["choose_asked"])}
    for question in asked:
        calls = sorted(question.calls.all(), key=lambda one: one.pk)
        if told.get(f"network_question:{question.pk}") != proof_of_calls(calls):
            yield f"network_question:{question.pk}: went to others than the trail tells"
        for call in calls:
            if EXPERIENCE.isdisjoint(call.why) or call.organisation_id == question.asked_for_id:
                yield f"network_question:{question.pk}: went to organisation {call.organisation_id} for no reason"


def _in_place() -> Iterator[str]:
    """Steps about an answer to another question."""
    for step in NetworkStep.objects.filter(answer__isnull=False).select_related("answer").order_by("pk"):
        if step.answer is not None and step.answer.question_id != step.question_id:
            yield f"network_step:{step.pk}: is about an answer to another question"


def sealed(*values: object) -> str:
    """A digest of values, in this order."""
    return hashlib.sha256("\0".join(map(str, values)).encode()).hexdigest()[:32]
