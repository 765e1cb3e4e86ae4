"""What a need is: one sentence in which an enterprise says what it looks for, and why a service may answer it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST_SENTENCE = 300
"""Characters: a sentence, not a file."""
LONGEST_REASON = 300
"""Characters in which a coordinator says why a service may answer it."""
MOST_WORDS = 8
"""Words that are looked for: each is a search, and who names more than eight things states several needs."""
SHORTEST_WORD = 4
"""Characters: shorter ones are found inside half of all other words."""

WORDS = re.compile(r"[^\W\d_]+")
SAYS_NOTHING = frozenset(
    [
        "aan",
        "alle",
        "alles",
        "andere",
        "bedoeling",
        "bedrijf",
        "bedrijven",
        "beetje",
        "beter",
        "bijna",
        "binnen",
        "binnenkort",
        "daar",
        "daarom",
        "daarvoor",
        "dagelijks",
        "dagelijkse",
        "deze",
        "doen",
        "doet",
        "door",
        "dringend",
        "eens",
        "eigen",
        "elke",
        "enkele",
        "ergens",
        "gaan",
        "geen",
        "goed",
        "goede",
        "graag",
        "groot",
        "grote",
        "haar",
        "hebben",
        "heeft",
        "hele",
        "help",
        "helpen",
        "helpt",
        "hier",
        "hulp",
        "ieder",
        "iedere",
        "iemand",
        "iemands",
        "iets",
        "jaar",
        "jullie",
        "kleine",
        "komen",
        "komt",
        "kunnen",
        "kunt",
        "laten",
        "maand",
        "maandelijks",
        "maandelijkse",
        "maakt",
        "maar",
        "maken",
        "meer",
        "meerdere",
        "meest",
        "mensen",
        "moet",
        "moeten",
        "mogen",
        "naar",
        "nieuw",
        "nieuwe",
        "nodig",
        "onder",
        "onderneming",
        "ongeveer",
        "onze",
        "ooit",
        "over",
        "regelmatig",
        "samen",
        "soms",
        "straks",
        "tegen",
        "tijdens",
        "tussen",
        "twee",
        "vaak",
        "vanaf",
        "veel",
        "vinden",
        "voor",
        "waar",
        "waarbij",
        "wanneer",
        "week",
        "weer",
        "wekelijks",
        "wekelijkse",
        "weken",
        "werk",
        "werken",
        "weten",
        "wie",
        "wij",
        "willen",
        "worden",
        "wordt",
        "zaak",
        "zelf",
        "zijn",
        "zoals",
        "zodat",
        "zoek",
        "zoeken",
        "zoekt",
        "zouden",
    ]
)
"""Words that stand in every need, folded to small letters; what is left says what is looked for."""
SAYS_WHERE = frozenset(
    [
        "adres",
        "buurt",
        "filiaal",
        "filialen",
        "gebouw",
        "gebouwen",
        "gemeente",
        "kantoor",
        "kantoren",
        "locatie",
        "locaties",
        "omgeving",
        "pand",
        "panden",
        "regio",
        "stad",
        "straat",
        "streek",
        "vestiging",
        "vestigingen",
        "winkel",
        "winkels",
        "zetel",
    ]
)
"""Words that say where it is wanted, and not what."""


class FoundIn(StrEnum):
    """Where a word of a need was found."""

    NAME = "NAME"
    """In what the service is called."""
    DESCRIPTION = "DESCRIPTION"
    PROVIDER = "PROVIDER"
    """In what the enterprise is called."""
    ALIKE = "ALIKE"
    """Not as it is written: in another form, in a compound, or with a typing error."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a service may answer a need: a word of it, and where that stands."""

    word: str
    found_in: FoundIn


def significant_words(sentence: str) -> tuple[str, ...]:
    """The words that say what is looked for, each once, in their order: the first ``MOST_WORDS``."""
    words = (word.lower() for word in WORDS.findall(sentence))
    said = dict.fromkeys(word for word in words if len(word) >= SHORTEST_WORD and word not in SAYS_NOTHING)
    return tuple(said)[:MOST_WORDS]


def says_what(words: Iterable[str], place: str = "") -> tuple[str, ...]:
    """Those of ``words`` that say what is looked for, without those that say where, as the name of its ``place`` does; all
    of them where there are no others.
    """
    every = tuple(words)
    where = SAYS_WHERE | {word.lower() for word in WORDS.findall(place)}
    return tuple(word for word in every if word not in where) or every


def may_answer(reasons: Iterable[Why], what: Collection[str]) -> bool:
    """Whether something with these reasons may be proposed: it is called by a word that says ``what`` is looked for, or
    answers to at least half of those words. Who looks for somebody to clean an office is not sent to a printer of office
    stationery.
    """
    found = [one for one in reasons if one.word in what]
    return any(one.found_in is FoundIn.NAME for one in found) or (bool(found) and 2 * len(found) >= len(what))


def why(words: Iterable[str], *, name: str, description: str, provider: str) -> tuple[Why, ...]:
    """Which of ``words`` are found in a service, and where first: in its name, its description, its provider's name."""
    places = (
        (FoundIn.NAME, name.lower()),
        (FoundIn.DESCRIPTION, description.lower()),
        (FoundIn.PROVIDER, provider.lower()),
    )
    found = ((word, next((where for where, text in places if word in text), None)) for word in words)
    return tuple(Why(word, where) for word, where in found if where is not None)
