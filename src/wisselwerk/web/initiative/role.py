"""Tell of one's own accord that one takes up the coordination role, and how: nothing asks for it, and nobody is named."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.initiatives.models import CoordinationRole
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING
from wisselwerk.apps.initiatives.services.frame import (
    end_coordination,
    enter_role_year,
    enter_support,
    take_up_coordination,
)
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.clock import today
from wisselwerk.db import in_one_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.coordination_frame import FRAMES, Form, RoleYear
from wisselwerk.domain.coordination_sentence import FORMS
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import REFUSED, RefusableForm
from wisselwerk.web.money_field import EuroField
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import asks

FIRST_YEAR = FRAMES[0].valid.start.year + 1
LAST_YEAR = 2100
MOST_INHABITANTS = 10_000_000
"""More than there are in Flanders: whoever types that typed a figure too many."""
SUPPORT_CHOICES = {"": _("Not said"), "yes": _("With support"), "no": _("Without support")}
A_DAY = timedelta(days=1)


class DayField(forms.DateField):
    """A day, as a browser gives it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        said = {"invalid": _("Write the day like 2027-01-31."), "required": _("Fill in a day.")}
        too_late = MaxValueValidator(date(LAST_YEAR, 12, 31), _("Write a day before the year 2101."))
        super().__init__(widget=widget, error_messages=said, validators=[too_late], **kwargs)


class SourceField(PublicTextField):
    """Where it stands, for everybody to read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Where does it stand?"),
            max_length=300,
            help_text=_("A plan, a decision or a page, with its day. Name nobody: this is public."),
            error_messages={"required": _("Say where it stands.")},
            **kwargs,
        )


@asks(voluntary="organisation form valid_from inhabitants inhabitants_on centre source")
class TakeUpForm(RefusableForm):
    """That a government or partnership of one's own takes up the role from a day on."""

    organisation = forms.TypedChoiceField(label=_("Who takes it up?"), coerce=int)
    form = forms.ChoiceField(
        label=_("In which form"), choices=[(one.value, name) for one, name in FORMS.items()]
    )
    valid_from = DayField(label=_("First day"))
    inhabitants = forms.IntegerField(
        label=_("Inhabitants of the whole area"), min_value=1, max_value=MOST_INHABITANTS, required=False
    )
    inhabitants_on = DayField(label=_("On which day were they counted?"), required=False)
    centre = forms.IntegerField(
        label=_("Of which in a centre city that takes part"), min_value=1, required=False
    )
    source = SourceField()

    def __init__(self, own: Iterable[Organisation], data: Any) -> None:
        super().__init__(data, prefix="take_up")
        self.own = {one.pk: one for one in own}
        self.fields["organisation"].choices = [(pk, one.name) for pk, one in self.own.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Inhabitants with their day."""
        told = super().clean() or {}
        count, centre = told.get("inhabitants"), told.get("centre")
        if (count is None) is not (told.get("inhabitants_on") is None):
            self.add_error("inhabitants_on", gettext("Fill in the inhabitants and their day, or neither."))
        if centre is not None and (count is None or centre > count):
            self.add_error("centre", gettext("That is more than in the whole area. Look at both again."))
        return told

    def act(self, actor: Actor) -> CoordinationRole:
        """Have it on record."""
        told = self.cleaned_data
        return take_up_coordination(
            actor,
            holder=self.own[told["organisation"]],
            form=Form(told["form"]),
            valid_from=told["valid_from"],
            source=told["source"],
            inhabitants=told["inhabitants"],
            inhabitants_on=told["inhabitants_on"],
            centre_inhabitants=[told["centre"]] if told["centre"] else [],
        )


@asks(voluntary="role")
class OfRoleForm(RefusableForm):
    """About a role that is one's own to tell of."""

    role = forms.TypedChoiceField(label=_("Of which role?"), coerce=int)

    def __init__(self, roles: Iterable[CoordinationRole], data: Any) -> None:
        super().__init__(data, prefix=self.prefix)
        self.roles = {one.pk: one for one in roles}
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (pk, f"{one.valid_from.year}: {one.holder.name}") for pk, one in self.roles.items()
        ]


