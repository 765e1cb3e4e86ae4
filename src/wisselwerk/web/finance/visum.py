"""Does this scheme get my visum?"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.schemes.drafting import undecided_councils
from wisselwerk.apps.schemes.models import Scheme, VisumKind
from wisselwerk.apps.schemes.queries import Overview, budgets_of, scheme_overview
from wisselwerk.apps.schemes.services import give_visum, refuse_visum
from wisselwerk.apps.schemes.visum import signed_for, visa_of, visum_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm, Answer, hangs_on_a_choice
from wisselwerk.web.opening import when_it_opens
from wisselwerk.web.purpose import asks

REFUSE = "refuse"
"""The name of the button that refuses; any other gives."""


@asks(money="decided_on text")
class VisumForm(ActForm):
    """The day, and what goes with it: conditions of a visum, or why it is refused."""

    decided_on = forms.DateField(
        label=gettext_lazy("Day of the visum or of the refusal"),
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the day."),
            "invalid": gettext_lazy("Write the day like 2027-01-31."),
        },
    )
    text = forms.CharField(
        label=gettext_lazy("Conditions, or why you refuse"),
        help_text=gettext_lazy("Needed when you refuse. Name no persons."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hangs_on_a_choice(self.fields["text"])

    def clean_decided_on(self) -> date:
        """A day that has come."""
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > today():
            raise forms.ValidationError(_("This day is still to come. A visum is given today or before."))
        return decided_on


@for_role(Role.FINANCIAL_DIRECTOR)
def visum(request: HttpRequest, slug: str) -> HttpResponse:
    """What the scheme promises and with how much money, what was recorded already, and the form that gives or refuses."""
    scheme = get_object_or_404(signed_for(actor_of_request(request), today()), slug=slug)
    form = VisumForm(request.POST or None)
    if form.is_valid() and (answer := _decided(request, scheme, form)):
        messages.success(request, answer["said"])
        return redirect("finance:visum", slug)
    standing, one = visum_of(scheme), _overview(slug)
    context = {
        "one": one,
        "budgets": budgets_of(scheme),
        "standing": standing,
        "can_decide": standing is None or standing.kind == VisumKind.BEFORE,
        "visa": visa_of(scheme),
        "undecided": undecided_councils(scheme, one.version, one.day),
        "form": form,
    }
    return render(request, "finance/visum.html", context, status=form.status)


def _overview(slug: str) -> Overview:
    found = scheme_overview(slug, today())
    assert found is not None, f"the scheme {slug} was there a moment ago"
    return found


def _decided(request: HttpRequest, scheme: Scheme, form: VisumForm) -> Answer | None:
    actor, asked = actor_of_request(request), form.cleaned_data
    is_refusal = REFUSE in request.POST

    def act() -> dict[str, Any]:
        if is_refusal:
            refuse_visum(actor, scheme=scheme, refused_on=asked["decided_on"], reason=asked["text"])
            return {"said": _("The refusal is on record. The scheme stays closed.")}
        give_visum(actor, scheme=scheme, given_on=asked["decided_on"], conditions=asked["text"])
        return {"said": " ".join([_("The visum is on record."), when_it_opens(_overview(scheme.slug))])}

    route = f"web:{REFUSE if is_refusal else 'give'}_visum:{scheme.pk}"
    return form.carry_out(actor, route, act)
