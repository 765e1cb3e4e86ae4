"""Whether everybody who left a draw did so before it was held, and stands in no draw since."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from wisselwerk.apps.audit.queries import last_told
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.queries.draws import LEAVE

SUBJECT = "application:"


def left_draws() -> dict[UUID, datetime]:
    """When applications left the draw they stood in, as the trail tells it. One query."""
    told = last_told([LEAVE]).items()
    return {UUID(subject.removeprefix(SUBJECT)): one.at for subject, one in told}


def leavings_that_differ() -> Iterator[str]:
    """What the trail tells of, and is not so. That a withdrawal is told at all, is for ``review_proof``."""
    left = left_draws()
    found = Application.objects.select_related("lot__draw").prefetch_related("decisions").in_bulk(list(left))
    for pk, at in sorted(left.items()):
        name, application = f"application {pk}", found.get(pk)
        if application is None or application.state != ApplicationState.WITHDRAWN:
            state = application.state if application else "not there"
            yield f"{name}: the trail tells that it left a draw, and it is {state}"
            continue
        decisions = sorted(application.decisions.all(), key=lambda one: (one.decided_at, one.pk))
        if not decisions or decisions[-1].result != ApplicationState.ENTERED:
            yield f"{name}: left a draw that it did not stand in"
        elif at < decisions[-1].decided_at:
            yield f"{name}: left a draw before it stood in it"
        lot = getattr(application, "lot", None)
        if lot is None:
            yield f"{name}: left a draw and has no lot"
        elif lot.draw is not None and lot.draw.drawn_at is not None and at > lot.draw.drawn_at:
            yield f"{name}: left draw {lot.draw_id} after it was held"
