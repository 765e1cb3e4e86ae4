"""What have we still to pay, what does each of it wait for, and shall we pay what can be paid?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import BatchRemark, SetAside
from wisselwerk.apps.payouts.queries.desk import desk_of
from wisselwerk.apps.payouts.queries.payable import Wait, unpaid, waits_of
from wisselwerk.apps.payouts.queries.set_aside import set_aside_of, taken_out_of
from wisselwerk.apps.payouts.queries.sight import DIRECTORS
from wisselwerk.apps.payouts.services import propose_batch
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.finance.roles import payer_or_404
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks

PER_PAGE = 50


@asks(money="pay_on")
class ProposeForm(ActForm):
    """When to pay what can be paid."""

    pay_on = forms.DateField(
        label=gettext_lazy("Day to pay on"),
        help_text=gettext_lazy(
            "The bank then takes it from the account. Today is possible too. On a weekend or a day on which banks are closed it "
            "does that on the next day that they work."
        ),
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the day to pay on."),
            "invalid": gettext_lazy("Write the day like 2027-01-31."),
        },
    )


@for_role(*DIRECTORS)
def due(request: HttpRequest, nis_code: str) -> HttpResponse:
    """Everything that is due, oldest first; and the form that makes a batch of what can be paid."""
    payer = payer_or_404(request, nis_code)
    form = ProposeForm(request.POST or None)
    if form.is_valid() and (answer := _proposed(request, payer, form)):
        messages.success(request, _("Proposed. This now waits to be ordered."))
        return redirect("finance:batch", answer["batch"])
    found = unpaid(payer, today()).select_related("payee", "voucher__scheme", "voucher__holder")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "desk": desk_of(payer, today()),
        "form": form,
        "looks": actor_of_request(request).has(Role.FINANCIAL_DIRECTOR, payer.pk),
        "page": page,
        "rows": _rows(list(page)),
    }
    return render(request, "finance/due.html", context, status=form.status)


def _rows(due: list[Any]) -> list[tuple[Any, tuple[Wait, ...], SetAside | None, BatchRemark | None]]:
    """Each with what it waits for, why it was set aside, and when and why it was last taken out of a batch."""
    aside, taken_out = set_aside_of(due), taken_out_of(due)
    return [(one, tuple(waits_of(one)), aside.get(one.pk), taken_out.get(one.pk)) for one in due]


def _proposed(request: HttpRequest, payer: Organisation, form: ProposeForm) -> Answer | None:
    actor, pay_on = actor_of_request(request), form.cleaned_data["pay_on"]
    return form.carry_out(
        actor,
        f"web:propose_batch:{payer.pk}",
        lambda: {"batch": propose_batch(actor, payer=payer, pay_on=pay_on).pk},
    )
