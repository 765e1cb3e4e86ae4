"""New meetings and what was learnt at them, for the mail of the week."""

from collections.abc import Iterator
from datetime import datetime

from wisselwerk.apps.network.models import Lesson, Meeting
from wisselwerk.clock import day_of
from wisselwerk.domain.digest import Line, News
from wisselwerk.domain.network_talk import TalkState


def news_of_meetings(since: datetime, until: datetime) -> Iterator[Line]:
    """Each meeting that is still to come, and each meeting with lessons once. Two queries."""
    called = Meeting.objects.filter(
        called_at__gt=since, called_at__lte=until, called_off_at=None, starts_at__gt=until
    )
    for meeting in called.select_related("called_for").order_by("pk"):
        yield Line(
            news=News.MEETING,
            key=str(meeting.pk),
            title=meeting.title,
            who=meeting.called_for.name,
            on=day_of(meeting.starts_at),
            partnership=meeting.called_for_id,
            is_shared=True,
        )
    written = Lesson.objects.filter(at__gt=since, at__lte=until, taken_down_at=None)
    told: dict[int, Lesson] = {}
    for lesson in written.select_related("meeting", "written_for").order_by("pk"):
        before = told.get(lesson.meeting_id)
        # Of each meeting one is told: the first, but one that everybody may read before one that only participants may.
        if before is None or (lesson.state is TalkState.OPEN and before.state is not TalkState.OPEN):
            told[lesson.meeting_id] = lesson
    for pk, lesson in told.items():
        yield Line(
            news=News.LESSON,
            key=str(pk),
            title=lesson.meeting.title,
            who=lesson.written_for.name,
            on=day_of(lesson.at),
            partnership=lesson.written_for_id,
            is_shared=lesson.state is not TalkState.OPEN,
        )
