"""How both sides say that it went, so that the last part can be paid; and how a coordinator goes on without a side."""

from datetime import date
from uuid import UUID

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import (
    Evaluation,
    EvaluationReminder,
    Redemption,
    Remark,
    RemarkSubject,
)
from wisselwerk.apps.vouchers.queries.evaluations import (
    SAYING,
    WAIVING,
    Evaluations,
    evaluations_of,
    open_evaluations,
    side_of,
    speaks_for,
)
from wisselwerk.apps.vouchers.queries.proofs import PARTS, redemption_for
from wisselwerk.apps.vouchers.services.decisions import remark
from wisselwerk.apps.vouchers.services.hearers import business_of, provider_staff_of
from wisselwerk.apps.vouchers.services.vouchers import lock_voucher
from wisselwerk.clock import day_of, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.evaluation import BETWEEN_REMINDERS, MOST_REMINDERS, Answers, Side
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def evaluate_as_business(actor: Actor, *, redemption: UUID, answers: Answers, words: str = "") -> Evaluation:
    """Say for the business how it went. It is said once.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; PROOF_NOT_ASKED when nothing waits for it; ALREADY_EVALUATED.
    """
    return _evaluate(actor, redemption, Side.BUSINESS, answers, words)


@command
def evaluate_as_provider(actor: Actor, *, redemption: UUID, answers: Answers, words: str = "") -> Evaluation:
    """Say for the provider how it went. It is said once.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: as for ``evaluate_as_business``.
    """
    return _evaluate(actor, redemption, Side.PROVIDER, answers, words)


@command
def waive_evaluation(actor: Actor, *, redemption: UUID, side: Side, reason: str) -> Evaluation:
    """Go on without a side that stays silent after its reminders, so that it does not keep the money of the other.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; PROOF_NOT_ASKED; ALREADY_EVALUATED; STILL_REMINDED with the day from
            which it can be done in any case; MOTIVATION_MISSING.
    """
    one = _locked(actor, redemption)
    require(actor, WAIVING, one.voucher.scheme.partnership_id)
    known = _insist_it_is_waited_for(one, side)
    if side not in known.silent(today()):
        raise Refusal(Reason(RefusalCode.STILL_REMINDED, {"on": known.waits_until}))
    words = remark(actor, one.voucher.application, RemarkSubject.EVALUATION_WAIVED, reason)
    return _keep(actor, WAIVING, one, Evaluation(side=side, remark=words))


@command
def remind_of_evaluation(actor: Actor, *, redemption: UUID, side: Side, on: date) -> bool:
    """Remind a side that it has still to say how it went, where that is due ``on`` this day.

    False when it is not, or when there is nobody to remind: then the coordinator sees it in the end.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "remind_of_evaluation")
    one = _locked(actor, redemption)
    known = evaluations_of([one]).get(one.pk)
    hearers = list(business_of(one) if side is Side.BUSINESS else provider_staff_of(one))
    if known is None or not hearers or not _is_due(known, side, on):
        return False
    reminder = EvaluationReminder(voucher=one.voucher, side=side, supplier_id=one.supplier_id, asked_on=on)
    reminder.save()
    record(actor, "remind_of_evaluation", f"voucher:{one.voucher_id}", authority=reminder.told())
    for person_id in hearers:
        enqueue("send_evaluation_reminder", redemption_id=str(one.pk), side=side.value, person_id=person_id)
    return True


def remind_of_evaluations(actor: Actor, *, on: date) -> int:
    """Remind every side for which that is due, each in a transaction of its own; returns how many."""
    due = [(one, side) for one in open_evaluations() for side in one.missing if _is_due(one, side, on)]
    return sum(
        remind_of_evaluation(actor, redemption=one.redemption.pk, side=side, on=on) for one, side in due
    )


def _is_due(known: Evaluations, side: Side, on: date) -> bool:
    sent = known.reminded[side]
    last = sent[-1] if sent else day_of(known.redemption.redeemed_at)
    waited = known.is_open and side in known.missing
    return waited and len(sent) < MOST_REMINDERS and last + BETWEEN_REMINDERS <= on


def _evaluate(actor: Actor, redemption: UUID, side: Side, answers: Answers, words: str) -> Evaluation:
    one = _locked(actor, redemption)
    if not speaks_for(actor, one, side):
        require(actor, SAYING[side], side_of(one, side))
    _insist_it_is_waited_for(one, side)
    kept: Remark | None = None
    if words.strip():
        kept = remark(actor, one.voucher.application, RemarkSubject.EVALUATION, words)
    said = Evaluation(side=side, went=answers.went, again=answers.again, remark=kept)
    return _keep(actor, SAYING[side], one, said)


def _locked(actor: Actor, redemption: UUID) -> Redemption:
    """The redemption, while nobody else says anything of its voucher, credits it or undoes it."""
    lock_voucher(redemption_for(actor, redemption).voucher)
    return Redemption.objects.select_related(*PARTS).get(pk=redemption)


def _insist_it_is_waited_for(one: Redemption, side: Side) -> Evaluations:
    if one.is_reversed:
        raise Refusal(Reason(RefusalCode.ALREADY_REVERSED))
    known = evaluations_of([one]).get(one.pk)
    if known is None:
        raise Refusal(Reason(RefusalCode.PROOF_NOT_ASKED))
    if side in known.said:
        raise Refusal(Reason(RefusalCode.ALREADY_EVALUATED))
    return known


def _keep(actor: Actor, done: str, one: Redemption, said: Evaluation) -> Evaluation:
    said.voucher, said.supplier_id = one.voucher, one.supplier_id
    entry = record(actor, done, f"voucher:{one.voucher_id}", authority=said.told())
    said.actor, said.at = entry.actor, entry.at
    said.save()
    return said
