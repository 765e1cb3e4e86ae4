"""Errors as ``application/problem+json`` (RFC 9457): a stable code, and a sentence in the caller's language."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from wisselwerk.api.shape import mistake
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.wording import sentence

CONFLICTS = frozenset(
    {
        RefusalCode.INVOICE_ALREADY_USED,
        RefusalCode.CREDIT_NOTE_ALREADY_USED,
        RefusalCode.VOUCHER_LAPSED,
        RefusalCode.VOUCHER_ALREADY_SETTLED,
        RefusalCode.VOUCHER_REVOKED,
        RefusalCode.VOUCHER_FROZEN,
        RefusalCode.IDEMPOTENCY_CONFLICT,
        RefusalCode.ALREADY_REVERSED,
        RefusalCode.REVERSE_LATER_FIRST,
        RefusalCode.WRONG_STATE,
        RefusalCode.NOT_ENOUGH_MONEY,
        RefusalCode.PROOF_NOT_ASKED,
        RefusalCode.DELIVERY_SETTLED,
        RefusalCode.OWN_PART_PROVEN,
        RefusalCode.ALREADY_EVALUATED,
        RefusalCode.STILL_REMINDED,
    }
)
"""Refusals that come from the state of things and not from what was sent."""

STATUSES: Mapping[RefusalCode, HTTPStatus] = {
    RefusalCode.NOT_ALLOWED: HTTPStatus.FORBIDDEN,
    RefusalCode.TOO_MANY_REQUESTS: HTTPStatus.TOO_MANY_REQUESTS,
    RefusalCode.TOO_MANY_INTRODUCTIONS: HTTPStatus.TOO_MANY_REQUESTS,
    RefusalCode.INVOICE_TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}


def status_of(code: RefusalCode) -> HTTPStatus:
    """The HTTP status of a refusal: 409 when the state is in the way, 422 when the request is."""
    if code in CONFLICTS:
        return HTTPStatus.CONFLICT
    return STATUSES.get(code, HTTPStatus.UNPROCESSABLE_ENTITY)


def plain(params: Mapping[str, object]) -> dict[str, object]:
    """Parameters as JSON takes them: days in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in params.items()}


def reason(found: Reason) -> dict[str, object]:
    """A reason as the API shows it."""
    return {"code": found.code.value, "detail": sentence(found), "params": plain(found.params)}


def problem(
    status: HTTPStatus, code: str, detail: str, params: Mapping[str, object] | None = None, **more: object
) -> HttpResponse:
    """A problem document. ``code`` is stable; ``detail`` is for people."""
    body = {
        "type": "about:blank",
        "status": status.value,
        "title": status.phrase,
        "code": code,
        "detail": detail,
        "params": plain(params or {}),
        **more,
    }
    return JsonResponse(body, status=status.value, content_type="application/problem+json")


def refused(_request: HttpRequest, refusal: Refusal | type[Refusal]) -> HttpResponse:
    """A refusal as a problem: the first reason leads, all of them follow."""
    if not isinstance(refusal, Refusal):
        raise TypeError(refusal)
    first = refusal.reasons[0]
    return problem(
        status_of(first.code),
        first.code.value,
        sentence(first),
        first.params,
        reasons=[reason(found) for found in refusal.reasons],
    )


def not_found(_request: HttpRequest, _error: Any) -> HttpResponse:
    """There is nothing here, or nothing for this caller: the answer is the same on purpose."""
    return problem(
        HTTPStatus.NOT_FOUND,
        "NOT_FOUND",
        _("There is nothing here for you. Check the address and the key you use."),
    )


def unauthenticated(_request: HttpRequest, _error: Any) -> HttpResponse:
    """No key, or one that is unknown or withdrawn."""
    response = problem(
        HTTPStatus.UNAUTHORIZED,
        "UNAUTHENTICATED",
        _("Send a valid key in the header: Authorization: Bearer KEY."),
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


def malformed(_request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """The request does not have the shape that the schema asks; every place is named at once."""
    if not isinstance(error, ValidationError):
        raise TypeError(error)
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "INVALID_REQUEST",
        _("The request does not have the right shape. Compare it with /api/v1/docs."),
        {"errors": [mistake(found) for found in error.errors]},
    )


def unreadable(_request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    """The request could not be read at all, such as a body that is no JSON."""
    if not isinstance(error, HttpError):
        raise TypeError(error)
    status = HTTPStatus(error.status_code)
    detail = (
        _(
            "The body is no JSON, or a text in it holds a character that cannot be kept (NUL, or half a surrogate "
            "pair). Send JSON in UTF-8, as /api/v1/docs shows it."
        )
        if status is HTTPStatus.BAD_REQUEST
        else error.message
    )
    return problem(status, "INVALID_REQUEST", detail)


def too_large(_request: HttpRequest, _error: Any) -> HttpResponse:
    """The body is larger than anything that is taken."""
    megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
    return problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "REQUEST_TOO_LARGE",
        _("The body is larger than {megabytes} MB. Send less.").format(megabytes=megabytes),
        {"limit_megabytes": megabytes},
    )


def method_not_allowed(allowed: str) -> HttpResponse:
    """There is something at this address, but not for this method; ``allowed`` are those that do."""
    response = problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        _("This address does not take this method. It takes: {methods}.").format(methods=allowed),
        {"methods": allowed.split(", ")},
    )
    response["Allow"] = allowed
    return response


def install(api: NinjaAPI) -> None:
    """Have every expected error answered with a problem; anything else is a bug and a 500."""
    api.add_exception_handler(Refusal, refused)
    api.add_exception_handler(ObjectDoesNotExist, not_found)
    api.add_exception_handler(Http404, not_found)
    api.add_exception_handler(AuthenticationError, unauthenticated)
    api.add_exception_handler(ValidationError, malformed)
    api.add_exception_handler(RequestDataTooBig, too_large)
    api.add_exception_handler(HttpError, unreadable)
