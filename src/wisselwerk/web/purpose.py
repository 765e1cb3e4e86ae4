"""What each field of each form is asked for: said once, above the form, and counted for the burden of reporting.

    @asks(right="enterprise_number municipality", record="email")
    class ApplicationForm(ActForm): ...

A form that inherits fields says it of its own only. Fields that are made while a form is shown (a question of the rules,
a year of a plan) are asked for what ``made`` says. A field that nobody types, in a hidden input, needs no purpose.
``tests/web/test_purpose.py`` fails on a field without a purpose, and on one that is only there to report.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django import forms

F = TypeVar("F", bound=forms.BaseForm)


class Purpose(StrEnum):
    """Why somebody is asked to fill something in."""

    RIGHT = "RIGHT"
    """To decide on a right, or to let the right person in."""
    MONEY = "MONEY"
    """To pay, to be paid, to keep the books."""
    RECORD = "RECORD"
    """To run what one runs oneself: rules, agenda, catalogue, decisions, what went well."""
    FIND = "FIND"
    """To find or try something out; nothing of it is kept."""
    VOLUNTARY = "VOLUNTARY"
    """To say, of one's own accord or in answer to a question, what is so; nothing waits for it, and it is counted by itself."""
    REPORT = "REPORT"
    """Only so that somebody else has it in a report. There are none of these."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one form says of its own fields."""

    fields: Mapping[str, Purpose]
    made: Purpose | None
    """Of the fields that are made while it is shown; None where none are."""


@dataclass(frozen=True, slots=True)
class Burden:
    """What the forms ask in all."""

    forms: int
    """Those that somebody fills something in on."""
    fields: int
    only_to_report: int


DECLARED: dict[type[forms.BaseForm], Asked] = {}
"""What every form says, filled as the forms are read in."""


def asks(
    *,
    right: str = "",
    money: str = "",
    record: str = "",
    find: str = "",
    voluntary: str = "",
    report: str = "",
    made: Purpose | None = None,
) -> Callable[[type[F]], type[F]]:
    """Says of a form what each of its fields is asked for: the names of the fields, with spaces between.

    Raises:
        ValueError: a field has two purposes.
    """
    found: dict[str, Purpose] = {}
    for purpose, names in zip(Purpose, (right, money, record, find, voluntary, report), strict=True):
        for name in names.split():
            if name in found:
                raise ValueError(
                    f"{name} is asked for two purposes: choose the one without which it would go"
                )
            found[name] = purpose

    def declare(form: type[F]) -> type[F]:
        DECLARED[form] = Asked(found, made)
        return form

    return declare


def typed_fields(form: type[forms.BaseForm]) -> Iterator[str]:
    """The fields of a form, and of no form it is made from, that somebody fills in."""
    ours = [base for base in form.__mro__[1:] if base.__module__.startswith("wisselwerk.")]
    inherited = {name for base in ours for name in getattr(base, "base_fields", {})}
    fields: Mapping[str, forms.Field] = vars(form).get("base_fields", {})
    for name, field in fields.items():
        if name not in inherited and not isinstance(field.widget, forms.HiddenInput):
            yield name


def burden() -> Burden:
    """Counted from what the forms say. Fields that are made while a form is shown count as one."""
    purposes = [
        [*asked.fields.values(), *([] if asked.made is None else [asked.made])] for asked in DECLARED.values()
    ]
    return Burden(
        forms=sum(bool(each) for each in purposes),
        fields=sum(len(each) for each in purposes),
        only_to_report=sum(each.count(Purpose.REPORT) for each in purposes),
    )
