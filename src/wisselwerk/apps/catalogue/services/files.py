"""Lists of providers and of services brought in."""

from collections.abc import Collection, Container, Iterable
from itertools import chain, count
from typing import Protocol, TypedDict, TypeVar

from django.utils.text import slugify

from wisselwerk.apps.catalogue.keepers import kept_by, of_others
from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.catalogue.own_words import NOTHING, Cell
from wisselwerk.apps.catalogue.services.providers import (
    keep_recognition,
    offer_service,
    overlapped,
    register_provider,
    say_room,
)
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.domain.territory import fold
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.provider_file import (
    CONTACT,
    DESCRIPTION,
    FROM,
    NAME,
    NUMBER,
    PLACES,
    ListedProvider,
    ProviderFile,
)
from wisselwerk.formats.service_file import PRICE, SERVICE, SERVICE_KIND, ListedService, ServiceFile
from wisselwerk.formats.table_file import Column, Table
from wisselwerk.wording import enterprise_number as show_number

T = TypeVar("T")

OVERLAP = SENTENCES[RefusalCode.RECOGNITION_OVERLAPS]
NO_PROVIDER = gettext_noop(
    "No provider has enterprise number {value} here. Import it with the providers first."
)
ENDED = gettext_noop(
    "The service “{value}” is offered no longer since {on}. Leave this row out, or have the enterprise offer it again first."
)
OTHERS_KEEP = gettext_noop(
    "This enterprise works outside the municipalities of your partnerships. What is told of it is kept by {keepers}: ask them, "
    "and leave this row out. A row that changes nothing but a recognition is taken."
)
SLUG_LENGTH, SERVICE_SLUG_LENGTH = 60, 80


@command
def load_providers(actor: Actor, provider_file: ProviderFile, *, keeping: Collection[Cell] = NOTHING) -> int:
    """Register the providers of a file with their recognitions; what the file does not name or leaves empty stays.

    A provider gets a slug made from its name when it is new, and keeps it. ``keeping`` are cells of the file that are
    passed over as if they were empty: what an enterprise wrote itself stays.

    Returns:
        How many were no provider before.

    Raises:
        Refusal: NOT_ALLOWED.
        Problems: a recognition overlaps with one of the same kind that was recorded before, or a line has other words of a
            provider that other coordinators keep: of those only the recognitions are taken.
    """
    require(actor, "load_providers", *actor.organisations(Role.COORDINATOR))
    take_turns("slugs of providers")
    named = list(Organisation.objects.exclude(slug=None).values_list("slug", "enterprise_number"))
    taken = {slug for slug, _ in named if slug}
    slug_of = {number: slug for slug, number in named if slug}
    before = Provider.objects.count()
    numbers = [one.enterprise_number for one in provider_file.providers]
    known_before = Provider.objects.filter(organisation__enterprise_number__in=numbers)
    registered = {
        one.organisation.enterprise_number: one
        for one in known_before.select_related("organisation").prefetch_related("places")
    }
    problems: list[Problem] = []
    others = of_others(actor, registered.values(), today())
    for listed in provider_file.providers:
        number = listed.enterprise_number
        slug = slug_of.get(number) or _free_slug(listed.name, taken, SLUG_LENGTH, f"aanbieder-{number}")
        taken.add(slug)
        known = registered.get(number)
        told = _told(listed, known, _but(keeping))
        if known is None or known.pk not in others:
            provider = register_provider(actor, enterprise_number=number, slug=slug, **told)
        elif told == _told(listed, known, _nothing):
            provider = known
        else:
            problems.append(_kept_elsewhere(provider_file.table, listed.line, others[known.pk]))
            continue
        for one in listed.recognitions:
            keep_recognition(actor, provider=provider, kind=one.kind, source=one.source, valid=one.valid)
        problems += [
            provider_file.table.problem(one.line, FROM, OVERLAP, start=start)
            for one in listed.recognitions
            if (start := overlapped(provider, one.kind, one.valid))
        ]
    if problems:
        raise Problems(problems)
    return Provider.objects.count() - before


class _Told(TypedDict):
    """What is told of a provider, beside its recognitions."""

    name: str
    description: str
    contact: str
    places: frozenset[str]


def _told(listed: ListedProvider, known: Provider | None, said: "_Said") -> _Told:
    """What a list tells of a provider. What it leaves empty it does not know: that erases nothing."""
    here = known.places.all() if known else []
    return {
        "name": said(listed.line, NAME, listed.name) or (known.organisation.name if known else listed.name),
        "description": said(listed.line, DESCRIPTION, listed.description)
        or (known.description if known else ""),
        "contact": said(listed.line, CONTACT, listed.contact) or (known.contact if known else ""),
        "places": frozenset(said(listed.line, PLACES, listed.places) or (one.place for one in here)),
    }


