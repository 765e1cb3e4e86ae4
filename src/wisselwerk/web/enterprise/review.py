"""Can somebody look at this refusal again?"""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.queries import applications_of
from wisselwerk.apps.vouchers.services.decisions import request_review
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks


@asks(right="text")
class ReviewForm(ActForm):
    """What we did not know, in the applicant's own words."""

    text = forms.CharField(
        label=gettext_lazy("What did we not know, or get wrong?"),
        help_text=gettext_lazy("A few sentences are enough. Tell us nothing about other people."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Tell us in a few words why.")},
    )


@signed_in
def review(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Ask that a person looks at the refusal."""
    # Who only looks after an application looks again without asking.
    application = get_object_or_404(applications_of(actor_of_request(request)), pk=application_id)
    form = ReviewForm(request.POST or None)
    if form.is_valid() and _asked(request, application, form):
        messages.success(request, _("A person looks at it again. You get a mail with the new decision."))
        return redirect("enterprise:decision", application.pk)
    context = {"application": application, "form": form}
    return render(request, "enterprise/review.html", context, status=form.status)


def _asked(request: HttpRequest, application: Application, form: ReviewForm) -> Answer | None:
    actor, text = actor_of_request(request), form.cleaned_data["text"]
    return form.carry_out(
        actor,
        "web:request_review",
        lambda: {"remark": request_review(actor, application=application, text=text).pk},
    )
