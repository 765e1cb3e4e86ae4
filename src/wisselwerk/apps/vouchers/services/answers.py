"""What a person decides, and says why: on an application that waits for a person, or on a refusal that is looked at again.

What a person may decide: where the rules leave room (REVIEW), either way. Where a rule says no, the answer stays no,
and where nothing is against it, yes: a person who thinks that wrong corrects what was declared, and the rules are
asked again with facts of that moment. So nobody is granted money that is not there, or refused without a ground.
Where a draw gave places a person answers in their order: who may get a voucher is the draw's to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.declarations import Declarations, declared
from wisselwerk.apps.vouchers.grounds import Grounds
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Lot, RemarkSubject
from wisselwerk.apps.vouchers.queries.draws import in_front_of, lined_up, lot_of
from wisselwerk.apps.vouchers.queries.reviews import Review, review_of
from wisselwerk.apps.vouchers.services.decisions import Choice, decide, lock, remark, wrong_state
from wisselwerk.apps.vouchers.services.drawing import decide_drawn, lock_in_order, outcome_of, wait_for_draws
from wisselwerk.apps.vouchers.services.waiting import serve, serve_before_others
from wisselwerk.clock import day_of, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.review import may_refuse
from wisselwerk.domain.rule import WAITS, Evaluation, Result, refusable


@command
def decide_application(
    actor: Actor,
    *,
    application: Application,
    award: bool,
    motivation: str,
    refused_on: str = "",
    declarations: Declarations | None = None,
    read_until: int | None = None,
) -> Decision:
    """Decide on an application that waits for a person, with corrected ``declarations`` where those given were wrong.

    ``refused_on`` is the kind of rule that is not met, for a refusal where the rules have a doubt. ``read_until`` is
    ``Review.last_answer`` as whoever decides saw it; None where nothing of the conversation was shown.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it does not wait (any more); MOTIVATION_MISSING; the reasons of the
            rules when they forbid the award; SEAT_NOT_LOCATED, TERRITORY_NOT_DECIDED or NO_GRANTING_BODY when nobody
            can grant it; NO_GROUND_TO_REFUSE when they leave no room to refuse; REFUSAL_RULE_MISSING; ANSWER_AWAITED
            while the applicant can answer a question; ANSWER_UNREAD when one came in meanwhile; DOUBT_IN_FRONT of
            one that was drawn.
    """
    require(actor, "decide_application", application.scheme.partnership_id)
    wanted = _Wanted(award, motivation, refused_on, declarations, read_until)
    decision = _decide_by_person(actor, application, ApplicationState.REVIEW, wanted)
    record(actor, "decide_application", f"decision:{decision.pk}")
    return decision


@command
def review_refusal(
    actor: Actor,
    *,
    application: Application,
    award: bool,
    motivation: str,
    refused_on: str = "",
    declarations: Declarations | None = None,
    read_until: int | None = None,
) -> Decision:
    """Look again at a refused application: a new decision on the facts of now, which awards it or upholds the refusal.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it is not refused; MOTIVATION_MISSING; the reasons of the rules when
            they forbid the award; SEAT_NOT_LOCATED, TERRITORY_NOT_DECIDED or NO_GRANTING_BODY when nobody can grant
            it; NO_GROUND_TO_REFUSE when they leave no room to refuse; REFUSAL_RULE_MISSING where they have a doubt;
            ANSWER_AWAITED while the applicant can answer a question; ANSWER_UNREAD when one came in meanwhile;
            DOUBT_IN_FRONT of one that was drawn.
    """
    require(actor, "review_refusal", application.scheme.partnership_id)
    wanted = _Wanted(award, motivation, refused_on, declarations, read_until)
    decision = _decide_by_person(actor, application, ApplicationState.REFUSED, wanted)
    record(actor, "review_refusal", f"decision:{decision.pk}")
    return decision


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a person decides, and why."""

    award: bool
    motivation: str
    refused_on: str
    declarations: Declarations | None
    read_until: int | None


