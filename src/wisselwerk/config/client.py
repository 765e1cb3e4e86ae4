"""Whose address a request comes from: settled here once, for everybody who counts by it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Makes REMOTE_ADDR the address of the client.

    Behind our own proxy that is the last address in X-Forwarded-For: it is the one the proxy wrote, those before it are
    whatever the client typed. Without a proxy the header counts for nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Settle it before anybody asks."""
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
        if written := forwarded.rpartition(",")[2].strip():
            request.META["REMOTE_ADDR"] = written
        return self.get_response(request)
