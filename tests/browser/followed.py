"""Where the questions of the demo are answered."""

from typing import Any

from tests.scene import EMAIL
from wisselwerk.apps.evaluation.link import ANSWERING, STOPPING
from wisselwerk.apps.evaluation.models import FollowUpQuestion
from wisselwerk.apps.evaluation.services import answer_follow_up
from wisselwerk.apps.parties.services import person
from wisselwerk.clock import today
from wisselwerk.domain.actor import ANONYMOUS
from wisselwerk.domain.follow_up import Said


def open_question() -> dict[str, Any]:
    """What the owner was asked."""
    return {"token": ANSWERING.token(FollowUpQuestion.objects.get(person__email=EMAIL["owner"]).pk)}


def answered_question() -> dict[str, Any]:
    """What De Zilverspar was asked, and answered."""
    asked = FollowUpQuestion.objects.filter(person__email=EMAIL["provider_staff"])
    token = ANSWERING.token(asked.latest("pk").pk)
    answer_follow_up(ANONYMOUS, token=token, said=Said.YES)
    return {"token": token}


def closed_question() -> dict[str, Any]:
    """One of which no answer is taken any more."""
    over = FollowUpQuestion.objects.filter(not_asked="", follow_up__closes_on__lt=today())
    return {"token": ANSWERING.token(over.earliest("pk").pk)}


def no_more_questions() -> dict[str, Any]:
    """The link with which De Zilverspar stops them."""
    return {"token": STOPPING.token(person(EMAIL["provider_staff"]).pk)}
