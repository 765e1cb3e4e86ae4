"""The steps of ``benchmarks.search``, each in a process of its own."""

import gc
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import accumulate, islice
from statistics import quantiles

from django.db import connection
from django.db.models import Q

from benchmarks.steps import Step
from wisselwerk.apps.catalogue.models import Mention, Provider, ProviderPlace, Recognition, Service, Word
from wisselwerk.apps.catalogue.queries import services_on
from wisselwerk.apps.catalogue.search import find_services
from wisselwerk.apps.catalogue.services import rebuild_search
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.rule.base import ProviderKind, ServiceKind
from wisselwerk.formats.dutch import stem, words

DAY = date(2026, 3, 2)
SERVICES_EACH, AT_ONCE = 20, 10_000
QUERIES, LIKES = 600, 120
PLACES = ("71016", "71047", "71002", "71067", "73083", "73006", "73066", "73109", "72003")
PARTS = [
    "tuin",
    "gras",
    "haag",
    "boom",
    "park",
    "bloem",
    "hout",
    "meubel",
    "tafel",
    "stoel",
    "kast",
    "bank",
    "fiets",
    "wiel",
    "band",
    "auto",
    "wagen",
    "kantoor",
    "keuken",
    "raam",
    "vloer",
    "muur",
    "deur",
    "dak",
    "glas",
    "verf",
    "strijk",
    "was",
    "linnen",
    "textiel",
    "kleding",
    "schoen",
    "brood",
    "soep",
    "maaltijd",
    "koffie",
    "feest",
    "lunch",
    "receptie",
    "bedrijf",
    "school",
    "winkel",
    "zorg",
    "archief",
    "papier",
    "druk",
    "folder",
    "post",
    "pakket",
    "doos",
    "folie",
    "etiket",
    "montage",
    "metaal",
    "kabel",
    "lamp",
    "computer",
    "toestel",
    "afval",
    "kringloop",
    "speelgoed",
    "boek",
    "huis",
    "zolder",
    "kelder",
    "straat",
    "plein",
    "speel",
    "groente",
    "fruit",
    "kruiden",
    "honing",
    "kaars",
    "zeep",
]
VERBS = [
    "onderhouden",
    "maaien",
    "snoeien",
    "planten",
    "wieden",
    "poetsen",
    "schoonmaken",
    "reinigen",
    "wassen",
    "strijken",
    "naaien",
    "herstellen",
    "schilderen",
    "timmeren",
    "bouwen",
    "isoleren",
    "verhuizen",
    "vervoeren",
    "leveren",
    "inpakken",
    "verpakken",
    "sorteren",
    "vouwen",
    "drukken",
    "scannen",
    "kopieren",
    "koken",
    "bakken",
    "bedienen",
    "monteren",
    "lassen",
    "demonteren",
    "recycleren",
    "ophalen",
    "opmeten",
    "plaatsen",
]
ENDS = [
    "onderhoud",
    "dienst",
    "werk",
    "service",
    "herstelling",
    "reiniging",
    "levering",
    "verhuur",
    "atelier",
    "aanleg",
    "verkoop",
    "ploeg",
]
FILL = [
    "ook",
    "op",
    "maat",
    "snel",
    "voor",
    "de",
    "van",
    "het",
    "kleine",
    "grote",
    "in",
    "uw",
    "streek",
    "elke",
    "week",
    "zonder",
    "zorgen",
    "met",
    "ervaren",
    "ploegen",
]
SYLLABLES = [
    "ka",
    "no",
    "ri",
    "ta",
    "mel",
    "dor",
    "vin",
    "sol",
    "per",
    "gro",
    "wil",
    "hen",
    "mar",
    "tij",
    "rust",
    "zon",
    "veld",
    "berg",
]

_CHANCE = random.Random(6)  # noqa: S311  # the same words every time
NOUNS = [*PARTS, *("".join(_CHANCE.choices(SYLLABLES, k=_CHANCE.randint(2, 3))) for _ in range(1500))]
"""Those of the trade, then invented ones."""
NOUN_WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(NOUNS))))
"""As in any text: the second comes less often than the first, and most come seldom."""


def write(count: int) -> None:
    """So many services, then the words by which they are found."""
    step, chance = Step(), random.Random(4)  # noqa: S311  # the same texts every time
    with step.part("written"):
        providers = _providers(count // SERVICES_EACH, chance)
        for start in range(0, count, AT_ONCE):
            _write_services(providers, range(start, min(start + AT_ONCE, count)), chance)
    before = database_bytes()
    with step.part("words noted"):
        rebuild_search(SYSTEM)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # As PostgreSQL does by itself soon after so much was written: else that runs beside what is measured.
            cursor.execute("VACUUM (ANALYZE)")
    step.tell(index_mb=(database_bytes() - before) / 1e6)


def search() -> None:
    """The same texts, every way."""
    _own_full_text()
    asked_texts = list(islice(texts(random.Random(5)), QUERIES))  # noqa: S311  # the same texts every time
    step = Step()
    ways: dict[str, Callable[[str], object]] = {
        "search": lambda text: find_services(DAY, text)[:20],
        "search in a place": lambda text: find_services(DAY, text, place="71016")[:20],
        "LIKE": _like,
        "full text": _full_text,
    }
    for find in ways.values():
        find("tuin")
    gc.freeze()  # as the web server does with what it has loaded
    taken = {}
    for way, find in ways.items():
        with step.part(way):
            asked = asked_texts[:LIKES] if way == "LIKE" else asked_texts
            clock, processor = zip(*(seconds(find, text) for text in asked), strict=True)
        taken[way] = {"clock": spread(clock), "processor": spread(processor)}
    step.tell(ways=taken, words=Word.objects.count(), mentions=Mention.objects.count())


def _part(chance: random.Random) -> str:
    """A noun of the trade; the next in the list comes a little less often, as in any text."""
    return chance.choices(NOUNS, cum_weights=NOUN_WEIGHTS)[0]


def texts(chance: random.Random) -> Iterator[str]:
    """What people type: a word, a compound, with an error in it, two words, a sentence."""
    while True:
        yield _part(chance)
        yield chance.choice(VERBS)
        yield _part(chance) + chance.choice(ENDS)
        yield _mistyped(_part(chance) + chance.choice(ENDS), chance)
        yield f"{_part(chance)} {chance.choice(VERBS)}"
        yield f"Wij zoeken iemand voor {_part(chance)} en {_part(chance)} te {chance.choice(VERBS)}"


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return chance.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))


