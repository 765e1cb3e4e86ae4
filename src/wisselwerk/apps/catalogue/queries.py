"""Who offers what, asked for a day: a provider counts while it is recognised."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition, Service
from wisselwerk.domain.rule.base import ProviderKind, ServiceKind
from wisselwerk.formats.territory import belgian_territory


def recognised_providers(
    day: date, *, place: str = "", kind: ServiceKind | None = None
) -> QuerySet[Provider]:
    """Providers recognised on ``day``, by name, each with its recognitions of that day, its places and services.

    ``place`` is the code of a place where they work; ``kind`` one of service that they offer. Four queries, however many
    there are. By words: ``search.find_providers``.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    found = with_parts(recognised_on(day, place=place, kind=kind), day)
    return found.order_by("organisation__name", "pk")


def provider_by_slug(slug: str, day: date) -> Provider | None:
    """The provider with this name in addresses, recognised or not, with its parts as they are on ``day``."""
    return with_parts(Provider.objects.filter(organisation__slug=slug), day).first()


def providers_of(organisations: Collection[int], day: date) -> QuerySet[Provider]:
    """The providers that these organisations are, recognised or not, with their parts as on ``day``. Four queries."""
    found = Provider.objects.filter(organisation__in=organisations)
    return with_parts(found, day).order_by("organisation__name", "pk")


def services_on(day: date, *, place: str = "", kind: ServiceKind | None = None) -> QuerySet[Service]:
    """Services offered on ``day`` by providers recognised then, by name, each with its provider. One query.

    ``place`` is the code of a place where the provider works. By words: ``search.find_services``.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    found = Service.objects.filter(offered_on(day), provider__in=recognised_on(day, place=place))
    if kind is not None:
        found = found.filter(kind=kind)
    return found.select_related("provider__organisation").order_by("name", "pk")


def recognised_kinds(provider: Provider, day: date) -> tuple[ProviderKind, ...]:
    """The kinds under which a provider is recognised on ``day``; none when it is not recognised."""
    kinds = Recognition.objects.on(day).filter(provider=provider).values_list("kind", flat=True)
    return tuple(sorted({ProviderKind(kind) for kind in kinds}))


def is_social_economy(enterprise_id: int, day: date) -> bool:
    """Whether an enterprise is itself recognised as social-economy enterprise on ``day``."""
    return Recognition.objects.on(day).filter(provider__organisation=enterprise_id).exists()


def recognised_on(day: date, *, place: str = "", kind: ServiceKind | None = None) -> QuerySet[Provider]:
    """The providers that count on ``day``, in any order, without their parts: to ask others about.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    found = Provider.objects.filter(pk__in=Recognition.objects.on(day).values("provider"))
    if place:
        finest = belgian_territory().finest(place, day)
        found = found.filter(pk__in=ProviderPlace.objects.filter(place__in=finest).values("provider"))
    if kind is not None:
        offers = Service.objects.filter(offered_on(day), kind=kind, provider=OuterRef("pk"))
        found = found.filter(Exists(offers))
    return found


def offered_on(day: date, service: str = "") -> Q:
    """What a service must be to be offered on ``day``: not ended. ``service`` is the way to it, such as ``service__``."""
    return Q(**{f"{service}ended_on__isnull": True}) | Q(**{f"{service}ended_on__gt": day})


def with_parts(providers: QuerySet[Provider], day: date) -> QuerySet[Provider]:
    """Providers with their recognitions, places and services as they are on ``day``."""
    offered = Service.objects.filter(offered_on(day)).order_by("name")
    return providers.select_related("organisation").prefetch_related(
        Prefetch("recognitions", Recognition.objects.on(day).order_by("kind")),
        Prefetch("places", ProviderPlace.objects.order_by("place")),
        Prefetch("services", offered),
    )
