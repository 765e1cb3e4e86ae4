"""What do we know of this application, what do the rules say, and what do I decide?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.declarations import aid_in, answers_in
from wisselwerk.apps.vouchers.models import Application, ApplicationState, RemarkSubject
from wisselwerk.apps.vouchers.paper import findings_of, is_final
from wisselwerk.apps.vouchers.queries import delivery_of, latest_decision, reasons_of
from wisselwerk.apps.vouchers.queries.reviews import (
    Review,
    conversation_of,
    review_of,
    term_under,
)
from wisselwerk.apps.vouchers.services import decide_application, review_refusal
from wisselwerk.domain.actor import Role
from wisselwerk.domain.review import ReviewState
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.applications import application_or_404
from wisselwerk.web.coordinator.asking import QuestionToApplicant
from wisselwerk.web.coordinator.deciding import DecideForm
from wisselwerk.web.forms import Answer
from wisselwerk.web.register_view import register_view
from wisselwerk.wording import parameter_value

COMMANDS = {
    ApplicationState.REVIEW: decide_application,
    ApplicationState.REFUSED: review_refusal,
}
"""What a person can do with an application that stands there; with any other there is nothing to decide."""
IN_CONVERSATION = frozenset({RemarkSubject.QUESTION, RemarkSubject.ANSWER})


@for_role(Role.COORDINATOR)
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One application with its facts and outcomes, and the decision where there is one to take."""
    asked = application_or_404(request, application_id)
    review = review_of(asked)
    asks = request.POST.get("act") == "ask"
    form = DecideForm(asked, None if asks else request.POST or None) if asked.state in COMMANDS else None
    question = _question(request, review, is_sent=asks)
    if question and asks and question.is_valid() and question.sent(actor_of_request(request), asked):
        messages.success(request, _("Your question is on its way. The term stands still until the answer."))
        return redirect("coordinator:application", asked.pk)
    if form and form.is_valid() and _decided(request, asked, form):
        return redirect("coordinator:application", asked.pk)
    made = latest_decision(asked)
    context = {
        "application": asked,
        "review": review,
        "term": term_under(made) if made else None,
        "lines": conversation_of(asked),
        "question": question,
        "register": register_view(asked.enterprise, asked.declarations),
        "decision": made,
        "delivery": delivery_of(made) if made and is_final(made) else None,
        "findings": findings_of(made) if made else (),
        "reasons": reasons_of(made) if made else (),
        "remarks": [one for one in asked.remarks.all() if one.subject not in IN_CONVERSATION],
        "answers": [
            (_(question.told), parameter_value(question.name, answer))
            for question, answer in answers_in(asked.declarations)
        ],
        "declared_aid": aid_in(asked.declarations),
        "form": form,
    }
    status = max((one.status for one in (form, question) if one), default=200)
    return render(request, "coordinator/application.html", context, status=status)


def _question(request: HttpRequest, review: Review | None, *, is_sent: bool) -> QuestionToApplicant | None:
    """The form of a question, where one can be asked: or where one was sent, to say why that is over."""
    if is_sent:
        return QuestionToApplicant(request.POST)
    can_ask = review is not None and review.state in {ReviewState.TO_DECIDE, ReviewState.LATE}
    return QuestionToApplicant() if can_ask else None


def _decided(request: HttpRequest, asked: Application, form: DecideForm) -> Answer | None:
    actor, command = actor_of_request(request), COMMANDS[ApplicationState(asked.state)]
    return form.carry_out(
        actor,
        # Pressed twice it is one decision, whatever the first press made of the application.
        f"web:decide:{asked.pk}",
        lambda: {"decision": command(actor, application=asked, **form.decided()).pk},
    )
