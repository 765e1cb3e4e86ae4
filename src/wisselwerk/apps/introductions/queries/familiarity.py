"""How familiar businesses are with the social economy, before and after: numbers only, and none that are small."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from wisselwerk.apps.introductions.models import FamiliarityCount, FamiliarityQuestion
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.vouchers.queries.lines import DISCLOSED_FROM
from wisselwerk.domain.familiarity import Familiarity, Moment, Tally


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered at one moment, as far as it may be shown."""

    moment: Moment
    tally: Tally

    @property
    def shares(self) -> Mapping[Familiarity, int | None]:
        """Each answer in percents; None where too few gave it."""
        return self.tally.shares(DISCLOSED_FROM)

    @property
    def mean(self) -> float | None:
        """The average on the scale, from 1; None where too few answered."""
        return self.tally.mean(DISCLOSED_FROM)


def familiarity_of(partnership: Organisation) -> list[Answered]:
    """What businesses of a partnership answered, at each moment, as the figures were last renewed. Two queries.

    How many were asked is of now: that somebody was asked tells no answer.
    """
    asked = dict(
        FamiliarityQuestion.objects.filter(partnership=partnership)
        .values_list("moment")
        .annotate(number=Count("pk"))
        .order_by()
    )
    answers: dict[Moment, dict[Familiarity, int]] = {moment: {} for moment in Moment}
    for moment, answer, number in FamiliarityCount.objects.filter(partnership=partnership).values_list(
        "moment", "answer", "shown"
    ):
        answers[Moment(moment)][Familiarity(answer)] = number
    return [Answered(moment, Tally(asked.get(moment, 0), answers[moment])) for moment in Moment]


def question_by_token(token: str) -> FamiliarityQuestion | None:
    """The question that was mailed. One query."""
    return FamiliarityQuestion.objects.filter(token=token).select_related("partnership").first()
