"""What did both sides say of this order, and do we go on without a side that says nothing?"""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.vouchers.services import waive_evaluation
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.evaluation import Side
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.vouchers import voucher_or_404
from wisselwerk.web.enterprise.evaluation import held_or_404
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks

SIDES = {Side.BUSINESS: gettext_lazy("The business"), Side.PROVIDER: gettext_lazy("The provider")}


@asks(money="side reason")
class WaiverForm(ActForm):
    """Without which side, and why."""

    side = forms.ChoiceField(
        label=gettext_lazy("Without whose answer do you go on?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a side.")},
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
    field_order = ("side", "reason")

    def __init__(self, request: HttpRequest, silent: Iterable[Side]) -> None:
        super().__init__(request.POST or None)
        field = self.fields["side"]
        assert isinstance(field, forms.ChoiceField)
        # Who presses twice is told that it was done, and not that it is no choice.
        field.choices = [(side, SIDES[side]) for side in (Side if request.POST else silent)]


@for_role(Role.COORDINATOR)
def evaluation(request: HttpRequest, code: str, redemption_id: UUID) -> HttpResponse:
    """One redemption of the coordinator's schemes of which a part waits for both sides."""
    page = voucher_or_404(request, code)
    held = held_or_404(request, page, redemption_id)
    silent = held.known.silent(today())
    form = WaiverForm(request, silent)
    if form.is_valid() and _waived(request, redemption_id, form):
        messages.success(request, _("It goes on without that answer."))
        return redirect("coordinator:evaluation", page.code, redemption_id)
    context = {"voucher": page, "redemption": held.known.redemption, "held": held, "silent": silent}
    return render(request, "coordinator/evaluation.html", context | {"form": form}, status=form.status)


def _waived(request: HttpRequest, redemption_id: UUID, form: WaiverForm) -> Answer | None:
    actor, side, reason = (
        actor_of_request(request),
        Side(form.cleaned_data["side"]),
        form.cleaned_data["reason"],
    )
    return form.carry_out(
        actor,
        f"web:waive_evaluation:{redemption_id}",
        lambda: {
            "evaluation": waive_evaluation(actor, redemption=redemption_id, side=side, reason=reason).pk
        },
    )
