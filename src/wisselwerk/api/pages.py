"""Lists in parts of a fixed size, with the address of the next part."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from wisselwerk.apps.finding.found import Found

PAGE_SIZE = 100

M = TypeVar("M", bound=Model)


def page(
    request: HttpRequest, rows: QuerySet[M] | Found[M], number: int, shape: Callable[[M], Any]
) -> dict[str, Any]:
    """Part ``number`` (from 1) of ``rows``, each in ``shape``. A number past the end is an empty part."""
    found = Paginator(rows, PAGE_SIZE)
    if number > found.num_pages:
        return {"items": [], "next": None}
    part = found.page(number)
    address = None
    if part.has_next():
        query = request.GET.copy()
        query["page"] = str(part.next_page_number())
        address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return {"items": [shape(row) for row in part], "next": address}
