"""Was this delivered as agreed? One click, or a few words."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.queries.proofs import Proofs, proofs_of
from wisselwerk.apps.vouchers.services import confirm_delivery, dispute_delivery
from wisselwerk.clock import today
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.enterprise.answering import NO, YES, ConfirmForm, DisputeForm, answers_for
from wisselwerk.web.enterprise.voucher import voucher_or_404
from wisselwerk.web.forms import Answer
from wisselwerk.web.history import said_of
from wisselwerk.web.voucher_view import VoucherView


@signed_in
def delivery(request: HttpRequest, code: str, redemption_id: UUID) -> HttpResponse:
    """Say whether one invoice was delivered; for the other parties, what was said."""
    page = voucher_or_404(request, code)
    known = proofs_or_404(page, redemption_id)
    said = request.POST.get("said")
    confirm = ConfirmForm(request.POST if said == YES else None, auto_id=False)
    dispute = DisputeForm(request.POST if said == NO else None)
    if confirm.is_valid() and _confirmed(request, redemption_id, confirm):
        messages.success(request, _("Thank you: it is confirmed that this was delivered."))
        return redirect("enterprise:voucher", page.code)
    if dispute.is_valid() and _disputed(request, redemption_id, dispute):
        messages.success(
            request, _("Nothing is paid for now. The provider and the coordinator hear of it by mail.")
        )
        return redirect("enterprise:voucher", page.code)
    context = {
        "voucher": page,
        "redemption": known.redemption,
        "known": known,
        "said": said_of(known),
        "may_answer": known.can_answer and answers_for(actor_of_request(request), known),
        "confirm": confirm,
        "dispute": dispute,
    }
    status = max(confirm.status, dispute.status)
    return render(request, "enterprise/delivery.html", context, status=status)


def proofs_or_404(page: VoucherView, redemption_id: UUID) -> Proofs:
    """What is asked and known of one redemption of a voucher; 404 when there is none, or nothing is asked of it."""
    redemptions = [one for one in page.voucher.redemptions.all() if one.pk == redemption_id]
    known = proofs_of(redemptions, today()).get(redemption_id)
    if known is None:
        raise Http404
    return known


def _confirmed(request: HttpRequest, redemption_id: UUID, form: ConfirmForm) -> Answer | None:
    actor = actor_of_request(request)
    return form.carry_out(
        actor,
        f"web:confirm_delivery:{redemption_id}",
        lambda: {"step": confirm_delivery(actor, redemption=redemption_id).pk},
    )


def _disputed(request: HttpRequest, redemption_id: UUID, form: DisputeForm) -> Answer | None:
    actor, reason = actor_of_request(request), form.cleaned_data["reason"]
    return form.carry_out(
        actor,
        f"web:dispute_delivery:{redemption_id}",
        lambda: {"step": dispute_delivery(actor, redemption=redemption_id, reason=reason).pk},
    )
