"""Which services and joint offers may answer a need, each with the reason."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition, Service
from wisselwerk.apps.catalogue.search import find_services
from wisselwerk.apps.introductions.models import JointOffer
from wisselwerk.apps.introductions.queries.joint_offers import joint_offers_on
from wisselwerk.domain.need import FoundIn, Why, may_answer, says_what, significant_words, why
from wisselwerk.formats.likeness import answered
from wisselwerk.formats.territory import belgian_territory

AT_MOST = 12
"""Proposals: whoever gets fifty is helped by none."""
MOST_LOOKED_AT = 50
"""Services that one word finds, best first, of which the best for all words are chosen."""


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

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    words = significant_words(sentence)
    found: dict[int, Service] = {}
    answers: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        for one in find_services(day, word, place=place)[:MOST_LOOKED_AT]:
            found[one.pk] = one
            answers[one.pk].append(word)
    what = says_what(words, belgian_territory().place(place, day).name_nl)
    every = [
        Match(one, _why_found(words, one.name, one.description, one.provider, answers[pk]))
        for pk, one in found.items()
        if one.provider.organisation_id != besides
    ]
    matches = _without_chance([match for match in every if may_answer(match.why, what)])
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
    offers = {one: f"{one.name} {one.description} {one.lead.organisation.name}" for one in near}
    matches = [
        OfferMatch(one, _why_found(words, one.name, one.description, one.lead, found))
        for one, found in answered(words, offers).items()
    ]
    what = says_what(words, belgian_territory().place(place, day).name_nl)
    taken = [
        match
        for match in matches
        if may_answer(match.why, what) and match.offer.lead.organisation_id != besides
    ]
    return sorted(taken, key=lambda match: (*_worth(match.why), match.offer.name, match.offer.pk))[:AT_MOST]


def is_recognised(provider: Provider, day: date) -> bool:
    """Whether somebody can be introduced to a provider on ``day``."""
    return Recognition.objects.on(day).filter(provider=provider).exists()


def _why_found(
    words: Sequence[str], name: str, description: str, provider: Provider, answers: Sequence[str]
) -> tuple[Why, ...]:
    """What stands there as it was written, then what was found in another form."""
    written = why(words, name=name, description=description, provider=provider.organisation.name)
    told = {reason.word for reason in written}
    return (*written, *(Why(word, FoundIn.ALIKE) for word in answers if word not in told))


def _without_chance(matches: list[Match]) -> list[Match]:
    """Without those of one word that only looks like one of theirs or stands somewhere in what they tell, where others
    answer to two words or by what the service is called: a business should not be sent to a printer for its crates.
    """
    sure = [match for match in matches if _is_sure(match.why)]
    return sure or matches


def _is_sure(reasons: tuple[Why, ...]) -> bool:
    return len(reasons) > 1 or any(one.found_in is FoundIn.NAME for one in reasons)


def _worth(reasons: tuple[Why, ...]) -> tuple[int, int]:
    """What sorts first: words found in names of services, then how many were found at all."""
    return -sum(one.found_in is FoundIn.NAME for one in reasons), -len(reasons)
