"""Who holds the role where, and since when? For who looks after the network."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.network.queries.holders import HolderRow, holder_rows, holding_places
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.coordination_sentence import FORMS
from wisselwerk.domain.network_sentence import ROLE_NAMES
from wisselwerk.web.access import for_role
from wisselwerk.wording import word

ON_A_PAGE = 50


@for_role(Role.NETWORK)
def holders(request: HttpRequest) -> HttpResponse:
    """Per municipality and partnership, where nobody holds it first."""
    page = Paginator(holding_places(today()), ON_A_PAGE).get_page(request.GET.get("page"))
    places = list(page.object_list)
    context = {
        "page": page,
        "rows": [_spoken(one) for one in holder_rows(places, today())],
        "number": page.paginator.count,
        "without": places[0].without if places else 0,
    }
    return render(request, "network/holders.html", context)


def _spoken(row: HolderRow) -> dict[str, object]:
    """A row with its words."""
    return {
        "row": row,
        "form": word(FORMS[row.form]) if row.form else "",
        "holders": [(one, word(ROLE_NAMES[one.role])) for one in row.holders],
        "coming": [(one, word(ROLE_NAMES[one.role])) for one in row.coming],
    }
