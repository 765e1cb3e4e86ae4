"""Asking those who have done it, answering, opening what one said to everybody, and taking it down."""

from collections.abc import Iterable

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.network.documents import show
from wisselwerk.apps.network.models import (
    AnswerRead,
    NetworkAnswer,
    NetworkQuestion,
    NetworkStep,
    QuestionCall,
)
from wisselwerk.apps.network.queries.profiles import profiles_on
from wisselwerk.apps.network.queries.routes import behind
from wisselwerk.apps.network.queries.talk_proof import (
    TOLD_AS,
    proof_of_answer,
    proof_of_calls,
    proof_of_question,
    proof_of_step,
)
from wisselwerk.apps.network.services.letters import plan_letters
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.practices.models import Practice
from wisselwerk.clock import now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.network import Profile, Topic, chosen_for
from wisselwerk.domain.network_talk import TalkState, TalkVerb, state_after
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

LONGEST = 4000
"""Signs of a question or an answer: a page of paper."""


@command
def ask_network(
    actor: Actor,
    /,
    *,
    asked_for: Organisation,
    topic: Topic,
    title: str,
    text: str,
    practice: Practice | None = None,
) -> NetworkQuestion:
    """Ask those who have done it. It is among participants until its author opens it; nobody can be named in it.

    Whom it goes to is chosen at once and stays on record, with why.

    Raises:
        Refusal: NOT_ALLOWED; WORDS_MISSING; PERSON_NAMED.
    """
    require(actor, "ask_network", asked_for.pk)
    title, text = said(title), said(text)
    question = NetworkQuestion.objects.create(
        asked_for=asked_for,
        topic=topic,
        practice=practice,
        title=title,
        text=text,
        actor=str(actor),
        at=now(),
    )
    subject = f"network_question:{question.pk}"
    record(actor, "ask_network", subject, authority=proof_of_question(question), at=question.at)
    profiles = profiles_on(today())
    asker = profiles.get(asked_for.pk, Profile(organisation=asked_for.pk, name=asked_for.name))
    chosen = chosen_for(topic, asker, profiles.values(), behind(practice))
    calls = [
        QuestionCall.objects.create(question=question, organisation_id=one.organisation, why=list(one.why))
        for one in chosen
    ]
    record(actor, "choose_asked", subject, authority=proof_of_calls(calls), at=question.at)
    plan_letters(calls, asker_id=actor.id)
    show(question)
    return question


@command
def answer_network(
    actor: Actor,
    /,
    *,
    question: NetworkQuestion,
    given_for: Organisation,
    text: str,
    is_by_mail: bool = False,
) -> NetworkAnswer:
    """Answer a question; every participant may. It is among participants until its author opens it.

    Raises:
        Refusal: NOT_ALLOWED; TAKEN_DOWN; WORDS_MISSING; PERSON_NAMED.
    """
    require(actor, "answer_network", given_for.pk)
    if _state(question, None) is TalkState.TAKEN_DOWN:
        raise Refusal(Reason(RefusalCode.TAKEN_DOWN))
    answer = NetworkAnswer.objects.create(
        question=question,
        given_for=given_for,
        text=said(text),
        is_by_mail=is_by_mail,
        actor=str(actor),
        at=now(),
    )
    subject = f"network_answer:{answer.pk}"
    record(actor, "answer_network", subject, authority=proof_of_answer(answer), at=answer.at)
    show(question)
    return answer


@command
def read_answers(actor: Actor, /, *, question: NetworkQuestion, answers: Iterable[NetworkAnswer]) -> None:
    """Have these answers be new no longer to whom the question was asked for; who of them opened it is kept nowhere.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "read_answers", question.asked_for_id)
    read = [AnswerRead(answer=one) for one in answers if one.question_id == question.pk]
    # Of two who open it at the same moment, the first counts.
    AnswerRead.objects.bulk_create(read, ignore_conflicts=True)


@command
def open_to_everybody(
    actor: Actor, /, *, question: NetworkQuestion, answer: NetworkAnswer | None = None
) -> bool:
    """Have everybody read a question, or one answer to it; only who said it can. False when it was open already.

    An open answer is read by everybody once its question is open too.

    Raises:
        Refusal: NOT_ALLOWED; TAKEN_DOWN.
    """
    require(actor, "open_to_everybody", answer.given_for_id if answer else question.asked_for_id)
    state = _state(question, answer)
    if state is TalkState.TAKEN_DOWN:
        raise Refusal(Reason(RefusalCode.TAKEN_DOWN))
    return state is not TalkState.OPEN and _step(actor, question, answer, TalkVerb.OPEN)


@command
def take_down(actor: Actor, /, *, question: NetworkQuestion, answer: NetworkAnswer | None = None) -> bool:
    """Have nobody read a question, or one answer to it, any more; False when that was so already.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    whose = answer.given_for_id if answer else question.asked_for_id
    require(actor, "take_down", *_own(actor, whose))
    if _state(question, answer) is TalkState.TAKEN_DOWN:
        return False
    return _step(actor, question, answer, TalkVerb.TAKE_DOWN)


def _own(actor: Actor, whose: int) -> frozenset[int]:
    """On whose behalf the actor takes down: who said it, or the network."""
    return actor.organisations(Role.NETWORK) or frozenset({whose})


def _state(question: NetworkQuestion, answer: NetworkAnswer | None) -> TalkState:
    # Locked, so that of two who do the same at the same moment the second finds it done.
    NetworkQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    steps = NetworkStep.objects.filter(question=question, answer=answer)
    return state_after(TalkVerb(one) for one in steps.values_list("verb", flat=True))


def _step(actor: Actor, question: NetworkQuestion, answer: NetworkAnswer | None, verb: TalkVerb) -> bool:
    step = NetworkStep.objects.create(question=question, answer=answer, verb=verb, actor=str(actor), at=now())
    record(actor, TOLD_AS[verb], f"network_step:{step.pk}", authority=proof_of_step(step), at=step.at)
    show(question)
    return True


def said(text: str) -> str:
    """Words that others may read, without what stands around them.

    Raises:
        Refusal: WORDS_MISSING; PERSON_NAMED.
    """
    if not text.strip():
        raise Refusal(Reason(RefusalCode.WORDS_MISSING))
    return of_nobody(text)
