"""Whom a question reaches: those who have done what it is about, each with the reasons why.

Only experience chooses. What somebody has in common with who asks (phase, size, territory) decides who of the experienced
comes first, and is told with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST_ASKED = 5
"""Organisations that one question goes to: few enough to feel asked."""
ALIKE_WITHIN = 2
"""How many times more inhabitants one may have and still be of about the same size."""


class Topic(StrEnum):
    """What a question is about."""

    START = "START"
    """Setting a scheme up: partners, agreement, first rules."""
    COUNCIL = "COUNCIL"
    """Getting it through the councils."""
    COST = "COST"
    """Budget, and how members share the cost."""
    OWN_CONTRIBUTION = "OWN_CONTRIBUTION"
    """What a business puts in itself."""
    DRAW = "DRAW"
    """Drawing lots when there are too many applications."""
    LAST_PART = "LAST_PART"
    """Paying a last part after both sides said how it went."""
    BUSINESSES = "BUSINESSES"
    """Reaching businesses."""
    PROVIDERS = "PROVIDERS"
    """Finding social-economy enterprises and working with them."""
    RESULTS = "RESULTS"
    """Seeing what it brings."""
    OTHER = "OTHER"


class Phase(StrEnum):
    """How far somebody is with schemes of its own."""

    NONE = "NONE"
    PREPARING = "PREPARING"
    """Rules are being written, or hold from a later day on."""
    RUNNING = "RUNNING"


class WhyAsked(StrEnum):
    """Why a question goes to somebody; its sentence stands in ``network_sentence``."""

    BEHIND = "BEHIND"
    """The practice that it is asked at is theirs, or they took it over."""
    DID_IT = "DID_IT"
    ANSWERED = "ANSWERED"
    """Answered a question on the same topic before."""
    RUNS = "RUNS"
    """Runs a scheme, where a topic asks for nothing in particular."""
    SAME_PHASE = "SAME_PHASE"
    SAME_SIZE = "SAME_SIZE"
    NEARBY = "NEARBY"


WEIGHTS: Mapping[WhyAsked, int] = {
    WhyAsked.BEHIND: 8,
    WhyAsked.DID_IT: 6,
    WhyAsked.ANSWERED: 5,
    WhyAsked.RUNS: 4,
    WhyAsked.SAME_PHASE: 1,
    WhyAsked.SAME_SIZE: 1,
    WhyAsked.NEARBY: 1,
}
EXPERIENCE = frozenset({WhyAsked.BEHIND, WhyAsked.DID_IT, WhyAsked.ANSWERED, WhyAsked.RUNS})
"""Of these one is needed: who only lies next door knows no more than who asks."""
ANY_SCHEME = frozenset(
    {Topic.START, Topic.COUNCIL, Topic.BUSINESSES, Topic.PROVIDERS, Topic.RESULTS, Topic.OTHER}
)
"""Topics of which everybody with a scheme has seen something. For the others one must have had the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A local government or a partnership, as far as it tells what it could answer."""

    organisation: int
    name: str
    phase: Phase = Phase.NONE
    did: frozenset[Topic] = frozenset()
    """What its schemes have that somebody may ask about."""
    answered: frozenset[Topic] = frozenset()
    inhabitants: int | None = None
    places: frozenset[str] = frozenset()
    """Codes of the municipalities it works in."""

    @property
    def districts(self) -> frozenset[str]:
        """The arrondissements it works in: the first two digits of a NIS code."""
        return frozenset(one[:2] for one in self.places)


class WhyFits(StrEnum):
    """Why a practice is passed on to somebody; its sentence stands in ``network_sentence``."""

    ASKED = "ASKED"
    """Asked a question about what it has."""
    PREPARES = "PREPARES"
    """Writes rules now, and the practice has some that worked."""
    HAS_ALIKE = "HAS_ALIKE"
    """Runs a scheme with something that this one has too."""
    SAME_SIZE = "SAME_SIZE"
    NEARBY = "NEARBY"


FITS: Mapping[WhyFits, int] = {
    WhyFits.ASKED: 6,
    WhyFits.PREPARES: 4,
    WhyFits.HAS_ALIKE: 3,
    WhyFits.SAME_SIZE: 1,
    WhyFits.NEARBY: 1,
}
"""What weighs how much. Of the first three one is needed."""
NEEDED = frozenset({WhyFits.ASKED, WhyFits.PREPARES, WhyFits.HAS_ALIKE})


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody whom a question goes to, and why."""

    organisation: int
    why: tuple[WhyAsked, ...]


def chosen_for(
    topic: Topic, asker: Profile, others: Iterable[Profile], behind: frozenset[int] = frozenset()
) -> tuple[Chosen, ...]:
    """Whom a question on a topic goes to, who can tell most first; nobody when nobody has done it.

    ``behind`` are those whose practice it is asked at.
    """
    found = []
    for one in others:
        why = _why(topic, asker, one, behind)
        if one.organisation != asker.organisation and not EXPERIENCE.isdisjoint(why):
            weight = sum(WEIGHTS[each] for each in why)
            found.append((-weight, one.name, Chosen(one.organisation, why)))
    return tuple(one for *_, one in sorted(found, key=lambda each: each[:2])[:MOST_ASKED])


def why_it_fits(giver: Profile, other: Profile, asked: frozenset[Topic]) -> tuple[WhyFits, ...]:
    """Why a practice of ``giver`` is for somebody else, who asked about these topics; nothing where it is not."""
    common = reasons_in_common(giver, other)
    holds = {
        WhyFits.ASKED: not asked.isdisjoint(giver.did),
        WhyFits.PREPARES: other.phase is Phase.PREPARING and giver.phase is Phase.RUNNING,
        WhyFits.HAS_ALIKE: not other.did.isdisjoint(giver.did),
        WhyFits.SAME_SIZE: WhyAsked.SAME_SIZE in common,
        WhyFits.NEARBY: WhyAsked.NEARBY in common,
    }
    found = tuple(one for one, is_so in holds.items() if is_so)
    return found if not NEEDED.isdisjoint(found) else ()


def reasons_in_common(asker: Profile, other: Profile) -> tuple[WhyAsked, ...]:
    """What both have in common: phase, size and territory."""
    common = {
        WhyAsked.SAME_PHASE: asker.phase is other.phase and asker.phase is not Phase.NONE,
        WhyAsked.SAME_SIZE: _is_alike(asker.inhabitants, other.inhabitants),
        WhyAsked.NEARBY: not asker.districts.isdisjoint(other.districts),
    }
    return tuple(one for one, holds in common.items() if holds)


def _why(topic: Topic, asker: Profile, other: Profile, behind: frozenset[int]) -> tuple[WhyAsked, ...]:
    experience = {
        WhyAsked.BEHIND: other.organisation in behind,
        WhyAsked.DID_IT: topic in other.did,
        WhyAsked.ANSWERED: topic in other.answered,
        WhyAsked.RUNS: topic in ANY_SCHEME and topic not in other.did and other.phase is Phase.RUNNING,
    }
    return (*(one for one, holds in experience.items() if holds), *reasons_in_common(asker, other))


def _is_alike(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and max(one, other) <= ALIKE_WITHIN * min(one, other)
