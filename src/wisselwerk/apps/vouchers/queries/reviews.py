"""How it stands with applications that wait for a person: the term, the questions to the applicant, and the answers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Decision,
    Remark,
    RemarkSubject,
    ReviewStep,
)
from wisselwerk.apps.vouchers.queries.applications import LATEST_FIRST, latest_decision, outcomes_of
from wisselwerk.clock import day_of, today
from wisselwerk.domain.review import ReviewState, ReviewVerb, Term, begun
from wisselwerk.domain.rule import Result
from wisselwerk.domain.rule.base import Verdict
from wisselwerk.domain.rule.decision import DecisionMode
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

SAYING: Mapping[ReviewVerb, str] = {
    ReviewVerb.ASK: "ask_applicant",
    ReviewVerb.REMIND: "remind_applicant",
    ReviewVerb.ANSWER: "answer_question",
    ReviewVerb.UNDELIVERED: "undeliver_question",
    ReviewVerb.WITHDRAW: "withdraw_application",
}
"""What the trail calls each step."""


MAY_WAIT = frozenset({ApplicationState.REVIEW, ApplicationState.REFUSED})
"""What stands on an application that can wait for a person."""


@dataclass(frozen=True, slots=True)
class Review:
    """An application that waits for a person, as it stands."""

    decision: Decision
    """What stands meanwhile."""
    first: Term
    """The term as it began."""
    steps: tuple[ReviewStep, ...]
    """What happened since, oldest first."""
    on: date

    @property
    def held_up_by(self) -> tuple[str, ...]:
        """The kinds of rules that say no, or, where none does, that are in doubt. That a person decides is no doubt."""
        verdict = Verdict.FAIL if self.says_no else Verdict.REVIEW
        outcomes = (one for one in outcomes_of(self.decision) if one.kind != DecisionMode.kind)
        return tuple(one.kind for one in outcomes if one.verdict is verdict)

    @property
    def says_no(self) -> bool:
        """Whether the rules say no: somebody asked to look at it again, or no delegation lets the rules decide."""
        return self.decision.evaluated == Result.REFUSED

    @property
    def term(self) -> Term:
        """The term as the last step left it."""
        return self.steps[-1].term() if self.steps else self.first

    @property
    def state(self) -> ReviewState:
        """Whose turn it is."""
        return self.term.state(self.on, BELGIAN_HOLIDAYS)

    @property
    def last_day(self) -> date | None:
        """The last day to decide; None while the applicant is waited for."""
        return self.term.last_day(self.on, BELGIAN_HOLIDAYS)

    @property
    def is_late(self) -> bool:
        """Whether the term is over, also while the applicant is waited for."""
        return self.last_day is not None and self.on > self.last_day

    @property
    def answer_by(self) -> date | None:
        """The last day on which the applicant is asked to answer; None when there is nothing to answer."""
        return self.term.answer_by

    @property
    def is_awaited(self) -> bool:
        """Whether the applicant is waited for."""
        return self.term.is_awaited(self.on)

    @property
    def last_answer(self) -> int:
        """Names the last answer of the applicant: who decides has read up to there. 0 where there is none."""
        return max((step.pk for step in self.steps if step.verb == ReviewVerb.ANSWER), default=0)

    @property
    def can_answer(self) -> bool:
        """Whether a question has no answer yet, whether it arrived or not."""
        return self.term.can_answer

    @property
    def is_undelivered(self) -> bool:
        """Whether the last question did not reach the applicant, or only the reminder of it."""
        return self.term.verb is ReviewVerb.UNDELIVERED

    @property
    def urgency(self) -> tuple[int, date]:
        """What stands on top of a work list: what is late, then what ends first; whom we wait for comes last."""
        if self.is_awaited and not self.is_late:
            return (2, self.answer_by or self.on)
        return (0 if self.is_late else 1, self.last_day or self.on)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the conversation with an applicant. Who it is from follows from the verb: no names."""

    verb: ReviewVerb
    at: datetime
    text: str
    """Empty of what has no words, and once they were erased."""

    @property
    def is_ours(self) -> bool:
        """Whether the coordinator said it."""
        return self.verb is ReviewVerb.ASK

    @property
    def has_words(self) -> bool:
        """Whether somebody said something, erased or not."""
        return self.verb in {ReviewVerb.ASK, ReviewVerb.ANSWER}


