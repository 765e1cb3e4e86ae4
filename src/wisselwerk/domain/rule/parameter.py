"""What a parameter of a rule may be, said once: the domain checks it, schemas at the edges are made from it.

A limit stands in the type of the parameter (``Annotated[int, Between(1, 120)]``), so a rule kind, its check, its JSON
Schema and its page in the documentation cannot drift apart.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Protocol,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.territory import PLACE_CODE_PATTERN

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LARGEST_CENTS = 99_999_999_999
"""The most one SEPA credit transfer can carry, 999 999 999.99 euro: what cannot be paid is not promised."""


class Limit(Protocol):
    """What a value may be beyond its type. The places of ``message`` are its fields, ``parameter`` and ``value``."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    message: ClassVar[str]

    def allows(self, value: Any) -> bool:
        """Whether ``value``, which has the right type, lies inside the limit."""
        ...


@dataclass(frozen=True, slots=True)
class Between:
    """A whole number from ``minimum`` up to and including ``maximum``."""

    minimum: int
    maximum: int

    message: ClassVar[str] = gettext_noop(
        "“{parameter}” is {value}. Choose a number from {minimum} up to and including {maximum}."
    )

    def allows(self, value: int) -> bool:
        return self.minimum <= value <= self.maximum


@dataclass(frozen=True, slots=True)
class Matches:
    """A text in the form of ``pattern``, a regular expression; ``example`` shows a person what that looks like."""

    pattern: str
    example: str

    message: ClassVar[str] = gettext_noop("“{parameter}” holds “{value}”. Write it like “{example}”.")

    def allows(self, value: str) -> bool:
        return re.search(self.pattern, value) is not None and "\n" not in value


@dataclass(frozen=True, slots=True)
class Distinct:
    """A list of one value or more, none of them twice."""

    message: ClassVar[str] = gettext_noop(
        "“{parameter}” is empty or holds a value twice. Give at least one value, and each value once."
    )

    def allows(self, value: tuple[object, ...]) -> bool:
        return len(value) == len(set(value)) > 0


AmountCents = Annotated[int, Between(1, LARGEST_CENTS)]
"""Money, more than nothing."""

Percent = Annotated[int, Between(1, 100)]
"""A share of an amount."""

NaceCode = Annotated[str, Matches(r"^[0-9]{2,5}$", "81300")]
"""An economic activity, as fine as one likes: two to five digits of NACE-BEL without points. ``81`` holds all of 81.xxx."""

PlaceCode = Annotated[str, Matches(PLACE_CODE_PATTERN, "71016")]
"""A finest place, as ``wisselwerk.domain.territory`` knows it."""

WRONG_TYPE: Mapping[type, str] = {
    int: gettext_noop("“{parameter}” holds “{value}”. It must be a whole number."),
    str: gettext_noop("“{parameter}” holds “{value}”. It must be text."),
    date: gettext_noop("“{parameter}” holds “{value}”. It must be a day, such as 2025-01-31."),
    tuple: gettext_noop("“{parameter}” holds “{value}”. It must be a list."),
}
NO_OBJECT = gettext_noop("“{parameter}” holds “{value}”. It must be an object, between curly brackets.")
UNKNOWN_CHOICE = gettext_noop("“{parameter}” holds “{value}”. Choose one of: {choices}.")


class InvalidRule(ValueError):
    """A rule or a set of rules that cannot exist.

    ``message`` is a message id with named places, ``params`` holds their values; as text it is the English sentence.
    """

    def __init__(self, message: str, **params: object) -> None:
        self.message = message
        self.params: Mapping[str, object] = params
        super().__init__(message.format_map(params))


@cache
def parameter_types(kind: type["DataclassInstance"]) -> Mapping[str, Any]:
    """The type of each parameter of a rule kind, limits included, in the order in which the kind declares them."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: hints[field.name] for field in fields(kind)}


def check_parameters(rule: "DataclassInstance") -> None:
    """Hold every parameter of ``rule`` against its type and its limits.

    Raises:
        InvalidRule: a parameter has the wrong type or lies outside a limit.
    """
    for name, expected in parameter_types(type(rule)).items():
        check_parameter(name, expected, getattr(rule, name))


def names_places(value: "DataclassInstance") -> bool:
    """Whether a rule, or a value inside it, holds a place."""
    return any(
        _may_hold_a_place(expected) and getattr(value, name) is not None
        for name, expected in parameter_types(type(value)).items()
    )


def _may_hold_a_place(expected: Any) -> bool:
    if expected == PlaceCode:
        return True
    inner, _ = without_limits(without_none(expected)[0])
    if is_dataclass(inner) and isinstance(inner, type):
        return any(map(_may_hold_a_place, parameter_types(inner).values()))
    return any(map(_may_hold_a_place, get_args(inner))) if get_origin(inner) is tuple else False


def check_limit(name: str, limit: Limit, value: object) -> None:
    """Hold one value of the right type against one limit.

    Raises:
        InvalidRule: it lies outside.
    """
    if not limit.allows(value):
        raise InvalidRule(limit.message, parameter=name, value=value, **asdict(limit))


def without_none(expected: Any) -> tuple[Any, bool]:
    """A type without its ``None``, and whether it had one."""
    if get_origin(expected) in (Union, UnionType):
        (inner,) = (choice for choice in get_args(expected) if choice is not type(None))
        return inner, True
    return expected, False


def without_limits(expected: Any) -> tuple[Any, tuple[Limit, ...]]:
    """A type without its limits, and those limits."""
    if get_origin(expected) is Annotated:
        inner, *limits = get_args(expected)
        return inner, tuple(limits)
    return expected, ()


def check_parameter(name: str, expected: Any, value: object) -> None:
    """Hold one value against the type of a parameter and its limits.

    Raises:
        InvalidRule: it has the wrong type or lies outside a limit.
    """
    expected, may_be_none = without_none(expected)
    if may_be_none and value is None:
        return
    expected, limits = without_limits(expected)
    base = get_origin(expected) or expected
    # A yes is no number and an instant is no day, although Python calls them so.
    if not isinstance(value, base) or isinstance(value, bool | datetime):
        if base in WRONG_TYPE:
            raise InvalidRule(WRONG_TYPE[base], parameter=name, value=value)
        if is_dataclass(base):
            raise InvalidRule(NO_OBJECT, parameter=name, value=value)
        raise InvalidRule(UNKNOWN_CHOICE, parameter=name, value=value, choices=", ".join(base))
    if isinstance(value, tuple):
        for one in value:
            check_parameter(name, get_args(expected)[0], one)
    for limit in limits:
        check_limit(name, limit, value)
