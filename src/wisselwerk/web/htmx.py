"""htmx as an extra: the same address gives the whole page, or only the part that changes."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request as the middleware leaves it."""

    htmx: HtmxDetails


def partial(request: Request, template: str, part: str) -> str:
    """The template to show: all of it, or the named part of it when htmx asks."""
    return f"{template}#{part}" if request.htmx else template
