"""What pairs of the demo answered half a year and a year after their first invoice, and one question that waits. All invented."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import cycle

from wisselwerk.apps.evaluation.link import ANSWERING
from wisselwerk.apps.evaluation.models import Adjustment, FollowUp, FollowUpQuestion
from wisselwerk.apps.evaluation.services import (
    answer_follow_up,
    ask_follow_ups,
    renew_figures,
    renew_persistence,
)
from wisselwerk.clock import now, today
from wisselwerk.demo.adjustments import look_again
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.familiarity import Familiarity
from wisselwerk.domain.follow_up import Outcome, Said, Side

ANSWERED_AFTER, HOUR = timedelta(days=3), timedelta(hours=1)
SAID = {
    Outcome.LASTS: {Side.BUSINESS: Said.YES},
    Outcome.ENDED: {Side.BUSINESS: Said.NO},
    Outcome.CONTRADICTED: {Side.BUSINESS: Said.YES, Side.PROVIDER: Said.NO},
}
AMOUNTS = (100_000, None, 1_000_000, 100_000)
FAMILIAR = (Familiarity.REGULAR, Familiarity.WORKED_WITH, None, Familiarity.KNOWN, Familiarity.WORKED_WITH)
"""What businesses answer beside it, in turns."""


def ask() -> None:
    """Ask the pairs that are due, as the work of every day does."""
    ask_follow_ups(SYSTEM, on=today())


def answer_all(came_to: Mapping[str, Mapping[int, Outcome]]) -> None:
    """What those businesses and their providers say that were asked ``ANSWERED_AFTER`` ago."""
    amounts, familiar = cycle(AMOUNTS), cycle(FAMILIAR)
    asked = FollowUp.objects.filter(
        opened_at__gte=now() - ANSWERED_AFTER - HOUR,
        outcome=Outcome.UNANSWERED,
        business__enterprise_number__in=came_to,
    )
    for one in asked.select_related("business").order_by("pk"):
        said_by = SAID.get(came_to[one.business.enterprise_number or ""][one.moment], {})
        for question in FollowUpQuestion.objects.filter(follow_up=one, side__in=said_by).order_by("side"):
            said = said_by[Side(question.side)]
            answer_follow_up(
                ANONYMOUS,
                token=ANSWERING.token(question.pk),
                said=said,
                amount_cents=next(amounts) if said is Said.YES else None,
                familiarity=next(familiar) if question.side == Side.BUSINESS else None,
            )


def load_follow_ups() -> None:
    """Look again at what Genk decided, ask who is due today, and count what came of all; only once."""
    if not Adjustment.objects.filter(look=None).exists():
        return
    look_again()
    ask()
    renew_persistence(SYSTEM, on=today())
    renew_figures(SYSTEM, on=today())
