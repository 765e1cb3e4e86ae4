"""Reading what a caller sends as JSON."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from wisselwerk.formats.json_document import is_storable


class StorableParser(Parser):
    """JSON whose texts can be kept."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body as plain data.

        Raises:
            ValueError: it is no JSON, or a text in it cannot be kept. The framework answers that as INVALID_REQUEST.
        """
        body: dict[str, Any] = json.loads(request.body)
        if not _is_storable(body):
            raise ValueError("a text that cannot be kept")
        return body


def _is_storable(value: object) -> bool:
    if isinstance(value, dict):
        return all(_is_storable(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return all(_is_storable(part) for part in value)
    return not isinstance(value, str) or is_storable(value)
