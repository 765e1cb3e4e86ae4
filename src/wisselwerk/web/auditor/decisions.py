"""Which decisions were taken, and can each be proven?"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.vouchers.queries.applications import audited_decisions
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role

PER_PAGE = 50


@for_role(Role.AUDITOR)
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision the auditor may see, newest first."""
    found = audited_decisions(actor_of_request(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "auditor/decisions.html", {"page": page})