def name(chance: random.Random) -> str:
    return chance.choice(
        (
            f"{_part(chance)}{chance.choice(ENDS)}",
            f"{_part(chance)}{_part(chance)} {chance.choice(VERBS)}",
            f"{chance.choice(ENDS)} van {_part(chance)}",
        )
    ).capitalize()


def _write_services(providers: list[Provider], numbers: range, chance: random.Random) -> None:
    Service.objects.bulk_create(
        Service(
            provider=providers[number // SERVICES_EACH],
            slug=f"dienst-{number}",
            name=name(chance),
            description=description(chance),
            price="40 euro per uur",
            kind=chance.choice(list(ServiceKind)),
        )
        for number in numbers
    )


def description(chance: random.Random) -> str:
    """One or two sentences, as providers write them: some four words of each say something."""
    return " ".join(" ".join(_sentence(chance)) for _ in range(chance.randint(1, 2)))


def _sentence(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(3, 5)):
        yield chance.choice(FILL)
        yield chance.choice((_part(chance), chance.choice(VERBS), _part(chance) + _part(chance)))


def _providers(count: int, chance: random.Random) -> list[Provider]:
    organisations = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.ONDERNEMING,
            enterprise_number=f"{1_000_000_000 + number}",
            slug=f"aanbieder-{number}",
            name=" ".join(["".join(chance.choices(SYLLABLES, k=3)).capitalize(), "vzw"]),
        )
        for number in range(count)
    )
    providers = Provider.objects.bulk_create(
        Provider(organisation=one, description=description(chance)) for one in organisations
    )
    ProviderPlace.objects.bulk_create(
        ProviderPlace(provider=one, place=place) for one in providers for place in chance.sample(PLACES, 2)
    )
    Recognition.objects.bulk_create(
        Recognition(
            provider=one, kind=ProviderKind.MAATWERKBEDRIJF, source="Meting", valid_from=date(2020, 1, 1)
        )
        for one in providers
    )
    return providers


def seconds(find: Callable[[str], object], text: str) -> tuple[float, float]:
    """By the clock, and of this process: the clock tells of others who use the machine as well."""
    start, used = time.perf_counter(), time.process_time()
    find(text)
    return time.perf_counter() - start, time.process_time() - used


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """The median and the hundredth that took longest, in milliseconds."""
    hundredths = quantiles(seconds, n=100)
    return {"p50": hundredths[49] * 1000, "p99": hundredths[98] * 1000}


def _like(text: str) -> object:
    """As it was done before: the letters as they stand, in what a service and its provider are called."""
    told = Q(name__icontains=text) | Q(description__icontains=text)
    rows = services_on(DAY).filter(told | Q(provider__organisation__name__icontains=text))
    return rows.count(), list(rows[:20])


def _own_full_text() -> None:
    """The same stems in the index that the database has for texts."""
    stems = [
        (service.pk, " ".join(stem(word) for word in words(f"{service.name} {service.description}")))
        for service in Service.objects.iterator(5000)
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE measured_text USING fts5(stems)")
            cursor.executemany("INSERT INTO measured_text (rowid, stems) VALUES (%s, %s)", stems)
        else:
            cursor.execute("CREATE TABLE measured_text (rowid bigint PRIMARY KEY, stems tsvector)")
            cursor.executemany("INSERT INTO measured_text VALUES (%s, to_tsvector('simple', %s))", stems)
            cursor.execute("CREATE INDEX ON measured_text USING gin (stems)")
            cursor.execute("ANALYZE measured_text")


def _full_text(text: str) -> object:
    """Whatever has one of the stems, by the database's own rank; only the numbers."""
    asked = [stem(word) for word in words(text)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            query = "SELECT rowid FROM measured_text WHERE measured_text MATCH %s ORDER BY rank LIMIT 20"
            cursor.execute(query, [" OR ".join(asked)])
        else:
            query = (
                "SELECT rowid FROM measured_text, to_tsquery('simple', %s) asked WHERE stems @@ asked "
                "ORDER BY ts_rank(stems, asked) DESC LIMIT 20"
            )
            cursor.execute(query, [" | ".join(asked)])
        return cursor.fetchall()


def database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])
