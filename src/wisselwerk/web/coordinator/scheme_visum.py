"""The council asks no visum for this scheme: which decision says so, and where is it?"""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.schemes.queries import Overview
from wisselwerk.apps.schemes.services import record_exemption
from wisselwerk.apps.schemes.visum import payer_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.schemes import scheme_or_404
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.opening import when_it_opens
from wisselwerk.web.purpose import asks


@asks(money="title decided_on reference")
class ExemptionForm(ActForm):
    """A council decision that exempts the scheme."""

    title = forms.CharField(
        label=gettext_lazy("Title of the decision"),
        max_length=300,
        error_messages={"required": gettext_lazy("Fill in the title of the decision.")},
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the day."),
            "invalid": gettext_lazy("Write the day like 2027-01-31."),
        },
    )
    reference = forms.CharField(
        label=gettext_lazy("Where to find it"),
        help_text=gettext_lazy("The number or the address under which it is published."),
        max_length=300,
        error_messages={"required": gettext_lazy("Fill in where the decision can be found.")},
    )

    def clean_decided_on(self) -> date:
        """A day on which the council can have decided."""
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > today():
            raise forms.ValidationError(
                _("This day is still to come. Give the day on which the council decided.")
            )
        return decided_on


@for_role(Role.COORDINATOR)
def scheme_visum(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what will happen, ask which decision, and record it."""
    overview = scheme_or_404(request, slug)
    form = ExemptionForm(request.POST or None)
    if form.is_valid() and _exempted(request, overview, form):
        done = _("The exemption is on record."), when_it_opens(overview)
        messages.success(request, " ".join(done))
        return redirect("coordinator:scheme", slug)
    context = {"one": overview, "payer": payer_of(overview.scheme, today()), "form": form}
    return render(request, "coordinator/scheme_visum.html", context, status=form.status)


def _exempted(request: HttpRequest, overview: Overview, form: ExemptionForm) -> Answer | None:
    actor, asked = actor_of_request(request), form.cleaned_data
    return form.carry_out(
        actor,
        f"web:record_exemption:{overview.scheme.pk}",
        lambda: {
            "visum": record_exemption(
                actor,
                scheme=overview.scheme,
                title=asked["title"],
                decided_on=asked["decided_on"],
                reference=asked["reference"],
            ).pk
        },
    )
