"""Invented social-economy enterprises: what they are recognised as, where they work, what they do for customers."""

from dataclasses import dataclass
from datetime import date

from wisselwerk.demo.cast import invented_number
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.base import ProviderKind, ServiceKind

MAATWERK_STARTS = date(2019, 1, 1)
"""Sheltered and social workshops became maatwerkbedrijven (decree of 12 July 2013)."""

BEFORE_MAATWERK = "Erkenning van vóór het maatwerkdecreet (demo)"
MAATWERK = "Maatwerkdecreet van 12 juli 2013 (demo)"
LOCAL_SERVICES = "Decreet lokale diensteneconomie van 22 november 2013 (demo)"

NORTH = ("71016", "71047", "71002", "71067")
"""Genk, Opglabbeek, As, Zutendaal."""
SOUTH = ("73083", "73006", "73032", "73066", "73109")
"""Tongeren, Bilzen, Hoeselt, Riemst, Voeren."""


@dataclass(frozen=True, slots=True)
class DemoRecognition:
    """A recognition for a time, with its source."""

    kind: ProviderKind
    valid: Period
    source: str


@dataclass(frozen=True, slots=True)
class DemoService:
    """Something to buy."""

    slug: str
    name: str
    description: str
    price: str
    kind: ServiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProvider:
    """An invented provider."""

    serial: int
    slug: str
    name: str
    description: str
    places: tuple[str, ...]
    recognitions: tuple[DemoRecognition, ...]
    services: tuple[DemoService, ...]

    @property
    def number(self) -> str:
        """Its invented enterprise number."""
        return invented_number(self.serial)

    @property
    def contact(self) -> str:
        """A general address, which nobody can own."""
        return f"info@{self.slug}.example"


def _became_maatwerk(
    before: ProviderKind, since: date, until: date | None = None
) -> tuple[DemoRecognition, ...]:
    """An old recognition that ended with 2018 and the one that took its place."""
    return (
        DemoRecognition(before, Period(since, MAATWERK_STARTS), BEFORE_MAATWERK),
        DemoRecognition(ProviderKind.MAATWERKBEDRIJF, Period(MAATWERK_STARTS, until), MAATWERK),
    )


ENDING = invented_number(4)
"""Whose recognition ends soon in the demo: see ``demo.endings``."""

