"""A day with two hours: when something begins and ends, as somebody types it."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from wisselwerk.clock import BRUSSELS
from wisselwerk.web.forms import ActForm
from wisselwerk.web.purpose import asks


@asks(record="on starts ends")
class WhenForm(ActForm):
    """From when until when, on one day, in hours of Brussels."""

    on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day."), "invalid": _("Write the day like 2027-01-31.")},
    )
    starts = forms.TimeField(
        label=_("From"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Fill in the hour."), "invalid": _("Write the hour like 19:30.")},
    )
    ends = forms.TimeField(
        label=_("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Fill in the hour."), "invalid": _("Write the hour like 19:30.")},
    )

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["starts"], BRUSSELS)

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["ends"], BRUSSELS)
