"""Whether what an invoice is for was delivered: what the business says of it, and what the coordinator finds."""

from collections.abc import Iterator
from uuid import UUID

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import FulfilmentStep, Redemption, Remark, RemarkSubject, Voucher
from wisselwerk.apps.vouchers.queries.proofs import (
    PARTS,
    SAYING,
    answers_as_applicant,
    asks_delivery,
    parties_of,
    redemption_for,
    rule_of,
)
from wisselwerk.apps.vouchers.services.decisions import remark
from wisselwerk.apps.vouchers.services.hearers import has_holder, tell_fulfilment
from wisselwerk.clock import today
from wisselwerk.db import command
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.fulfilment import FulfilmentState, FulfilmentVerb, Said, asked, said
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS


@command
def confirm_delivery(actor: Actor, *, redemption: UUID) -> FulfilmentStep:
    """Say for the business that it was delivered, also when it said otherwise before.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; PROOF_NOT_ASKED; DELIVERY_SETTLED.
    """
    return _say(actor, _for_business(actor, redemption, "confirm_delivery"), FulfilmentVerb.CONFIRM)


@command
def dispute_delivery(actor: Actor, *, redemption: UUID, reason: str) -> FulfilmentStep:
    """Say for the business that it was not delivered, or not as agreed. The clock stops and nothing is paid.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; PROOF_NOT_ASKED; DELIVERY_SETTLED; WRONG_STATE when it is disputed
            already; MOTIVATION_MISSING.
    """
    one = _for_business(actor, redemption, "dispute_delivery")
    words = remark(actor, one.voucher.application, RemarkSubject.DISPUTE, reason)
    return _say(actor, one, FulfilmentVerb.DISPUTE, words)


@command
def find_delivered(actor: Actor, *, redemption: UUID, reason: str) -> FulfilmentStep:
    """Settle a dispute: it was delivered after all, and payment waits no longer.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; PROOF_NOT_ASKED; DELIVERY_SETTLED; WRONG_STATE when nothing is
            disputed; MOTIVATION_MISSING.
    """
    return _settle(actor, redemption, FulfilmentVerb.FIND, reason)


@command
def withdraw_dispute(actor: Actor, *, redemption: UUID, reason: str) -> FulfilmentStep:
    """Settle a dispute: the business takes it back, and its clock goes on with the working days that were left.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; PROOF_NOT_ASKED; DELIVERY_SETTLED; WRONG_STATE when nothing is
            disputed; MOTIVATION_MISSING.
    """
    return _settle(actor, redemption, FulfilmentVerb.WITHDRAW, reason)


def ask_delivery(redemption: Redemption) -> FulfilmentStep | None:
    """Begin the clock of a redemption whose rules ask it; None when they do not, or when it was begun.

    Call it inside a command that holds the row.
    """
    rule = rule_of(redemption)
    if not asks_delivery(redemption, rule) or redemption.fulfilment.exists():
        return None
    assert rule is not None
    assert rule.delivery_working_days is not None
    question = asked(
        today(), rule.delivery_working_days, BELGIAN_HOLIDAYS, on_hold=_nobody_answers(redemption.voucher)
    )
    return _keep(SYSTEM, redemption, question)


def stop_clocks(actor: Actor, voucher: Voucher) -> None:
    """Have the days to answer stand still on a voucher that is put on hold. Call it inside a command that locked it."""
    for one, last in _running(voucher, stands_still=False):
        _keep(actor, one, said(last, FulfilmentVerb.HOLD, today(), BELGIAN_HOLIDAYS))


def restart_clocks(actor: Actor, voucher: Voucher) -> None:
    """Have them go on once it is on hold no longer; the business hears until when. Call it as ``stop_clocks``.

    They do not where it was withdrawn and nobody but who applied could answer: a coordinator says then what came of it.
    """
    if _nobody_answers(voucher):
        return
    for one, last in _running(voucher, stands_still=True):
        step = _keep(actor, one, said(last, FulfilmentVerb.GO_ON, today(), BELGIAN_HOLIDAYS))
        tell_fulfilment(step, last)


def _running(voucher: Voucher, *, stands_still: bool) -> Iterator[tuple[Redemption, Said]]:
    """Invoices of which the business can still answer, with the last that was said; nobody says more meanwhile."""
    standing = Redemption.objects.filter(voucher=voucher, is_reversed=False).order_by("pk")
    locked = list(standing.select_for_update(no_key=True).values_list("pk", flat=True))
    for one in Redemption.objects.filter(pk__in=locked).select_related(*PARTS).order_by("pk"):
        step = one.fulfilment.order_by("-pk").first()
        last = step.said() if step else None
        if last and last.state(today()) is FulfilmentState.ASKED and last.stands_still is stands_still:
            yield one, last


def _nobody_answers(voucher: Voucher) -> bool:
    """Whether silence says nothing of it: it is contested, or was withdrawn and who applied is all there is of its business."""
    if voucher.state == VoucherState.REVOKED:
        return not has_holder(voucher)
    return voucher.state == VoucherState.FROZEN


def lock_redemption(actor: Actor, redemption: UUID) -> Redemption:
    """The redemption as it is now, for those it is about, while nobody else says or undoes anything of it.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: ALREADY_REVERSED.
    """
    redemption_for(actor, redemption)
    locked = Redemption.objects.select_for_update(no_key=True).get(pk=redemption)
    if locked.is_reversed:
        raise Refusal(Reason(RefusalCode.ALREADY_REVERSED))
    return Redemption.objects.select_related(*PARTS).get(pk=redemption)


def _for_business(actor: Actor, redemption: UUID, name: str) -> Redemption:
    one = lock_redemption(actor, redemption)
    parties = parties_of(one)
    if not answers_as_applicant(actor, one):
        require(actor, name, parties.partnership_id, parties.holder_id)
    return one


def _settle(actor: Actor, redemption: UUID, verb: FulfilmentVerb, reason: str) -> FulfilmentStep:
    one = lock_redemption(actor, redemption)
    require(actor, SAYING[verb], one.voucher.scheme.partnership_id)
    words = remark(actor, one.voucher.application, RemarkSubject.DISPUTE_SETTLED, reason)
    return _say(actor, one, verb, words)


def _say(actor: Actor, one: Redemption, verb: FulfilmentVerb, words: Remark | None = None) -> FulfilmentStep:
    before = _last_said(one)
    now = said(before, verb, today(), BELGIAN_HOLIDAYS, on_hold=_nobody_answers(one.voucher))
    step = _keep(actor, one, now, words)
    tell_fulfilment(step, before)
    return step


def _last_said(one: Redemption) -> Said:
    """What was said last. Who is quicker than the question counts as asked."""
    last = one.fulfilment.order_by("-pk").first() or ask_delivery(one)
    if last is None:
        raise Refusal(Reason(RefusalCode.PROOF_NOT_ASKED))
    return last.said()


def _keep(actor: Actor, one: Redemption, now: Said, words: Remark | None = None) -> FulfilmentStep:
    step = FulfilmentStep(
        redemption=one, verb=now.verb, on=now.on, until=now.until, days_left=now.days_left, remark=words
    )
    entry = record(actor, SAYING[now.verb], f"redemption:{one.pk}", authority=step.told())
    step.actor, step.at = entry.actor, entry.at
    step.save()
    return step
