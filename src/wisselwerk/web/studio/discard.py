"""Do I really throw this draft away?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.schemes.services import discard_draft
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.studio.access import draft_or_404
from wisselwerk.web.studio.edition import EditionForm


@for_role(Role.COORDINATOR)
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is lost, and do it."""
    found = draft_or_404(request, slug)
    form = EditionForm(request.POST or None, initial={"edition": found.edition})
    if form.is_valid() and form.keep(
        request,
        "discard_draft",
        found,
        lambda edition: discard_draft(actor_of_request(request), draft=found.pk, edition=edition),
    ):
        messages.success(request, _("The draft is gone."))
        return redirect("studio:drafts")
    return render(request, "studio/discard.html", {"draft": found, "form": form}, status=form.status)
