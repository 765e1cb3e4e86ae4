"""The waiting list of a scheme: the next in the order of the draw gets what came free, and places end at their term."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import rule_set, version_on
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.queries.draws import lined_up, waiting_lots
from wisselwerk.apps.vouchers.services.drawing import (
    admission_of,
    by_draw,
    decide_drawn,
    lock_in_order,
    outcome_of,
    wait_for_draws,
)
from wisselwerk.clock import today
from wisselwerk.db import command
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.rule import Result
from wisselwerk.domain.rule.base import Verdict


@dataclass(slots=True)
class Served:
    """What came of going down a waiting list."""

    awarded: int = 0
    changed: int = 0
    """Of how many it was decided at all."""
    in_doubt: int = 0
    """How many a person has to decide on before anybody behind them gets a voucher."""
    passed_over: list[Application] = field(default_factory=list)
    """Who waits on with nobody behind them on this list awarded: no decision yet says so."""


@command
def move_up(actor: Actor, *, scheme: Scheme) -> int:
    """Give what came free to the next in the order of the draw, and end the places whose time has passed.

    Returns how many vouchers were awarded. Whom the money does not carry is passed over: it keeps its place, and gets a
    decision with the reason when somebody behind it gets a voucher. While a person has still to decide on somebody,
    nobody behind gets one.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "move_up", scheme.partnership_id)
    wait_for_draws(scheme)
    served = serve(actor, lock_in_order(lined_up(scheme)))
    if served.changed:
        record(actor, "move_up", f"scheme:{scheme.pk}")
    return served.awarded


def serve(actor: Actor, waiting: Sequence[Application]) -> Served:
    """Go down a waiting list that is locked."""
    served = Served()
    for application in waiting:
        turn = None if application.state == ApplicationState.REVIEW else _turn_of(application)
        if application.state == ApplicationState.REVIEW or turn is Result.REVIEW:
            served.in_doubt += 1
        if turn is None or (turn is Result.AWARDED and served.in_doubt):
            if application.state != ApplicationState.REVIEW:
                served.passed_over.append(application)
            continue
        if turn is Result.AWARDED:
            _tell(actor, served.passed_over)
            served.awarded += 1
        decide_drawn(actor, application)
        served.changed += 1
    return served


def deal(actor: Actor, drawn: Sequence[Application], passed_over: list[Application]) -> int:
    """Decide on everybody in the order that was just drawn; returns how many a person has to decide on first.

    ``passed_over`` wait from earlier draws: before the first award behind them they hear why it is not theirs.
    """
    in_doubt = 0
    for application in drawn:
        if application.state == ApplicationState.REVIEW:
            in_doubt += 1
            continue
        if passed_over and _turn_of(application) is Result.AWARDED:
            _tell(actor, passed_over)
        in_doubt += decide_drawn(actor, application).result == ApplicationState.REVIEW
    return in_doubt


def serve_before_others(scheme: Scheme) -> None:
    """Where who applies first gets a voucher today and others wait from a draw, have their list move up first.

    Call it before the enterprise of who applies is locked.
    """
    version = version_on(scheme, today())
    if version is not None and not rule_set(version).lottery and waiting_lots(scheme).exists():
        move_up(SYSTEM, scheme=scheme)


def move_up_everywhere(actor: Actor) -> int:
    """Look at every waiting list, each in a transaction of its own; returns how many vouchers were awarded."""
    waiting = Scheme.objects.filter(applications__state=ApplicationState.WAITING_LIST).distinct()
    return sum(move_up(actor, scheme=scheme) for scheme in waiting.order_by("pk"))


def _tell(actor: Actor, passed_over: list[Application]) -> None:
    """Decide on these that they wait on, and why; each is told once."""
    for one in passed_over:
        decide_drawn(actor, one)
    passed_over.clear()


def _turn_of(application: Application) -> Result | None:
    """What would be decided on it now; None when it waits on."""
    result, evaluation = outcome_of(application, by_draw(admission_of(application)))
    if result is Result.NOT_DRAWN:
        return result
    # Whether other rules allow it is asked when there is something to give.
    waits = any(one.verdict is Verdict.WAIT for one in evaluation.outcomes)
    return None if waits else result
