"""The decision of a council as linked data beside its words (RDFa), so that a harvester of decisions finds its way in it.

Vocabularies: besluit of OSLO, ELI, prov and dct, as suppliers of council software annotate. The kinds of decision are
those of the code list *BesluitType* of data.vlaanderen.be.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime

from wisselwerk.domain.regulation import Article, Chapter
from wisselwerk.domain.regulation.council import Decision

REGULATIONS = "https://data.vlaanderen.be/id/concept/BesluitType/67378dd0-5413-474b-8996-d992ef81637a"
"""Reglementen en verordeningen."""
SUBSIDIES = "https://data.vlaanderen.be/id/concept/BesluitType/d7060f97-c417-474c-abc6-ef006cb61f41"
"""Subsidie, premie, erkenning: below the first."""
COUNCIL = "http://data.vlaanderen.be/id/concept/BestuursorgaanClassificatieCode/5ab0e9b8a3b2ca7c5e000005"
"""Gemeenteraad."""
DUTCH = "http://publications.europa.eu/resource/authority/language/NLD"

PREFIXES = {
    "besluit": "http://data.vlaanderen.be/ns/besluit#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A decision with the addresses that name it and its parts."""

    decision: Decision
    address: str
    """Where this document is read."""
    stays: str
    """Where everybody reads the decision once it was taken and published: what names it and its parts begins with it."""
    version_of: str
    """Where the regulation of the scheme is read, of which this is the text of a day."""
    generated_at: datetime
    decided_on: date | None
    """None while it is a draft."""
    in_force_on: date | None
    document: str = ""
    """Where the municipality published it, when that is an address."""

    prefix = " ".join(f"{name}: {iri}" for name, iri in PREFIXES.items())
    document_type = REGULATIONS
    decision_types = f"besluit:Besluit {REGULATIONS} {SUBSIDIES}"
    language = DUTCH
    council_type = COUNCIL

    @property
    def is_draft(self) -> bool:
        """Whether the council has still to decide."""
        return self.decided_on is None

    @property
    def generated(self) -> str:
        """The moment of the text, as machines read it (xsd:dateTime)."""
        return localtime(self.generated_at).isoformat(timespec="seconds")

    @property
    def uri(self) -> str:
        """What names the decision."""
        return f"{self.stays}#besluit"

    @property
    def body_uri(self) -> str:
        """What names the council here: its official address is not known."""
        return f"{self.stays}#gemeenteraad"

    @property
    def chapters(self) -> list[tuple[Chapter, list[tuple[Article, str]]]]:
        """The chapters, with what names each article."""
        return [
            (chapter, [(one, f"{self.stays}#artikel-{one.number}") for one in chapter.articles])
            for chapter in self.decision.regulation.chapters
        ]
