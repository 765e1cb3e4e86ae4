"""What of the register is asked for: the same on the page, in the feed and in the file."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.initiatives.queries.initiative_years import in_year, years_of_register
from wisselwerk.apps.initiatives.queries.initiatives import initiatives
from wisselwerk.clock import today
from wisselwerk.domain.initiative_sentence import KIND_NAMES, STATE_NAMES
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.priority import PRIORITY_NAMES, Priority
from wisselwerk.domain.signal import SignalKind
from wisselwerk.web.places import flemish_choices
from wisselwerk.web.purpose import asks

Choices = list[tuple[str, str]]


def state_choices() -> Choices:
    """Every state; denied ones are shown only to who asks for them."""
    names = [(one.value, capfirst(gettext(name))) for one, name in STATE_NAMES.items()]
    return [("", gettext("All but denied")), *names]


def kind_choices() -> Choices:
    """Every kind of source."""
    return [
        ("", gettext("All sources")),
        *((one.value, capfirst(gettext(name))) for one, name in KIND_NAMES.items()),
    ]


def priority_choices() -> Choices:
    """The four Flemish priorities."""
    return [
        ("", gettext("All priorities")),
        *((one.value, gettext(name)) for one, name in PRIORITY_NAMES.items()),
    ]


def year_choices() -> Choices:
    """Every year of which something is known."""
    return [("", gettext("All years")), *((str(year), str(year)) for year in years_of_register())]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, and what answers to it."""

    found: QuerySet[Initiative]
    day: date
    """On which municipalities are those that are meant: today, or the last day of the year that was asked for."""
    words: str
    """The same as it stands in an address; empty where nothing was asked for."""

    @property
    def is_filtered(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.words)


@asks(find="q place year state kind priority")
class Filter(forms.Form):
    """What to look for. What cannot be read asks for nothing."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    place = forms.ChoiceField(label=_("Where?"), choices=lambda: flemish_choices(today()), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=state_choices, required=False)
    kind = forms.ChoiceField(label=_("Kind of source"), choices=kind_choices, required=False)
    priority = forms.ChoiceField(label=_("Priority"), choices=priority_choices, required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        # Once, and not each time that somebody looks at the choices: it is asked of the whole register.
        self.fields["year"].choices = year_choices()  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What answers to it."""
        told = self.cleaned_data if self.is_valid() else {}
        state, kind, priority = told.get("state"), told.get("kind"), told.get("priority")
        year = int(told["year"]) if told.get("year") else None
        day = min(date(year, 12, 31), today()) if year else today()
        found = initiatives(
            q=told.get("q", ""),
            place=told.get("place", ""),
            state=InitiativeState(state) if state else None,
            kind=SignalKind(kind) if kind else None,
            priority=Priority(priority) if priority else None,
            day=today(),
        )
        if year:
            found = in_year(found, year)
        return Asked(found, day, urlencode({name: value for name, value in told.items() if value}))


def asked_of(data: QueryDict) -> Asked:
    """What the address of a page asks for."""
    return Filter(data).asked()
