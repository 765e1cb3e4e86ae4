"""What the files that people write have in common: the words of their shapes, and what is wrong said in ours."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import ErrorDetails

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.parameter import NO_OBJECT, UNKNOWN_CHOICE, WRONG_TYPE, InvalidRule, Matches
from wisselwerk.domain.territory import PLACE_CODE_PATTERN
from wisselwerk.formats.json_document import Document, Path
from wisselwerk.formats.problem import Problem

MAX_BYTES = 500_000
"""Far more than a scheme with a version for every year of this century, or a partnership of all municipalities."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_LENGTH = 60
SOMETHING = r"\S"
PLACE_EXAMPLE = "71016"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _day(value: object, info: ValidationInfo) -> date:
    """A day as people and JSON write it. Nothing else that could be taken for one: no instant, no number."""
    try:
        if isinstance(value, str) and re.search(_DAY, value):
            return date.fromisoformat(value)
    except ValueError:
        """Such as 30 February: the same answer as to what does not look like a day."""
    raise InvalidRule(WRONG_TYPE[date], parameter=info.field_name, value=value)


Whole = Annotated[int, Strict()]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY})
]
Number = Annotated[Whole, Field(ge=1, le=32767)]
Slug = Annotated[str, Field(pattern=SLUG, max_length=SLUG_LENGTH)]
PlaceCode = Annotated[str, Field(pattern=PLACE_CODE_PATTERN, examples=[PLACE_EXAMPLE])]
Line = Annotated[str, Field(pattern=SOMETHING, max_length=200)]
Source = Annotated[str, Field(pattern=SOMETHING, max_length=300)]
Text = Annotated[str, Field(pattern=SOMETHING, max_length=4000)]


class Shape(BaseModel):
    """An object in the file; a name it does not know is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid")


_MISSING = gettext_noop("“{parameter}” is missing. Add it.")
_UNKNOWN = gettext_noop("“{parameter}” is not known here. Check how it is spelt, or take it out.")
EMPTY = gettext_noop("“{parameter}” is empty. Fill it in.")
_SLUG = gettext_noop(
    "“{parameter}” holds “{value}”. Use small letters, digits and dashes, such as zuidoost-limburg."
)
TOO_LONG = gettext_noop("“{parameter}” is longer than {max_length} characters. Make it shorter.")
_TOO_SMALL = gettext_noop("“{parameter}” is {value}. It must be at least {ge}.")
_TOO_LARGE = gettext_noop("“{parameter}” is {value}. It must be at most {le}.")
_UNREADABLE = gettext_noop(
    "“{parameter}” holds “{value}”, which cannot be read. Look in the reference of the file."
)

_MESSAGES: Mapping[str, str] = {
    "missing": _MISSING,
    "extra_forbidden": _UNKNOWN,
    "model_type": NO_OBJECT,
    "model_attributes_type": NO_OBJECT,
    "int_type": WRONG_TYPE[int],
    "string_type": WRONG_TYPE[str],
    "list_type": WRONG_TYPE[tuple],
    "tuple_type": WRONG_TYPE[tuple],
    "too_short": EMPTY,
    "string_too_long": TOO_LONG,
    "greater_than_equal": _TOO_SMALL,
    "less_than_equal": _TOO_LARGE,
    "literal_error": UNKNOWN_CHOICE,
    "enum": UNKNOWN_CHOICE,
    "union_tag_invalid": UNKNOWN_CHOICE,
    "union_tag_not_found": _MISSING,
}
_PATTERNS: Mapping[str, str] = {SOMETHING: EMPTY, SLUG: _SLUG, PLACE_CODE_PATTERN: Matches.message}
_SHOWN = 60
"""Characters of a value that a message repeats."""


def shape_problem(document: Document, error: ErrorDetails, path: Path) -> Problem:
    """What a shape has against the value at ``path``, in our words."""
    kind, context = error["type"], error.get("ctx", {})
    value: object = error["input"]
    if kind.startswith("union_tag"):
        path, value = (*path, "kind"), context.get("tag")
    message = _PATTERNS.get(context.get("pattern", ""), _MESSAGES.get(kind, _UNREADABLE))
    names = [part for part in path if isinstance(part, str)]
    params = {"parameter": shown(names[-1]) if names else document.file, "example": PLACE_EXAMPLE} | context
    broken = params.pop("error", None)
    if isinstance(broken, InvalidRule):
        message = broken.message
        params |= broken.params
    if choices := params.get("expected") or params.get("expected_tags"):
        params["choices"] = ", ".join(re.findall("'([^']*)'", choices))
    return document.problem(path, message, **params | {"value": shown(value)})


def shown(value: object) -> str:
    """A value out of the file, short and without anything that could do something to a screen."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
