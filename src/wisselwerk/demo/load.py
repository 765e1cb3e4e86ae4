"""Loading the demo into a database, through the same commands as everybody else."""

from wisselwerk.apps.catalogue.services import offer_service, recognise_provider, register_provider
from wisselwerk.demo.providers import PROVIDERS
from wisselwerk.domain.actor import SYSTEM


def load_providers() -> None:
    """The invented social-economy enterprises."""
    for one in PROVIDERS:
        provider = register_provider(
            SYSTEM,
            enterprise_number=one.number,
            slug=one.slug,
            name=one.name,
            description=one.description,
            contact=one.contact,
            places=one.places,
        )
        for recognition in one.recognitions:
            recognise_provider(
                SYSTEM,
                provider=provider,
                kind=recognition.kind,
                source=recognition.source,
                valid=recognition.valid,
            )
        for service in one.services:
            offer_service(
                SYSTEM,
                provider=provider,
                slug=service.slug,
                name=service.name,
                description=service.description,
                price=service.price,
            )
