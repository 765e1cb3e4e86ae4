"""Asking a local government about a year, suggesting a practice, and answering. Nobody can be ordered, and nobody is reminded."""

from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.initiatives.models import ExpostAddressee, ExpostQuestion, ExpostStep, Initiative, Signal
from wisselwerk.apps.initiatives.queries.expost import public_rows
from wisselwerk.apps.initiatives.queries.expost_question_proof import (
    ASKED_AS,
    TOLD_AS,
    proof_of_question,
    proof_of_step,
)
from wisselwerk.apps.initiatives.queries.expost_questions import (
    answering_for,
    is_addressee,
    is_of_administration,
    last_step_of,
    state_of,
    unanswered_about,
    whom_to_mail,
)
from wisselwerk.apps.initiatives.queries.expost_schemes import government_on
from wisselwerk.apps.initiatives.queries.practices import is_own
from wisselwerk.apps.initiatives.services.signals import keep_signal
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.parties.services import local_government, person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain import signal as domain
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.expost_question import (
    QuestionKind,
    QuestionState,
    QuestionVerb,
    Reply,
    ShownPractice,
    ToldAction,
    can_be_asked,
    needs_words,
)
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.signal import SignalAmount, SignalKind
from wisselwerk.formats.territory import belgian_territory


def government_now(code: str) -> Organisation:
    """The local government that answers today for the municipality with this place code, also where that merged; made known when
    it was not.
    """
    return local_government(government_on(code, today()), today())


@command
def ask_government(
    actor: Actor, /, *, year: int, government: str, text: str, email: str = ""
) -> ExpostQuestion:
    """Ask the local government of a municipality about the outcome of a year. One question at a time.

    ``government`` is its place code on the last day of the year. ``email`` is where the link to answer with goes when nobody of
    it is here.

    Raises:
        Refusal: NOT_ALLOWED; OUTCOME_IN_ORDER; QUESTION_UNANSWERED; NOBODY_TO_ASK; QUESTION_MISSING; PERSON_NAMED.
    """
    require(actor, "ask_government", *actor.organisations(Role.FLANDERS))
    take_turns(f"expost question {year} {government}")
    (row,) = public_rows(year, [government])
    if not can_be_asked(row.control.outcome):
        raise Refusal(Reason(RefusalCode.OUTCOME_IN_ORDER, {"year": str(year)}))
    if unanswered_about(year, government):
        raise Refusal(Reason(RefusalCode.QUESTION_UNANSWERED, {"year": str(year)}))
    if not text.strip():
        raise Refusal(Reason(RefusalCode.QUESTION_MISSING))
    asked = ExpostQuestion(
        kind=QuestionKind.OUTCOME,
        year=year,
        government=government,
        to=government_now(government),
        outcome=row.control.outcome,
        explanation=row.control.explanation,
        text=of_nobody(text),
    )
    return _ask(actor, asked, email)


@command
def suggest_practice(
    actor: Actor,
    /,
    *,
    year: int,
    government: str,
    to: Organisation,
    practice: Scheme | Initiative | ShownPractice,
    text: str = "",
    email: str = "",
) -> ExpostQuestion:
    """Ask a local government or a partnership to look at a practice: a scheme here, an initiative of the register, or a published practice.

    It stands on the page of ``government`` in ``year``. ``email`` as when asking.

    Raises:
        Refusal: NOT_ALLOWED; NOBODY_TO_ASK; PERSON_NAMED; PRACTICE_DENIED; PRACTICE_OWN; PRACTICE_SUGGESTED.
    """
    require(actor, "suggest_practice", *actor.organisations(Role.FLANDERS))
    if isinstance(practice, Initiative) and practice.state == InitiativeState.DENIED:
        raise Refusal(Reason(RefusalCode.PRACTICE_DENIED))
    if is_own(practice, to, today()):
        raise Refusal(Reason(RefusalCode.PRACTICE_OWN, {"name": to.name}))
    asked = ExpostQuestion(
        kind=QuestionKind.PRACTICE,
        year=year,
        government=government,
        to=to,
        text=of_nobody(text),
        scheme=practice if isinstance(practice, Scheme) else None,
        initiative=practice if isinstance(practice, Initiative) else None,
        practice=practice.slug if isinstance(practice, ShownPractice) else "",
        practice_title=practice.title if isinstance(practice, ShownPractice) else "",
    )
    take_turns(f"suggestions to {to.pk}")
    same = ExpostQuestion.objects.filter(
        kind=QuestionKind.PRACTICE,
        to=to,
        scheme=asked.scheme,
        initiative=asked.initiative,
        practice=asked.practice,
    )
    if same.exists():
        raise Refusal(Reason(RefusalCode.PRACTICE_SUGGESTED, {"name": to.name}))
    return _ask(actor, asked, email)