def review_of(application: Application) -> Review | None:
    """How it stands with an application that waits for a person, asked anew; None with any other. At most three queries."""
    decision = application.decisions.select_related("rule_set").order_by(*LATEST_FIRST).first()
    return _reviews({application.pk: decision}).get(application.pk) if decision else None


def reviews_of(applications: Iterable[Application]) -> dict[UUID, Review]:
    """The same of several that came with their decisions, by application. Two queries at most, none without any."""
    return _reviews({one.pk: made for one in applications if (made := latest_decision(one))})


def _reviews(standing: Mapping[UUID, Decision]) -> dict[UUID, Review]:
    can_wait = {pk: one for pk, one in standing.items() if one.result in MAY_WAIT}
    asked_again = _asked_again(can_wait) if can_wait else {}
    waiting = {
        pk: (decision, began)
        for pk, decision in can_wait.items()
        if (began := _began(decision, asked_again.get(pk)))
    }
    steps = _steps_of([decision.pk for decision in can_wait.values()]) if can_wait else {}
    return {
        pk: Review(
            decision,
            begun(day_of(began), term_under(decision), BELGIAN_HOLIDAYS),
            tuple(steps.get(decision.pk, ())),
            today(),
        )
        for pk, (decision, began) in waiting.items()
    }


def _began(decision: Decision, asked_again_at: datetime | None) -> datetime | None:
    """When an application began to wait for a person; None where it does not."""
    if decision.result == ApplicationState.REVIEW:
        return decision.decided_at
    # A request that is older than the refusal was answered by it.
    return asked_again_at if asked_again_at and asked_again_at >= decision.decided_at else None


def term_under(decision: Decision) -> int:
    """Within how many working days a person decides, by the rules that hold for it."""
    rule = rule_set(decision.rule_set).find(DecisionMode)
    assert rule is not None, "no rule set says nothing about who decides"
    return rule.term


def conversation_of(application: Application) -> list[Line]:
    """All that was asked and answered about an application, oldest first. One query."""
    steps = ReviewStep.objects.filter(decision__application=application).select_related("remark")
    return [
        Line(ReviewVerb(one.verb), one.at, one.remark.text if one.remark else "")
        for one in steps.order_by("pk")
    ]


def open_questions() -> QuerySet[ReviewStep]:
    """Questions after which nothing happened and nothing was decided, oldest first. One query."""
    later = ReviewStep.objects.filter(decision=OuterRef("decision"), pk__gt=OuterRef("pk"))
    decided = Decision.objects.filter(
        application=OuterRef("decision__application"), pk__gt=OuterRef("decision")
    )
    asked = ReviewStep.objects.filter(~Exists(later), ~Exists(decided), verb=ReviewVerb.ASK)
    return asked.select_related("decision__application__scheme").order_by("pk")


def _asked_again(applications: Collection[UUID]) -> dict[UUID, datetime]:
    """When somebody last asked to look at these again."""
    asked = Remark.objects.filter(application__in=applications, subject=RemarkSubject.REVIEW_REQUEST)
    return dict(asked.order_by("at").values_list("application", "at"))


def _steps_of(decisions: Collection[int]) -> Mapping[int, list[ReviewStep]]:
    found: defaultdict[int, list[ReviewStep]] = defaultdict(list)
    for step in ReviewStep.objects.filter(decision__in=decisions).order_by("pk"):
        found[step.decision_id].append(step)
    return found
