"""The shape of a scheme file, made from the registry of rule kinds: one model that reads it and describes it.

A new kind of rule, a new parameter or another limit changes the reader and the JSON Schema together, without a line
here. What a schema cannot say stands in ``scheme_file``.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    ValidationInfo,
    create_model,
)

from wisselwerk.domain.rule import KINDS, REQUIRED
from wisselwerk.domain.rule.base import Rule
from wisselwerk.domain.rule.parameter import (
    Between,
    Distinct,
    Limit,
    Matches,
    check_limit,
    parameter_types,
    without_limits,
    without_none,
)
from wisselwerk.formats.shape import MAX_BYTES, Day, Line, Number, Shape, Slug, Source, Text, Whole

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

BEYOND = (
    f"Beyond this schema a scheme file is at most {MAX_BYTES // 1000} kB, names nothing twice in one object, holds only "
    "characters that can be kept, numbers its versions 1, 2, 3 with first days that go up, is not made from itself, "
    "closes no window for applications before it opens, gives a cost key the shares that its division needs, each "
    "place once, gives each size of enterprise one amount and asks no minimum above the lowest, asks own money where it "
    "asks any, and counts vouchers by months only with a number of months."
)
"""What the reader asks and JSON Schema has no words for."""


class ParentShape(Shape):
    """The version of another scheme that this one was made from."""

    scheme: Slug
    version: Number


class RuleShape(Shape):
    """One rule: its kind, its parameters, the text it stands on, and why it differs from that of the parent."""

    kind: str
    parameters: Any
    source: Source
    why: Text | None = None


class VersionShape(Shape):
    """The rules from a day on, until the next version starts."""

    number: Number
    valid_from: Annotated[
        Day,
        Field(description="The first day on which these rules hold; they end where the next version starts."),
    ]
    source: Source
    rules: list[RuleShape]


class SchemeShape(Shape):
    """A scheme with all its versions."""

    format: Literal["wisselwerk-scheme-1"]
    """A later format gets another name, so that a file of one is never read as the other."""
    slug: Slug
    name: Line
    partnership: Slug
    purpose: Text
    parent: ParentShape | None = None
    versions: list[VersionShape]


def _edge_type(expected: Any) -> Any:
    """The type of a parameter with its limits as pydantic knows them."""
    expected, may_be_none = without_none(expected)
    shape, limits = without_limits(expected)
    edge: Any = {int: Whole, date: Day}.get(shape, shape)
    if get_origin(shape) is tuple:
        inner: Any = _edge_type(get_args(shape)[0])
        edge = tuple[inner, ...]
    elif is_dataclass(shape) and isinstance(shape, type):
        edge = _value(shape)
    for limit in limits:
        edge = Annotated[edge, Field(json_schema_extra=_schema(limit)), AfterValidator(_holds(limit))]
    return edge | None if may_be_none else edge


def _schema(limit: Limit) -> dict[str, Any]:
    """A limit in the words of JSON Schema."""
    match limit:
        case Between(minimum, maximum):
            return {"minimum": minimum, "maximum": maximum}
        case Matches(pattern, example):
            return {"pattern": pattern, "examples": [example]}
        case Distinct():
            return {"minItems": 1, "uniqueItems": True}
        case _:
            raise NotImplementedError(f"say here what {limit} is in a JSON Schema")


def _holds(limit: Limit) -> Callable[[Any, ValidationInfo], Any]:
    """The check of a limit, which is that of the domain."""

    def checked(value: Any, info: ValidationInfo) -> Any:
        check_limit(info.field_name or "", limit, value)
        return value

    return checked


def _value(kind: type["DataclassInstance"], name: str = "") -> Any:
    """The type of a value of ours as an object in the file; reading it makes the value."""
    defaults = {one.name: one.default for one in fields(kind) if one.default is not MISSING}
    types: dict[str, Any] = {
        parameter: (_edge_type(expected), defaults.get(parameter, ...))
        for parameter, expected in parameter_types(kind).items()
    }
    shape: Any = create_model(name or kind.__name__, __base__=Shape, **types)

    def made(read: BaseModel) -> object:
        return kind(**dict(read))

    return Annotated[shape, AfterValidator(made)]


def _rule(kind: type[Rule]) -> type[RuleShape]:
    """The shape of one kind of rule; reading it makes the rule."""
    kept: dict[str, Any] = {
        "kind": (Literal[kind.kind], ...),
        "parameters": (_value(kind, f"{kind.__name__}Parameters"), ...),
    }
    return create_model(kind.__name__, __base__=RuleShape, __doc__=kind.__doc__, **kept)


def _once(kind: str) -> dict[str, Any]:
    """A kind stands in a list of rules once, or, where it is not required, not at all."""
    return {
        "contains": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "minContains": int(kind in REQUIRED),
        "maxContains": 1,
    }


def _scheme() -> type[SchemeShape]:
    """The shape of a scheme with the rules there are today."""
    kinds: Any = Union[tuple(map(_rule, KINDS.values()))]  # noqa: UP007 a tuple of types known at run time only
    rules: Any = Annotated[
        list[Annotated[kinds, Field(discriminator="kind")]],
        Field(json_schema_extra={"allOf": list(map(_once, KINDS))}),
    ]
    version: Any = create_model(
        "Version", __base__=VersionShape, __doc__=VersionShape.__doc__, rules=(rules, ...)
    )
    versions: Any = Annotated[list[version], Field(min_length=1)]
    return create_model("Scheme", __base__=SchemeShape, __doc__=SchemeShape.__doc__, versions=(versions, ...))


SCHEME = _scheme()
"""Reads a scheme file; every rule in it is a rule of the domain afterwards."""
