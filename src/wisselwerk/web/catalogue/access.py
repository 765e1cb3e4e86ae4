"""Who may keep the page of a provider: the enterprise itself, and who coordinates a partnership where it works."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from wisselwerk.apps.catalogue.keepers import kept_by, partnerships_near
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.parties.permissions import may
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.web.access import actor_of_request
from wisselwerk.wording import listed


def keeps(actor: Actor, provider: Provider) -> bool:
    """Whether ``actor`` may change what a provider tells of itself."""
    return may(actor, "describe_provider", provider.organisation_id, *kept_by(actor, provider))


def kept_provider(request: HttpRequest, slug: str) -> Provider:
    """The provider of an address, for who keeps its page.

    Raises:
        Http404: there is none.
        PermissionDenied: who asks does not keep it; it tells a coordinator who does.
    """
    found = Provider.objects.select_related("organisation").filter(organisation__slug=slug).first()
    if found is None:
        raise Http404
    actor = actor_of_request(request)
    if keeps(actor, found):
        return found
    if not actor.organisations(Role.COORDINATOR):
        raise PermissionDenied
    name, keepers = found.organisation.name, partnerships_near([found], today()).get(found.pk, [])
    told = _(
        "{name} and {keepers} keep this page. What has to change, you ask them, with what stands on the public page of "
        "{name}. A recognition you can record yourself: that stands there too."
    )
    raise PermissionDenied(told.format(name=name, keepers=listed([one.name for one in keepers])))