@command
def add_service(
    actor: Actor, *, provider: Provider, name: str, description: str, price: str, kind: ServiceKind | None
) -> Service:
    """A service that a provider did not offer before, or offers again: it is known by its name, as in a list.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "add_service", provider.organisation_id, *kept_by(actor, provider))
    take_turns("slugs of services")
    slug = _slug_of(name, _names(provider.services.all()))
    return offer_service(
        actor, provider=provider, slug=slug, name=name, description=description, price=price, kind=kind
    )


@command
def load_services(actor: Actor, service_file: ServiceFile, *, keeping: Collection[Cell] = NOTHING) -> int:
    """Offer the services of a file; what the file does not name or leaves empty stays as it is.

    A service is known again by its name. It gets a slug made from that when it is new, and keeps it. ``keeping`` as for
    ``load_providers``.

    Returns:
        How many were not offered before.

    Raises:
        Refusal: NOT_ALLOWED.
        Problems: an enterprise is no provider here, is kept by other coordinators, or ended a service that the file offers.
    """
    require(actor, "load_services", *actor.organisations(Role.COORDINATOR))
    take_turns("slugs of services")
    providers = {
        one.organisation.enterprise_number: one
        for one in Provider.objects.select_related("organisation").prefetch_related("services")
    }
    offered = {
        number: {one.slug: one for one in provider.services.all()} for number, provider in providers.items()
    }
    names = {number: _names(own.values()) for number, own in offered.items()}
    before = Service.objects.count()
    others = of_others(actor, providers.values(), today())
    problems: list[Problem] = []
    for listed in service_file.services:
        provider = providers.get(listed.enterprise_number)
        if provider is None:
            number = show_number(listed.enterprise_number)
            problems.append(service_file.table.problem(listed.line, NUMBER, NO_PROVIDER, value=number))
            continue
        if keepers := others.get(provider.pk):
            problems.append(_kept_elsewhere(service_file.table, listed.line, keepers))
            continue
        slug = _slug_of(listed.name, names[listed.enterprise_number])
        known = offered[listed.enterprise_number].get(slug)
        if known is not None and known.ended_on is not None:
            ended = {"value": listed.name, "on": known.ended_on}
            problems.append(service_file.table.problem(listed.line, SERVICE, ENDED, **ended))
            continue
        _offer(actor, provider, slug, listed, known, _but(keeping))
    if problems:
        raise Problems(problems)
    return Service.objects.count() - before


def _offer(
    actor: Actor, provider: Provider, slug: str, listed: ListedService, known: Service | None, said: "_Said"
) -> None:
    """Offer a service of a list. What it leaves empty of one that is ``known`` stays."""
    line = listed.line
    service = offer_service(
        actor,
        provider=provider,
        slug=slug,
        name=said(line, SERVICE, listed.name) or (known.name if known else listed.name),
        description=said(line, DESCRIPTION, listed.description) or (known.description if known else ""),
        price=said(line, PRICE, listed.price) or (known.price if known else ""),
        kind=said(line, SERVICE_KIND, listed.kind),
    )
    if listed.room is not None:
        say_room(actor, service=service, room=listed.room)


def _names(services: Iterable[Service]) -> dict[str, str]:
    """By slug the names by which services are known again."""
    return {one.slug: fold(one.name) for one in services}


def _slug_of(name: str, own: dict[str, str]) -> str:
    """The slug of the service that is known by this name among a provider's ``own``; a free one where it is new, kept there."""
    known = next((slug for slug, other in own.items() if other == fold(name)), None)
    slug = known or _free_slug(name, own, SERVICE_SLUG_LENGTH, "dienst")
    own[slug] = fold(name)
    return slug


class _Said(Protocol):
    """What a cell says, and nothing where what stands here stays."""

    def __call__(self, line: int, column: Column, value: T, /) -> T | None: ...


def _but(keeping: Collection[Cell]) -> _Said:
    def said(line: int, column: Column, value: T, /) -> T | None:
        return None if (line, column.name) in keeping else value

    return said


def _nothing(line: int, column: Column, value: T, /) -> T | None:
    return None


def _kept_elsewhere(table: Table, line: int, keepers: Iterable[Organisation]) -> Problem:
    return table.problem(line, NUMBER, OTHERS_KEEP, keepers=", ".join(one.name for one in keepers))


def _free_slug(name: str, taken: Container[str], length: int, otherwise: str) -> str:
    """A slug for ``name`` that nobody has: with a number behind it where another has the same name."""
    wanted = slugify(name)[:length].strip("-") or otherwise
    numbered = (f"{wanted[: length - len(end)].rstrip('-')}{end}" for end in map("-{}".format, count(2)))
    return next(slug for slug in chain([wanted], numbered) if slug not in taken)
