"""Commands over the catalogue: providers and what they offer, and lists of them."""

from wisselwerk.apps.catalogue.services.files import add_service, load_providers, load_services
from wisselwerk.apps.catalogue.services.providers import (
    describe_provider,
    end_service,
    offer_service,
    rebuild_search,
    recognise_provider,
    register_provider,
    say_room,
)

__all__ = [
    "add_service",
    "describe_provider",
    "end_service",
    "load_providers",
    "load_services",
    "offer_service",
    "rebuild_search",
    "recognise_provider",
    "register_provider",
    "say_room",
]
