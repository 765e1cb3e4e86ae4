"""How far is each council with a text, and where does it decide otherwise?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.councils import member_councils
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.plan_parts import wholes_of
from wisselwerk.domain.actor import Role
from wisselwerk.domain.regulation.plan_action import plan_years
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.council.access import coordinates, submitted, text_or_404
from wisselwerk.web.council.papers import first_year
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
        "earlier": 0,
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
        "earlier": sum(council.has_decided and council.is_of_earlier_text for council in every),
        "planned": _planned(one),
        "deviating": [council for council in every if council.deviations],
    }
    return render(request, "council/councils.html", context)


def _planned(found: Submitted) -> list[tuple[int, int | None]]:
    """What each year of the plan asks of all together; nothing while nobody knows of any."""
    wholes, years = wholes_of(found), plan_years(first_year(found))
    return [(year, wholes.get(year)) for year in years] if any(year in wholes for year in years) else []
