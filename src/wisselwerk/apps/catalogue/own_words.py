"""What enterprises that keep their own page wrote there and a list would replace: told before the list is read in."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from wisselwerk.apps.audit.queries import CHUNK, entries_of
from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.clock import day_of
from wisselwerk.domain.actor import Actor, ActorKind, Role
from wisselwerk.domain.territory import fold
from wisselwerk.formats.provider_file import CONTACT, DESCRIPTION, PLACES, ListedProvider
from wisselwerk.formats.service_file import PRICE, SERVICE, SERVICE_KIND, ListedService
from wisselwerk.formats.table_file import Column
from wisselwerk.wording import place_name, word

Cell: TypeAlias = tuple[int, str]
"""A line of a list and the name of a column."""
NOTHING: frozenset[Cell] = frozenset()
ABOUT_ITSELF, ABOUT_SERVICE = "describe_provider", "offer_service"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A cell of a list that says something else than an enterprise that keeps its page itself."""

    line: int
    column: str
    enterprise: str
    service: str
    """Which of its services it is about; empty where it is about the enterprise."""
    here: str
    listed: str
    kept_on: date
    """The last day on which the enterprise changed it itself."""

    @property
    def cell(self) -> Cell:
        """Where it stands in the list."""
        return self.line, self.column


def own_words_of_providers(listed: Sequence[ListedProvider]) -> list[OwnWords]:
    """Of enterprises, by line. Empty cells replace nothing, and neither do cells that say the same.

    Four queries, and one more for each ``CHUNK`` of them that is here already.
    """
    numbers = [one.enterprise_number for one in listed]
    known = Provider.objects.filter(organisation__enterprise_number__in=numbers)
    here = {
        one.organisation.enterprise_number: one
        for one in known.select_related("organisation").prefetch_related("places")
    }
    kept_on = _kept_on(ABOUT_ITSELF, {f"provider:{one.pk}": one for one in here.values()})
    found = []
    for one in listed:
        provider = here.get(one.enterprise_number)
        if provider and (day := kept_on.get(f"provider:{provider.pk}")):
            places = {place.place for place in provider.places.all()}
            cells = (
                (DESCRIPTION, provider.description, one.description),
                (CONTACT, provider.contact, one.contact),
                (PLACES, _names(places), _names(one.places)),
            )
            name = provider.organisation.name
            found += [
                OwnWords(one.line, column, name, "", own, said, day) for column, own, said in _differ(cells)
            ]
    return found


def own_words_of_services(listed: Sequence[ListedService]) -> list[OwnWords]:
    """The same of services, which are known again by their names. Three queries, and one more for each ``CHUNK`` of them."""
    numbers = {one.enterprise_number for one in listed}
    known = Service.objects.filter(provider__organisation__enterprise_number__in=numbers, ended_on=None)
    here = {
        (one.provider.organisation.enterprise_number, fold(one.name)): one
        for one in known.select_related("provider__organisation")
    }
    kept_on = _kept_on(ABOUT_SERVICE, {f"service:{one.pk}": one.provider for one in here.values()})
    found = []
    for one in listed:
        service = here.get((one.enterprise_number, fold(one.name)))
        if service and (day := kept_on.get(f"service:{service.pk}")):
            cells = (
                (SERVICE, service.name, one.name),
                (DESCRIPTION, service.description, one.description),
                (PRICE, service.price, one.price),
                (SERVICE_KIND, word(service.kind), word(one.kind) if one.kind else ""),
            )
            name = service.provider.organisation.name
            found += [
                OwnWords(one.line, column, name, service.name, own, said, day)
                for column, own, said in _differ(cells)
            ]
    return found


def seal(found: Collection[OwnWords]) -> str:
    """A digest of all of it: whoever chose what stays, chose among these and no others."""
    return hashlib.sha256(repr(list(found)).encode()).hexdigest()


def _differ(cells: Sequence[tuple[Column, str, str]]) -> Iterator[tuple[str, str, str]]:
    """What stands here and is not empty, where the list says something else."""
    return (
        (column.name, here, listed) for column, here, listed in cells if here and listed and here != listed
    )


def _names(places: Collection[str]) -> str:
    return ", ".join(place_name(place) for place in sorted(places))


def _kept_on(command: str, providers: Mapping[str, Provider]) -> Mapping[str, date]:
    """When somebody who acts, or acted, for a provider last did ``command``, by what it was done to."""
    people = {
        (str(Actor(ActorKind.PERSON, person)), organisation)
        for person, organisation in RoleHolding.objects.filter(
            role=Role.PROVIDER, organisation__in={one.organisation_id for one in providers.values()}
        ).values_list("person", "organisation")
    }
    if not people:
        return {}
    days: dict[str, date] = {}
    subjects = list(providers)
    for start in range(0, len(subjects), CHUNK):
        for subject, entries in entries_of(subjects[start : start + CHUNK], (command,)).items():
            own = [one.at for one in entries if (one.actor, providers[subject].organisation_id) in people]
            if own:
                days[subject] = day_of(max(own))
    return days
