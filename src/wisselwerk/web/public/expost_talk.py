"""What was asked and answered after a year, as a page shows it: by role and by government, never by person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from wisselwerk.apps.initiatives.models import ExpostQuestion, ExpostStep, Initiative
from wisselwerk.apps.initiatives.queries.expost_questions import (
    is_from_address,
    last_step_of,
    may_reply,
    replies_for,
    state_of,
    unanswered_by,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.expost_question import QuestionKind, QuestionState, QuestionVerb, Reply
from wisselwerk.domain.expost_question_sentence import REPLY_NAMES
from wisselwerk.web.public.expost_forms import ReplyForm, reply_form
from wisselwerk.wording import word


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkLine:
    """One thing that was said, or that was seen."""

    at: datetime
    title: str
    text: str = ""
    tone: str = "accent"
    told: Initiative | None = None
    """The action that a government told of with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A question or a suggestion with all that was answered."""

    question: ExpostQuestion
    lines: tuple[TalkLine, ...]
    state: QuestionState
    form: ReplyForm | None = None
    """Where whoever looks can answer."""
    may_note: bool = False
    """Whether whoever looks can say that the answer was seen."""

    @property
    def last_step(self) -> int:
        """Up to where whoever looks has seen what was said."""
        return last_step_of(self.question)

    @property
    def is_suggestion(self) -> bool:
        """Whether it shows a practice."""
        return self.question.kind == QuestionKind.PRACTICE

    @property
    def practice(self) -> str:
        """What the practice is called; empty for a question."""
        if self.question.scheme is not None:
            return self.question.scheme.name
        if self.question.practice:
            return self.question.practice_title
        return (self.question.initiative.title or _("Without a title")) if self.question.initiative else ""

    @property
    def practice_url(self) -> str:
        """Where it is shown; empty for a question."""
        if self.question.scheme is not None:
            return reverse("public:scheme", args=[self.question.scheme.slug])
        if self.question.initiative is not None:
            return reverse("initiative:page", args=[self.question.initiative.pk])
        if self.question.practice:
            return reverse("practice:card", args=[self.question.practice])
        return ""

    @property
    def page(self) -> str:
        """Where it stands."""
        asked = self.question
        return f"{reverse('public:expost-government', args=[asked.year, asked.government])}#vraag-{asked.pk}"


def talk_of(question: ExpostQuestion) -> Talk:
    """A question as everybody reads it."""
    return Talk(question=question, lines=tuple(_lines(question)), state=state_of(question))


def talks_for(actor: Actor, questions: Iterable[ExpostQuestion]) -> list[Talk]:
    """The same with what the actor can do with each."""
    day, is_official = today(), bool(actor.organisations(Role.FLANDERS))
    found = []
    for one in questions:
        state = state_of(one)
        form = reply_form(one) if actor.id is not None and may_reply(actor, one, day) else None
        may_note = is_official and state is QuestionState.REPLIED
        found.append(Talk(question=one, lines=tuple(_lines(one)), state=state, form=form, may_note=may_note))
    return found


def _lines(question: ExpostQuestion) -> Iterator[TalkLine]:
    asks = question.kind == QuestionKind.OUTCOME
    title = (
        _("Question of the Flemish administration") if asks else _("Suggestion of the Flemish administration")
    )
    yield TalkLine(at=question.at, title=title, text=question.text, tone="info")
    for step in question.steps.all():
        yield _line(question, step)


def _line(question: ExpostQuestion, step: ExpostStep) -> TalkLine:
    if step.verb == QuestionVerb.SEE:
        return TalkLine(at=step.at, title=_("Seen by the Flemish administration"), tone="neutral")
    title = (
        _("Answer of {government}, from the mail address that the administration gave")
        if is_from_address(question, step)
        else _("Answer of {government}")
    ).format(government=question.to.name)
    if step.reply:
        title = f"{title}: {word(REPLY_NAMES[Reply(step.reply)])}"
    told = step.signal.initiative if step.signal is not None else None
    return TalkLine(at=step.at, title=title, text=step.text, told=told)


@dataclass(frozen=True, slots=True)
class ExpostWork:
    """What of this waits for whoever looks."""

    unanswered: list[Talk]
    replies: list[Talk]

    @property
    def number(self) -> int:
        """How much that is."""
        return len(self.unanswered) + len(self.replies)


def expost_work(actor: Actor) -> ExpostWork:
    """What waits for the actor, oldest first. At most five queries."""
    return ExpostWork(
        [talk_of(one) for one in unanswered_by(actor, today())], [talk_of(one) for one in replies_for(actor)]
    )
