"""Reading what a caller sends as JSON."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class StorableParser(Parser):
    """JSON whose texts can be kept: PostgreSQL refuses NUL in any."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body as plain data.

        Raises:
            ValueError: it is no JSON, or a text in it holds NUL. The framework answers that as INVALID_REQUEST.
        """
        body: dict[str, Any] = json.loads(request.body)
        if _holds_nul(body):
            raise ValueError("NUL in a text")
        return body


def _holds_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(_holds_nul(part) for part in value)
    return isinstance(value, str) and "\0" in value
