"""What do others ask, and what did they learn? Participants see all of it, everybody else what its author opened."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.network.queries.profiles import SPEAKING, is_participant
from wisselwerk.apps.network.queries.talk import questions_for, talks_of, waiting_for_answer
from wisselwerk.domain.actor import Role
from wisselwerk.domain.network import Topic
from wisselwerk.domain.network_sentence import TOPICS
from wisselwerk.web.access import actor_of_request
from wisselwerk.wording import word

ON_A_PAGE = 20


def home(request: HttpRequest) -> HttpResponse:
    """Questions, newest first, of one topic or of all; and what waits for whoever looks."""
    actor = actor_of_request(request)
    topic = request.GET.get("onderwerp", "")
    chosen = Topic(topic) if topic in set(Topic) else None
    found = questions_for(actor)
    if chosen:
        found = found.filter(topic=chosen)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "talks": [(one, word(TOPICS[one.topic])) for one in talks_of(actor, page.object_list)],
        "topics": [(one.value, word(name)) for one, name in TOPICS.items()],
        "chosen": chosen,
        "is_participant": is_participant(actor),
        "speaks": bool(actor.organisations(*SPEAKING)),
        "looks_after": bool(actor.organisations(Role.NETWORK)),
        "waiting": list(waiting_for_answer(actor)) if actor.organisations(*SPEAKING) else [],
    }
    return render(request, "network/home.html", context)
