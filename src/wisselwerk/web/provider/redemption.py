"""What is due of this invoice, from whom, and what does its payment wait for?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.payouts.queries.road import steps_of
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.queries.proofs import proofs_of, redemption_for
from wisselwerk.apps.vouchers.services import state_receipt
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.evaluating import held_back
from wisselwerk.web.forms import Answer
from wisselwerk.web.history import said_of
from wisselwerk.web.own_payment import OwnPaymentForm


@for_role(Role.PROVIDER)
def redemption(request: HttpRequest, redemption_id: UUID) -> HttpResponse:
    """One invoice of a provider; and the form that says that the business paid its own part."""
    one = _redemption_or_404(request, redemption_id)
    known = proofs_of([one], today()).get(one.pk)
    form = OwnPaymentForm(request.POST or None)
    if form.is_valid() and _stated(request, one, form):
        messages.success(request, _("It is kept that the business paid its own part."))
        return redirect("provider:redemption", one.pk)
    context = {
        "redemption": one,
        "known": known,
        "said": said_of(known) if known else [],
        "step": steps_of([one], today()).get(one.pk),
        "form": form,
        "evaluations": held_back(actor_of_request(request), [one], today()),
    }
    return render(request, "provider/redemption.html", context, status=form.status)


def _redemption_or_404(request: HttpRequest, redemption_id: UUID) -> Redemption:
    actor = actor_of_request(request)
    try:
        found = redemption_for(actor, redemption_id)
    except Redemption.DoesNotExist as error:
        raise Http404 from error
    if not actor.has(Role.PROVIDER, found.supplier_id):
        raise Http404
    return found


def _stated(request: HttpRequest, one: Redemption, form: OwnPaymentForm) -> Answer | None:
    actor, asked = actor_of_request(request), form.asked()
    return form.carry_out(
        actor,
        f"web:state_receipt:{one.pk}",
        lambda: {"payment": state_receipt(actor, redemption=one.pk, **asked).pk},
    )