@command
def reply_to_question(
    actor: Actor,
    /,
    *,
    question: ExpostQuestion,
    text: str = "",
    reply: Reply | None = None,
    told: ToldAction | None = None,
) -> ExpostStep:
    """Answer; what was answered before stays. An action that reports do not show goes into the register, told by the government
    itself, and changes no outcome.

    Raises:
        Refusal: NOT_ALLOWED; ANSWER_MISSING when it says nothing; PERSON_NAMED.
    """
    if not is_addressee(actor, question):
        require(actor, "reply_to_question", *answering_for(question.to, today()))
    found = ExpostQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    kind = QuestionKind(found.kind)
    is_silent = (needs_words(kind, reply) and not text.strip()) or (
        kind is QuestionKind.PRACTICE and reply is None
    )
    if is_silent:
        raise Refusal(Reason(RefusalCode.ANSWER_MISSING))
    signal = _tell(actor, found, told) if told and kind is QuestionKind.OUTCOME else None
    step = ExpostStep(verb=QuestionVerb.REPLY, reply=reply or "", text=of_nobody(text), signal=signal)
    return _take(actor, found, step)


@command
def note_reply(actor: Actor, /, *, question: ExpostQuestion, last_step: int) -> bool:
    """Have it on record that the administration saw what was answered, up to and including ``last_step``; False when there is
    nothing new to see, or an answer came after that one.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "note_reply", *actor.organisations(Role.FLANDERS))
    found = ExpostQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    if state_of(found) is not QuestionState.REPLIED or last_step_of(found) != last_step:
        return False
    _take(actor, found, ExpostStep(verb=QuestionVerb.SEE))
    return True


def _ask(actor: Actor, asked: ExpostQuestion, email: str) -> ExpostQuestion:
    people = whom_to_mail(asked.to, today())
    # Whoever gets the link answers for the government: nobody of the administration does.
    if not people and (not email or is_of_administration(email, today())):
        raise Refusal(Reason(RefusalCode.NOBODY_TO_ASK))
    asked.actor, asked.at = str(actor), now()
    asked.save()
    if not people:
        addressee = ExpostAddressee.objects.create(question=asked, person=person(email))
        people = [addressee.person_id]
    command_name = ASKED_AS[QuestionKind(asked.kind)]
    record(
        actor,
        command_name,
        f"expost_question:{asked.pk}",
        authority=proof_of_question(asked),
        at=asked.at,
    )
    for person_id in people:
        enqueue("send_expost_question", question_id=asked.pk, person_id=person_id)
    return asked


def _take(actor: Actor, question: ExpostQuestion, step: ExpostStep) -> ExpostStep:
    step.question, step.actor, step.at = question, str(actor), now()
    step.save()
    record(
        actor,
        TOLD_AS[QuestionVerb(step.verb)],
        f"expost_step:{step.pk}",
        authority=proof_of_step(step),
        at=step.at,
    )
    return step


def _tell(actor: Actor, question: ExpostQuestion, told: ToldAction) -> Signal | None:
    """Keep the action as what the government itself says, an initiative of its own until it is found to be one that is known."""
    day = min(date(question.year, 12, 31), today())
    amounts = () if told.cents is None else (SignalAmount(told.cents, question.year),)
    said = domain.Signal(
        kind=SignalKind.NOTE,
        key=f"expost_question:{question.pk}:{question.steps.count()}",
        source=f"expost_question:{question.pk}",
        held_on=day,
        known_on=today(),
        title=of_nobody(told.title),
        government=question.to.name,
        partnership=question.to_id,
        places=belgian_territory().finest(question.government, day),
        priority=told.priority,
        amounts=amounts,
    )
    return keep_signal(actor, said)
