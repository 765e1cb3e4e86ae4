"""A harvester recognises the decision in our page: its kind, title, council, day and articles; and the page is valid HTML."""

import io
from datetime import date
from pathlib import Path

import html5lib
import pyshacl
import pytest
from django.test import Client
from pyRdfa import pyRdfa
from pyRdfa.options import Options
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, XSD

from tests.scene import AS_, GENK, Scene, set_scene
from tests.web.stage import browser
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.council_model import StepState
from wisselwerk.apps.schemes.services import amend_for_council, record_council_step
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.web.council.annotated import REGULATIONS, SUBSIDIES

pytestmark = pytest.mark.django_db

SHAPES = Path(__file__).parents[1] / "shacl"
BESLUIT = Namespace("http://data.vlaanderen.be/ns/besluit#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
MET = date(2025, 11, 3)
DOCUMENT = "https://raad.example/besluiten/1"


@pytest.fixture
def scene() -> Scene:
    """Genk decided; As decided and amended; the others have not met."""
    found = set_scene()
    version = found.scheme.versions.get()
    for nis_code in (GENK, AS_):
        record_council_step(
            SYSTEM,
            text=version,
            member=local_government(nis_code, today()),
            state=StepState.DECIDED,
            on=MET,
            document=DOCUMENT,
        )
    amend_for_council(
        SYSTEM,
        text=version,
        member=local_government(AS_, today()),
        kind="number_per_enterprise",
        parameters={"maximum": 2},
    )
    return found


def page(nis_code: str, client: Client | None = None) -> str:
    """The decision of a member, as everybody reads it once it was taken."""
    answer = (client or browser()).get(f"/regelingen/genk/reglement/{nis_code}/2015-01-01/")
    assert answer.status_code == 200
    return answer.content.decode()


def draft_page() -> str:
    """That of a council that has still to decide, for who coordinates."""
    answer = browser("coordinator_genk").get("/raad/genk/versie-1/71067/besluit.html")
    assert answer.status_code == 200
    return answer.content.decode()


def triples(html: str) -> Graph:
    reader = pyRdfa(options=Options(), base="https://ons.example/", media_type="text/html")
    found: Graph = reader.graph_from_source(io.StringIO(html), rdfOutput=False)
    return found


def complaints(data: Graph, shapes: str) -> str:
    """What the shapes have against it; empty when nothing."""
    conforms, _report, text = pyshacl.validate(data, shacl_graph=Graph().parse(SHAPES / shapes))
    return "" if conforms else text


ALL_SHAPES = ("shacl-publication-stream.ttl", "shacl-submission.ttl", "harvester.ttl")


@pytest.mark.parametrize("shapes", ALL_SHAPES)
def test_it_passes_the_shapes(scene: Scene, shapes: str) -> None:
    assert complaints(triples(page(GENK)), shapes) == ""
    assert complaints(triples(page(AS_)), shapes) == ""
    assert complaints(triples(draft_page()), shapes) == ""


@pytest.mark.parametrize(
    ("shapes", "told", "instead"),
    [
        ("shacl-publication-stream.ttl", 'property="prov:generatedAtTime"', ""),
        ("shacl-publication-stream.ttl", 'property="prov:atLocation"', ""),
        ("shacl-publication-stream.ttl", 'property="dct:type"', 'property="dct:subject"'),
        ("shacl-publication-stream.ttl", 'property="dct:isVersionOf"', ""),
        ("harvester.ttl", 'property="eli:title"', ""),
        ("harvester.ttl", SUBSIDIES, ""),
        ("harvester.ttl", 'typeof="besluit:Artikel"', ""),
        ("harvester.ttl", 'property="eli:number"', ""),
        ("harvester.ttl", 'property="besluit:motivering"', ""),
        ("harvester.ttl", 'property="eli:passed_by"', ""),
        ("harvester.ttl", 'datetime="2025-11-03"', 'datetime="november"'),
    ],
)
def test_the_shapes_miss_what_is_taken_out(scene: Scene, shapes: str, told: str, instead: str) -> None:
    """Else the test above could not fail."""
    html = page(GENK)
    assert told in html
    assert complaints(triples(html.replace(told, instead)), shapes) != ""


def test_a_harvester_finds_title_kind_day_and_articles(scene: Scene) -> None:
    data = triples(page(GENK))
    (decision,) = data.subjects(RDF.type, BESLUIT.Besluit)
    types = set(data.objects(decision, RDF.type))
    assert {URIRef(REGULATIONS), URIRef(SUBSIDIES)} <= types
    assert data.value(decision, ELI.title) == Literal(
        "Subsidiereglement “Kennismakingscheque genk”: vaststelling", datatype=XSD.string
    )
    assert data.value(decision, ELI.date_document) == Literal(MET)
    assert data.value(decision, ELI.first_date_entry_in_force) == Literal(date(2015, 1, 1))
    assert data.value(decision, PROV.wasDerivedFrom) == URIRef(DOCUMENT)
    articles = list(data.objects(decision, ELI.has_part))
    numbers = {str(data.value(one, ELI.number)) for one in articles}
    assert numbers == {f"Artikel {number}" for number in range(1, len(articles) + 1)}
    assert len(articles) > 15
    amount = next(one for one in articles if str(data.value(one, ELI.title)) == "Bedrag van de cheque")
    assert str(data.value(amount, PROV.value)).startswith("Een cheque is 250 euro waard.\n")
    # The document is where it says it is, and a version of the regulation that everybody reads.
    (document,) = data.subjects(DCTERMS.isVersionOf)
    assert data.value(document, PROV.atLocation) == document


def test_each_council_has_its_own_decision(scene: Scene) -> None:
    ours, theirs = triples(page(GENK)), triples(page(AS_))
    assert "ten hoogste één cheque" in str(list(ours.objects(None, PROV.value)))
    assert "ten hoogste twee cheques" in str(list(theirs.objects(None, PROV.value)))
    assert set(ours.subjects(RDF.type, BESLUIT.Besluit)).isdisjoint(
        theirs.subjects(RDF.type, BESLUIT.Besluit)
    )


def test_a_draft_has_no_day_of_decision_and_shows_what_is_blank(scene: Scene) -> None:
    html = draft_page()
    assert "<mark>[in te vullen: datum van de zitting]</mark>" in html
    assert list(triples(html).objects(None, ELI.date_document)) == []
    assert browser().get("/regelingen/genk/reglement/71067/2015-01-01/").status_code == 404


@pytest.mark.parametrize("day", ["2015-01-02", "2015-13-01", "gisteren", "20150101"])
def test_there_is_no_decision_of_another_day(scene: Scene, day: str) -> None:
    assert browser().get(f"/regelingen/genk/reglement/{GENK}/{day}/").status_code == 404


def test_the_page_is_parsed_without_an_error(scene: Scene) -> None:
    for html in (page(GENK), draft_page()):
        html5lib.HTMLParser(strict=True).parse(html)
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse(page(GENK).replace("</h1>", "</h2>"))


def test_what_people_write_is_no_markup(scene: Scene) -> None:
    scene.scheme.name = '<b>Cheque</b> & "meer"'
    scene.scheme.save()
    html = draft_page()
    assert "<b>Cheque" not in html
    assert "&lt;b&gt;Cheque&lt;/b&gt; &amp; &quot;meer&quot;" in html
    html5lib.HTMLParser(strict=True).parse(html)
