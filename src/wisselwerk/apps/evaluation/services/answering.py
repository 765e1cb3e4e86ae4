"""Taking the answer to a follow-up. Each is kept beside those before it; the last of a side counts."""

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.evaluation.link import read_answer_token
from wisselwerk.apps.evaluation.models import FollowUp, FollowUpAnswer, FollowUpQuestion
from wisselwerk.apps.evaluation.queries.answers import last_answer, last_said
from wisselwerk.apps.introductions.services.familiarity import note_later
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.familiarity import LATER, Familiarity
from wisselwerk.domain.follow_up import Said, Side, outcome
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def answer_follow_up(
    actor: Actor,
    *,
    token: str,
    said: Said,
    amount_cents: int | None = None,
    familiarity: Familiarity | None = None,
) -> bool:
    """Keep what the link of a mail answers: whether both still work together, and what was said besides.

    How familiar the business is now is counted apart, so that nothing tells whose answer that was.

    Returns:
        Whether something new was kept: the same answer once more is not.

    Raises:
        Refusal: CODE_EXPIRED when the link is not ours; FOLLOW_UP_OVER after the last day.
    """
    require(actor, "answer_follow_up")
    question = read_answer_token(token)
    if question is None:
        raise Refusal(Reason(RefusalCode.CODE_EXPIRED))
    # Who counts at this moment either sees this answer or is before it.
    take_turns(f"persistence of scheme {question.follow_up.scheme_id}")
    follow_up = FollowUp.objects.select_for_update().get(pk=question.follow_up_id)
    if today() > follow_up.closes_on:
        raise Refusal(Reason(RefusalCode.FOLLOW_UP_OVER, {"closes_on": follow_up.closes_on}))
    if familiarity is not None and question.side == Side.BUSINESS:
        partnership = question.follow_up.scheme.partnership
        note_later(question.follow_up.business, partnership, LATER[follow_up.moment], familiarity)
    before = last_answer(question)
    if before and before.said == said and amount_cents in {None, before.amount_cents}:
        return False
    _keep(actor, question, said, amount_cents)
    said_last = last_said([follow_up.pk])[follow_up.pk]
    FollowUp.objects.filter(pk=follow_up.pk).update(outcome=outcome(said_last.values(), is_asked=True))
    return True


def _keep(actor: Actor, question: FollowUpQuestion, said: Said, amount_cents: int | None) -> None:
    answer = FollowUpAnswer.objects.create(question=question, said=said, amount_cents=amount_cents, at=now())
    record(
        actor,
        "answer_follow_up",
        f"follow_up_answer:{answer.pk}",
        authority=answer.seal(),
        at=answer.at,
    )
