"""What each side answered last."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from wisselwerk.apps.evaluation.models import FollowUpAnswer, FollowUpQuestion
from wisselwerk.domain.follow_up import Said, Side


def last_answer(question: FollowUpQuestion) -> FollowUpAnswer | None:
    """The answer of one side that counts; None where it gave none. One query."""
    return question.answers.order_by("pk").last()


def last_said(follow_ups: Collection[int]) -> Mapping[int, Mapping[Side, Said]]:
    """What each side of follow-ups said last; a side that said nothing is not in it. One query."""
    rows = FollowUpAnswer.objects.filter(question__follow_up__in=follow_ups).order_by("pk")
    found: defaultdict[int, dict[Side, Said]] = defaultdict(dict)
    for pk, side, said in rows.values_list("question__follow_up", "question__side", "said"):
        found[pk][Side(side)] = Said(said)
    return found
