"""htmx as an extra: the same address gives the whole page, or only the part that changes."""

from django.http import HttpRequest


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of the page.

    Going back in the browser's history htmx asks for the whole page, if it no longer remembers it.
    """
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def partial(request: HttpRequest, template: str, part: str) -> str:
    """The template to show: all of it, or the named part of it when htmx asks."""
    return f"{template}#{part}" if wants_part(request) else template
