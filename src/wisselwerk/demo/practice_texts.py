"""What the practices of the demo tell: invented, apart from what the seed says of both schemes."""

from wisselwerk.domain.practice import Language, Material, Part, PracticeText, Wording
from wisselwerk.domain.priority import Priority

INVENTED = "Deze tekst is verzonnen voor de demo."
INVITATION = Material(
    "Voorbeeld van een uitnodiging voor de startavond", "https://voorbeeld.example/uitnodiging.pdf"
)
LETTER = Material("Voorbeeld van een brief aan bedrijven", "https://voorbeeld.example/brief.pdf")

_TITLE = "Een cheque om kennis te maken met de sociale economie"
_PROBLEM = (
    "Bedrijven in de streek kenden de maatwerkbedrijven om de hoek niet. Ze wisten niet dat je er een tuin laat onderhouden, "
    f"mailings laat verzenden of onderdelen laat monteren. {INVENTED}"
)
_APPROACH = (
    "Samen met de buurgemeenten geven we een cheque van 500 euro voor een eerste aankoop bij een sociale onderneming.\n\n"
    "1. We spraken met elk maatwerkbedrijf af wat het kan aanbieden, en tegen welke prijs.\n"
    "2. We nodigden alle bedrijven uit op een startavond, bij een maatwerkbedrijf zelf.\n"
    "3. Wie kwam, kon die avond een cheque aanvragen."
)
_CONDITIONS = (
    "Een interlokale vereniging, met één gemeente die betaalt. Een budget per jaar. Een beslissing van elke raad over het "
    "reglement. Maatwerkbedrijven die plaats hebben voor nieuwe klanten."
)
_PEOPLE = (
    "Een regisseur, een halve dag per week in de eerste drie maanden en daarna twee uur per week. De financieel directeur van de "
    "beherende gemeente, een uur per maand. Per maatwerkbedrijf één aanspreekpunt."
)
_PITFALLS = (
    "Een folder alleen bracht niemand. Pas toen ondernemers elkaar op de avond spraken, kwamen de aanvragen. En: spreek af wie "
    "belt als een cheque na drie maanden niet gebruikt is."
)

FIRST = PracticeText(
    {
        Language.NL: Wording(
            _TITLE, {Part.PROBLEM: _PROBLEM, Part.APPROACH: _APPROACH, Part.CONDITIONS: _CONDITIONS}
        )
    },
    (INVITATION,),
    Priority.ENTERPRISE,
)
"""As it was told first."""
LATER = PracticeText(
    {
        Language.NL: Wording(
            _TITLE,
            {
                Part.PROBLEM: _PROBLEM,
                Part.APPROACH: f"{_APPROACH}\n4. Na drie maanden bellen we wie zijn cheque nog niet gebruikte.",
                Part.CONDITIONS: _CONDITIONS,
                Part.PEOPLE: _PEOPLE,
                Part.PITFALLS: _PITFALLS,
            },
        ),
        Language.FR: Wording(
            "Un chèque pour faire connaissance avec l’économie sociale",
            {
                Part.PROBLEM: "Les entreprises de la région ne connaissaient pas les entreprises de travail adapté voisines. Texte inventé.",
                Part.APPROACH: (
                    "Avec les communes voisines, nous offrons un chèque de 500 euros pour un premier achat auprès d’une entreprise "
                    "sociale, et une soirée de lancement chez l’une d’elles."
                ),
            },
        ),
    },
    (INVITATION, LETTER),
    Priority.ENTERPRISE,
)
"""As it is told now: with what went wrong, and a part of it in French."""

GENK = PracticeText(
    {
        Language.NL: Wording(
            "Een cheque waarbij het bedrijf evenveel bijlegt",
            {
                Part.PROBLEM: f"We wilden hetzelfde als Zuidoost-Limburg, met minder geld per bedrijf. {INVENTED}",
                Part.APPROACH: (
                    "We namen de regeling van Zuidoost-Limburg over en veranderden één ding: de cheque is 250 euro, en het bedrijf "
                    "legt zelf minstens 250 euro bij. De factuur bewijst dat."
                ),
                Part.CONDITIONS: "Hetzelfde als bij Zuidoost-Limburg. Leg aan bedrijven goed uit dat btw niet meetelt als eigen geld.",
                Part.PEOPLE: "Een regisseur, twee uur per week. De rest doet het programma.",
                Part.PITFALLS: "Kleine zelfstandigen haken af op de eigen bijdrage. Zeg het op voorhand.",
            },
        )
    },
    (LETTER,),
    Priority.ENTERPRISE,
)
FAILURE = PracticeText(
    {
        Language.NL: Wording(
            "Een folder in elke brievenbus",
            {
                Part.PROBLEM: f"We dachten dat bedrijven de maatwerkbedrijven niet kenden omdat niemand het hun vertelde. {INVENTED}",
                Part.APPROACH: "We lieten een folder drukken over alle maatwerkbedrijven, en stuurden die naar elk bedrijf in de streek.",
                Part.CONDITIONS: "Een drukker, een adressenlijst, postzegels.",
                Part.PEOPLE: "Een medewerker communicatie, drie weken.",
                Part.PITFALLS: (
                    "Bijna niemand belde. Een folder vertelt wat er is, maar ondernemers willen iemand gezien hebben voor ze bestellen. "
                    "Daarom kwam er daarna een avond, en geen tweede folder."
                ),
            },
        )
    },
    priority=Priority.ENTERPRISE,
    is_failure=True,
)
IDEA = PracticeText(
    {
        Language.NL: Wording(
            "Ondernemers op bezoek bij het maatwerkbedrijf",
            {
                Part.PROBLEM: f"Wie nooit binnen was in een maatwerkbedrijf, denkt nog aan enveloppen plooien. {INVENTED}"
            },
        )
    },
)
"""Still being written."""
