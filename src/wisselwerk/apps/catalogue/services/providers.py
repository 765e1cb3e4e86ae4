"""Commands over providers, their recognitions and their services."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Model

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.keepers import kept_by
from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition, Service
from wisselwerk.apps.catalogue.words import VOCABULARY, note_words, write_all_words
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.room import Room
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
    known = Provider.objects.filter(organisation=organisation).first()
    keepers = kept_by(actor, known) if known else actor.organisations(Role.COORDINATOR)
    require(actor, "register_provider", *keepers)
    own, words = {"slug": slug, "name": name}, {"description": description, "contact": contact}
    works_in = set(places)
    if known and _has(organisation, own) and _has(known, words) and _places(known) == works_in:
        return known
    VOCABULARY.stay()
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

    The trail keeps what it was each time: whoever coordinates a partnership may end any, for the vouchers of all of them
    rest on it.

    Raises:
        Refusal: NOT_ALLOWED; RECOGNITION_OVERLAPS with one of the same kind that has another first day.
    """
    recognition = keep_recognition(actor, provider=provider, kind=kind, source=source, valid=valid)
    if start := overlapped(provider, kind, valid):
        raise Refusal(Reason(RefusalCode.RECOGNITION_OVERLAPS, {"start": start}))
    return recognition


def overlapped(provider: Provider, kind: ProviderKind, valid: Period) -> date | None:
    """The first day of another recognition on record, of one kind, that holds at the same time; None without."""
    others = provider.recognitions.filter(kind=kind).exclude(valid_from=valid.start).order_by("valid_from")
    recorded = others.values_list("valid_from", "valid_until")
    return next((start for start, end in recorded if valid.overlaps(Period(start, end))), None)


def keep_recognition(
    actor: Actor, *, provider: Provider, kind: ProviderKind, source: str, valid: Period
) -> Recognition:
    """Record it for a command, which looks whether it overlaps once all it records is there. Others wait meanwhile.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "recognise_provider", *actor.organisations(Role.COORDINATOR))
    Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    told = {"source": source, "valid_until": valid.end}
    known = Recognition.objects.filter(provider=provider, kind=kind, valid_from=valid.start).first()
    if known and _has(known, told):
        return known
    recognition, _ = Recognition.objects.update_or_create(
        provider=provider, kind=kind, valid_from=valid.start, defaults=told
    )
    record(actor, "recognise_provider", f"recognition:{recognition.pk}", authority=recognition.told())
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

    One that was ended is offered again.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "offer_service", provider.organisation_id, *kept_by(actor, provider))
    told: dict[str, object] = {"name": name, "description": description, "price": price, "ended_on": None}
    if kind is not None:
        told["kind"] = kind.value
    known = Service.objects.filter(provider=provider, slug=slug).first()
    if known and _has(known, told):
        return known
    VOCABULARY.stay()
    service, _ = Service.objects.update_or_create(provider=provider, slug=slug, defaults=told)
    note_words(provider, service)
    record(actor, "offer_service", f"service:{service.pk}")
    return service


@command
def describe_provider(
    actor: Actor, *, provider: Provider, description: str, contact: str, places: Iterable[str]
) -> Provider:
    """What a provider tells of itself, and the finest places where it works. Its name and recognition it does not choose.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "describe_provider", provider.organisation_id, *kept_by(actor, provider))
    VOCABULARY.stay()
    locked = Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    works_in = set(places)
    told = {"description": description, "contact": contact}
    if _has(locked, told) and _places(locked) == works_in:
        return locked
    locked.description, locked.contact = description, contact
    locked.save(update_fields=["description", "contact"])
    locked.places.exclude(place__in=works_in).delete()
    ProviderPlace.objects.bulk_create(
        ProviderPlace(provider=locked, place=place) for place in sorted(works_in - _places(locked))
    )
    note_words(locked)
    record(actor, "describe_provider", f"provider:{locked.pk}")
    return locked


@command
def say_room(actor: Actor, *, service: Service, room: Room | None) -> Service:
    """Tell whether there is room for customers, or take back what was said about it.

    What was said before about a later day stays: a list from last month changes nothing of today.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "say_room", service.provider.organisation_id, *kept_by(actor, service.provider))
    locked = Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    if locked.room == room or (room and locked.said_on and room.said_on < locked.said_on):
        return locked
    locked.waiting_weeks = room.waiting_weeks if room else None
    locked.free_from = room.free_from if room else None
    locked.said_on = room.said_on if room else None
    locked.save(update_fields=["waiting_weeks", "free_from", "said_on"])
    record(actor, "say_room", f"service:{locked.pk}")
    return locked


@command
def end_service(actor: Actor, *, service: Service, on: date) -> Service:
    """Offer a service no longer from ``on``. It stays on record: applications and vouchers may rest on it.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "end_service", service.provider.organisation_id, *kept_by(actor, service.provider))
    locked = Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    if locked.ended_on is None:
        locked.ended_on = on
        locked.save(update_fields=["ended_on"])
        record(actor, "end_service", f"service:{locked.pk}")
    return locked


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