PROVIDERS: tuple[DemoProvider, ...] = (
    DemoProvider(
        serial=1,
        slug="zilverspar",
        name="De Zilverspar",
        description="Verpakt, monteert en sorteert voor bedrijven in de hele streek.",
        places=(*NORTH, *SOUTH),
        recognitions=_became_maatwerk(ProviderKind.BESCHUTTE_WERKPLAATS, date(1998, 3, 1)),
        services=(
            DemoService(
                "verpakken",
                "Verpakken en ompakken",
                "Wij verpakken, wegen en etiketteren uw product, van folie tot geschenkdoos. Ook dringende reeksen.",
                "32 euro per uur",
                ServiceKind.PACKAGING,
            ),
            DemoService(
                "montage",
                "Montage in kleine reeksen",
                "Wij zetten onderdelen in elkaar en kijken elk stuk na. Vanaf 50 stuks, bij ons of bij u.",
                "offerte binnen 3 dagen",
                ServiceKind.PACKAGING,
            ),
            DemoService(
                "mailings",
                "Mailings klaarmaken",
                "Vouwen, vullen, frankeren en posten van brieven en folders.",
                "0,28 euro per stuk",
                ServiceKind.OFFICE,
            ),
        ),
    ),
    DemoProvider(
        serial=2,
        slug="haspenhoek",
        name="Groenploeg Haspenhoek",
        description="Legt bedrijfstuinen aan en onderhoudt ze, zonder pesticiden.",
        places=SOUTH,
        recognitions=_became_maatwerk(ProviderKind.SOCIALE_WERKPLAATS, date(2001, 9, 1)),
        services=(
            DemoService(
                "tuinonderhoud",
                "Onderhoud van groen",
                "Gras maaien, hagen snoeien en onkruid wieden rond uw gebouw, in een vaste ronde of één keer.",
                "38 euro per uur",
                ServiceKind.GREEN,
            ),
            DemoService(
                "aanleg",
                "Aanleg van een bedrijfstuin",
                "Ontwerp en aanplant van een tuin met inheemse planten, die weinig werk vraagt.",
                "vanaf 1.200 euro",
                ServiceKind.GREEN,
            ),
        ),
    ),
    DemoProvider(
        serial=3,
        slug="maasdal",
        name="Fietspunt Maasdal",
        description="Houdt bedrijfsfietsen rijdend en geeft oude fietsen een tweede leven.",
        places=(*NORTH, "73066", "73109"),
        recognitions=_became_maatwerk(ProviderKind.SOCIALE_WERKPLAATS, date(2004, 5, 1)),
        services=(
            DemoService(
                "onderhoud",
                "Fietsonderhoud op het werk",
                "Wij komen langs met een werkplaats op wielen en herstellen elke fiets: remmen, versnellingen, banden.",
                "45 euro per fiets",
                ServiceKind.REUSE,
            ),
            DemoService(
                "vloot",
                "Vloot van bedrijfsfietsen",
                "Huur van stadsfietsen en elektrische fietsen, met onderhoud en pechdienst.",
                "19 euro per maand",
                ServiceKind.TRANSPORT,
            ),
        ),
    ),
    DemoProvider(
        serial=4,
        slug="kempenvink",
        name="Drukatelier Kempenvink",
        description="Drukwerk en textieldruk door een maatwerkafdeling van een drukkerij.",
        places=NORTH,
        recognitions=(DemoRecognition(ProviderKind.MAATWERKAFDELING, Period(date(2020, 7, 1)), MAATWERK),),
        services=(
            DemoService(
                "werkkledij",
                "Werkkledij bedrukken",
                "Uw logo op T-shirts, truien en jassen. Vanaf 10 stuks.",
                "vanaf 8,50 euro per stuk",
                ServiceKind.OFFICE,
            ),
            DemoService(
                "drukwerk",
                "Klein drukwerk",
                "Kaartjes, folders en affiches, op gerecycleerd papier als u wilt.",
                "offerte binnen een dag",
                ServiceKind.OFFICE,
            ),
        ),
    ),
    DemoProvider(
        serial=5,
        slug="vijfde-wiel",
        name="Keuken Het Vijfde Wiel",
        description="Kookt met groenten uit de streek voor vergaderingen en feesten.",
        places=NORTH,
        recognitions=(
            DemoRecognition(ProviderKind.LOKALE_DIENSTENECONOMIE, Period(date(2009, 1, 1)), LOCAL_SERVICES),
        ),
        services=(
            DemoService(
                "broodjes",
                "Broodjeslunch",
                "Belegde broodjes en soep voor uw vergadering, ook vegetarisch. Bestel twee dagen vooraf.",
                "9,50 euro per persoon",
                ServiceKind.CATERING,
            ),
            DemoService(
                "receptie",
                "Receptie",
                "Hapjes en streekdrank, met bediening en glazen.",
                "vanaf 14 euro per persoon",
                ServiceKind.CATERING,
            ),
        ),
    ),
    DemoProvider(
        serial=6,
        slug="jekerhand",
        name="Klusdienst Jekerhand",
        description="Kleine herstellingen, schilderwerk en schoonmaak in bedrijven en kantoren.",
        places=SOUTH,
        recognitions=(
            DemoRecognition(ProviderKind.LOKALE_DIENSTENECONOMIE, Period(date(2010, 4, 1)), LOCAL_SERVICES),
        ),
        services=(
            DemoService(
                "klussen",
                "Klussen op kantoor",
                "Kleine herstellingen: een deur die klemt, een rek ophangen, een kraan die lekt. Een halve dag volstaat vaak.",
                "36 euro per uur",
                ServiceKind.BUILDING,
            ),
            DemoService(
                "schilderen",
                "Schilderwerk binnen",
                "Muren, plafonds en deuren van kantoren en winkels. Verf inbegrepen.",
                "19 euro per m²",
                ServiceKind.BUILDING,
            ),
            DemoService(
                "poetsen",
                "Poetsen van kantoren",
                "Wekelijks stofzuigen, dweilen en ramen lappen, ook na uw uren.",
                "31 euro per uur",
                ServiceKind.CLEANING,
            ),
        ),
    ),
    DemoProvider(
        serial=7,
        slug="helderbron",
        name="Wasserij Helderbron",
        description="Wast en strijkt werkkledij en linnen, met ophaling.",
        places=(*NORTH, *SOUTH),
        recognitions=_became_maatwerk(ProviderKind.BESCHUTTE_WERKPLAATS, date(1995, 1, 1)),
        services=(
            DemoService(
                "werkkledij",
                "Werkkledij wassen",
                "Wassen, drogen en herstellen van werkpakken. Wij halen elke week op.",
                "3,20 euro per stuk",
                ServiceKind.LAUNDRY,
            ),
            DemoService(
                "linnen",
                "Linnen voor de horeca",
                "Tafellinnen, handdoeken en keukenkledij: wassen en strijken binnen drie dagen.",
                "2,40 euro per kilo",
                ServiceKind.LAUNDRY,
            ),
        ),
    ),
    # No longer recognised: stands here so that the default list has somebody to leave out.
    DemoProvider(
        serial=8,
        slug="tweede-draad",
        name="Atelier Tweede Draad",
        description="Maakte tassen van reclamedoek. De erkenning liep af.",
        places=SOUTH,
        recognitions=_became_maatwerk(
            ProviderKind.SOCIALE_WERKPLAATS, date(2006, 1, 1), until=date(2024, 1, 1)
        ),
        services=(
            DemoService(
                "tassen",
                "Tassen van reclamedoek",
                "Elk stuk is anders.",
                "vanaf 22 euro per stuk",
                ServiceKind.REUSE,
            ),
        ),
    ),
)
