"""What is wrong with the shape of a request: where, in the caller's own terms, and what to do, in the caller's language."""

from collections.abc import Mapping
from typing import Any

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.wording import say

_TEXT = gettext_noop("This must be a text, between quotes.")
_NUMBER = gettext_noop("This must be a whole number.")
_OBJECT = gettext_noop("This must be an object, between curly brackets.")
_ID = gettext_noop("This is no id (UUID). Send the one you got.")
_DAY = gettext_noop("This is no day. Send it as 2026-11-24.")

_MESSAGES: Mapping[str, str] = {
    "missing": gettext_noop("This is missing. Add it."),
    "extra_forbidden": gettext_noop("This is not known here. Check how it is spelt, or leave it out."),
    "string_type": _TEXT,
    "string_too_long": gettext_noop("This is longer than {max_length} characters. Make it shorter."),
    "string_too_short": gettext_noop("This is shorter than {min_length} characters. Make it longer."),
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_parsing_size": _NUMBER,
    "greater_than_equal": gettext_noop("This must be at least {ge}."),
    "less_than_equal": gettext_noop("This must be at most {le}."),
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "uuid_type": _ID,
    "uuid_parsing": _ID,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
}
_OTHERWISE = gettext_noop("This does not fit. Compare it with /api/v1/docs.")


def mistake(found: Mapping[str, Any]) -> dict[str, str]:
    """``where`` it is (``body.email``, ``header.Idempotency-Key``) and ``what`` to do about it."""
    source, *path = found["loc"]
    # After "body" comes the name that our own function has for it, which no caller knows.
    inside = path[1:] if source == "body" else path
    return {
        "where": ".".join(map(str, (source, *inside))),
        "what": say(_MESSAGES.get(found["type"], _OTHERWISE), found.get("ctx", {})),
    }
