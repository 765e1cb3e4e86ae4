"""What answers when no page or resource did: people get a page, machines a problem document."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from wisselwerk.api import problem
from wisselwerk.formats.pdf import PdfOutage
from wisselwerk.web.language import MACHINES

logger = logging.getLogger(__name__)


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


class OutageMiddleware:
    """What we cannot do just now is told as ours, and to be tried again; what went wrong goes to the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own: an outage comes as an exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says so, for an outage; anything else is an error of ours."""
        if not isinstance(exception, PdfOutage):
            return None
        logger.error("pdf_outage", exc_info=exception)
        return render(request, "500.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
