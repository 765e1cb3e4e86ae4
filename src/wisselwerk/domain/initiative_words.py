"""The words and types of decision that speak for or against a local initiative, with their points.

A phrase is words that follow each other. ``maatwerk-`` is every word that begins so, ``-cheque`` every word that ends so,
``=werken`` that word and no other form of it, ``~`` a gap of a few words; any other word stands for all its forms. A hyphen in
a text is a space here: *wijk-werken* is ``wijk werken``. An idea counts once in a decision, however often and in how many
words it is said.
"""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where in a decision a clue stood."""

    TITLE = "title"
    SUMMARY = "summary"
    ARTICLES = "articles"
    REASONS = "reasons"
    TYPE = "type"


ANYWHERE = frozenset(Place)
NOT_IN_REASONS = frozenset((Place.TITLE, Place.SUMMARY, Place.ARTICLES))
"""In its reasons every decision speaks of agreements, subsidies and regulations."""
ON_TOP = frozenset((Place.TITLE, Place.SUMMARY, Place.TYPE))
"""What a decision is about stands there. Further down each names the Flemish Government, a minister and the staff."""


@dataclass(frozen=True, slots=True)
class Clue:
    """An idea, the phrases that say it, and what it is worth."""

    idea: str
    points: int
    phrases: tuple[str, ...]
    places: frozenset[Place]
    """Where it is listened for."""
    is_subject: bool = False
    """Whether it names the matter itself: without one of these, nothing else speaks."""


def _subject(idea: str, points: int, *phrases: str) -> Clue:
    return Clue(idea, points, phrases, ANYWHERE, is_subject=True)


def _for(idea: str, points: int, *phrases: str) -> Clue:
    return Clue(idea, points, phrases, NOT_IN_REASONS)


def _against(idea: str, points: int, *phrases: str) -> Clue:
    return Clue(idea, points, phrases, ON_TOP)


CERTAIN, LIKELY, POSSIBLE = 5, 3, 2
"""Points of a subject: that is nothing else, that is mostly this, that is often something else."""

SUBJECTS = (
    _subject(
        "social economy", CERTAIN,
        "sociale economie-", "socialeeconomie-", "sociaal economisch bedrijf", "sociale inschakelingseconomie",
        "sociale inschakeling-", "inschakelingsbedrij-", "inschakelingsondernem-", "invoegbedrij-",
        "invoegafdeling", "sociaal bedrijf", "sociale onderneming", "sociaal ondernemen", "sociale ondernemer",
        "sociaal ondernemerschap",
    ),
    _subject(
        "maatwerk", CERTAIN,
        "maatwerkbedrij-", "maatwerkafdeling-", "maatwerkonderneming-", "maatwerkplaats-", "maatwerker",
        "maatwerkdecreet", "collectief maatwerk", "individueel maatwerk", "collectieve inschakeling",
        "beschutte werkplaats-", "beschutte tewerkstelling", "sociale werkplaats-",
        "beschutte en sociale werkplaats-",
    ),
    _subject(
        "wijk-werken", CERTAIN,
        "wijk =werken", "=wijkwerken", "wijk =werker", "wijk =werkers", "=wijkwerkers", "wijkwerkorganisat-",
        "wijk werkorganisat-", "wijkwerkcheque-", "wijk werkcheque-", "wijkwerkovereenkomst",
        "wijk werkovereenkomst", "wijkwerkbemiddelaar", "wijk werkbemiddelaar", "wijk werkgebruiker",
        "wijkwerkagentschap", "pwa-", "plaatselijk werkgelegenheidsagentschap",
    ),
    _subject(
        "article 60", CERTAIN,
        "artikel 60 7", "art 60 7", "artikel 60 paragraaf 7", "art 60 paragraaf 7", "art 60 ers", "artikel 60 ers",
        "art 60er-", "artikel 60 werknemer", "art 60 werknemer", "artikel 60 tewerk-", "art 60 tewerk-",
        "tewerk- ~ artikel 60", "tewerk- ~ art 60", "artikel 60 traject", "artikel 61 tewerk-",
        "artikel 60 overeenkomst", "artikel 60 medewerker", "artikel 60 ~ ocmw wet", "art 60 ~ ocmw wet",
        "artikel 60 ~ organieke wet", "art 60 ~ organieke wet",
    ),
    _subject(
        "social employment", CERTAIN,
        "sociale tewerkstelling-", "sociaal tewerkstelling-", "sociale tewerk-", "sociaal tewerk-",
        "tewerkstelling ~ kansengroep-", "tewerkstelling ~ doelgroep-", "sociale activering", "sociaal activering-",
        "tewerkstellingsproject-", "tewerkstellingsinitiatie-",
    ),
    _subject(
        "social clause", CERTAIN,
        "sociale clausule", "sociale uitvoeringsclausule", "sociale bestekclausule", "social return",
        "sociale voorwaarde ~ bestek", "clausule ~ kansengroep-",
    ),
    _subject(
        "reserved contract", CERTAIN,
        "voorbehouden ~ sociale economie-", "voorbehouden ~ maatwerk-", "voorbehouden ~ sociale werkplaats-",
        "voorbehouden opdracht", "voorbehouden ~ integratie", "professionele integratie",
        "maatschappelijke en professionele integratie",
    ),
    _subject(
        "introduction voucher", CERTAIN,
        "kennismakingscheque", "kennismakingsbon", "kennismakingscheques",
    ),
    _subject(
        "role of director", CERTAIN,
        "regierol ~ economie", "regierol ~ werk", "regie sociale economie", "regisseur sociale economie",
        "regisseur ~ werk", "lokale regie ~ economie", "coordinator sociale economie", "regierol werk-",
    ),
    _subject(
        "local services", LIKELY,
        "lokale diensteneconomie-", "lde", "aanvullende lokale dienst", "lokale dienstenonderneming",
        "klusjesdienst ~ tewerkstelling", "buurtdienst-", "energiesnoeier",
    ),
    _subject(
        "work care", CERTAIN,
        "arbeidszorg-", "arbeidsmatige activiteit", "begeleid werk", "supported employment",
        "zorgboerderij ~ werk-",
    ),
    _subject(
        "re-use shop", LIKELY,
        "kringwinkel-", "kringloopcentr-", "kringloopwinkel-", "kringloper",
    ),
    _subject(
        "far from the labour market", CERTAIN,
        "afstand ~ arbeidsmarkt", "afstand ~ de arbeidsmarkt", "kwetsbare werkzoekende", "langdurig werkzoekende",
        "langdurig werkloze", "langdurig werkloos", "lang werkloos", "langer ~ werkloos",
        "laaggeschoolde werkzoekende", "kortgeschoolde werkzoekende", "moeilijk bemiddelbaar-",
        "niet beroepsactief-", "inactieven", "inactieve inwoner", "neet-", "kansen op de arbeidsmarkt",
        "gewone arbeidsmarkt", "reguliere arbeidsmarkt",
    ),
    _subject(
        "target group at work", LIKELY,
        "doelgroepmedewerker", "doelgroepwerknemer", "doelgroep ~ tewerk-", "arbeidsbeperking", "arbeidshandicap",
        "werknemers uit de doelgroep", "personen met een handicap ~ tewerk-", "handicap ~ werk-",
        "beperking ~ tewerk-", "beperking ~ werk-", "kansengroep- ~ werk-", "kansengroep- ~ opleiding",
        "kansarm- ~ werk-", "sociaal artikel",
    ),
    _subject(
        "road to work", LIKELY,
        "activering-", "arbeidstraject-", "trajectbegeleiding ~ werk", "traject naar werk", "naar werk begeleid-",
        "begeleid- ~ naar werk", "toeleiding ~ werk", "leid- ~ naar werk", "doorstrom- ~ werk", "naar betaald werk",
        "opstap naar werk", "kans ~ op werk", "socioprofessione-", "socio professione-", "springplank",
        "tijdelijke werkervaring", "werkervaringsproject-", "werkervaringsplaats-", "leerwerk-", "leer werk-",
        "werkinleving-", "jobcoach-", "job coach-", "jobcoaching", "gemeenschapsdienst", "basisbaan", "instapstage",
        "opleidingswerf", "inclusief ondernemen", "werkwinkel", "werkzaamheidsgraad", "jeugdwerkloosheid",
        "aan het werk help-", "aan het werk ~ werkzoekend-", "werk ~ kansengroep-", "werk ~ kwetsbare",
        "tewerkstelling ~ kwetsbare", "tewerkstellingstraject", "tewerkstellingsmaatregel", "arbeidsconsulent",
        "arbeidstoeleiding", "inschakeling",
    ),
    _subject(
        "responsible business", POSSIBLE,
        "mvo", "maatschappelijk verantwoord ondernemen",
    ),
    _subject(
        "places to learn on the job", POSSIBLE,
        "fietspunt", "strijkatelier", "naaiatelier", "dienstenchequebedrijf", "dienstenchequeonderneming",
        "werkstage", "werkvloer",
    ),
    _subject(
        "labour market", POSSIBLE,
        "arbeidsmarkt-", "werkgelegenheid-", "banenplan",
    ),
    _subject(
        "people seeking work", POSSIBLE,
        "werkzoekend-", "werkloz-", "werkloos", "leefloongerechtigd-", "leefloners", "ex gedetineerden ~ werk",
        "vdab",
    ),
    _subject(
        "employment", POSSIBLE,
        "tewerkstelling-", "tewerkgesteld-", "tewerk te stellen", "stelt ~ tewerk", "inschakelen ~ werk",
        "werkervaring",
    ),
)  # fmt: skip
"""What the matter itself is called."""

FOR = (
    _for(
        "agreement", 1,
        "-overeenkomst", "-convenant", "partnerschap", "samenwerking-", "samenwerkingsverband", "charter",
        "protocol-", "engagementsverklaring",
    ),
    _for(
        "money", 1,
        "subsidie-", "projectsubsidie", "-subsidie", "toelage", "-toelage", "cofinanciering", "-premie",
        "projectoproep", "lening", "waarborg", "budget ~ actie",
    ),
    _for(
        "instrument", 1,
        "-reglement", "cheque", "-cheque", "aankoopbon", "actieplan", "jaaractieplan", "visienota", "project",
        "pilootproject", "regierol", "traject", "lastvoorwaarden", "gunning",
    ),
    _for(
        "acquaintance", 2,
        "kennismak-", "leren kennen", "maakt kennis", "maken kennis", "voor het eerst kennis",
    ),
    _for(
        "own contribution", 1,
        "betaalt zelf", "eigen bijdrage", "zelf ~ betaalt",
    ),
)  # fmt: skip
"""What an action or instrument is called: means something only beside a subject."""

AGAINST = (
    _against(
        "vacancy", -9,
        "vacant-", "openverklaring", "aanwerving ~ verband", "aanwervingsproef", "wervingsreserve", "werfreserve",
        "functiebeschrijving", "examenprogramma", "selectieproef", "selectieprocedure", "bij mobiliteit",
        "sollicit-", "aanstelling", "bevorderingsproef", "bevordering",
    ),
    _against(
        "own staff", -7,
        "jobstudent-", "personeelsformatie", "personeelsbehoefteplan", "rechtspositieregeling", "arbeidsreglement",
        "maaltijdcheque", "organogram", "statutaire ambtenaar", "statutair personeel", "statutaire tewerkstelling",
        "gepensioneerden", "ancienniteit", "telewerk", "personeelsleden", "eigen personeel", "preventieplan",
        "welzijn op het werk", "glijtijd-", "loopbaan-", "functioneren",
    ),
    _against(
        "higher level", -6,
        "vlaamse regering", "omzendbrief", "minister", "decreet ~ mededeling", "mededeling",
    ),
    _against(
        "only told or asked", -5,
        "motie", "interpellatie", "raadslid", "raadsleden vragen", "vraag van", "vragen en antwoorden",
        "mondelinge vraag",
    ),
    _against(
        "taken note of", -3,
        "jaarverslag", "kennisname", "kennisneming", "aktename", "akteneming",
    ),
    _against(
        "membership", -8,
        "algemene vergadering", "jaarvergadering", "vertegenwoordiger", "afvaardiging", "vaststelling mandaat",
        "vaststellen mandaat", "lid raad van bestuur", "raad van bestuur", "afgevaardigde", "volmacht",
        "samenstelling adviesra-",
    ),
    _against(
        "accounts", -6,
        "jaarrekening-", "meerjarenplan-", "budgetwijziging", "beleidsrapport-", "opvolgingsrapport-", "notulen",
        "goedkeuring verslag", "kerkfabriek-",
    ),
    _against(
        "land and traffic", -8,
        "omgevingsvergunning-", "verkeersreglement-", "parkeerverbod", "straatna-", "zaak der wegen", "buurtweg-",
        "gemeentewegendecreet", "openbaar onderzoek", "eenrichtingsverkeer", "verkaveling",
    ),
    _against(
        "sale", -6,
        "verkoop ~ gebouw", "projectontwikkelaar", "verkoop ~ voormalig-",
    ),
    _against(
        "taxes and charges", -4,
        "belastingreglement", "belasting op", "retributie-", "lidkaart",
    ),
    _against(
        "another clause", -8,
        "sociale dumping",
    ),
    _against(
        "schools", -4,
        "leerlingen ~ woonzorgcentrum", "hogeschool", "alternerende opleiding", "duaal leren", "verpleegkunde",
    ),
    _against(
        "data", -5,
        "verwerkersovereenkomst", "software",
    ),
)  # fmt: skip
"""What looks like it and is something else."""

CLUES = (*SUBJECTS, *FOR, *AGAINST)


def _of_type(idea: str, points: int) -> Clue:
    return Clue(idea, points, (), ON_TOP)


_GRANT = _of_type("type: subsidy", 1)
_STAFF = _of_type("type: staff", -8)
_ACCOUNTS = _of_type("type: accounts", -8)
_TRAFFIC = _of_type("type: traffic or order", -8)
_TAX = _of_type("type: tax", -4)
_BODIES = _of_type("type: who sits where", -8)

OF_TYPE = {
    "d7060f97-c417-474c-abc6-ef006cb61f41": _GRANT,  # subsidie, premie, erkenning
    "4673d472-8dbc-4cea-b3ab-f92df3807eb3": _STAFF,  # personeelsreglement
    "fb21d14b-734b-48f4-bd4e-888163fd08e8": _STAFF,  # rechtspositieregeling
    "e44c535d-4339-4d15-bdbf-d4be6046de2c": _ACCOUNTS,  # jaarrekening
    "f56c645d-b8e1-4066-813d-e213f5bc529f": _ACCOUNTS,  # meerjarenplan(aanpassing)
    "4350cdda-8291-4055-9026-5c7429357fce": _ACCOUNTS,  # advies jaarrekening OCMW-vereniging
    "79414af4-4f57-4ca3-aaa4-f8f1e015e71c": _ACCOUNTS,  # advies bij jaarrekening eredienstbestuur
    "40831a2c-771d-4b41-9720-0399998f1873": _ACCOUNTS,  # budget
    "4d8f678a-6fa4-4d5f-a2a1-80974e43bf34": _TRAFFIC,  # aanvullend reglement op het wegverkeer, gemeentewegen
    "7d95fd2e-3cc9-4a4c-a58e-0fbc408c2f9b": _TRAFFIC,  # aanvullend reglement op het wegverkeer, gewestwegen
    "256bd04a-b74b-4f2a-8f5d-14dda4765af9": _TRAFFIC,  # tijdelijke politieverordening
    "e8afe7c5-9640-4db8-8f74-3f023bec3241": _TRAFFIC,  # politiereglement
    "f1fd8f88-95b0-4085-b766-008b5867d992": _TRAFFIC,  # vaststelling gemeenteweg
    "efa4ec5a-b006-453f-985f-f986ebae11bc": _TAX,  # belastingreglement
    "4c22ef0a-f808-41dd-9c9f-2aff17fd851f": _TAX,  # contantbelasting
    "8597e056-b96d-4213-ad4c-37338f2aaf35": _TAX,  # kohierbelasting
    "b4c828e4-bcb8-46ff-8abf-5fde227d2459": _BODIES,  # samenstelling bestuursorganen
}
"""Types of decision that speak, by their code in the list *BesluitType*; the others say nothing either way."""
