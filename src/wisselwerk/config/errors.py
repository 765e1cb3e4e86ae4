"""What answers when no page or resource did: people get a page, machines a problem document."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from wisselwerk.api import problem
from wisselwerk.web.language import MACHINES


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing at this address."""
    if request.path_info.startswith(MACHINES):
        return problem.not_found(request, exception)
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be taken as it came."""
    if request.path_info.startswith(MACHINES):
        return problem.problem(
            HTTPStatus.BAD_REQUEST,
            "INVALID_REQUEST",
            _("This request cannot be read. Check the address and the headers you send."),
        )
    return defaults.bad_request(request, exception)


class MethodMiddleware:
    """Django answers a method that an address does not take by itself, with an empty page: machines get a problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, in the form that a machine reads."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.path_info.startswith(MACHINES):
            return problem.method_not_allowed(response["Allow"])
        return response
