"""Money for a scheme, and the council decision on which it stands."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.queries import Overview, budget_decisions
from wisselwerk.apps.schemes.services import BudgetDecision
from wisselwerk.clock import today
from wisselwerk.web.forms import ActForm, hangs_on_a_choice
from wisselwerk.web.money_field import EuroField
from wisselwerk.web.purpose import asks
from wisselwerk.wording import day

NEEDED = ("council", "title", "decided_on")
"""What a decision that is not in the list has to tell."""


@asks(money="year amount member decision council title decided_on reference")
class FundForm(ActForm):
    """Money that a council set aside."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    amount = EuroField(
        label=gettext_lazy("Amount to add, in euro"),
        help_text=gettext_lazy("For example 250.000 or 1.500,50. It is added to what is there."),
    )
    member = forms.ChoiceField(
        label=gettext_lazy("For whom?"),
        help_text=gettext_lazy(
            "Money of one municipality goes to businesses with their seat there, before shared money."
        ),
        required=False,
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("On which council decision does it stand?"),
        help_text=gettext_lazy("It then stands beside the budget, for everybody to see."),
        required=False,
    )
    council = forms.ChoiceField(label=gettext_lazy("Council"), required=False)
    title = forms.CharField(label=gettext_lazy("Title of the decision"), max_length=300, required=False)
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day like 2027-01-31.")},
        required=False,
    )
    reference = forms.CharField(
        label=gettext_lazy("Where to find it"),
        help_text=gettext_lazy("The number or the address under which it is published."),
        max_length=300,
        required=False,
    )

    def __init__(self, overview: Overview, data: QueryDict | None) -> None:
        super().__init__(data)
        for name in ("council", "title", "decided_on"):
            hangs_on_a_choice(self.fields[name])
        members = members_on(overview.scheme.partnership_id, today())
        self.members = {str(one.member_id): one.member for one in members}
        self.known = {str(one.pk): one for one in budget_decisions(overview.scheme)}
        year, begins = today().year, overview.day.year
        self.initial["year"] = begins
        names = [(key, member.name) for key, member in self.members.items()]
        choices: dict[str, Any] = {
            "year": [(one, one) for one in range(year, max(year + 1, begins) + 1)],
            "member": [("", _("All members together")), *names],
            "council": [("", _("Choose the council")), *names],
            "decision": [("", _("Name none")), *self._known_by_name()],
        }
        for name, one in choices.items():
            self.fields[name].choices = one  # type: ignore[attr-defined]

    @property
    def tells_another(self) -> bool:
        """Whether a decision that is not in the list was begun."""
        return any(self.data.get(name) for name in (*NEEDED, "reference"))

    def clean_decided_on(self) -> date | None:
        """A day on which the council can have decided."""
        decided_on: date | None = self.cleaned_data["decided_on"]
        if decided_on is not None and decided_on > today():
            raise forms.ValidationError(
                _("This day is still to come. Give the day on which the council decided.")
            )
        return decided_on

    def clean(self) -> dict[str, Any]:
        """A decision from the list, or another one told in full, or none."""
        asked = super().clean() or {}
        if self.tells_another and asked.get("decision"):
            self.add_error("decision", _("Choose a decision from the list or tell another one, not both."))
        elif self.tells_another:
            for name in NEEDED:
                if not asked.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in too, or leave the whole decision empty."))
        return asked

    def stands_on(self) -> BudgetDecision | None:
        """The decision that was chosen or told."""
        asked = self.cleaned_data
        known = self.known.get(asked["decision"])
        if known is not None:
            return BudgetDecision(known.local_government, known.title, known.decided_on, known.reference)
        if not self.tells_another:
            return None
        council = self.members[asked["council"]]
        return BudgetDecision(council, asked["title"], asked["decided_on"], asked["reference"])

    def _known_by_name(self) -> list[tuple[str, str]]:
        return [
            (key, f"{one.title}, {one.local_government.name}, {day(one.decided_on)}")
            for key, one in self.known.items()
        ]
