"""Who may keep the page of a provider: the enterprise itself, and who coordinates a partnership where it works."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from wisselwerk.apps.catalogue.keepers import kept_by
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.parties.permissions import may
from wisselwerk.domain.actor import Actor
from wisselwerk.web.access import actor_of_request


def keeps(actor: Actor, provider: Provider) -> bool:
    """Whether ``actor`` may change what a provider tells of itself."""
    return may(actor, "describe_provider", provider.organisation_id, *kept_by(actor, provider))


def kept_provider(request: HttpRequest, slug: str) -> Provider:
    """The provider of an address, for who keeps its page.

    Raises:
        Http404: there is none.
        PermissionDenied: who asks does not keep it.
    """
    found = Provider.objects.select_related("organisation").filter(organisation__slug=slug).first()
    if found is None:
        raise Http404
    if not keeps(actor_of_request(request), found):
        raise PermissionDenied
    return found
