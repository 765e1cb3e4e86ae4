"""The readable page of the API: the committed description, as a page that needs no script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

CODE = re.compile(r"`+(.+?)`+")
"""What a description marks as code, with one backtick or with two."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API, as a reader needs it."""

    method: str
    path: str
    summary: str
    description: SafeString
    parameters: list[dict[str, Any]]
    body: str
    key: str
    """Whether a key is needed, and how it is sent."""
    answers: list[tuple[str, str]]


class ReadablePage(DocsBase):
    """Renders the OpenAPI description with our own frame."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page."""
        described = api.get_openapi_schema()
        context = {
            "version": described["info"]["version"],
            "description": with_code(described["info"]["description"]),
            "schemes": {
                name: scheme | {"told": with_code(scheme["description"])}
                for name, scheme in described["components"]["securitySchemes"].items()
            },
            "calls": list(calls(described)),
            "openapi_url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "api/docs.html", context)


def calls(described: dict[str, Any]) -> Iterator[Call]:
    """The calls in an OpenAPI description, in its order."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            yield Call(
                method=method.upper(),
                path=path,
                summary=operation.get("summary", ""),
                description=with_code(operation.get("description", "")),
                parameters=operation.get("parameters", []),
                body=next(iter(content), ""),
                key=_key(operation.get("security", [])),
                answers=[
                    (status, answer.get("description", ""))
                    for status, answer in operation["responses"].items()
                ],
            )


def _key(security: list[dict[str, Any]]) -> str:
    if not security:
        return "not needed"
    return "may be sent" if {} in security else "needed"


def with_code(text: str) -> SafeString:
    """A description as HTML: what it marks as code is set as code."""
    return SafeString(CODE.sub(r"<code>\1</code>", conditional_escape(text)))  # escaped before it was marked
