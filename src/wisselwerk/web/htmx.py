"""htmx as an extra: the same address gives the whole page, or only the part that changes."""

from django.http import HttpRequest


def partial(request: HttpRequest, template: str, part: str) -> str:
    """The template to show: all of it, or the named part of it when htmx asks.

    Going back in the browser's history htmx asks for the whole page, if it no longer remembers it.
    """
    headers = request.headers
    wants_part = "HX-Request" in headers and "HX-History-Restore-Request" not in headers
    return f"{template}#{part}" if wants_part else template
