"""From which day do the rules of a draft hold: asked before the councils decide, and again when it is published."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.services.versions import against_start
from wisselwerk.clock import today
from wisselwerk.domain.rule_check import of_first_day
from wisselwerk.web.purpose import asks
from wisselwerk.web.studio.edition import EditionForm
from wisselwerk.wording import say, sentence


@asks(record="valid_from")
class FirstDayForm(EditionForm):
    """The first day, with what else a form asks beside it."""

    valid_from = forms.DateField(
        label=gettext_lazy("From which day do these rules hold?"),
        show_hidden_initial=True,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the day."),
            "invalid": gettext_lazy("Write the day like 2027-01-31."),
        },
    )

    def __init__(self, draft: Draft, data: QueryDict | None, beside: Mapping[str, object]) -> None:
        stands = {"valid_from": draft.valid_from, "edition": draft.edition, **beside}
        super().__init__(data, initial=stands)
        self.draft = draft

    def clean_valid_from(self) -> date:
        """A day on which a version can start, as publishing will judge it."""
        day: date = self.cleaned_data["valid_from"]
        reason = against_start(self.draft.scheme, day) if self.draft.scheme else None
        if reason:
            raise forms.ValidationError(sentence(reason))
        return day


def told_of(day: date | None) -> list[str]:
    """What is told of a first day that is kept all the same: that it has passed, and what to do."""
    found = of_first_day(day, today()) if day else ()
    return [f"{say(one.says, one.params)} {say(one.to_do, one.params)}" for one in found]
