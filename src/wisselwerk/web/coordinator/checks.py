"""Which invoices are not in order, and what do I do about one?"""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.models import InvoiceCheck
from wisselwerk.apps.vouchers.queries.checks import (
    broken_rules,
    coordinated_check,
    delayed_checks,
    failed_checks,
)
from wisselwerk.apps.vouchers.services import accept_invoice
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.voucher_act import ReasonForm
from wisselwerk.web.forms import Answer

PER_PAGE = 25


@for_role(Role.COORDINATOR)
def checks(request: HttpRequest) -> HttpResponse:
    """Invoices that break official rules and wait for the coordinator; and those whose check does not work now."""
    actor = actor_of_request(request)
    page = Paginator(failed_checks(actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "failed": list(page), "delayed": delayed_checks(actor)[:PER_PAGE]}
    return render(request, "coordinator/checks.html", context)


@for_role(Role.COORDINATOR)
def check(request: HttpRequest, redemption_id: UUID) -> HttpResponse:
    """What the rules say of one invoice, and the two ways on: undo it, or accept it with a reason."""
    found = _check_or_404(request, redemption_id)
    waits = found.is_for_a_person and not found.redemption.is_reversed
    form = ReasonForm(request.POST or None) if waits else None
    if form is not None and form.is_valid() and _accepted(request, found, form):
        messages.success(request, _("The invoice is accepted. It can be paid."))
        return redirect("coordinator:voucher", found.redemption.voucher.code)
    context = {"check": found, "broken": broken_rules(found), "form": form}
    status = 200 if form is None else form.status
    return render(request, "coordinator/check.html", context, status=status)


def _check_or_404(request: HttpRequest, redemption_id: UUID) -> InvoiceCheck:
    try:
        return coordinated_check(actor_of_request(request), redemption_id)
    except InvoiceCheck.DoesNotExist as error:
        raise Http404 from error


def _accepted(request: HttpRequest, found: InvoiceCheck, form: ReasonForm) -> Answer | None:
    actor, reason = actor_of_request(request), form.cleaned_data["reason"]
    return form.carry_out(
        actor,
        f"web:accept_invoice:{found.pk}",
        lambda: {"state": accept_invoice(actor, redemption=found.pk, reason=reason).state},
    )
