"""What do we know of this application, what do the rules say, and what do I decide?"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as translate

from wisselwerk.apps.vouchers.declarations import aid_in, answers_in
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.paper import findings_of, is_final
from wisselwerk.apps.vouchers.queries import delivery_of, latest_decision, reasons_of
from wisselwerk.apps.vouchers.services import decide_application, review_refusal
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.applications import application_or_404
from wisselwerk.web.coordinator.deciding import DecideForm
from wisselwerk.web.forms import Answer
from wisselwerk.wording import parameter_value

COMMANDS = {
    ApplicationState.REVIEW: decide_application,
    ApplicationState.REFUSED: review_refusal,
}
"""What a person can do with an application that stands there; with any other there is nothing to decide."""


@for_role(Role.COORDINATOR)
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One application with its facts and outcomes, and the decision where there is one to take."""
    asked = application_or_404(request, application_id)
    form = DecideForm(asked, request.POST or None) if asked.state in COMMANDS else None
    if form and form.is_valid() and _decided(request, asked, form):
        return redirect("coordinator:application", asked.pk)
    made = latest_decision(asked)
    context = {
        "application": asked,
        "decision": made,
        "delivery": delivery_of(made) if made and is_final(made) else None,
        "findings": findings_of(made) if made else (),
        "reasons": reasons_of(made) if made else (),
        "remarks": asked.remarks.all(),
        "answers": [
            (translate(question.told), parameter_value(question.name, answer))
            for question, answer in answers_in(asked.declarations)
        ],
        "declared_aid": aid_in(asked.declarations),
        "form": form,
    }
    return render(request, "coordinator/application.html", context, status=form.status if form else 200)


def _decided(request: HttpRequest, asked: Application, form: DecideForm) -> Answer | None:
    actor, command = actor_of_request(request), COMMANDS[ApplicationState(asked.state)]
    return form.carry_out(
        actor,
        # Pressed twice it is one decision, whatever the first press made of the application.
        f"web:decide:{asked.pk}",
        lambda: {"decision": command(actor, application=asked, **form.decided()).pk},
    )
