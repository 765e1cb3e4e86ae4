"""Which payments went to the bank together, and where do they stand?"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.payouts.queries.sight import batches_for
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.finance.batch_view import views_of
from wisselwerk.web.finance.roles import READERS

PER_PAGE = 25


@for_role(*READERS)
def batches(request: HttpRequest) -> HttpResponse:
    """Every batch, newest first."""
    actor = actor_of_request(request)
    page = Paginator(batches_for(actor), PER_PAGE).get_page(request.GET.get("page"))
    views = views_of(actor, list(page))
    context = {"page": page, "batches": list(views.values())}
    return render(request, "finance/batches.html", context)
