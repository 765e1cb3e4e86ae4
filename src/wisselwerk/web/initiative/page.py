"""What is known of one initiative, who says so, and since when?"""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink, InitiativeStep
from wisselwerk.apps.initiatives.queries.initiative_owners import may_answer
from wisselwerk.apps.initiatives.queries.initiatives import Told, initiative_told
from wisselwerk.clock import today
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_sentence import ACTION_NAMES
from wisselwerk.domain.initiative_state import Action, InitiativeState
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.initiative.spoken import (
    Row,
    Source,
    differences_named,
    lines_of,
    reasons_named,
    recognised,
)
from wisselwerk.web.pieces import Event

TONES = {
    Action.NOTICE: "info",
    Action.CONFIRM: "success",
    Action.CORRECT: "success",
    Action.DENY: "danger",
    Action.END: "warning",
}


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative; an address of what was merged into another leads to that one."""
    told = told_or_404(pk)
    if told.initiative.pk != pk:
        return redirect("initiative:page", told.initiative.pk)
    initiative, day = told.initiative, today()
    is_owner = may_answer(actor_of_request(request), initiative, day)
    context = {
        "row": Row(initiative, day),
        "initiative": initiative,
        "lines": lines_of(told.statements, told.rows, day),
        "recognised": recognised(told.signals),
        "sources": [Source(one) for one in told.signals],
        "events": list(events_of(told.steps)),
        "links": [
            link_view(one, initiative) for one in told.links if is_owner or one.answer != LinkAnswer.DECLINED
        ],
        "may_answer": is_owner,
        "is_noticed": initiative.state == InitiativeState.NOTICED,
    }
    return render(request, "initiative/page.html", context)


def told_or_404(pk: int) -> Told:
    """All that is known of an initiative."""
    told = initiative_told(pk)
    if told is None:
        raise Http404
    return told


def events_of(steps: list[InitiativeStep]) -> Iterator[Event]:
    """What happened, without who did it: only that it was a source, who owns it, or the program."""
    for step in steps:
        action = Action(step.action)
        title = capfirst(_(ACTION_NAMES[action]))
        if step.other is not None:
            title = f"{title}: {step.other.title}"
        yield Event(step.at, title, "", TONES.get(action, ""))


def link_view(link: InitiativeLink, seen_from: Initiative) -> dict[str, object]:
    """What two initiatives are to each other, seen from one of them."""
    is_first = link.initiative_id == seen_from.pk
    return {
        "link": link,
        "other": link.other if is_first else link.initiative,
        "is_same": link.kind == LinkKind.SAME,
        "is_open": link.answer == LinkAnswer.OPEN,
        "is_declined": link.answer == LinkAnswer.DECLINED,
        "reasons": reasons_named(link, today()),
        "differences": differences_named(link, today()),
    }
