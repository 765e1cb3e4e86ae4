"""What does my scheme ask, since when, and with how much money?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.schemes.drafting import undecided_councils
from wisselwerk.apps.schemes.models import VisumKind
from wisselwerk.apps.schemes.queries import Overview, fundings
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.schemes.visum import payer_of, visa_of
from wisselwerk.apps.vouchers.queries import main_lines
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.funding import FundForm
from wisselwerk.web.coordinator.schemes import scheme_or_404
from wisselwerk.web.council.access import text_name
from wisselwerk.web.forms import Answer
from wisselwerk.wording import money


@for_role(Role.COORDINATOR)
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """One scheme: its versions, its money, and the form that adds money."""
    overview = scheme_or_404(request, slug)
    form = FundForm(overview, request.POST or None)
    if form.is_valid() and _funded(request, overview, form):
        amount = money(form.cleaned_data["amount"])
        messages.success(request, _("{amount} was added to the budget.").format(amount=amount))
        return redirect("coordinator:scheme", slug)
    visa, coming = visa_of(overview.scheme), overview.coming
    context = {
        "one": overview,
        "refused": visa[-1] if visa and visa[-1].kind == VisumKind.REFUSED else None,
        "lines": main_lines(overview.scheme, overview.day.year),
        "fundings": fundings(overview.scheme, overview.day.year),
        "visa": visa,
        "undecided": undecided_councils(overview.scheme, overview.version, overview.day),
        "undecided_coming": undecided_councils(overview.scheme, coming.next.version, coming.starts_on)
        if coming
        else (),
        "payer": payer_of(overview.scheme, today()),
        "form": form,
        "version_text": text_name(overview.version) if overview.version else "",
        "coming_text": text_name(coming.next.version) if coming else "",
    }
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
                decision=form.stands_on(),
            ).pk
        },
    )
