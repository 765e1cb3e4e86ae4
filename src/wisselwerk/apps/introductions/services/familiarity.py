"""Asking how familiar a business is with the social economy, and counting what it answers.

An answer is added to a number at once. Nothing tells afterwards which business gave it. What is shown renews by five: only
when that many more businesses gave an answer of the scale, all numbers are taken over at once. Else who looked just before
and just after an answer, and knew whose it was, could read it from the difference.
"""

import secrets
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Sum

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.introductions.models import FamiliarityCount, FamiliarityQuestion
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Redemption
from wisselwerk.apps.vouchers.queries.lines import DISCLOSED_FROM
from wisselwerk.clock import midnight, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor, ActorKind
from wisselwerk.domain.familiarity import SCALE, Familiarity, Moment
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

ASKED_AFTER = timedelta(days=14)
"""After the first invoice was handed in: by then the work is done, and still fresh."""
NOT_ASKED_AFTER = timedelta(days=90)
"""Later than that nobody remembers how it was before."""


@command
def note_familiarity(actor: Actor, *, application: Application, answer: Familiarity | None) -> bool:
    """Count that a business was asked when it applied, and what it answered; None: nothing. The first time counts.

    Returns:
        Whether the answer was counted.

    Raises:
        Refusal: NOT_ALLOWED for anybody but who applied and confirmed it.
    """
    is_own = actor.kind is ActorKind.PERSON and application.applicant_id == actor.id
    if not is_own or application.state == ApplicationState.UNCONFIRMED:
        raise Refusal(Reason(RefusalCode.NOT_ALLOWED, {"command": "note_familiarity"}))
    return note_before(application.enterprise, application.scheme.partnership, answer)


def note_before(enterprise: Organisation, partnership: Organisation, answer: Familiarity | None) -> bool:
    """The same for a need, inside the command that enters it; an answer counts with the first time that it is asked."""
    question, is_new = FamiliarityQuestion.objects.get_or_create(
        enterprise=enterprise,
        partnership=partnership,
        moment=Moment.BEFORE,
        defaults={"token": secrets.token_urlsafe(32), "asked_on": today()},
    )
    # Who was asked before and did not answer has met the social economy since: that is no answer of before any more.
    return is_new and answer is not None and _count(question.pk, answer)


@command
def ask_familiarity(actor: Actor, *, on: date) -> int:
    """Mail the question to businesses whose first invoice was handed in ``ASKED_AFTER`` ago; of how many that was.

    It goes to who applied for the voucher, once per business and partnership. Work that comes round every day.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "ask_familiarity")
    asked = FamiliarityQuestion.objects.filter(
        enterprise=OuterRef("voucher__holder"),
        partnership=OuterRef("voucher__scheme__partnership"),
        moment=Moment.AFTER,
    )
    first = Redemption.objects.filter(
        ~Exists(asked),
        is_reversed=False,
        redeemed_at__gte=midnight(on - NOT_ASKED_AFTER),
        redeemed_at__lt=midnight(on - ASKED_AFTER + timedelta(days=1)),
        voucher__application__applicant__email__isnull=False,
    ).select_related("voucher__application__applicant", "voucher__holder", "voucher__scheme__partnership")
    number = 0
    for one in first.order_by("redeemed_at", "pk"):
        voucher = one.voucher
        question, is_new = FamiliarityQuestion.objects.get_or_create(
            enterprise=voucher.holder,
            partnership=voucher.scheme.partnership,
            moment=Moment.AFTER,
            defaults={
                "person": voucher.application.applicant,
                "token": secrets.token_urlsafe(32),
                "asked_on": on,
            },
        )
        if is_new:
            enqueue("send_familiarity_question", question_id=question.pk)
            number += 1
    if number:
        record(actor, "ask_familiarity", f"questions:{number}")
    return number


@command
def answer_familiarity(actor: Actor, *, token: str, answer: Familiarity) -> bool:
    """Answer the question that was mailed; the first answer counts.

    Returns:
        Whether it was counted: not when there was an answer already.

    Raises:
        Refusal: CODE_EXPIRED when nothing goes by this token.
    """
    question = FamiliarityQuestion.objects.filter(token=token).first()
    if question is None:
        raise Refusal(Reason(RefusalCode.CODE_EXPIRED))
    return _count(question.pk, answer)


def ask_later(enterprise: Organisation, partnership: Organisation, moment: Moment, *, on: date) -> None:
    """Note that a business is asked once more with the mail of a follow-up, inside the command that asks it."""
    FamiliarityQuestion.objects.get_or_create(
        enterprise=enterprise,
        partnership=partnership,
        moment=moment,
        defaults={"token": secrets.token_urlsafe(32), "asked_on": on},
    )


def note_later(
    enterprise: Organisation, partnership: Organisation, moment: Moment, answer: Familiarity
) -> bool:
    """Count what it answered then, inside the command that takes the answer; the first time counts."""
    question = FamiliarityQuestion.objects.filter(
        enterprise=enterprise, partnership=partnership, moment=moment
    ).first()
    return question is not None and _count(question.pk, answer)


def _count(question_id: int, answer: Familiarity) -> bool:
    """Whoever turns the question to answered adds one, and never two; each waits for who renews the figures."""
    unanswered = FamiliarityQuestion.objects.filter(pk=question_id, is_answered=False)
    if not unanswered.update(is_answered=True):
        return False
    question = FamiliarityQuestion.objects.get(pk=question_id)
    take_turns(f"familiarity {question.moment} in {question.partnership_id}")
    counts = FamiliarityCount.objects.filter(partnership=question.partnership_id, moment=question.moment)
    count, _ = FamiliarityCount.objects.get_or_create(
        partnership_id=question.partnership_id, moment=question.moment, answer=answer
    )
    counts.filter(pk=count.pk).update(number=F("number") + 1)
    new = counts.filter(answer__in=SCALE).aggregate(number=Sum(F("number") - F("shown")))["number"] or 0
    if new >= DISCLOSED_FROM:
        counts.update(shown=F("number"))
    return True
