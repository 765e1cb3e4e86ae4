"""What stands in the mail of a follow-up."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from wisselwerk.apps.evaluation.models import FollowUp, FollowUpAnswer, FollowUpQuestion, FollowUpStop
from wisselwerk.apps.parties.models import Person
from wisselwerk.clock import now, today


def mailed(person: Person, *, on: date, is_reminder: bool) -> Sequence[FollowUpQuestion]:
    """What a person is asked, or reminded of, on a day, and can still answer: it was not answered, stopped or undone meanwhile. Two queries."""
    if FollowUpStop.objects.filter(person=person).exists():
        return ()
    waiting: QuerySet[FollowUpQuestion] = FollowUpQuestion.objects.filter(
        ~Exists(FollowUpAnswer.objects.filter(question=OuterRef("pk"))),
        follow_up__in=FollowUp.objects.standing(now()).filter(closes_on__gte=today()),
        person=person,
        not_asked="",
        **{"reminded_on" if is_reminder else "asked_on": on},
    )
    found = waiting.select_related(
        "follow_up__scheme__partnership", "follow_up__business", "follow_up__provider"
    )
    return list(found.order_by("pk"))


def asked_of(person: Person, *, on: date, is_reminder: bool) -> int:
    """Of how many questions a person was to be mailed on a day, whatever came of them meanwhile. One query."""
    day = "reminded_on" if is_reminder else "asked_on"
    return FollowUpQuestion.objects.filter(person=person, not_asked="", **{day: on}).count()
