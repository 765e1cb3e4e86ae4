"""Which schemes somebody coordinates."""

from django.http import Http404, HttpRequest

from wisselwerk.apps.schemes.queries import Overview, scheme_overview, scheme_overviews
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.web.access import actor_of_request


def schemes_of(actor: Actor) -> list[Overview]:
    """The schemes of the partnerships the actor coordinates, by name."""
    partnerships = actor.organisations(Role.COORDINATOR)
    return [one for one in scheme_overviews(today()) if one.scheme.partnership_id in partnerships]


def scheme_or_404(request: HttpRequest, slug: str) -> Overview:
    """A scheme that whoever asks coordinates; 404 for any other."""
    found = scheme_overview(slug, today())
    if found is None or not actor_of_request(request).has(Role.COORDINATOR, found.scheme.partnership_id):
        raise Http404
    return found
