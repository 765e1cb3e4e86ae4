"""Commands over the catalogue: providers and what they offer, and lists of them."""

from wisselwerk.apps.catalogue.services.files import load_providers, load_services
from wisselwerk.apps.catalogue.services.providers import (
    offer_service,
    rebuild_search,
    recognise_provider,
    register_provider,
)

__all__ = [
    "load_providers",
    "load_services",
    "offer_service",
    "rebuild_search",
    "recognise_provider",
    "register_provider",
]
