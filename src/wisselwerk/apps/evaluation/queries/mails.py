"""What stands in the mail of a follow-up."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from wisselwerk.apps.evaluation.models import FollowUpAnswer, FollowUpQuestion, FollowUpStop
from wisselwerk.apps.parties.models import Person


def mailed(person: Person, *, on: date, is_reminder: bool) -> Sequence[FollowUpQuestion]:
    """What a person is asked, or reminded of, on a day, and was not answered or stopped meanwhile. Two queries."""
    if FollowUpStop.objects.filter(person=person).exists():
        return ()
    waiting: QuerySet[FollowUpQuestion] = FollowUpQuestion.objects.filter(
        ~Exists(FollowUpAnswer.objects.filter(question=OuterRef("pk"))),
        person=person,
        not_asked="",
        **{"reminded_on" if is_reminder else "asked_on": on},
    )
    found = waiting.select_related(
        "follow_up__scheme__partnership", "follow_up__business", "follow_up__provider"
    )
    return list(found.order_by("pk"))
