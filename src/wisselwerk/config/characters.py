"""NUL is in nobody's name, code or search, and PostgreSQL refuses it in any text: it stops at the door."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\0"


class NoNulMiddleware:
    """Answers 400 to a NUL in the path, the query or a cookie, before anything is looked up by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through what holds none.

        Raises:
            BadRequest: it holds one.
        """
        query = request.META.get("QUERY_STRING", "")
        texts = (request.path_info, query.replace("%00", NUL), *request.COOKIES.values())
        if any(NUL in text for text in texts):
            raise BadRequest("NUL in the address or a cookie")
        return self.get_response(request)
