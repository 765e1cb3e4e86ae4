"""Commands over providers, their recognitions and their services."""

from collections.abc import Iterable

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition, Service
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.base import ProviderKind


@command
def register_provider(
    actor: Actor,
    *,
    enterprise_number: str,
    slug: str,
    name: str,
    description: str = "",
    contact: str = "",
    places: Iterable[str] = (),
) -> Provider:
    """A social-economy enterprise as provider; known already, it gets the name, words and places given here.

    ``places`` are codes of finest places. Its recognitions are recorded apart: see ``recognise_provider``.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    organisation = enterprise(enterprise_number)
    require(actor, "register_provider", organisation.pk)
    organisation.slug, organisation.name = slug, name
    organisation.save(update_fields=["slug", "name"])
    provider, _ = Provider.objects.update_or_create(
        organisation=organisation, defaults={"description": description, "contact": contact}
    )
    provider.places.all().delete()
    ProviderPlace.objects.bulk_create(
        ProviderPlace(provider=provider, place=place) for place in sorted(set(places))
    )
    record(actor, "register_provider", f"provider:{provider.pk}")
    return provider


@command
def recognise_provider(
    actor: Actor, *, provider: Provider, kind: ProviderKind, source: str, valid: Period
) -> Recognition:
    """Record a recognition of one kind for a time. Recorded before, it gets the end and the source given here.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "recognise_provider", provider.organisation_id)
    recognition, _ = Recognition.objects.update_or_create(
        provider=provider,
        kind=kind,
        valid_from=valid.start,
        defaults={"source": source, "valid_until": valid.end},
    )
    record(actor, "recognise_provider", f"recognition:{recognition.pk}")
    return recognition


@command
def offer_service(
    actor: Actor, *, provider: Provider, slug: str, name: str, description: str = "", price: str = ""
) -> Service:
    """A service of a provider; known already by its slug, it gets the words and price given here.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "offer_service", provider.organisation_id)
    service, _ = Service.objects.update_or_create(
        provider=provider,
        slug=slug,
        defaults={"name": name, "description": description, "price": price},
    )
    record(actor, "offer_service", f"service:{service.pk}")
    return service
