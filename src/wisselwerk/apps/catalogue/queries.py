"""Who offers what, asked for a day: a provider counts while it is recognised."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition, Service
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.formats.territory import belgian_territory


def recognised_providers(day: date, *, text: str = "", place: str = "") -> QuerySet[Provider]:
    """Providers recognised on ``day``, by name, each with its recognitions of that day, its places and services.

    ``text`` is looked for in names and descriptions, also of services; ``place`` is the code of a place where they
    work. Four queries, however many there are.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    words = (
        Q(organisation__name__icontains=text)
        | Q(description__icontains=text)
        | Exists(Service.objects.filter(_says(text), provider=OuterRef("pk")))
    )
    found = _with_parts(Provider.objects.filter(_recognised(day, "pk"), words), day)
    if place:
        found = found.filter(_works_in(place, day, "pk"))
    return found.order_by("organisation__name", "pk")


def provider_by_slug(slug: str, day: date) -> Provider | None:
    """The provider with this name in addresses, recognised or not, with its parts as they are on ``day``."""
    return _with_parts(Provider.objects.filter(organisation__slug=slug), day).first()


def providers_of(organisations: Collection[int], day: date) -> QuerySet[Provider]:
    """The providers that these organisations are, recognised or not, with their parts as on ``day``. Four queries."""
    found = Provider.objects.filter(organisation__in=organisations)
    return _with_parts(found, day).order_by("organisation__name", "pk")


def services_on(day: date, *, text: str = "", place: str = "") -> QuerySet[Service]:
    """Services of providers recognised on ``day``, by name, each with its provider. One query.

    ``text`` is looked for in what the service and its provider are called; ``place`` is the code of a place where
    the provider works.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    found = Service.objects.filter(
        _recognised(day, "provider"), _says(text) | Q(provider__organisation__name__icontains=text)
    ).select_related("provider__organisation")
    if place:
        found = found.filter(_works_in(place, day, "provider"))
    return found.order_by("name", "pk")


def recognised_kinds(provider: Provider, day: date) -> tuple[ProviderKind, ...]:
    """The kinds under which a provider is recognised on ``day``; none when it is not recognised."""
    kinds = Recognition.objects.on(day).filter(provider=provider).values_list("kind", flat=True)
    return tuple(sorted({ProviderKind(kind) for kind in kinds}))


def is_social_economy(enterprise_id: int, day: date) -> bool:
    """Whether an enterprise is itself recognised as social-economy enterprise on ``day``."""
    return Recognition.objects.on(day).filter(provider__organisation=enterprise_id).exists()


def _with_parts(providers: QuerySet[Provider], day: date) -> QuerySet[Provider]:
    return providers.select_related("organisation").prefetch_related(
        Prefetch("recognitions", Recognition.objects.on(day).order_by("kind")),
        Prefetch("places", ProviderPlace.objects.order_by("place")),
        Prefetch("services", Service.objects.order_by("name")),
    )


def _says(text: str) -> Q:
    return Q(name__icontains=text) | Q(description__icontains=text)


def _recognised(day: date, provider: str) -> Exists:
    return Exists(Recognition.objects.on(day).filter(provider=OuterRef(provider)))


def _works_in(place: str, day: date, provider: str) -> Exists:
    finest = belgian_territory().finest(place, day)
    return Exists(ProviderPlace.objects.filter(place__in=finest, provider=OuterRef(provider)))
