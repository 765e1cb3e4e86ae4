"""Deciding as a person: what, why, and with which correction."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.vouchers.declarations import Declarations, asks_aid, asks_vat, deducts_vat, rules_on
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.clock import day_of, today
from wisselwerk.web.aid_form import FIELDS, NO, YES, as_filled_in
from wisselwerk.web.places import seat_choices
from wisselwerk.web.vat_form import VatForm

AWARD, REFUSE = "award", "refuse"


class DecideForm(VatForm):
    """A decision with its reasons. The words go to the business; what was declared wrongly is corrected here."""

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
        self.declared = application.declarations
        municipality = self.declared.get("municipality", "")
        vat = YES if deducts_vat(self.declared) else NO
        asked = {"municipality": municipality, "deducts_vat": vat, **as_filled_in(self.declared)}
        super().__init__(data, initial=asked)
        self.fields["municipality"].choices = seat_choices(today(), ())  # type: ignore[attr-defined]
        applied_on = day_of(application.applied_at)
        self.ask_aid(is_asked=asks_aid(application.scheme, applied_on))
        self.ask_vat(is_asked=asks_vat(rules_on(application.scheme, applied_on)))

    def decided(self) -> dict[str, Any]:
        """The decision as the command takes it."""
        return {
            "award": self.cleaned_data["answer"] == AWARD,
            "motivation": self.cleaned_data["motivation"],
            "declarations": self._corrected(),
        }

    def _corrected(self) -> Declarations | None:
        """What was declared with what is changed here; None when nothing is."""
        kept = dict(self.declared)
        if municipality := self.cleaned_data["municipality"]:
            kept["municipality"] = municipality
        # What is left as it was stays as it was declared: grant by grant, and not as one sum.
        if not set(FIELDS).isdisjoint(self.changed_data):
            untouched = {name: kept[name] for name in ("municipality", "deducts_vat") if name in kept}
            kept = {"municipality": "", **untouched, **self.aid_declared()}
        if "deducts_vat" in self.changed_data:
            kept.pop("deducts_vat", None)
            kept |= self.vat_declared()
        return None if kept == self.declared else kept
