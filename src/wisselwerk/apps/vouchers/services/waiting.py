"""The waiting list of a scheme: the next in the order of the draw gets what came free, and places end at their term."""

from collections.abc import Sequence

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.grounds import grounds_of
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.queries.draws import waiting_lots
from wisselwerk.apps.vouchers.services.drawing import (
    admission_of,
    by_draw,
    decide_drawn,
    lock_in_order,
    wait_for_draws,
)
from wisselwerk.clock import today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.rule import Result, evaluate
from wisselwerk.domain.rule.base import Verdict


@command
def move_up(actor: Actor, *, scheme: Scheme) -> int:
    """Give what came free to the next in the order of the draw, and end the places whose time has passed.

    Returns how many vouchers were awarded. Whom the money does not carry is passed over: it keeps its place, and gets a
    decision with the reason when somebody behind it gets a voucher.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "move_up", scheme.partnership_id)
    wait_for_draws(scheme)
    awarded, changed = serve(actor, lock_in_order(waiting_lots(scheme)))
    if changed:
        record(actor, "move_up", f"scheme:{scheme.pk}")
    return awarded


def serve(actor: Actor, waiting: Sequence[Application]) -> tuple[int, int]:
    """Go down a waiting list that is locked: how many vouchers were awarded, and of how many it was decided at all."""
    awarded, changed = 0, 0
    passed_over: list[Application] = []
    for application in waiting:
        match _turn_of(application):
            case None:
                passed_over.append(application)
                continue
            case Result.AWARDED:
                for one in passed_over:
                    decide_drawn(actor, one)
                passed_over.clear()
                awarded += 1
        decide_drawn(actor, application)
        changed += 1
    return awarded, changed


def move_up_everywhere(actor: Actor) -> int:
    """Look at every waiting list, each in a transaction of its own; returns how many vouchers were awarded."""
    waiting = Scheme.objects.filter(applications__state=ApplicationState.WAITING_LIST).distinct()
    return sum(move_up(actor, scheme=scheme) for scheme in waiting.order_by("pk"))


def _turn_of(application: Application) -> Result | None:
    """What would be decided on it now; None when it waits on."""
    grounds = grounds_of(application, today())
    evaluation = evaluate(grounds.rules, grounds.facts)
    result = by_draw(admission_of(application))(grounds, evaluation)
    if result is Result.NOT_DRAWN:
        return result
    # Whether other rules allow it is asked when there is something to give.
    waits = any(one.verdict is Verdict.WAIT for one in evaluation.outcomes)
    return None if waits else result
