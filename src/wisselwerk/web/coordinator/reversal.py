"""Shall I really undo this invoice?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.payouts.queries.road import steps_of
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.voucher_act import ReasonForm
from wisselwerk.web.coordinator.vouchers import voucher_or_404
from wisselwerk.web.forms import Answer


@for_role(Role.COORDINATOR)
def reversal(request: HttpRequest, code: str, redemption_id: UUID) -> HttpResponse:
    """Say what will happen, ask why, and undo one redemption."""
    page = voucher_or_404(request, code)
    redemption = next((one for one in page.voucher.redemptions.all() if one.pk == redemption_id), None)
    if redemption is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid() and _undone(request, redemption, form):
        messages.success(request, _("The invoice is undone. The money is back on its way."))
        return redirect("coordinator:voucher", page.code)
    context = {
        "voucher": page,
        "redemption": redemption,
        "step": steps_of([redemption], today()).get(redemption.pk),
        "form": form,
    }
    return render(request, "coordinator/reversal.html", context, status=form.status)


def _undone(request: HttpRequest, redemption: Redemption, form: ReasonForm) -> Answer | None:
    actor, reason = actor_of_request(request), form.cleaned_data["reason"]
    return form.carry_out(
        actor,
        f"web:reverse_redemption:{redemption.pk}",
        lambda: {"reversal": reverse_redemption(actor, redemption=redemption.pk, reason=reason).pk},
    )
