"""Questions and answers, for whoever may read them: participants all that stands, everybody else what its author opened."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from wisselwerk.apps.network.models import (
    NetworkAnswer,
    NetworkQuestion,
    NetworkQuestionQuerySet,
    NetworkStep,
    QuestionCall,
)
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import PARTICIPANTS, is_participant
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.network import Topic, WhyAsked
from wisselwerk.domain.network_talk import TalkState, TalkVerb, state_after


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAnswer:
    """An answer as whoever looks may read it."""

    row: NetworkAnswer
    state: TalkState
    is_own: bool
    """Whether the actor acts for whom it was given for."""
    is_new: bool
    """Whether the actor acts for whom the question was asked for, and nobody of them opened it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A question with what may be read of its answers."""

    row: NetworkQuestion
    state: TalkState
    answers: tuple[SaidAnswer, ...]
    unseen: int
    """Answers that are among participants, where whoever looks is none."""
    is_own: bool

    @property
    def topic(self) -> Topic:
        """What it is about."""
        return Topic(self.row.topic)

    @property
    def new(self) -> tuple[NetworkAnswer, ...]:
        """The answers that are new to the actor."""
        return tuple(one.row for one in self.answers if one.is_new)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswers:
    """A question of the actor's, with the answers that nobody of whom it was asked for opened yet, newest first."""

    question: NetworkQuestion
    answers: tuple[NetworkAnswer, ...]

    @property
    def newest(self) -> NetworkAnswer:
        """By whom and when it was answered last."""
        return self.answers[0]

    @property
    def oldest(self) -> NetworkAnswer:
        """Where reading begins."""
        return self.answers[-1]


def questions_for(actor: Actor) -> QuerySet[NetworkQuestion]:
    """What the actor may read, newest first. Three queries with what ``talks_of`` needs."""
    found = NetworkQuestion.objects.standing()
    if not is_participant(actor):
        found = found.opened()
    return _told(found).order_by("-at", "-pk")


def question_for(actor: Actor, pk: int) -> Talk | None:
    """One of them; None when there is none that the actor may read. Four queries."""
    found = questions_for(actor).filter(pk=pk).first()
    return talk_of(actor, found) if found else None


def talks_of(actor: Actor, questions: Iterable[NetworkQuestion]) -> list[Talk]:
    """Questions as the actor may read them."""
    return [talk_of(actor, one) for one in questions]


def talk_of(actor: Actor, question: NetworkQuestion) -> Talk:
    """A question as the actor may read it."""
    own, sees_all = actor.organisations(*SPEAKING), is_participant(actor)
    hears = question.asked_for_id in actor.organisations(*PARTICIPANTS)
    steps = list(question.steps.all())
    answers, unseen = [], 0
    for one in question.answers.all():
        state = _state(steps, one.pk)
        if state is TalkState.TAKEN_DOWN:
            continue
        if sees_all or state is TalkState.OPEN:
            is_new = hears and one.given_for_id != question.asked_for_id and not hasattr(one, "read")
            answers.append(SaidAnswer(row=one, state=state, is_own=one.given_for_id in own, is_new=is_new))
        else:
            unseen += 1
    return Talk(
        row=question,
        state=_state(steps, None),
        answers=tuple(answers),
        unseen=unseen,
        is_own=question.asked_for_id in own,
    )


def calls_of(question: NetworkQuestion) -> list[tuple[Organisation, list[WhyAsked]]]:
    """Whom a question went to and why, in the order in which they were chosen. One query."""
    calls = QuestionCall.objects.filter(question=question).select_related("organisation").order_by("pk")
    return [(one.organisation, [WhyAsked(why) for why in one.why]) for one in calls]


def waiting_for_answer(actor: Actor) -> QuerySet[QuestionCall]:
    """What the actor was asked, for somebody it acts for, and nobody there answered: oldest first. One query.

    It hangs on the role and not on the person: who takes a role over finds what its predecessor left open.
    """
    own = actor.organisations(*SPEAKING)
    return open_calls().filter(organisation__in=own).select_related("question__asked_for", "organisation")


def open_calls() -> QuerySet[QuestionCall]:
    """Whom a question went to that stands, and who did not answer it yet, oldest first."""
    from_them = NetworkAnswer.objects.filter(
        question=OuterRef("question"), given_for=OuterRef("organisation")
    )
    return QuestionCall.objects.filter(
        ~Exists(from_them), question__in=NetworkQuestion.objects.standing()
    ).order_by("pk")


def new_answers(actor: Actor) -> list[NewAnswers]:
    """What was answered to questions asked for somebody the actor acts for, and nobody there opened: newest first. One query.

    As what was passed on: it hangs on the role and not on the person, so that it is told once and a successor finds it too.
    """
    taken_down = NetworkStep.objects.filter(answer=OuterRef("pk"), verb=TalkVerb.TAKE_DOWN)
    unread = NetworkAnswer.objects.filter(
        ~Exists(taken_down),
        read=None,
        question__in=NetworkQuestion.objects.standing(),
        question__asked_for__in=actor.organisations(*PARTICIPANTS),
    ).exclude(given_for=F("question__asked_for"))
    unread = unread.defer("text", "question__text")
    found: dict[NetworkQuestion, list[NetworkAnswer]] = {}
    for one in unread.select_related("question__asked_for", "given_for").order_by("-at", "-pk"):
        found.setdefault(one.question, []).append(one)
    return [NewAnswers(question=question, answers=tuple(some)) for question, some in found.items()]


def own_questions(actor: Actor) -> QuerySet[NetworkQuestion]:
    """What was asked for somebody the actor acts for, newest first."""
    own = actor.organisations(*SPEAKING)
    return questions_for(actor).filter(asked_for__in=own)


def may_take_down(actor: Actor, organisation: int) -> bool:
    """Whether the actor can have nobody read it any more: its author, or who looks after the network."""
    return bool(actor.organisations(Role.NETWORK)) or organisation in actor.organisations(*SPEAKING)


def _state(steps: Iterable[NetworkStep], answer: int | None) -> TalkState:
    return state_after(TalkVerb(one.verb) for one in steps if one.answer_id == answer)


def questions_told(found: NetworkQuestionQuerySet) -> QuerySet[NetworkQuestion]:
    """Those that stand, with all that is told of them. Three queries."""
    return _told(found.standing())


def state_of(question: NetworkQuestion, answer: NetworkAnswer | None = None) -> TalkState:
    """How a question with its steps, or one answer to it, stands."""
    return _state(question.steps.all(), answer.pk if answer else None)


def _told(questions: QuerySet[NetworkQuestion]) -> QuerySet[NetworkQuestion]:
    answers = NetworkAnswer.objects.select_related("given_for", "read").order_by("pk")
    return questions.select_related("asked_for", "practice__published").prefetch_related(
        Prefetch("answers", answers), "steps"
    )
