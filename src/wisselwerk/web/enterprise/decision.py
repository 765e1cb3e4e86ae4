"""What was decided on my application, why, and what can I do now?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.vouchers.draw_paper import draw_told
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.paper import decision_letter, is_final, motivation_of, reference
from wisselwerk.apps.vouchers.queries import (
    application_for,
    latest_decision,
    outcomes_of,
    reasons_of,
)
from wisselwerk.apps.vouchers.queries.applications import review_is_pending
from wisselwerk.apps.vouchers.queries.draws import place_of
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.contact import notice
from wisselwerk.wording import whom_to_ask


@signed_in
def decision(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The decision that stands, in words, with each rule's outcome."""
    application = application_or_404(request, application_id)
    made = latest_decision(application)
    context = {
        "application": application,
        "decision": made,
        "reference": reference(made) if made else "",
        "motivation": motivation_of(made, application) if made else "",
        "outcomes": outcomes_of(made) if made else (),
        "reasons": reasons_of(made) if made else (),
        "told": draw_told(made) if made else (),
        "place": place_of(application),
        "is_asked_again": review_is_pending(application),
        "contact": whom_to_ask(application.scheme.partnership),
    }
    return render(request, "enterprise/decision.html", context)


@signed_in
def letter(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The same decision as an official letter; 404 as long as nothing was decided."""
    application = application_or_404(request, application_id)
    made = latest_decision(application)
    if made is None or not is_final(made):
        raise Http404
    contact = whom_to_ask(application.scheme.partnership)
    content = decision_letter(made, application, contact=contact, notice=notice())
    headers = {"Content-Disposition": f'inline; filename="{reference(made)}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def application_or_404(request: HttpRequest, application_id: UUID) -> Application:
    """The application; 404 when there is none, or when it is not for whoever asks."""
    try:
        return application_for(actor_of_request(request), application_id)
    except Application.DoesNotExist as error:
        raise Http404 from error
