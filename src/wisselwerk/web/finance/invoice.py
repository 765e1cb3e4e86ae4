"""What is this invoice that we pay, what became of it, and do we pay it now?"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import addresses_of
from wisselwerk.apps.payouts.queries.invoice_file import kept_file
from wisselwerk.apps.payouts.queries.payable import unpaid
from wisselwerk.apps.payouts.queries.road import payments_of, steps_of
from wisselwerk.apps.payouts.queries.set_aside import set_aside_of, taken_out_of
from wisselwerk.apps.payouts.queries.sight import payers_of, payments_for, redemptions_paid_for
from wisselwerk.apps.payouts.services import set_aside, take_up_again
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.finance.roles import READERS
from wisselwerk.web.forms import ActForm, Answer


class SetAsideForm(ActForm):
    """Why it is not paid for now."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you set it aside?"),
        help_text=gettext_lazy(
            "Kept with the invoice, for the other director and the auditor. Name no persons."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, in a sentence or two.")},
    )
    asks_coordinator = forms.BooleanField(
        label=gettext_lazy("It is a question about the invoice: ask the coordinator to look into it"),
        help_text=gettext_lazy("The coordinator gets a mail and reads why."),
        required=False,
    )


@for_role(*READERS)
def invoice(request: HttpRequest, redemption_id: UUID) -> HttpResponse:
    """One invoice, for who pays it and who audits its scheme; a director sets it aside, and takes it up again."""
    actor = actor_of_request(request)
    one = get_object_or_404(redemptions_paid_for(actor, today()), pk=redemption_id)
    due, payer = _due(request, redemption_id)
    aside = set_aside_of([one]).get(one.pk) if due is not None else None
    form = _form(request, is_aside=aside is not None)
    if payer is not None and form.is_valid() and (said := _done(request, payer, one.pk, form)):
        messages.success(request, said)
        return redirect("finance:due", payer.nis_code)
    partnership = one.voucher.scheme.partnership_id
    context = {
        "redemption": one,
        "was_pdf": hasattr(one, "pdf_invoice"),
        "kept": kept_file(actor, one.pk, today()),
        "payer": payer,
        "aside": aside,
        "by": addresses_of([aside.actor]).get(aside.actor, "") if aside else "",
        "taken_out": taken_out_of([due]).get(one.pk) if due is not None else None,
        "step": steps_of([one], today()).get(one.pk),
        "payments": payments_of([one]).filter(pk__in=payments_for(actor).values("pk")),
        "is_audited": actor.has(Role.AUDITOR, partnership),
        "form": form,
    }
    return render(request, "finance/invoice.html", context, status=form.status)


def _due(request: HttpRequest, redemption_id: UUID) -> tuple[Any, Organisation | None]:
    """What is due of it as the list of what is due tells it, and the local government of the reader that pays it."""
    for payer in payers_of(actor_of_request(request)):
        if one := unpaid(payer, today()).filter(pk=redemption_id).first():
            return one, payer
    return None, None


def _form(request: HttpRequest, *, is_aside: bool) -> ActForm:
    """What was sent says itself what it asks: meanwhile somebody else may have done it."""
    asks_again = request.POST.get("act") == "again" if request.method == "POST" else is_aside
    return (ActForm if asks_again else SetAsideForm)(request.POST or None)


def _done(request: HttpRequest, payer: Organisation, redemption: UUID, form: ActForm) -> str:
    """What is told once it is done; nothing where it was refused."""
    actor, given = actor_of_request(request), form.cleaned_data

    def act() -> Answer:
        if not isinstance(form, SetAsideForm):
            return {"taken_up": take_up_again(actor, payer=payer, redemption=redemption).pk}
        why = {"reason": given["reason"], "asks_coordinator": given["asks_coordinator"]}
        return {"aside": set_aside(actor, payer=payer, redemption=redemption, **why).pk}

    answer = form.carry_out(actor, f"web:set_aside:{redemption}", act)
    if answer is None:
        return ""
    if "taken_up" in answer:
        return _(
            "The invoice is no longer set aside. It goes in the next proposal, as soon as it can be paid."
        )
    if given["asks_coordinator"]:
        return _("The invoice is set aside. The coordinator is asked to look into it.")
    return _("The invoice is set aside, until a director takes it up again.")
