"""Too much was added: take it out of the budget again, and say why."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.schemes.models import Budget
from wisselwerk.apps.schemes.queries import Overview, budgets_of
from wisselwerk.apps.schemes.services import reduce_budget
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.schemes import scheme_or_404
from wisselwerk.web.coordinator.voucher_act import ReasonForm
from wisselwerk.web.forms import Answer
from wisselwerk.web.money_field import EuroField
from wisselwerk.web.purpose import asks
from wisselwerk.wording import money


@asks(money="budget amount")
class ReduceForm(ReasonForm):
    """Of which budget, how much, and why."""

    budget = forms.ChoiceField(label=gettext_lazy("Out of which budget?"))
    amount = EuroField(
        label=gettext_lazy("Amount to take out, in euro"),
        help_text=gettext_lazy("For example 250.000 or 1.500,50. It is no more than what is left."),
    )

    field_order = ("budget", "amount", "reason")

    def __init__(self, overview: Overview, *args: Any) -> None:
        super().__init__(*args)
        self.fields["reason"].help_text = _("Kept with the budget. Name no persons.")
        self.budgets = {str(one.pk): one for one in budgets_of(overview.scheme)}
        choices = [(key, _named(one)) for key, one in self.budgets.items()]
        self.fields["budget"].choices = choices  # type: ignore[attr-defined]


@for_role(Role.COORDINATOR)
def scheme_reduce(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what will happen, ask how much and why, and take it out."""
    overview = scheme_or_404(request, slug)
    form = ReduceForm(overview, request.POST or None)
    if form.is_valid() and _reduced(request, overview, form):
        amount = money(form.cleaned_data["amount"])
        messages.success(request, _("{amount} was taken out of the budget.").format(amount=amount))
        return redirect("coordinator:scheme", slug)
    return render(
        request, "coordinator/scheme_reduce.html", {"one": overview, "form": form}, status=form.status
    )


def _named(budget: Budget) -> str:
    whose = budget.member.name if budget.member else _("All members together")
    left = money(budget.account.balance_cents)
    return _("{year}, {whose}: {left} left").format(year=budget.year, whose=whose, left=left)


def _reduced(request: HttpRequest, overview: Overview, form: ReduceForm) -> Answer | None:
    actor, asked = actor_of_request(request), form.cleaned_data
    budget = form.budgets[asked["budget"]]
    return form.carry_out(
        actor,
        f"web:reduce_budget:{budget.pk}",
        lambda: {
            "budget": reduce_budget(
                actor,
                scheme=overview.scheme,
                year=budget.year,
                amount_cents=asked["amount"],
                reason=asked["reason"],
                member=budget.member,
            ).pk
        },
    )
