"""Nobody fills anything in only in order to report: every form says of every field what it is asked for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms

import wisselwerk.web
from wisselwerk.config import urls  # noqa: F401  # every form is read in with the pages
from wisselwerk.web.purpose import DECLARED, Purpose, asks, burden, typed_fields

TEMPLATES = Path(wisselwerk.web.__file__).parent / "templates"
TYPED = re.compile(r"<(?:textarea|select|input)\b[^>]*>")
CHOOSING = re.compile(r'<form\b[^>]*method="get".*?</form>', re.DOTALL)
NOT_TYPED = re.compile(r'type="(?:hidden|submit|radio|checkbox|file)"')


def ours(base: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    """Every form of the pages, also one made from another."""
    for form in base.__subclasses__():
        if form.__module__.startswith("wisselwerk.web."):
            yield form
        yield from ours(form)


FORMS = sorted(set(ours()), key=lambda form: (form.__module__, form.__name__))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_a_form_says_of_each_of_its_fields_what_it_is_asked_for(form: type[forms.BaseForm]) -> None:
    said = DECLARED[form].fields if form in DECLARED else {}
    assert set(said) == set(typed_fields(form)), (
        f"say above {form.__module__}.{form.__name__} what each of these is asked for, with @asks of web/purpose.py"
    )


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_no_field_is_there_only_to_report(form: type[forms.BaseForm]) -> None:
    asked = DECLARED.get(form)
    only = [] if asked is None else [name for name, why in asked.fields.items() if why is Purpose.REPORT]
    assert only == [], (
        "make it from what happens here, or leave it out: nobody fills in a form in order to report"
    )
    assert asked is None or asked.made is not Purpose.REPORT


def test_what_is_typed_is_in_a_form() -> None:
    """A field that a template makes by itself would not be counted. What is asked by address is not kept: it chooses."""
    loose = [
        (page.relative_to(TEMPLATES), found)
        for page in TEMPLATES.rglob("*.html")
        if "components" not in page.parts
        for found in TYPED.findall(CHOOSING.sub("", page.read_text()))
        if not NOT_TYPED.search(found)
    ]
    assert loose == []


def test_the_burden_is_counted_from_what_the_forms_say() -> None:
    counted = burden()
    assert counted.only_to_report == 0
    assert counted.forms == sum(bool(asked.fields) or asked.made is not None for asked in DECLARED.values())
    assert counted.fields > counted.forms > 50


def test_a_field_that_is_there_only_to_report_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wisselwerk.web.purpose.DECLARED", {})

    @asks(right="name", report="hours_spent sector")
    class Fiche(forms.Form):
        name = forms.CharField()
        hours_spent = forms.IntegerField()
        sector = forms.CharField()

    assert (burden().forms, burden().fields, burden().only_to_report) == (1, 3, 2)
    assert list(typed_fields(Fiche)) == ["name", "hours_spent", "sector"]


def test_a_field_has_one_purpose() -> None:
    with pytest.raises(ValueError, match="two purposes"):
        asks(right="name", money="name")
