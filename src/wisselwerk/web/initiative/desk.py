"""What of the register waits for me, and what of mine stands in it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink, Signal
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING
from wisselwerk.apps.initiatives.queries.initiative_waiting import (
    answerable,
    answered_for_by,
    answers_to_link,
    initiatives_of,
    links_beside,
    links_of,
    links_waiting_for,
    unanswered_of,
)
from wisselwerk.apps.initiatives.services import accept_link, decline_link, part_initiative, reopen_link
from wisselwerk.apps.initiatives.services.initiative_links import goes_on
from wisselwerk.clock import today
from wisselwerk.db import in_one_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_sentence import ANSWER_NAMES
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.initiative_statement import statements
from wisselwerk.domain.signal import SignalKind
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.initiative.spoken import Line, Row, differences_named, lines_of, reasons_named
from wisselwerk.web.introduction.sure import SureForm
from wisselwerk.web.pieces import Event

PER_PAGE = 20
OF_ALL: Mapping[str, LinkAnswer] = {"ALL": LinkAnswer.ACCEPTED, "NONE": LinkAnswer.DECLINED}
"""What a button for all that are shown together says of each."""
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class RegisterWork:
    """What of the register waits for somebody's answer."""

    unanswered: list[Row]
    """The first of them, the longest first."""
    links: list[InitiativeLink]
    """The first of these."""
    other_unanswered: int = 0
    """How many more there are."""
    other_links: int = 0

    @property
    def number(self) -> int:
        """How much that is."""
        return len(self.unanswered) + self.other_unanswered + len(self.links) + self.other_links


def register_work(actor: Actor) -> RegisterWork:
    """What waits for the actor. At most five queries, and one for each list that is longer than a page; none for who answers for
    nobody.
    """
    if not actor.organisations(*ANSWERING):
        return RegisterWork([], [])
    return _work_of(answered_for_by(actor, today()))


def _work_of(mine: Q) -> RegisterWork:
    """What waits for who answers for these. At most four queries, and one for each list that is longer than a page."""
    unanswered, more = _first(unanswered_of(mine))
    links, more_links = _first(links_waiting_for(mine))
    return RegisterWork([Row(one, today()) for one in unanswered], links, more, more_links)


def _first(found: QuerySet[M]) -> tuple[list[M], int]:
    """The first page of them, and how many more there are."""
    some = list(found[: PER_PAGE + 1])
    return (some, 0) if len(some) <= PER_PAGE else (some[:PER_PAGE], found.count() - PER_PAGE)


@for_role(*ANSWERING)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, and all initiatives for which the actor answers; or all that waits of one kind, page by page."""
    actor, asked = actor_of_request(request), request.GET.get("waits")
    mine = answered_for_by(actor, today())
    number = request.GET.get("page")
    if asked == "links":
        links = Paginator(links_waiting_for(mine), PER_PAGE).get_page(number)
        return _all_that_waits(request, links, RegisterWork([], list(links)))
    if asked == "unanswered":
        unanswered = Paginator(unanswered_of(mine), PER_PAGE).get_page(number)
        rows = [Row(one, today()) for one in unanswered]
        return _all_that_waits(request, unanswered, RegisterWork(rows, []))
    page = Paginator(initiatives_of(mine), PER_PAGE).get_page(number)
    context = {
        "work": _work_of(mine),
        "page": page,
        "rows": [Row(one, today()) for one in page],
    }
    return render(request, "initiative/desk.html", context)


def _all_that_waits(request: HttpRequest, page: Page[M], work: RegisterWork) -> HttpResponse:
    return render(request, "initiative/desk.html", {"work": work, "page": page, "is_all_that_waits": True})


@dataclass(frozen=True, slots=True)
class Side:
    """One of two initiatives that are laid beside each other."""

    initiative: Initiative
    lines: list[Line]


@for_role(*ANSWERING)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Two initiatives beside each other, why they look alike, and one button for each answer."""
    actor = actor_of_request(request)
    mine = answered_for_by(actor, today())
    found = answerable(links_of(mine), mine).filter(pk=pk).first()
    if found is None:
        raise Http404
    form, is_denied_along = SureForm.of(request), _is_denied_along(found)
    is_new = form.does(partial(_answered, actor, mine, found, request.POST))
    if request.method == "POST":
        found.refresh_from_db()
    is_same, answer = found.kind == LinkKind.SAME, LinkAnswer(found.answer)
    is_open = answer is LinkAnswer.OPEN
    beside = links_beside(mine, found)[:PER_PAGE] if is_same and is_open and found.may_answer else ()  # type: ignore[attr-defined]  # annotated
    context = {
        "link": found,
        "is_same": is_same,
        "is_open": is_open,
        "is_accepted": answer is LinkAnswer.ACCEPTED,
        "can_be_taken_back": answer is not LinkAnswer.OPEN and (not is_same or answer is LinkAnswer.DECLINED),
        "events": [Event(at, capfirst(_(ANSWER_NAMES[told]))) for at, told in answers_to_link(found)],
        "is_new": is_new,
        "is_own": found.answered_by == str(actor),
        "one": {
            "reasons": reasons_named(found, today()),
            "differences": differences_named(found, today()),
        },
        "sides": [_side(one) for one in (found.initiative_id, found.other_id)],
        "merged": _merged(found),
        "beside": beside,
        "may_answer": found.may_answer,  # type: ignore[attr-defined]  # annotated
        "is_denied_along": is_same and is_open and is_denied_along,
        "form": form,
    }
    return render(request, "initiative/link.html", context, status=form.status)


