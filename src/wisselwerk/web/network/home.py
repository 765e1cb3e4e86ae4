"""What do others ask, and what did they learn? Participants see all of it, everybody else what its author opened."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wisselwerk.apps.network.models import PracticeRoute
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.network.queries.routes import route_counts, routed_practices, routes_to
from wisselwerk.apps.network.queries.talk import questions_for, talks_of, waiting_for_answer
from wisselwerk.apps.network.services import read_route
from wisselwerk.apps.parties.permissions import is_participant
from wisselwerk.domain.actor import Role
from wisselwerk.domain.network import Topic, WhyFits
from wisselwerk.domain.network_sentence import TOPICS, WHY_FITS
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.network.ask import asked_at
from wisselwerk.wording import listed, word

ON_A_PAGE = 20
MOST_ROUTES = 4


def home(request: HttpRequest) -> HttpResponse:
    """Questions, newest first, of one topic or of all; and what waits for whoever looks."""
    actor = actor_of_request(request)
    speaks = bool(actor.organisations(*SPEAKING))
    topic = request.GET.get("onderwerp", "")
    chosen = Topic(topic) if topic in set(Topic) else None
    found = questions_for(actor)
    if chosen:
        found = found.filter(topic=chosen)
    practice = asked_at(actor, request.GET.get("praktijk", ""))
    if practice:
        found = found.filter(practice=practice)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "talks": [(one, word(TOPICS[one.topic])) for one in talks_of(actor, page.object_list)],
        "topics": [(one.value, word(name)) for one, name in TOPICS.items()],
        "chosen": chosen,
        "practice": practice,
        "routes": [(one, _whys(one)) for one in routes_to(actor)[:MOST_ROUTES]] if speaks else [],
        "is_participant": is_participant(actor),
        "speaks": speaks,
        "looks_after": bool(actor.organisations(Role.NETWORK)),
        "waiting": list(waiting_for_answer(actor)) if speaks else [],
    }
    return render(request, "network/home.html", context)


@for_role(*SPEAKING)
def passed_on(request: HttpRequest, pk: int) -> HttpResponse:
    """To a practice that was passed on: that somebody opened it is counted, and not who."""
    actor = actor_of_request(request)
    route = routes_to(actor).filter(pk=pk).first()
    if route is None:
        raise Http404
    read_route(actor, route=route)
    return redirect("practice:card", route.practice.slug)


@for_role(Role.NETWORK)
def reached(request: HttpRequest) -> HttpResponse:
    """How far practices came, in numbers of local governments and partnerships."""
    page = Paginator(routed_practices(), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/reached.html", {"page": page, "rows": route_counts(list(page))})


def _whys(route: PracticeRoute) -> str:
    return listed([word(WHY_FITS[WhyFits(one)]) for one in route.why])
