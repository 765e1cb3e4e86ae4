"""Which samples were drawn, how, and what came of them? For everybody; which dossiers were drawn nobody reads here."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.samples.queries import (
    does,
    drawn_of,
    groups_of,
    items_of,
    list_of,
    samples,
    schemes_audited,
    view_of,
)
from wisselwerk.domain.actor import Role
from wisselwerk.domain.disclosure import DISCLOSED_FROM
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.sampling.view import Told, item_line, outcome_of, stratum_name, told_or_404

PER_PAGE = 50


def overview(request: HttpRequest) -> HttpResponse:
    """Every sample, the newest first, and where a new one begins for who draws them."""
    actor = actor_of_request(request)
    page = Paginator(samples(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "samples": [Told(view_of(one)) for one in page],
        "draws_public": bool(actor.organisations(Role.FLANDERS)),
        "schemes": schemes_audited(actor) if actor.organisations(Role.AUDITOR) else [],
    }
    return render(request, "sampling/overview.html", context)


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One sample: from what and how it was drawn, and what was passed on of it."""
    told = told_or_404(pk)
    sample, report = told.view.sample, told.view.report
    items = items_of(sample) if sample.is_public or report else []
    listed = Paginator(items if sample.is_public else [], PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "told": told,
        "sample": sample,
        "groups": [(stratum_name(one.stratum), one) for one in groups_of(sample)],
        "does": does(actor_of_request(request), sample),
        "page": listed,
        "items": [item_line(one) for one in listed],
        "least": DISCLOSED_FROM,
    }
    if report:
        context |= outcome_of(sample, items)
    return render(request, "sampling/page.html", context)


def sealed(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed list, byte by byte as its hash was made of."""
    return _csv(list_of(told_or_404(pk).view.sample), f"steekproef-{pk}-lijst.csv")


def drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines that were drawn; 404 before they were."""
    view = told_or_404(pk).view
    if view.draw is None:
        raise Http404
    return _csv(drawn_of(view.sample), f"steekproef-{pk}-getrokken.csv")


def _csv(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)
