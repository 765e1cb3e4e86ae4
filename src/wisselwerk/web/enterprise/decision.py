"""What was decided on my application, why, and what can I do now?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.draw_paper import draw_told
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.paper import decision_letter, is_final, motivation_of, reference
from wisselwerk.apps.vouchers.queries import (
    application_for,
    applications_of,
    latest_decision,
    outcomes_of,
    reasons_of,
)
from wisselwerk.apps.vouchers.queries.applications import review_is_pending
from wisselwerk.apps.vouchers.queries.draws import place_of, was_drawn
from wisselwerk.apps.vouchers.queries.reviews import Review, conversation_of, review_of
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.demo_notice import demo_notice
from wisselwerk.web.enterprise.answering_question import AnswerForm, WithdrawForm
from wisselwerk.wording import whom_to_ask

CAN_WITHDRAW = (ApplicationState.REVIEW, ApplicationState.ENTERED)
"""Where nothing is decided yet that a withdrawal would undo, unless a draw gave it its place."""


@signed_in
def decision(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The decision that stands, in words, with each rule's outcome; and what is asked before one is taken."""
    application = application_or_404(request, application_id)
    actor = actor_of_request(request)
    review = review_of(application)
    forms = _forms(request, application, actor, review)
    act = request.POST.get("act", "")
    if act in forms and forms[act].is_valid() and forms[act].sent(actor, application):
        messages.success(
            request, _("Your answer has come in.") if act == "answer" else _("Your application is withdrawn.")
        )
        return redirect("enterprise:decision", application.pk)
    made = latest_decision(application)
    reasons = reasons_of(made) if made else ()
    context = {
        "application": application,
        "decision": made,
        "reference": reference(made) if made else "",
        "motivation": motivation_of(made, application) if made else "",
        "outcomes": outcomes_of(made) if made else (),
        "reasons": reasons,
        "is_outside": any(one.code == RefusalCode.OUTSIDE_TERRITORY for one in reasons),
        "told": draw_told(made) if made and application.state != ApplicationState.WITHDRAWN else (),
        "place": place_of(application),
        "is_asked_again": review_is_pending(application),
        "contact": whom_to_ask(application.scheme.partnership),
        "review": review,
        "lines": conversation_of(application),
        "answer": forms.get("answer"),
        "withdraw": forms.get("withdraw"),
    }
    status = max((form.status for form in forms.values()), default=200)
    return render(request, "enterprise/decision.html", context, status=status)


def _forms(
    request: HttpRequest, application: Application, actor: Actor, review: Review | None
) -> dict[str, AnswerForm | WithdrawForm]:
    """What the reader can say, by the act it is sent as; nothing to who only looks. What was sent stays, to say why not."""
    if not applications_of(actor).filter(pk=application.pk).exists():
        return {}
    act = request.POST.get("act")
    forms: dict[str, AnswerForm | WithdrawForm] = {}
    if act == "answer" or (review and review.can_answer and application.state != ApplicationState.WITHDRAWN):
        forms["answer"] = AnswerForm(request.POST if act == "answer" else None)
    may_withdraw = application.state in CAN_WITHDRAW and not was_drawn(application)
    if act == "withdraw" or may_withdraw:
        forms["withdraw"] = WithdrawForm(request.POST if act == "withdraw" else None)
    return forms


@signed_in
def letter(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The same decision as an official letter; 404 as long as nothing was decided."""
    application = application_or_404(request, application_id)
    made = latest_decision(application)
    if made is None or not is_final(made):
        raise Http404
    contact = whom_to_ask(application.scheme.partnership)
    content = decision_letter(made, application, contact=contact, notice=demo_notice())
    headers = {"Content-Disposition": f'inline; filename="{reference(made)}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def application_or_404(request: HttpRequest, application_id: UUID) -> Application:
    """The application; 404 when there is none, or when it is not for whoever asks."""
    try:
        return application_for(actor_of_request(request), application_id)
    except Application.DoesNotExist as error:
        raise Http404 from error
