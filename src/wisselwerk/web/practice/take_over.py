"""Take a practice over: its scheme in the studio, or its text where there is no scheme behind it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wisselwerk.apps.parties.permissions import PARTICIPANTS
from wisselwerk.apps.practices.queries.adoptions import scheme_behind
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.practice.card import practice_or_404


@for_role(*PARTICIPANTS)
def take_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Where it begins for who asks: a coordinator in the studio with the rules filled in, others with the text."""
    actor = actor_of_request(request)
    practice = practice_or_404(actor, slug)
    scheme = scheme_behind(practice)
    if scheme is not None and actor.organisations(Role.COORDINATOR) and scheme.versions.exists():
        return redirect("studio:take-over", scheme.slug)
    return redirect(f"{reverse('practice:new')}?van={practice.slug}")
