"""Which decisions were taken, and can each be proven?"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.vouchers.queries.applications import audited_decisions
from wisselwerk.apps.vouchers.queries.draws import draws_to_confirm
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.initiative.digest import offer_to

PER_PAGE = 50


@for_role(Role.AUDITOR)
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision the auditor may see, newest first."""
    actor = actor_of_request(request)
    found = audited_decisions(actor)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "draws": draws_to_confirm(actor), "digest": offer_to(actor)}
    return render(request, "auditor/decisions.html", context)
