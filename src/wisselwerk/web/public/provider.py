"""Who is this social-economy enterprise, and what does it do for customers?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.catalogue.keepers import partnerships_near
from wisselwerk.apps.catalogue.queries import provider_by_slug
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.catalogue.access import keeps


def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """One provider: its services, its places, its recognition."""
    found = provider_by_slug(slug, today())
    if found is None:
        raise Http404
    actor = actor_of_request(request)
    context = {
        "provider": found,
        "today": today(),
        "keeps": keeps(actor, found),
        "recognises": bool(actor.organisations(Role.COORDINATOR)),
        "keepers": partnerships_near([found], today()).get(found.pk, []),
    }
    return render(request, "public/provider.html", context)
