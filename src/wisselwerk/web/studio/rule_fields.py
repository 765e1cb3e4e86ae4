"""Form fields out of types: a parameter of a rule says what it may be, and that is what its field takes.

The types are read where schemas read them too (``domain.rule.parameter``). What a field means as a whole is judged by
the domain's own check; here is only how a person types it.
"""

import re
from collections.abc import Sequence
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_origin

from django import forms
from django.core.validators import MinValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.parameter import (
    Between,
    Distinct,
    Limit,
    Matches,
    PlaceCode,
    without_limits,
    without_none,
)
from wisselwerk.web.money_field import EuroField, as_typed
from wisselwerk.wording import say, word

Places = Sequence[tuple[str, str]]
"""Places to choose from: codes with their names."""


THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")


class WholeField(forms.IntegerField):
    """A whole number as people in Belgium type it, with or without dots between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        """The number."""
        text = str(value or "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
        # Anywhere else a dot could mean two things.
        found: int | None = super().to_python(text.replace(".", "") if THOUSANDS.fullmatch(text) else text)
        return found


class LinesField(forms.CharField):
    """Several values, one on a line, each as ``inner`` takes it."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, inner: forms.Field, **kwargs: Any) -> None:
        self.inner = inner
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The values."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        return tuple(self.inner.clean(line) for line in lines if line)

    def prepare_value(self, value: Any) -> Any:
        """One on a line again."""
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value


def rows_of(expected: Any) -> type | None:
    """The value of several parts that a parameter lists, or is; None when it is something simple."""
    inner, _limits = without_limits(without_none(expected)[0])
    if get_origin(inner) is tuple:
        inner, _limits = without_limits(get_args(inner)[0])
    return inner if is_dataclass(inner) and isinstance(inner, type) else None


def field_for(name: str, expected: Any, places: Places) -> forms.Field:
    """The field of a parameter, without its label. A type of which none can be made is a bug.

    Raises:
        NotImplementedError: nobody has said how a person types such a value.
    """
    inner, may_be_none = without_none(expected)
    shape, limits = without_limits(inner)
    field = _place(places) if inner == PlaceCode else _field(name, shape, limits, places)
    may_be_empty = get_origin(shape) is tuple and not any(isinstance(one, Distinct) for one in limits)
    field.required = not may_be_none and not may_be_empty and shape is not bool
    if may_be_none and isinstance(field, forms.ChoiceField):
        field.choices = [("", _("Nothing chosen")), *field.choices]  # type: ignore[misc]  # a list, as made below
    if isinstance(field, LinesField):
        _inner, inner_limits = without_limits(get_args(shape)[0])
        field.help_text = " ".join(filter(None, [_("One on a line."), hint_of(inner_limits)]))
    elif isinstance(field, EuroField):
        field.help_text = _("In euro, for example 250 or 1.500,50.")
    elif inner != PlaceCode:
        field.help_text = hint_of(limits)
    return field


def _field(name: str, shape: Any, limits: tuple[Limit, ...], places: Places) -> forms.Field:
    if get_origin(shape) is tuple:
        return _list(name, get_args(shape)[0], places)
    if shape is bool:
        return forms.BooleanField()
    if shape is int and name.endswith("_cents"):
        may_be_nothing = any(isinstance(one, Between) and one.minimum <= 0 for one in limits)
        return EuroField(may_be_nothing=may_be_nothing)
    if shape is int:
        return WholeField(error_messages=WHOLE)
    if shape is date:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        long_ago = MinValueValidator(LONG_AGO, message=gettext_lazy("Look at the year: this is before 2000."))
        return forms.DateField(widget=widget, error_messages=DAY, validators=[long_ago])
    if shape is str:
        return forms.CharField(max_length=300, error_messages=TEXT)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return forms.TypedChoiceField(
            choices=_words(shape),
            coerce=shape,
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages=CHOICE,
        )
    raise NotImplementedError(f"say here how a person types {name}, which is {shape}")


def _list(name: str, inner: Any, places: Places) -> forms.Field:
    if inner == PlaceCode:
        return forms.MultipleChoiceField(
            choices=places, widget=forms.CheckboxSelectMultiple, error_messages=TICK
        )
    shape, limits = without_limits(inner)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return forms.TypedMultipleChoiceField(
            choices=_words(shape), coerce=shape, widget=forms.CheckboxSelectMultiple, error_messages=TICK
        )
    return LinesField(_field(name, shape, limits, places), error_messages=TEXT)


def _place(places: Places) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("Choose a municipality")), *places], error_messages=CHOICE)


def _words(choices: type[StrEnum]) -> list[tuple[str, str]]:
    return [(one.value, capfirst(word(one.value))) for one in choices]


def hint_of(limits: tuple[Limit, ...]) -> str:
    """What a person should know of the limits before typing; money and long ranges explain themselves."""
    for limit in limits:
        if isinstance(limit, Between) and limit.maximum <= MOST_SAID:
            return say(RANGE, {"minimum": limit.minimum, "maximum": limit.maximum})
        if isinstance(limit, Matches):
            return _("For example: {example}").format(example=limit.example)
    return ""


def typed(name: str, plain: Any) -> Any:
    """A value of a parameter, as plain JSON, as it stands in its field."""
    if type(plain) is int and name.endswith("_cents"):
        return as_typed(plain)
    return plain


MOST_SAID = 10_000
RANGE = gettext_noop("A whole number from {minimum} up to and including {maximum}.")
LONG_AGO = date(2000, 1, 1)
"""No rule is older than the vouchers themselves: a day before it is a year that was not typed whole."""

WHOLE = {
    "required": gettext_lazy("Fill in a number."),
    "invalid": gettext_lazy("Write a whole number, such as 6."),
}
DAY = {
    "required": gettext_lazy("Choose the day."),
    "invalid": gettext_lazy("Write the day like 2027-01-31."),
}
TEXT = {"required": gettext_lazy("Fill this in.")}
CHOICE = {"required": gettext_lazy("Choose one.")}
TICK = {"required": gettext_lazy("Tick at least one.")}
