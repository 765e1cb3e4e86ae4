"""What is new in the network and of practices, for the mail of the week, and which decisions were looked at again."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.utils.text import Truncator

from wisselwerk.apps.evaluation.models import AdjustmentLook
from wisselwerk.apps.network.models import Lesson, Meeting, NetworkAnswer, NetworkQuestion
from wisselwerk.apps.network.queries.meeting_news import news_of_meetings
from wisselwerk.apps.network.queries.talk import questions_told, state_of
from wisselwerk.apps.practices.models import WHOLE_TEXT, PracticeStep
from wisselwerk.clock import day_of
from wisselwerk.domain.digest import Line, News
from wisselwerk.domain.network_talk import TalkState
from wisselwerk.domain.practice import Action

LONGEST_LINE = 120


def news_of_network(since: datetime, until: datetime) -> Iterator[Line]:
    """Practices, questions and answers, meetings, and decisions that were looked at.

    One query that tells what kinds are new, and those of each kind that is: two, six, two and one.
    """
    during = Q(at__gt=since, at__lte=until)
    kinds: Mapping[Callable[[datetime, datetime], Iterator[Line]], list[QuerySet[Any]]] = {
        _practices: [PracticeStep.objects.filter(during, action=Action.PUBLISH)],
        _questions: [NetworkQuestion.objects.filter(during), NetworkAnswer.objects.filter(during)],
        news_of_meetings: [
            Meeting.objects.filter(called_at__gt=since, called_at__lte=until),
            Lesson.objects.filter(during),
        ],
        _looked_at: [AdjustmentLook.objects.filter(during)],
    }
    first, *others = (
        rows.order_by().values_list(Value(number))
        for number, of_kind in enumerate(kinds.values())
        for rows in of_kind
    )
    new = {number for (number,) in first.union(*others)}
    for number, told in enumerate(kinds):
        if number in new:
            yield from told(since, until)


def _practices(since: datetime, until: datetime) -> Iterator[Line]:
    """Each practice once, with what is public of it now. Two queries."""
    steps = PracticeStep.objects.filter(action=Action.PUBLISH, at__gt=since, at__lte=until)
    steps = steps.filter(practice__published__isnull=False).select_related(
        "practice__published", "practice__organisation"
    )
    steps = steps.defer(*(f"practice__published__{one}" for one in WHOLE_TEXT))
    last = {one.practice_id: one for one in steps.order_by("pk")}
    earlier = PracticeStep.objects.filter(action=Action.PUBLISH, at__lte=since, practice__in=last)
    known = set(earlier.values_list("practice", flat=True))
    for pk, step in last.items():
        practice = step.practice
        assert practice.published is not None, "only what is public is told"
        yield Line(
            news=News.PRACTICE_CHANGED if pk in known else News.PRACTICE,
            key=practice.slug,
            title=practice.published.title,
            who=practice.organisation.name,
            on=day_of(step.at),
            partnership=practice.organisation_id,
        )


def _questions(since: datetime, until: datetime) -> Iterator[Line]:
    """Questions, each with its last answer where it got one: among participants, unless they were opened. Six queries."""
    answers = NetworkAnswer.objects.filter(at__gt=since, at__lte=until)
    answered = set()
    for question in questions_told(
        NetworkQuestion.objects.filter(pk__in=answers.values("question"))
    ).order_by("pk"):
        fresh = [
            one
            for one in question.answers.all()
            if since < one.at <= until and state_of(question, one) is not TalkState.TAKEN_DOWN
        ]
        if fresh:
            answered.add(question.pk)
            is_open = _is_open(question) and state_of(question, fresh[-1]) is TalkState.OPEN
            yield _line(question, News.ANSWERED, fresh[-1].given_for.name, fresh[-1].at, is_open=is_open)
    asked = questions_told(NetworkQuestion.objects.filter(at__gt=since, at__lte=until)).order_by("pk")
    for question in asked:
        if question.pk not in answered:
            yield _line(
                question, News.ASKED, question.asked_for.name, question.at, is_open=_is_open(question)
            )


def _is_open(question: NetworkQuestion) -> bool:
    return state_of(question) is TalkState.OPEN


def _line(question: NetworkQuestion, news: News, who: str, at: datetime, *, is_open: bool) -> Line:
    return Line(
        news=news,
        key=str(question.pk),
        title=question.title,
        who=who,
        on=day_of(at),
        partnership=question.asked_for_id,
        is_shared=not is_open,
    )


def _looked_at(since: datetime, until: datetime) -> Iterator[Line]:
    """Decisions of which the day to look again came: so who decided is reminded once. One query."""
    found = AdjustmentLook.objects.filter(at__gt=since, at__lte=until).order_by("pk")
    for one in found.select_related("adjustment__scheme__partnership"):
        partnership = one.adjustment.scheme.partnership
        yield Line(
            news=News.LOOKED_AT,
            key=str(one.adjustment_id),
            title=Truncator(one.adjustment.question).chars(LONGEST_LINE),
            who=partnership.name,
            on=day_of(one.at),
            partnership=partnership.pk,
            is_shared=True,
        )
