"""What is known of this invoice before it is paid: settle a dispute, and keep which proof was seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from wisselwerk.apps.payouts.queries.road import steps_of
from wisselwerk.apps.vouchers.models import FulfilmentStep
from wisselwerk.apps.vouchers.services import find_delivered, see_bank_proof, withdraw_dispute
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.vouchers import voucher_or_404
from wisselwerk.web.enterprise.delivery import proofs_or_404
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.history import said_of
from wisselwerk.web.own_payment import SeenForm
from wisselwerk.web.purpose import asks

SETTLE, SEE = "settle", "see"


@dataclass(frozen=True, slots=True)
class End:
    """A way in which a dispute ends. ``name`` and ``done`` are message ids."""

    command: Callable[..., FulfilmentStep]
    name: str
    done: str


ENDS: Mapping[str, End] = {
    "found": End(
        find_delivered,
        gettext_noop("It was delivered after all. Payment no longer waits for it."),
        gettext_noop("The dispute is settled: it was delivered."),
    ),
    "withdrawn": End(
        withdraw_dispute,
        gettext_noop("The business takes it back. It gets the working days back that were left to answer."),
        gettext_noop("The dispute is withdrawn: the days to answer go on."),
    ),
}
"""By the value of the choice. The third way is to undo the invoice, on the page for that."""


@asks(money="end reason")
class SettleForm(ActForm):
    """How it ends, and why."""

    end = forms.ChoiceField(
        label=gettext_lazy("How does it end?"),
        choices=[(value, gettext_lazy(end.name)) for value, end in ENDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it ends.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "The business and the provider read this. It is kept with the voucher. Name no persons."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why, in a sentence or two.")},
    )
    field_order = ("end", "reason")


@for_role(Role.COORDINATOR)
def proof(request: HttpRequest, code: str, redemption_id: UUID) -> HttpResponse:
    """One redemption of the coordinator's schemes, and what can be settled of it."""
    page = voucher_or_404(request, code)
    known = proofs_or_404(page, redemption_id)
    act = request.POST.get("act")
    settle = SettleForm(request.POST if act == SETTLE else None)
    see = SeenForm(request.POST if act == SEE else None, auto_id="seen_%s")
    done = None
    if settle.is_valid() and _settled(request, redemption_id, settle):
        end = ENDS[settle.cleaned_data["end"]]
        done = _(end.done)
    if see.is_valid() and _seen(request, redemption_id, see):
        done = _("It is kept that you saw the proof.")
    if done:
        messages.success(request, done)
        return redirect("coordinator:proof", page.code, redemption_id)
    context = {
        "voucher": page,
        "redemption": known.redemption,
        "known": known,
        "said": said_of(known),
        "step": steps_of([known.redemption], today()).get(redemption_id),
        "settle": settle,
        "see": see,
    }
    return render(request, "coordinator/proof.html", context, status=max(settle.status, see.status))


def _settled(request: HttpRequest, redemption_id: UUID, form: SettleForm) -> Answer | None:
    actor, end = actor_of_request(request), ENDS[form.cleaned_data["end"]]
    reason = form.cleaned_data["reason"]
    return form.carry_out(
        actor,
        f"web:settle_dispute:{redemption_id}",
        lambda: {"step": end.command(actor, redemption=redemption_id, reason=reason).pk},
    )


def _seen(request: HttpRequest, redemption_id: UUID, form: SeenForm) -> Answer | None:
    actor, asked = actor_of_request(request), form.asked()
    return form.carry_out(
        actor,
        f"web:see_bank_proof:{redemption_id}",
        lambda: {"payment": see_bank_proof(actor, redemption=redemption_id, **asked).pk},
    )
