"""Did this decision reach who applied, and if not: how do I bring it there?"""

from collections.abc import Callable, Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.vouchers.models import Application, Delivery
from wisselwerk.apps.vouchers.paper import is_final
from wisselwerk.apps.vouchers.queries import delivery_of, latest_decision
from wisselwerk.apps.vouchers.services import mail_decision, post_decision
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.applications import application_or_404
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks

COMMANDS: Mapping[str, Callable[..., Delivery]] = {"mail": mail_decision, "post": post_decision}


@asks(right="way")
class DeliverForm(ActForm):
    """By which way."""

    way = forms.ChoiceField(
        label=gettext_lazy("How does the decision get there?"),
        choices=[
            ("mail", gettext_lazy("Mail it again")),
            ("post", gettext_lazy("I sent the letter by post, or handed it over")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the decision gets there.")},
    )


@for_role(Role.COORDINATOR)
def delivery(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """How far the decision that stands came, and what can be done about it; 404 while there is none."""
    application = application_or_404(request, application_id)
    decision = latest_decision(application)
    if decision is None or not is_final(decision):
        raise Http404
    form = DeliverForm(request.POST or None)
    if form.is_valid() and _brought(request, application, form):
        messages.success(request, _said(form.cleaned_data["way"]))
        return redirect("coordinator:application", application.pk)
    context = {
        "application": application,
        "decision": decision,
        "delivery": delivery_of(decision),
        "form": form,
    }
    return render(request, "coordinator/delivery.html", context, status=form.status)


def _said(way: str) -> str:
    return _("The decision is being mailed.") if way == "mail" else _("The decision was sent by post.")


def _brought(request: HttpRequest, application: Application, form: DeliverForm) -> Answer | None:
    actor, command = actor_of_request(request), COMMANDS[form.cleaned_data["way"]]
    return form.carry_out(
        actor,
        f"web:deliver:{application.pk}",
        lambda: {"delivery": command(actor, application=application).pk},
    )
