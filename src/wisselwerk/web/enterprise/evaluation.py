"""How did it go? Two questions for each side, and what was said once both have answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.services import evaluate_as_business, evaluate_as_provider
from wisselwerk.clock import today
from wisselwerk.domain.evaluation import Side
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.enterprise.voucher import voucher_or_404
from wisselwerk.web.evaluating import EvaluationForm, Held, held_back
from wisselwerk.web.forms import Answer
from wisselwerk.web.voucher_view import VoucherView

SAYS = {Side.BUSINESS: evaluate_as_business, Side.PROVIDER: evaluate_as_provider}


@signed_in
def evaluation(request: HttpRequest, code: str, redemption_id: UUID) -> HttpResponse:
    """Say for one side how it went; for the others, what was said."""
    page = voucher_or_404(request, code)
    held = held_or_404(request, page, redemption_id)
    asked = request.POST.get("side", "")
    form = EvaluationForm(request.POST if asked in set(Side) else None)
    if form.is_valid() and _said(request, redemption_id, Side(asked), form):
        messages.success(request, _("Thank you. It is kept how it went."))
        return redirect("enterprise:evaluation", page.code, redemption_id)
    context = {"voucher": page, "redemption": held.known.redemption, "held": held, "form": form}
    return render(request, "enterprise/evaluation.html", context, status=form.status)


def held_or_404(request: HttpRequest, page: VoucherView, redemption_id: UUID) -> Held:
    """One redemption of a voucher of which a part is held back; 404 when there is none, or nothing is."""
    redemptions = [one for one in page.voucher.redemptions.all() if one.pk == redemption_id]
    for one in held_back(actor_of_request(request), redemptions, today()):
        return one
    raise Http404


def _said(request: HttpRequest, redemption_id: UUID, side: Side, form: EvaluationForm) -> Answer | None:
    actor, answers, words = actor_of_request(request), form.answers(), form.cleaned_data["words"]
    return form.carry_out(
        actor,
        f"web:evaluate:{side}:{redemption_id}",
        lambda: {"evaluation": SAYS[side](actor, redemption=redemption_id, answers=answers, words=words).pk},
    )