@asks(voluntary="year wants_support vision fte means coordinator_since granted source")
class YearForm(OfRoleForm):
    """How it is taken up in one year. What is left empty is not said."""

    prefix = "year"
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    wants_support = forms.ChoiceField(
        label=_("With Flemish support?"), choices=list(SUPPORT_CHOICES.items()), required=False
    )
    vision = PublicTextField(
        label=_("Vision"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In a few sentences. Name nobody: this is public."),
        required=False,
    )
    fte = forms.DecimalField(
        label=_("People, in full-time jobs"),
        help_text=_("For example 1,5."),
        min_value=0,
        max_digits=6,
        decimal_places=2,
        localize=True,
        required=False,
    )
    means = EuroField(label=_("Own means, in euro"), required=False)
    coordinator_since = DayField(
        label=_("Since when is there a coordinator?"),
        help_text=_("Only the day is shown, never who it is."),
        required=False,
    )
    granted = EuroField(
        label=_("Support as it was granted, in euro"), required=False, help_text=_("As a decision says it.")
    )
    source = SourceField()

    def clean(self) -> dict[str, Any]:
        """Something told of the year."""
        told = super().clean() or {}
        names = ("wants_support", "vision", "fte", "means", "coordinator_since", "granted")
        if not self.errors and all(told.get(name) in (None, "") for name in names):
            self.add_error("wants_support", gettext("Tell at least one thing of the year."))
        return told

    def act(self, actor: Actor) -> CoordinationRole:
        """Have it on record, all or nothing: what is told, and what was granted."""
        return in_one_transaction(partial(self._enter, actor))

    def _enter(self, actor: Actor) -> CoordinationRole:
        told = self.cleaned_data
        role, fte = self.roles[told["role"]], told["fte"]
        said = {
            "wants_support": {"yes": True, "no": False}.get(told["wants_support"]),
            "vision": told["vision"],
            "fte_hundredths": None if fte is None else int(fte * 100),
            "means_cents": told["means"],
            "coordinator_since": told["coordinator_since"],
        }
        if any(value not in (None, "") for value in said.values()):
            enter_role_year(actor, role=role, year=told["year"], told=RoleYear(**said), source=told["source"])
        if told["granted"] is not None:
            enter_support(
                actor, role=role, year=told["year"], amount_cents=told["granted"], source=told["source"]
            )
        return role


@asks(voluntary="last_day")
class EndForm(OfRoleForm):
    """That it is not taken up any more."""

    prefix = "end"
    last_day = DayField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        """Not before it begins."""
        told = super().clean() or {}
        role, day = self.roles.get(told.get("role", 0)), told.get("last_day")
        if role and day and day < role.valid_from:
            self.add_error("last_day", gettext("This is before the first day. Look at both days again."))
        return told

    def act(self, actor: Actor) -> CoordinationRole:
        """Have it on record."""
        told = self.cleaned_data
        return end_coordination(actor, role=self.roles[told["role"]], valid_until=told["last_day"] + A_DAY)


@for_role(*ANSWERING)
def role(request: HttpRequest) -> HttpResponse:
    """What can be told: that it is taken up, how in a year, and that it ended."""
    actor = actor_of_request(request)
    own = list(Organisation.objects.filter(pk__in=actor.organisations(*ANSWERING)).order_by("name", "pk"))
    held = CoordinationRole.objects.filter(holder__in=own).select_related("holder")
    roles = list(held.order_by("holder__name", "-valid_from"))
    sent, act = request.POST, request.POST.get("act", "")
    take_up = TakeUpForm(own, sent if act == "take_up" else None)
    year = YearForm(roles, sent if act == "year" else None)
    end = EndForm([one for one in roles if not one.valid_until], sent if act == "end" else None)
    for form in (take_up, year, end):
        if form.is_valid() and form.attempt(partial(form.act, actor)) is not None:
            messages.success(request, gettext("Thank you. It is on record, for everybody to read."))
            return redirect("public:roles", form.cleaned_data.get("year") or today().year)
    context = {
        "take_up": take_up,
        "year": year if roles else None,
        "end": end if end.roles else None,
        "roles": roles,
        "this_year": today().year,
    }
    status = max(form.status for form in (take_up, year, end))
    return render(request, "initiative/role.html", context, status=REFUSED if status == REFUSED else 200)
