"""Who was there: a tick for each name."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.purpose import asks

NOBODY: "QuerySet[Any]" = QuerySet()
"""Until it is known whose list it is."""


@asks(record="there")
class TicksForm(RefusableForm):
    """Ticks on a list of rows. Only what was changed on this page is done: two who stand at the door do not undo each other's."""

    there = forms.ModelMultipleChoiceField(
        queryset=NOBODY, required=False, widget=forms.CheckboxSelectMultiple
    )
    shown = forms.ModelMultipleChoiceField(queryset=NOBODY, required=False, widget=forms.MultipleHiddenInput)
    """Who was ticked when the page was shown: what somebody else ticked since is not this one's to change."""

    def __init__(self, rows: "QuerySet[Any]", data: Any) -> None:
        super().__init__(data)
        for name in ("there", "shown"):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a field of rows

    @property
    def changed(self) -> list[tuple[Model, bool]]:
        """The rows of which the tick is another than was shown, and whether it is ticked now."""
        there = set(self.cleaned_data["there"])
        other = sorted(there ^ set(self.cleaned_data["shown"]), key=lambda one: one.pk)
        return [(one, one in there) for one in other]
