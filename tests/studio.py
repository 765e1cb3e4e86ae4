"""A form of the studio as a browser would send it."""

from typing import Any

from django import forms

from wisselwerk.web.studio.rule_form import RuleForm


def typed_in(form: forms.Form) -> dict[str, Any]:
    """What stands in a form, as a browser would send it."""
    found: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        found[bound.html_name] = "" if value is None else value
        if bound.field.show_hidden_initial:
            found[bound.html_initial_name] = form.data.get(bound.html_initial_name, found[bound.html_name])
    for rows in form.rows.values() if isinstance(form, RuleForm) else ():
        found |= {bound.html_name: bound.value() for bound in rows.formset.management_form}
        for row in rows.formset:
            found |= {part.html_name: "" if part.value() is None else part.value() for part in row.parts}
    return found
