"""The short way in for software: a call with a key needs no session, no cookie and no page around its answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import resolve

from wisselwerk.web.language import MACHINES


class KeyedMiddleware:
    """Takes a call of the API that comes with a key straight to what answers it.

    What stands after it in the settings is there for people. It cost a redemption a quarter of the processor time of the
    program (docs/reference/speed.md). Whether the key is good is for ``api.auth`` to say, as without this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; an address that is not there, or a host that is not ours, is refused as everywhere."""
        if not request.path_info.startswith(MACHINES) or "HTTP_AUTHORIZATION" not in request.META:
            return self.get_response(request)
        request.get_host()
        match = request.resolver_match = resolve(request.path_info)
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        if isinstance(response, HttpResponse) and not response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response