def _answered(actor: Actor, mine: Q, found: InitiativeLink, sent: QueryDict) -> None:
    """Do what a button says, of these two or of all that were shown with them. Pressed twice, nothing happens the second time."""
    answer = sent.get("answer", "")
    if answer in OF_ALL:
        shown = frozenset(sent.getlist("beside"))
        of_all = [found, *(one for one in links_beside(mine, found) if str(one.pk) in shown)]
        in_one_transaction(partial(_answer_all, actor, of_all, OF_ALL[answer]))
    else:
        _answer(actor, found, answer)


def _answer_all(actor: Actor, of_all: Sequence[InitiativeLink], answer: LinkAnswer) -> None:
    for one in of_all:
        _answer(actor, one, answer)
    if answer is LinkAnswer.ACCEPTED:
        # Once the first went on in another, the rest were proposed with that one: that is answered with this too.
        together = {pk for one in of_all for pk in (one.initiative_id, one.other_id)}
        asked_since = InitiativeLink.objects.filter(
            kind=LinkKind.SAME, answer=LinkAnswer.OPEN, initiative__in=together, other__in=together
        )
        for one in asked_since.order_by("pk"):
            accept_link(actor, link=one)


def _answer(actor: Actor, found: InitiativeLink, answer: str) -> None:
    if answer == LinkAnswer.ACCEPTED and found.answer != LinkAnswer.ACCEPTED:
        accept_link(actor, link=found)
    elif answer == LinkAnswer.DECLINED and found.answer != LinkAnswer.DECLINED:
        merged = _merged(found)
        if merged is None:
            decline_link(actor, link=found)
        else:
            part_initiative(actor, initiative=merged)
    elif answer == LinkAnswer.OPEN and found.answer != LinkAnswer.OPEN:
        reopen_link(actor, link=found)


def _merged(found: InitiativeLink) -> Initiative | None:
    """The one of both that was merged into the other; None when neither is."""
    if found.kind != LinkKind.SAME or found.answer != LinkAnswer.ACCEPTED:
        return None
    both = Initiative.objects.filter(pk__in=[found.initiative_id, found.other_id], merged_into__isnull=False)
    return both.order_by("-pk").first()


def _is_denied_along(found: InitiativeLink) -> bool:
    """Whether the answer that they are one takes something out of the register that nobody denied."""
    later, earlier = (one.merged_into or one for one in (found.initiative, found.other))
    states = {InitiativeState(one.state) for one in (later, earlier)}
    is_denied = goes_on(later, earlier).state == InitiativeState.DENIED
    return is_denied and states != {InitiativeState.DENIED}


def _side(pk: int) -> Side:
    """An initiative as its own sources tell it, also when it is in another one now."""
    signals = list(Signal.objects.filter(initiative=pk).select_related("scheme").order_by("pk"))
    rows = {(SignalKind(one.kind), one.key): one for one in signals}
    said = statements([one.value for one in signals])
    return Side(Initiative.objects.get(pk=pk), lines_of(said, rows, today()))
