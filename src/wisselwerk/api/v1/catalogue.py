"""Who offers what."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from wisselwerk.api.pages import page
from wisselwerk.api.v1 import schemas
from wisselwerk.api.v1.schemas import MISTAKEN
from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.catalogue.queries import recognised_providers, services_on
from wisselwerk.apps.catalogue.search import find_providers, find_services
from wisselwerk.clock import today
from wisselwerk.domain.rule.base import ServiceKind

router = Router(tags=["catalogue"])

Text = Annotated[
    str,
    Query(
        "",
        alias="q",
        max_length=100,
        description="Words or a sentence; other forms, compounds and typing errors are understood, and 1,000 come at most.",
    ),
]
Place = Annotated[str, Query("", max_length=10, description="NIS or place code of a place where they work.")]
Day = Annotated[date | None, Query(None, description="Recognised on this day; today when absent.")]
Kind = Annotated[ServiceKind | None, Query(None, description="Sort of service.")]
Number = Annotated[int, Query(1, alias="page", ge=1)]


@router.get(
    "/providers",
    response={200: schemas.Page[schemas.Provider], MISTAKEN: schemas.Problem},
    summary="Recognised providers",
)
def providers(
    request: HttpRequest, q: Text, place: Place, kind: Kind, on: Day, page_number: Number
) -> dict[str, Any]:
    """Social-economy enterprises recognised on a day, by name; with words those that answer to them, best first."""
    day = on or today()
    if q:
        return page(request, find_providers(day, q, place=place, kind=kind), page_number, _provider)
    return page(request, recognised_providers(day, place=place, kind=kind), page_number, _provider)


@router.get(
    "/services",
    response={200: schemas.Page[schemas.Service], MISTAKEN: schemas.Problem},
    summary="Services of recognised providers",
)
def services(
    request: HttpRequest, q: Text, place: Place, kind: Kind, on: Day, page_number: Number
) -> dict[str, Any]:
    """What those enterprises do for customers, by name; with words what answers to them, best first."""
    day = on or today()
    if q:
        return page(request, find_services(day, q, place=place, kind=kind), page_number, _service)
    return page(
        request,
        services_on(day, place=place, kind=kind).prefetch_related("provider__places"),
        page_number,
        _service,
    )


def _provider(provider: Provider) -> dict[str, Any]:
    recognitions = list(provider.recognitions.all())
    ends = [recognition.valid_until for recognition in recognitions]
    return {
        "enterprise_number": provider.organisation.enterprise_number,
        "name": provider.organisation.name,
        "kind": recognitions[0].kind,
        "recognised_until": None if None in ends else max(end for end in ends if end),
        "places": [place.place for place in provider.places.all()],
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        "slug": service.slug,
        "name": service.name,
        "description": service.description,
        "price": service.price,
        "kind": service.kind or None,
        "provider_number": service.provider.organisation.enterprise_number,
        "provider": service.provider.organisation.name,
        "places": [place.place for place in service.provider.places.all()],
    }
