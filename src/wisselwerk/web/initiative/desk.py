"""What of the register waits for me, and what of mine stands in it?"""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink, Signal
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING
from wisselwerk.apps.initiatives.queries.initiative_waiting import (
    answered_for_by,
    initiatives_of,
    links_of,
    links_waiting_for,
    unanswered_of,
)
from wisselwerk.apps.initiatives.services import accept_link, decline_link, part_initiative
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_statement import statements
from wisselwerk.domain.signal import SignalKind
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.initiative.spoken import Line, Row, differences_named, lines_of, reasons_named
from wisselwerk.web.introduction.sure import SureForm

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class RegisterWork:
    """What of the register waits for somebody's answer."""

    unanswered: list[Row]
    links: list[InitiativeLink]

    @property
    def number(self) -> int:
        """How much that is."""
        return len(self.unanswered) + len(self.links)


def register_work(actor: Actor) -> RegisterWork:
    """What waits for the actor, longest first. At most six queries; none for who answers for nobody."""
    if not actor.organisations(*ANSWERING):
        return RegisterWork([], [])
    day = today()
    mine = answered_for_by(actor, day)
    return RegisterWork([Row(one, day) for one in unanswered_of(mine)], links_waiting_for(mine))


@for_role(*ANSWERING)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, and all initiatives for which the actor answers."""
    actor = actor_of_request(request)
    page = Paginator(initiatives_of(answered_for_by(actor, today())), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "work": register_work(actor),
        "page": page,
        "rows": [Row(one, today()) for one in page],
        "tells_role": bool(actor.organisations(Role.COORDINATOR, Role.MEMBER)),
    }
    return render(request, "initiative/desk.html", context)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two initiatives that are laid beside each other."""

    initiative: Initiative
    lines: list[Line]


@for_role(*ANSWERING)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Two initiatives beside each other, why they look alike, and one button for each answer."""
    actor = actor_of_request(request)
    found = links_of(answered_for_by(actor, today())).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = SureForm.of(request)
    is_new = form.does(lambda: _answered(actor, found, request.POST.get("answer", "")))
    found.refresh_from_db()
    is_same, answer = found.kind == LinkKind.SAME, LinkAnswer(found.answer)
    context = {
        "link": found,
        "is_same": is_same,
        "is_open": answer is LinkAnswer.OPEN,
        "is_accepted": answer is LinkAnswer.ACCEPTED,
        "is_new": is_new,
        "is_own": found.answered_by == str(actor),
        "one": {
            "reasons": reasons_named(found, today()),
            "differences": differences_named(found, today()),
        },
        "sides": [_side(one) for one in (found.initiative_id, found.other_id)],
        "merged": _merged(found),
        "form": form,
    }
    return render(request, "initiative/link.html", context, status=form.status)


def _answered(actor: Actor, found: InitiativeLink, answer: str) -> None:
    """Do what a button says. Pressed twice, nothing happens the second time."""
    if answer == LinkAnswer.ACCEPTED and found.answer != LinkAnswer.ACCEPTED:
        accept_link(actor, link=found)
    elif answer == LinkAnswer.DECLINED and found.answer != LinkAnswer.DECLINED:
        merged = _merged(found)
        if merged is None:
            decline_link(actor, link=found)
        else:
            part_initiative(actor, initiative=merged)


def _merged(found: InitiativeLink) -> Initiative | None:
    """The one of both that was merged into the other; None when neither is."""
    if found.kind != LinkKind.SAME or found.answer != LinkAnswer.ACCEPTED:
        return None
    both = Initiative.objects.filter(pk__in=[found.initiative_id, found.other_id], merged_into__isnull=False)
    return both.order_by("-pk").first()


def _side(pk: int) -> Side:
    """An initiative as its own sources tell it, also when it is in another one now."""
    signals = list(Signal.objects.filter(initiative=pk).select_related("scheme").order_by("pk"))
    rows = {(SignalKind(one.kind), one.key): one for one in signals}
    said = statements([one.value for one in signals])
    return Side(Initiative.objects.get(pk=pk), lines_of(said, rows, today()))
