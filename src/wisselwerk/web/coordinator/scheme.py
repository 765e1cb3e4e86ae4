"""What does my scheme ask, since when, and with how much money?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.queries import Overview
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.queries import main_lines
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.schemes import scheme_or_404
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.money_field import EuroField
from wisselwerk.wording import money


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

    def __init__(self, overview: Overview, data: QueryDict | None) -> None:
        super().__init__(data)
        members = members_on(overview.scheme.partnership_id, today())
        self.members = {str(one.member_id): one.member for one in members}
        year = today().year
        self.fields["year"].choices = [(one, one) for one in (year, year + 1)]  # type: ignore[attr-defined]
        names = [(key, member.name) for key, member in self.members.items()]
        self.fields["member"].choices = [("", _("All members together")), *names]  # type: ignore[attr-defined]


@for_role(Role.COORDINATOR)
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """One scheme: its versions, its money, and the form that adds money."""
    overview = scheme_or_404(request, slug)
    form = FundForm(overview, request.POST or None)
    if form.is_valid() and _funded(request, overview, form):
        amount = money(form.cleaned_data["amount"])
        messages.success(request, _("{amount} was added to the budget.").format(amount=amount))
        return redirect("coordinator:scheme", slug)
    lines = main_lines(overview.scheme, today().year)
    context = {"one": overview, "lines": lines, "form": form}
    return render(request, "coordinator/scheme.html", context, status=form.status)


def _funded(request: HttpRequest, overview: Overview, form: FundForm) -> Answer | None:
    actor, asked = actor_of_request(request), form.cleaned_data
    return form.carry_out(
        actor,
        f"web:fund_scheme:{overview.scheme.pk}",
        lambda: {
            "budget": fund_scheme(
                actor,
                scheme=overview.scheme,
                year=asked["year"],
                amount_cents=asked["amount"],
                member=form.members.get(asked["member"]),
            ).pk
        },
    )
