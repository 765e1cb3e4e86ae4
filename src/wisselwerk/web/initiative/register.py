"""What do local governments do for the social economy and for work? A list and a map, for everybody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from wisselwerk.apps.initiatives.queries.initiative_map import counted_by_municipality, numbers_of
from wisselwerk.web.initiative.file import COLUMNS
from wisselwerk.web.initiative.filters import Filter
from wisselwerk.web.initiative.map import map_of
from wisselwerk.web.initiative.spoken import Row

PER_PAGE = 20


def register(request: HttpRequest) -> HttpResponse:
    """The register, newest first, with a map of what was found."""
    form = Filter(request.GET)
    asked = form.asked()
    numbers = numbers_of(asked.found)
    pages = Paginator(asked.found, PER_PAGE)
    # Counted with what nobody answered: each time that words are looked for, all of the register is read.
    pages.count = numbers.every
    page = pages.get_page(request.GET.get("page"))
    counts = counted_by_municipality(asked.found, asked.day)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [Row(one, asked.day) for one in page],
        "map": map_of(counts),
        "is_filtered": asked.is_filtered,
        "is_narrowed": any(request.GET.get(name) for name in ("year", "state", "kind", "priority")),
        "unanswered": numbers.unanswered,
        "filters": kept.urlencode(),
        "columns": [(name, gettext(told)) for name, told in COLUMNS.items()],
    }
    return render(request, "initiative/register.html", context)
