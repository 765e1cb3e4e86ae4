"""Which de minimis aid was there before? One question, and only after a yes how much and when."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.vouchers.declarations import Declarations, activity_in, aid_in
from wisselwerk.clock import today
from wisselwerk.domain.aid import Activity
from wisselwerk.domain.money import total
from wisselwerk.web.forms import ActForm
from wisselwerk.web.money_field import EuroField, as_typed
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word

NO, YES = "no", "yes"
FIELDS = ("had_aid", "aid", "aid_on", "activity")


def activity_choices() -> list[tuple[str, str]]:
    """For which activity, the common one first."""
    return [(one.value, capfirst(word(one.value))) for one in Activity]


@asks(right="had_aid aid aid_on activity")
class AidForm(ActForm):
    """A form that asks about aid where the rules of the scheme do, and about nothing more where they do not."""

    had_aid = forms.ChoiceField(
        label=gettext_lazy("Did your business, or the group it is a part of, get other de minimis aid?"),
        help_text=gettext_lazy(
            "De minimis aid is small aid of a government; its decision says that it is. Count the last three years and "
            "every government. What you got through this site counts by itself: leave it out."
        ),
        choices=[(NO, gettext_lazy("No")), (YES, gettext_lazy("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    aid = EuroField(
        label=gettext_lazy("How much in all, in euro?"),
        help_text=gettext_lazy("For example 12.500 or 1.500,50."),
        error_messages={"required": gettext_lazy("Fill in how much it was.")},
    )
    aid_on = forms.DateField(
        label=gettext_lazy("When was the last of it granted?"),
        help_text=gettext_lazy(
            "From that day all of it counts for three years. Without a day it goes on counting."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day like 2027-01-31.")},
        required=False,
    )
    activity = forms.ChoiceField(
        label=gettext_lazy("For which activity do you use the voucher?"),
        help_text=gettext_lazy("Farms and fishery have a ceiling of their own."),
        choices=activity_choices,
        required=False,
    )

    def ask_aid(self, *, is_asked: bool) -> None:
        """Leave the questions out where nobody asks them."""
        for name in () if is_asked else FIELDS:
            del self.fields[name]
        if self.asks_aid and self.is_bound:
            self.fields["aid"].required = self.data.get("had_aid") == YES

    @property
    def asks_aid(self) -> bool:
        """Whether this form asks about aid."""
        return "had_aid" in self.fields

    def clean(self) -> dict[str, Any]:
        """After a yes no day is still to come."""
        found = super().clean() or self.cleaned_data
        day = found.get("aid_on")
        if found.get("had_aid") == YES and day and day > today():
            self.add_error("aid_on", _("This day is still to come. When was the last of the aid granted?"))
        return found

    def aid_declared(self) -> dict[str, Any]:
        """What was filled in, as the command takes it: one sum, with the day of its last grant."""
        if self.cleaned_data.get("had_aid") != YES:
            return {}
        day = self.cleaned_data["aid_on"]
        sum_ = {"amount_cents": int(self.cleaned_data["aid"]), "granted_on": day.isoformat() if day else None}
        return {
            "activity": self.cleaned_data["activity"] or Activity.GENERAL.value,
            "de_minimis_aid": [sum_],
        }


def as_filled_in(declarations: Declarations) -> dict[str, Any]:
    """What was declared of aid, as the fields of the form show it: grants as one sum with the last of their days."""
    aid = aid_in(declarations)
    if not aid:
        return {"had_aid": NO, "activity": activity_in(declarations).value}
    days = [one.granted_on for one in aid]
    cents = int(total(one.amount_cents for one in aid))
    return {
        "had_aid": YES,
        "aid": as_typed(cents),
        "aid_on": None if None in days else max(day for day in days if day),
        "activity": activity_in(declarations).value,
    }
