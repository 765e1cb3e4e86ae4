"""Commands over providers, their recognitions and their services."""

from collections.abc import Iterable, Mapping

from django.db.models import Model

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition, Service
from wisselwerk.apps.catalogue.words import note_words, write_all_words
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.base import ProviderKind, ServiceKind


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
    known = Provider.objects.filter(organisation=organisation).first()
    own, words = {"slug": slug, "name": name}, {"description": description, "contact": contact}
    works_in = set(places)
    if known and _has(organisation, own) and _has(known, words) and _places(known) == works_in:
        return known
    organisation.slug, organisation.name = slug, name
    organisation.save(update_fields=["slug", "name"])
    provider, _ = Provider.objects.update_or_create(organisation=organisation, defaults=words)
    provider.places.all().delete()
    ProviderPlace.objects.bulk_create(
        ProviderPlace(provider=provider, place=place) for place in sorted(works_in)
    )
    note_words(provider)
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
    told = {"source": source, "valid_until": valid.end}
    known = Recognition.objects.filter(provider=provider, kind=kind, valid_from=valid.start).first()
    if known and _has(known, told):
        return known
    recognition, _ = Recognition.objects.update_or_create(
        provider=provider, kind=kind, valid_from=valid.start, defaults=told
    )
    record(actor, "recognise_provider", f"recognition:{recognition.pk}")
    return recognition


@command
def offer_service(  # what a service is
    actor: Actor,
    *,
    provider: Provider,
    slug: str,
    name: str,
    description: str = "",
    price: str = "",
    kind: ServiceKind | None = None,
) -> Service:
    """A service of a provider; known already by its slug, it gets the words and price given here, and the kind if any.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "offer_service", provider.organisation_id)
    told = {"name": name, "description": description, "price": price}
    if kind is not None:
        told["kind"] = kind.value
    known = Service.objects.filter(provider=provider, slug=slug).first()
    if known and _has(known, told):
        return known
    service, _ = Service.objects.update_or_create(provider=provider, slug=slug, defaults=told)
    note_words(provider, service)
    record(actor, "offer_service", f"service:{service.pk}")
    return service


@command
def rebuild_search(actor: Actor) -> int:
    """Note anew by which words everything is found; others wait meanwhile.

    Returns:
        How many words there are.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "rebuild_search")
    return write_all_words()


def _has(row: Model, values: Mapping[str, object]) -> bool:
    """Whether a row says this already, so that saying it again leaves no trace."""
    return all(getattr(row, name) == value for name, value in values.items())


def _places(provider: Provider) -> set[str]:
    return set(provider.places.values_list("place", flat=True))
