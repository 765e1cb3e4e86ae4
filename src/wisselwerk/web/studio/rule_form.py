"""The form of any kind of rule, made from the types of its parameters."""

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_origin

from django import forms
from django.forms import BaseFormSet, BoundField, formset_factory
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.domain.rule import KINDS
from wisselwerk.domain.rule.parameter import (
    InvalidRule,
    PlaceCode,
    check_parameter,
    parameter_types,
    without_limits,
    without_none,
)
from wisselwerk.domain.rule.plain import plain_value
from wisselwerk.domain.rule_draft import DraftRule
from wisselwerk.web.forms import hangs_on_a_choice
from wisselwerk.web.purpose import Purpose, asks
from wisselwerk.web.studio.edition import EditionForm
from wisselwerk.web.studio.questions import HANG_ON_A_CHOICE, HELP, PARTS
from wisselwerk.web.studio.rule_fields import Places, field_for, rows_of, typed
from wisselwerk.wording import parameter_name, say, word

BLANK_ROWS = 3
MOST_ROWS = 700
"""More than there are municipalities in Belgium."""


@asks(made=Purpose.RECORD)
class RowForm(forms.Form):
    """One row of a list of values of several parts. A row that was left as it stood open says nothing."""

    def __init__(self, *args: Any, value: type, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.value = value
        for name, expected in parameter_types(value).items():
            field = field_for(name, expected, places)
            field.label = capfirst(part_name(name))
            # Said once in the help of the whole list is enough.
            field.help_text = ""
            self.fields[name] = field

    def has_changed(self) -> bool:
        """Whether anything was filled in beside the place, which stands there beforehand."""
        types = parameter_types(self.value)
        return any(types[one.name] != PlaceCode and one.data not in (None, "", []) for one in self.parts)

    def clean(self) -> dict[str, Any]:
        """The parts, each of which the domain takes."""
        asked = super().clean() or {}
        for name, expected in parameter_types(self.value).items():
            if name in asked and not self.errors:
                _hold(self, name, name, expected, asked[name])
        return asked

    @property
    def parts(self) -> Iterator[BoundField]:
        """The fields of the row, in their order."""
        return (self[name] for name in parameter_types(self.value))


@dataclass(frozen=True, slots=True)
class Rows:
    """A parameter that lists values of several parts."""

    label: str
    help: str
    formset: "BaseFormSet[RowForm]"
    is_one: bool
    """Whether it is one such value instead of a list."""

    def values(self) -> list[dict[str, Any]]:
        """What was filled in."""
        filled = (one for one in self.formset.forms if one.has_changed() or one in self.formset.initial_forms)
        return [
            {name: one.cleaned_data.get(name) for name in parameter_types(one.value)}
            for one in filled
            if one not in self.formset.deleted_forms
        ]


@asks(record="source", made=Purpose.RECORD)
class RuleForm(EditionForm):
    """The parameters of one rule of a draft, and the text it stands on. ``rule`` is what was filled in, once valid."""

    source = forms.CharField(
        label=gettext_lazy("Legal source of this rule"),
        help_text=gettext_lazy(
            "Leave it open when the rule stands on the same decision as the whole version."
        ),
        max_length=300,
        required=False,
    )

    def __init__(
        self,
        kind: str,
        written: DraftRule | None,
        places: Places,
        edition: int,
        data: QueryDict | None,
        ticked: Sequence[str] = (),
    ) -> None:
        """``places`` are those on offer; a rule about places that is new begins with those that are ``ticked``."""
        super().__init__(data, initial={"edition": edition, "source": written.source if written else ""})
        self.kind = kind
        self.rule: DraftRule | None = None
        self.rows: dict[str, Rows] = {}
        stands = {**_defaults(kind), **(written.parameters if written else _begun_with(kind, ticked))}
        for name, expected in parameter_types(KINDS[kind]).items():
            if (value := rows_of(expected)) is not None:
                self.rows[name] = self._rows(name, expected, value, stands.get(name), places)
            else:
                field = field_for(name, expected, places)
                field.label = capfirst(parameter_name(name))
                field.help_text = _help(kind, name, str(field.help_text))
                field.initial = typed(name, stands.get(name))
                if f"{kind}.{name}" in HANG_ON_A_CHOICE:
                    hangs_on_a_choice(field)
                self.fields[self.key(name)] = field
        self.order_fields([*(self.key(name) for name in parameter_types(KINDS[kind])), "source"])

    def key(self, name: str) -> str:
        """The name of a parameter in the form: no parameter is taken for a field of the form itself."""
        return f"{self.kind}-{name}"

    @property
    def questions(self) -> Iterator[BoundField | Rows]:
        """What is asked, in the order of the parameters: fields, and lists of rows."""
        for name in parameter_types(KINDS[self.kind]):
            yield self.rows[name] if name in self.rows else self[self.key(name)]

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What keeps it from being a rule: a label and what is wrong there, for who reads the preview while typing."""
        if not self.is_bound or self.rule is not None:
            return []
        found = [(str(bound.label), str(error)) for bound in self.visible_fields() for error in bound.errors]
        return found + [("", str(error)) for error in self.non_field_errors()]

    def clean(self) -> dict[str, Any]:
        """The rule, if it can exist: what the domain has against it stands at the parameter or at the top."""
        asked = super().clean() or {}
        plain: dict[str, Any] = {}
        for name, expected in parameter_types(KINDS[self.kind]).items():
            value = self._listed(name, expected) if name in self.rows else asked.get(self.key(name))
            if value in ("", (), []) and without_none(expected)[1]:
                value = None
            plain[name] = plain_value(value)
            if name not in self.rows and self.key(name) in asked:
                given = tuple(value) if isinstance(value, list) else value
                _hold(self, self.key(name), name, expected, given)
        # A preview comes without what only keeping the rule needs.
        if not self.errors.keys() - {"once", "edition"}:
            self.rule = DraftRule.read(self.kind, plain, asked.get("source", ""))
            if self.rule.problem is not None:
                self.add_error(None, told(self.rule.problem))
        return asked | {"parameters": plain}

    def _listed(self, name: str, expected: Any) -> Any:
        rows = self.rows[name]
        if not rows.formset.is_valid():
            self.add_error(None, _("{name}: look at the lines below.").format(name=rows.label))
            return None
        values = [plain_value(value) for value in rows.values()]
        if rows.is_one:
            return values[0] if values else None
        return values

    def _rows(self, name: str, expected: Any, value: type, stands: Any, places: Places) -> Rows:
        inner, _limits = without_limits(without_none(expected)[0])
        is_one = get_origin(inner) is not tuple
        listed = ([stands] if is_one else stands) if stands else []
        initial = [{part: typed(part, one) for part, one in row.items()} for row in listed]
        blank = [] if is_one else _blank_rows(value, listed, places)
        made = formset_factory(
            RowForm,
            extra=1 if is_one and not initial else len(blank),
            can_delete=not is_one,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
        )
        made.deletion_widget = forms.CheckboxInput
        formset = made(
            self.data if self.is_bound else None,
            prefix=self.key(name),
            initial=initial,
            form_kwargs={"value": value, "places": places},
        )
        if not self.is_bound:
            for form, row in zip(formset.extra_forms, blank, strict=False):
                form.initial = row
        label = capfirst(parameter_name(name))
        return Rows(label, _help(self.kind, name, ""), formset, is_one)


def part_name(name: str) -> str:
    """What a part of a value is called: a name of its own, or that of the parameter."""
    return word(PARTS[name]) if name in PARTS else parameter_name(name)


def told(problem: InvalidRule) -> str:
    """What the domain has against a rule, in the reader's language."""
    return say(problem.message, problem.params)


def _hold(form: forms.Form, key: str, name: str, expected: Any, value: object) -> None:
    try:
        check_parameter(name, expected, value)
    except InvalidRule as problem:
        form.add_error(key, told(problem))


def _help(kind: str, name: str, limits: str) -> str:
    said = HELP.get(f"{kind}.{name}")
    return " ".join(filter(None, [word(said) if said else "", limits]))


def _defaults(kind: str) -> dict[str, Any]:
    """What parameters are that nobody wrote."""
    return {one.name: plain_value(one.default) for one in fields(KINDS[kind]) if one.default is not MISSING}


def _begun_with(kind: str, places: Sequence[str]) -> dict[str, Any]:
    return {
        name: list(places)
        for name, expected in parameter_types(KINDS[kind]).items()
        if without_limits(expected)[0] == tuple[PlaceCode, ...]
    }


def _blank_rows(value: type, listed: list[dict[str, Any]], places: Places) -> list[dict[str, Any]]:
    """Rows to fill in: one for each place that has none yet, else a few."""
    part = next((name for name, one in parameter_types(value).items() if one == PlaceCode), None)
    if part is None:
        return [{} for _number in range(BLANK_ROWS)]
    named = {row.get(part) for row in listed}
    return [{part: code} for code, _label in places if code not in named]
