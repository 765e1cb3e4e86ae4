"""Values to plain JSON and back, because facts, outcomes and rules are stored with a decision and replayed for years.

Reading is strict where strictness proves something and lenient where time passes: a key nobody knows is refused, so
nothing that once weighed in is silently dropped; a key that did not exist yet takes the default of its field.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from wisselwerk.domain.rule.parameter import without_none

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

DAY_ENDINGS = ("_on", "_from", "_until")
"""A parameter of a reason with such a name is a day; so is one called ``on``."""


def to_plain(value: "DataclassInstance") -> dict[str, Any]:
    """The fields of ``value`` in dicts, lists, texts, whole numbers, true, false and null."""
    return {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}


def plain_value(value: object) -> Any:
    """One value of a field as plain JSON."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain_value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return to_plain(value)
    raise TypeError(f"{value!r} has no plain form")


def from_plain(kind: type[T], plain: object) -> T:
    """The value of dataclass ``kind`` that ``to_plain`` wrote.

    Raises:
        ValueError: a key is unknown, one without a default is missing, or a value does not have its type.
    """
    if not isinstance(plain, Mapping):
        raise ValueError(f"{kind.__name__} is written as an object, not as {plain!r}")  # noqa: TRY004 data, not code
    known = {field.name for field in fields(kind)}
    needed = {
        field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING
    }
    if unknown := plain.keys() - known:
        raise ValueError(f"{kind.__name__} does not know {', '.join(sorted(map(str, unknown)))}")
    if missing := needed - plain.keys():
        raise ValueError(f"{kind.__name__} needs {', '.join(sorted(missing))}")
    types = _types(kind)
    return kind(**{name: _read(name, types[name], one) for name, one in plain.items()})


@cache
def _types(kind: type["DataclassInstance"]) -> dict[str, Any]:
    """The type of each field, without limits: those are for whoever makes the value."""
    return get_type_hints(kind)


def _read(name: str, expected: Any, plain: Any) -> object:
    expected, may_be_none = without_none(expected)
    if may_be_none and plain is None:
        return None
    shape = get_origin(expected) or expected
    if shape is tuple and isinstance(plain, list):
        return tuple(_read(name, get_args(expected)[0], one) for one in plain)
    if shape is Mapping and isinstance(plain, Mapping):
        _, inner = get_args(expected)
        return {key: _read(key, inner, one) for key, one in plain.items()}
    if is_dataclass(shape) and isinstance(shape, type):
        return from_plain(shape, plain)
    if shape is object:
        return _by_name(name, plain)
    if shape is date and isinstance(plain, str):
        return date.fromisoformat(plain)
    if isinstance(shape, type) and issubclass(shape, Enum):
        return shape(plain)
    if shape in (int, bool, str) and type(plain) is shape:
        return plain
    raise ValueError(f"{name} cannot hold {plain!r}")


def _by_name(name: str, plain: object) -> object:
    """A parameter of a reason: its name tells what plain JSON cannot."""
    if isinstance(plain, str) and (name == "on" or name.endswith(DAY_ENDINGS)):
        return date.fromisoformat(plain)
    if isinstance(plain, list):
        return tuple(plain)
    return plain
