"""Who is in the catalogue, and whose recognition ends?"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.catalogue.keepers import of_others
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.queries import with_parts
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role

PER_PAGE = 50


@for_role(Role.COORDINATOR)
def providers(request: HttpRequest) -> HttpResponse:
    """Every provider by name, recognised or not, with who keeps those that work elsewhere."""
    found = with_parts(Provider.objects.order_by("organisation__name", "pk"), today())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    others = of_others(actor_of_request(request), page.object_list, today())
    listed = [(one, others.get(one.pk, [])) for one in page]
    return render(request, "catalogue/providers.html", {"page": page, "listed": listed})
