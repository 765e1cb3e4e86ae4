"""Deciding as a person: what, why, and with which correction."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.vouchers.models import Application
from wisselwerk.clock import today
from wisselwerk.web.forms import ActForm
from wisselwerk.web.places import seat_choices

AWARD, REFUSE = "award", "refuse"


class DecideForm(ActForm):
    """A decision with its reasons. The words go to the business; a wrong municipality is corrected here."""

    answer = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(AWARD, _("Award the voucher")), (REFUSE, _("Refuse, or keep to the refusal"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    motivation = forms.CharField(
        label=_("Why?"),
        help_text=_("The business reads this. Name no persons."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say why, in a sentence or two that the business will understand.")},
    )
    municipality = forms.ChoiceField(
        label=_("Municipality of the seat"),
        help_text=_("Change it when something else was declared than what is true."),
        required=False,
    )

    def __init__(self, application: Application, data: QueryDict | None) -> None:
        self.declared = application.declarations.get("municipality", "")
        super().__init__(data, initial={"municipality": self.declared})
        self.fields["municipality"].choices = seat_choices(today(), ())  # type: ignore[attr-defined]

    def decided(self) -> dict[str, Any]:
        """The decision as the command takes it."""
        municipality = self.cleaned_data["municipality"]
        is_corrected = municipality and municipality != self.declared
        return {
            "award": self.cleaned_data["answer"] == AWARD,
            "motivation": self.cleaned_data["motivation"],
            "declarations": {"municipality": municipality} if is_corrected else None,
        }
