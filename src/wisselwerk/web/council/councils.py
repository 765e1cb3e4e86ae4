"""How far is each council with a text, and where does it decide otherwise?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.councils import member_councils
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.domain.actor import Role
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.council.access import coordinates, submitted, text_or_404
from wisselwerk.web.studio.rule_form import told


@for_role(Role.COORDINATOR)
def councils(request: HttpRequest, slug: str, text: str) -> HttpResponse:
    """Every member with its state, and the differences side by side; what is in the way while there is no text yet."""
    found = text_or_404(request, slug, text)
    partnership = found.partnership_id if isinstance(found, Draft) else found.scheme.partnership_id
    if not coordinates(actor_of_request(request), partnership):
        raise Http404
    context: dict[str, object] = {
        "draft": found if isinstance(found, Draft) else None,
        "version": None if isinstance(found, Draft) else found,
        "slug": slug,
        "text": text,
        "problem": "",
        "councils": [],
        "deviating": [],
        "decided": 0,
    }
    try:
        one = submitted(found)
    except InvalidRule as problem:
        return render(request, "council/councils.html", context | {"problem": told(problem)})
    every = member_councils(one)
    context |= {
        "one": one,
        "councils": every,
        "decided": sum(council.has_decided for council in every),
        "deviating": [council for council in every if council.deviations],
    }
    return render(request, "council/councils.html", context)
