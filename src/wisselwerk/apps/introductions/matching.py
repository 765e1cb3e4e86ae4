"""Which services and joint offers may answer a need, each with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition, Service
from wisselwerk.apps.catalogue.queries import services_on
from wisselwerk.apps.introductions.models import JointOffer
from wisselwerk.apps.introductions.queries.joint_offers import joint_offers_on
from wisselwerk.domain.need import FoundIn, Why, significant_words, why
from wisselwerk.formats.territory import belgian_territory

AT_MOST = 12
"""Proposals: whoever gets fifty is helped by none."""


@dataclass(frozen=True, slots=True)
class Match:
    """A service that may answer a need, and why."""

    service: Service
    why: tuple[Why, ...]

    @property
    def provider(self) -> Provider:
        """Whose it is."""
        return self.service.provider


@dataclass(frozen=True, slots=True)
class OfferMatch:
    """A joint offer that may answer a need, and why."""

    offer: JointOffer
    why: tuple[Why, ...]


def matching_services(sentence: str, place: str, day: date, *, besides: int | None = None) -> list[Match]:
    """Services of providers recognised on ``day`` that work in ``place``, best first; ``besides`` is never proposed.

    A word is looked for as it is written. This function is all that has to change when there is a better way to search.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    words = significant_words(sentence)
    found: dict[int, Service] = {}
    for word in words:
        found |= {one.pk: one for one in services_on(day, text=word, place=place)}
    matches = [
        Match(one, _why(words, one.name, one.description, one.provider))
        for one in found.values()
        if one.provider.organisation_id != besides
    ]
    # By a name that only holds the word a whole enterprise is found, which says less than what it does.
    return sorted(matches, key=lambda match: (*_worth(match.why), match.service.name, match.service.pk))[
        :AT_MOST
    ]


def matching_offers(sentence: str, place: str, day: date, *, besides: int | None = None) -> list[OfferMatch]:
    """Joint offers of ``day``, of which somebody works in ``place``, best first.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    words = significant_words(sentence)
    finest = belgian_territory().finest(place, day)
    works = ProviderPlace.objects.filter(place__in=finest)
    near = joint_offers_on(day).filter(
        Exists(works.filter(provider=OuterRef("lead")))
        | Exists(works.filter(provider__joint_parts__offer=OuterRef("pk")))
    )
    matches = [OfferMatch(one, _why(words, one.name, one.description, one.lead)) for one in near]
    taken = [match for match in matches if match.why and match.offer.lead.organisation_id != besides]
    return sorted(taken, key=lambda match: (*_worth(match.why), match.offer.name, match.offer.pk))[:AT_MOST]


def is_recognised(provider: Provider, day: date) -> bool:
    """Whether somebody can be introduced to a provider on ``day``."""
    return Recognition.objects.on(day).filter(provider=provider).exists()


def _why(words: Sequence[str], name: str, description: str, provider: Provider) -> tuple[Why, ...]:
    return why(words, name=name, description=description, provider=provider.organisation.name)


def _worth(reasons: tuple[Why, ...]) -> tuple[int, int]:
    """What sorts first: words found in names of services, then how many were found at all."""
    return -sum(one.found_in is FoundIn.NAME for one in reasons), -len(reasons)