def _decide_by_person(
    actor: Actor, application: Application, expected: ApplicationState, wanted: _Wanted
) -> Decision:
    lot = _take_place(application)
    in_front = _lock_in_front(application.scheme, lot) if lot and wanted.award else []
    application = lock(application)
    if application.state != expected:
        raise wrong_state(application.state)
    if review := review_of(application):
        _has_read(review, wanted.read_until)
        if not wanted.award:
            may_refuse(review.term, today())
    if wanted.declarations is not None:
        applied_on = day_of(application.applied_at)
        application.declarations = declared(wanted.declarations, application.scheme, applied_on)
    remark(actor, application, RemarkSubject.DECISION, wanted.motivation)
    choose = _person_says(wanted)
    _serve_in_front(actor, in_front, application, choose)
    decision = decide(actor, application, choose, is_automatic=False, refused_on=wanted.refused_on)
    if lot:
        # Whoever stands behind waited for this answer.
        enqueue("move_up_waiting_list", scheme_id=application.scheme_id)
    return decision


def _has_read(review: Review, until: int | None) -> None:
    """Stop here when the applicant answered after the page was shown: nobody is passed over unheard.

    Raises:
        Refusal: ANSWER_UNREAD.
    """
    if until is not None and until != review.last_answer:
        raise Refusal(Reason(RefusalCode.ANSWER_UNREAD))


def _take_place(application: Application) -> Lot | None:
    """The place of an application that was drawn, while nothing else happens in the draws of its scheme; None without."""
    if lot_of(application.pk) is None:
        serve_before_others(application.scheme)
        return None
    wait_for_draws(application.scheme)
    # Only now: it may have been drawn until the turn came.
    lot = lot_of(application.pk)
    if lot is None or lot.place is None:
        return None
    return lot


def _lock_in_front(scheme: Scheme, lot: Lot) -> list[Application]:
    """Who stands in front of one that was drawn, first first; its own enterprise is locked with theirs, in one order."""
    lots = lined_up(scheme).filter(in_front_of(lot)) | Lot.objects.filter(pk=lot.pk)
    *in_front, _ = lock_in_order(lots.order_by("draw__number", "place"))
    return in_front


def _serve_in_front(
    actor: Actor, in_front: Sequence[Application], application: Application, choose: Choice
) -> None:
    """Before somebody who was drawn gets a voucher, those in front get theirs, or hear why they are passed over.

    Raises:
        Refusal: DOUBT_IN_FRONT while a person has still to decide on one of them.
    """
    served = serve(actor, in_front)
    if served.in_doubt:
        raise Refusal(Reason(RefusalCode.DOUBT_IN_FRONT, {"review": served.in_doubt}))
    if served.passed_over and outcome_of(application, choose)[0] is Result.AWARDED:
        for one in served.passed_over:
            decide_drawn(actor, one)


def _person_says(asked: _Wanted) -> Choice:
    wanted = Result.AWARDED if asked.award else Result.REFUSED

    def choose(grounds: Grounds, evaluation: Evaluation) -> Result:
        if wanted is Result.REFUSED and evaluation.result is Result.REVIEW:
            _require_rule(asked.refused_on, evaluation)
        may_award = wanted is Result.AWARDED and evaluation.result in {wanted, Result.REVIEW, *WAITS}
        if may_award or evaluation.result in {Result.REVIEW, wanted}:
            # An award that no local government stands behind would be nobody's act.
            if wanted is Result.AWARDED and grounds.no_body:
                raise Refusal(grounds.no_body)
            return _or_its_turn(wanted, grounds, evaluation)
        if evaluation.result is Result.REFUSED:
            raise Refusal(*evaluation.reasons)
        raise Refusal(Reason(RefusalCode.NO_GROUND_TO_REFUSE))

    return choose


def _require_rule(kind: str, evaluation: Evaluation) -> None:
    """A refusal names a rule that can be unmet: a doubt alone is no ground, and what nobody can fail neither."""
    if kind not in {one.kind for one in refusable(evaluation.outcomes)}:
        raise Refusal(Reason(RefusalCode.REFUSAL_RULE_MISSING))


def _or_its_turn(wanted: Result, grounds: Grounds, evaluation: Evaluation) -> Result:
    """Where a draw decides, a person who would award lets an application into it, or back to its place."""
    if wanted is not Result.AWARDED:
        return wanted
    if evaluation.result in WAITS:
        return evaluation.result
    return Result.ENTERED if grounds.facts.waits_for_draw else wanted
