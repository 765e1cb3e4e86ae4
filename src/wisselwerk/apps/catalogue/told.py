"""What is told of services or providers by words, read in one query: of each word, what mentions it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, Value

from wisselwerk.apps.catalogue.models import Mention, Provider, Service
from wisselwerk.apps.catalogue.queries import recognised_on
from wisselwerk.apps.catalogue.words import SORTS
from wisselwerk.apps.finding.found import Told
from wisselwerk.apps.finding.lists import Among, Listed
from wisselwerk.apps.finding.vocabulary import NAME
from wisselwerk.domain.rule.base import ServiceKind

NO_WORD = 0
"""In the place of a word, with a list of what does not count."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where it stands."""

    mentions: QuerySet[Mention]
    of: str
    """The column that says of what a mention is."""
    hidden: tuple[QuerySet[Service], ...] = ()
    """What does not count."""

    def read(self, words: Collection[int], names: Collection[int]) -> Iterator[Told]:
        """What is told with ``words``, and with ``names`` where they stand in a name; each once for each weight."""
        wanted = [Q(Among("word_id", words))]
        if names:
            wanted.append(Q(Among("word_id", names), weight=NAME))
        told = [self.mentions.filter(one).values_list("word_id", "weight") for one in wanted]
        parts: list[QuerySet[Any, Any]] = [one.annotate(all=Listed(self.of)) for one in told]
        parts += [_as_told(services) for services in self.hidden]
        rows = list(parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])
        hidden = frozenset().union(*(all_of or () for word, _, all_of in rows if word == NO_WORD))
        for word, weight, all_of in rows:
            if word != NO_WORD:
                yield word, weight, [pk for pk in all_of if pk not in hidden] if hidden else all_of


def services_told(day: date, place: str, kind: ServiceKind | None) -> Source:
    """Of services that count on ``day``.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    mentions = Mention.objects.filter(service__isnull=False)
    if kind is not None:
        of_kind = Mention.objects.filter(word__text=SORTS[kind], service__isnull=False)
        mentions = mentions.filter(service__in=of_kind.values("service"))
    if place:
        return Source(_of_those(mentions, recognised_on(day, place=place), day), "service_id")
    return Source(mentions, "service_id", _hidden(day))


def providers_told(day: date, place: str, kind: ServiceKind | None) -> Source:
    """The same of providers, and of those of their services that count.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    providers = recognised_on(day, place=place, kind=kind)
    return Source(_of_those(Mention.objects.all(), providers, day), "provider_id")


def _of_those(mentions: QuerySet[Mention], providers: QuerySet[Provider], day: date) -> QuerySet[Mention]:
    """Those of these providers. They are a list, looked through for each: so no other table is looked up, and words, which
    are few, choose the mentions, not providers, which are many (the zero keeps the database from that).
    """
    ended = Service.objects.filter(ended_on__lte=day)
    found = mentions.alias(of=F("provider_id") + 0).filter(of__in=providers.values("pk"))
    return found.exclude(service__isnull=False, service__in=ended)


def _hidden(day: date) -> tuple[QuerySet[Service], ...]:
    """The services that do not count: they are few, and to leave them out of what was found costs less than to ask of each
    mention whether it counts.
    """
    unrecognised = Provider.objects.exclude(pk__in=recognised_on(day).values("pk"))
    return Service.objects.filter(ended_on__lte=day), Service.objects.filter(provider__in=unrecognised)


def _as_told(services: QuerySet[Service]) -> QuerySet[Service, Any]:
    """Them in the shape of what is told."""
    no_word = services.annotate(word=Value(NO_WORD, BigIntegerField()), weight=Value(0))
    return no_word.values_list("word", "weight").annotate(all=Listed("pk"))
