"""Pages of invented municipalities, each in the way one supplier of council software writes. None is real, nor is anybody in them."""

PREFIXES = (
    "eli: http://data.europa.eu/eli/ontology# prov: http://www.w3.org/ns/prov# mandaat: http://data.vlaanderen.be/ns/mandaat# "
    "besluit: http://data.vlaanderen.be/ns/besluit# persoon: https://data.vlaanderen.be/ns/persoon# "
    "org: http://www.w3.org/ns/org# skos: http://www.w3.org/2004/02/skos/core# foaf: http://xmlns.com/foaf/0.1/ "
    "person: http://www.w3.org/ns/person#"
)
TYPE = "https://data.vlaanderen.be/id/concept/BesluitType/"
SUBSIDY = "d7060f97-c417-474c-abc6-ef006cb61f41"
REGULATION = "67378dd0-5413-474b-8996-d992ef81637a"


def page(content: str, *, head: str = "") -> bytes:
    """A whole page with this in its body."""
    return (
        f"<!DOCTYPE html>\n<html lang='nl'><head><meta charset='utf-8'><title>Zitting</title>{head}</head>\n"
        f"<body>{content}</body></html>\n"
    ).encode()


def decision(content: str, *, name: str = "https://raad.example/besluiten/1", types: str = "") -> bytes:
    """A page with one decision, and nothing around it."""
    kinds = " ".join(["besluit:Besluit", *(f"{TYPE}{one}" for one in types.split())])
    return page(
        f'<div prefix="{PREFIXES}">\n<div typeof="{kinds}" resource="{name}">\n{content}\n</div></div>'
    )


LIST_WITH_CURLY_QUOTES = page(
    f"""
<div vocab="http://data.vlaanderen.be/ns/besluit#" prefix="eli: http://data.europa.eu/eli/ontology# foaf: http://xmlns.com/foaf/0.1/">
 <div typeof="foaf:Document" resource="https://data.essel.example/lijst/1"><span property="eli:date_publication" datatype="xsd:date"
  content="2024-05-23"></span></div>
</div>
<div vocab="http://data.vlaanderen.be/ns/besluit#" prefix="{PREFIXES}">
 <div typeof="besluit:Zitting" resource="https://data.essel.example/zittingen/1">
  <div property="besluit:heeftBesluitenlijst" typeof="foaf:Document" resource="https://data.essel.example/lijst/1">
   <div property="prov:value" datatype="xsd:string">
    <div typeof="besluit:Zitting" resource="https://data.essel.example/zittingen/1">
     <h1 property="dc:title" datatype="xsd:string"><span>Besluitenlijst </span><span property="besluit:isGehoudenDoor"
      typeof="besluit:Bestuursorgaan" resource="http://data.lblod.info/id/bestuursorganen/e1"><span property="skos:prefLabel">Gemeenteraad</span></span></h1>
     <span property="besluit:geplandeStart" datatype="xsd:dateTime" content="2024-05-13T20:00:00.000+02:00">ma 13/05/2024</span>
     <span property="prov:startedAtTime" datatype="xsd:dateTime" content="2024-05-13T20:01:00.000+02:00"></span>
     <ul><li property="besluit:behandelt" typeof="besluit:Agendapunt" resource="https://data.essel.example/agendapunten/7">
      <h2 property="dc:title" datatype="xsd:string">2024_GR_00007 - Wijk-werken. Samenwerkingsovereenkomst. Goedkeuring.</h2>
      <span property="dc:description" datatype="xsd:string"><p>De overeenkomst loopt zes jaar.</p><p>De bijdrage is 1.250,50 euro.</p></span>
      <div typeof="besluit:BehandelingVanAgendapunt" resource="https://data.essel.example/behandelingen/7">
       <span property="besluit:heeftStemming" resource="https://data.essel.example/stemmingen/7"></span>
       <div property="prov:generated" typeof="”besluit:Besluit”" resource="https://data.essel.example/besluiten/7">
        <span property="eli:title eli:description" datatype="xsd:string" content="2024_GR_00007 - Wijk-werken. Samenwerkingsovereenkomst. Goedkeuring."></span>
        <span property="besluit:citeeropschrift" datatype="xsd:string" content="2024_GR_00007"></span>
       </div>
       <span property="dc:subject" typeof="besluit:Agendapunt" resource="https://data.essel.example/agendapunten/7"></span>
      </div>
     </li></ul>
    </div>
   </div>
  </div>
 </div>
</div>"""
)

LIST_WITH_FULL_ADDRESSES = page(
    f"""
<div vocab="http://data.vlaanderen.be/ns/besluit#" prefix="{PREFIXES}"><div typeof="besluit:Zitting" resource="http://data.lblod.info/id/zittingen/2">
 <div about="http://data.lblod.info/id/zittingen/2" typeof="besluit:Zitting"><h1>Besluitenlijst van <span
  property="http://data.vlaanderen.be/ns/besluit#isGehoudenDoor" resource="http://data.lblod.info/id/bestuursorganen/h2" typeof="besluit:Bestuursorgaan">Gemeenteraad
  Halle-Broek</span>, zitting op <span property="prov:startedAtTime" content="2023-11-28T23:30:00.000Z" datatype="http://www.w3.org/2001/XMLSchema#dateTime">29/11/2023</span></h1>
  <div resource="http://data.lblod.info/id/behandelingen-van-agendapunten/2" typeof="besluit:BehandelingVanAgendapunt">
   <span property="http://purl.org/dc/terms/subject" resource="http://data.lblod.info/id/agendapunten/2" typeof="besluit:Agendapunt"></span>
   <span about="http://data.lblod.info/id/zittingen/2" property="besluit:behandelt" resource="http://data.lblod.info/id/agendapunten/2"></span>
   <div property="prov:generated" resource="http://data.lblod.info/id/besluiten/2" typeof="http://data.vlaanderen.be/ns/besluit#Besluit http://mu.semte.ch/vocabularies/ext/BesluitKlassiekeStijl {TYPE}{SUBSIDY}">
    <h3 property="eli:title">B.1 ECONOMIE. Reglement kennismakingscheque</h3>
    <p property="eli:description">Reglement kennismakingscheque</p>
   </div>
   <h3>Stemmingen</h3>
  </div>
 </div>
 <p>Genomen door <span property="eli:passed_by" resource="http://data.lblod.info/id/bestuursorganen/h2" typeof="besluit:Bestuursorgaan"><span
  property="mandaat:isTijdspecialisatieVan" resource="http://data.lblod.info/id/bestuursorganen/h1" typeof="besluit:Bestuursorgaan"><span property="skos:prefLabel">Gemeenteraad Halle-Broek</span></span></span></p>
 <p>Datum publicatie: <span property="eli:date_publication" datatype="xsd:date" content="2023-12-01">1 december 2023</span></p>
</div></div>"""
)

AGENDA = page(
    f"""
<div vocab="http://data.vlaanderen.be/ns/besluit#" prefix="{PREFIXES}"><div typeof="besluit:Zitting" resource="https://mole-echo.example/id/zittingen/3">
 <h1>Agenda <span property="besluit:isGehoudenDoor" typeof="besluit:Bestuursorgaan" resource="http://data.lblod.info/id/bestuursorganen/m3"><span property="skos:prefLabel" content="Gemeenteraad Mole"></span></span></h1>
 <ul><li><div property="besluit:behandelt" typeof="besluit:Agendapunt" resource="https://mole-echo.example/id/agendapunten/1"><h3 property="dc:title" datatype="xsd:string">Verslag</h3></div></li>
 <li><div property="besluit:behandelt" typeof="besluit:Agendapunt" resource="https://mole-echo.example/id/agendapunten/2"><h3 property="dc:title" datatype="xsd:string">Sociaal restaurant</h3>
  <span property="besluit:aangebrachtNa" typeof="besluit:Agendapunt" content="https://mole-echo.example/id/agendapunten/1"></span></div></li></ul>
</div></div>"""
)

MINUTES_BESIDE_THE_DECISION = page(
    f"""
<link href="" x.example 2.latest css vlaanderen-ui.css"" rel="" stylesheet"" type="" text css"">
<div prefix="{PREFIXES} dc: http://purl.org/dc/terms/ ">
<div typeof="besluit:Zitting" resource="https://data.dries.example/id/zittingen/4">
<span property="besluit:heeftNotulen" resource="https://data.dries.example/dummy" typeof="foaf:Document" '></span>
<span property="eli:passed_by" resource="http://data.lblod.info/id/bestuursorganen/d4" typeof="besluit:Bestuursorgaan"></span>
<h1>Gemeenteraad</h1>
<h6 property="dc:title"><span resource="http://data.lblod.info/id/bestuursorganen/d4" typeof="besluit:Bestuursorgaan" property="besluit:isGehoudenDoor"></span>
Zitting van <span property="besluit:geplandeStart" content="2024-05-23T18:00:00Z" datatype="xsd:dateTime">donderdag 23 mei 2024</span></h6>
<div resource="https://data.dries.example/id/behandelingen/4" typeof="besluit:BehandelingVanAgendapunt">
<span property="dc:subject" typeof="besluit:Agendapunt" resource="https://data.dries.example/id/agendapunten/4"><p property="dc:description"></p></span>
<div property="prov:generated" resource="https://data.dries.example/id/besluiten/4" typeof="besluit:Besluit">
<span property="eli:date_publication" content="2024-09-23" datatype="xsd:date"></span>
<span property="eli:title" content="Overeenkomst fietsenherstel" datatype="http://www.w3.org/2001/XMLSchema#string"></span>
<div property="eli:has_part" resource="https://data.dries.example/id/artikels/4" typeof="besluit:Artikel"><div property="eli:number"></div><div property="prov:value"></div></div></div>
<div><div property="besluit:motivering" lang="nl"><h4>Toelichting</h4><span property="eli:details" datatype="xsd:string"><u>Feiten</u><br><p>Het atelier herstelt fietsen.</p></span>
<h4>Juridisch kader</h4><p>Decreet <a href="https://codex.vlaanderen.be/doc/artikel/1331152" property="eli:cites" typeof="eli:LegalExpression">lokaal bestuur</a></p>
<h4>Beslissing</h4><div property="prov:value" datatype="xsd:string"><span property="eli:notulen"><p><u>Artikel 1.</u> De overeenkomst wordt goedgekeurd.</p><p>Zij geldt drie jaar.</p>
<p>Art. 2: De toelage is € 12.000.</p></span></div></div></div>
<h4>Stemmingen</h4><p><span>Aanwezig: </span>Jozefa Verhulst, Tuur Van den Eynde</p>
</div></div></div>"""
)

MINUTES_WITH_TWO_BODIES = page(
    f"""
<div prefix="eli: http://data.europa.eu/eli/ontology# prov: http://www.w3.org/ns/prov# besluit: http://data.vlaanderen.be/ns/besluit# mandaat: http://data.vlaanderen.be/ns/mandaat#"
 resource="https://lblod.zwanem.example/notulen.html" typeof="foaf:Document">
<div typeof="besluit:Bestuurseenheid" resource="http://data.lblod.info/id/bestuurseenheden/z"><div property="skos:prefLabel" datatype="rdfs:Literal">
 Gemeente Zwanem </div></div>
<div typeof="besluit:Bestuursorgaan" resource="http://data.lblod.info/id/bestuursorganen/z5"><meta property="besluit:bestuurt" resource="http://data.lblod.info/id/bestuurseenheden/z" typeof="besluit:Bestuurseenheid">
 <div property="skos:prefLabel" datatype="rdfs:Literal"><h2>Gemeenteraad Zwanem</h2></div>
 <meta property="mandaat:isTijdspecialisatieVan" resource="http://data.lblod.info/id/bestuursorganen/z5"></div>
<div typeof="besluit:Zitting" resource="https://lblod.zwanem.example/id/zittingen/5">
 <h2 property="dc:title">GEMEENTERAAD VAN <span property="besluit:geplandeStart" content="2024-05-27T17:00:00.0000000Z" datatype="xsd:dateTime">27 MEI 2024</span></h2>
 <div property="besluit:behandelt" typeof="besluit:Agendapunt" resource="https://lblod.zwanem.example/id/agendapunt/5"></div>
 <div typeof="besluit:BehandelingVanAgendapunt" resource="https://lblod.zwanem.example/id/behandelingen/5">
  <div property="prov:generated" resource="https://lblod.zwanem.example/id/besluiten/5" typeof="besluit:Besluit {TYPE}{SUBSIDY}">
   <meta property="eli:passed_by" resource="http://data.lblod.info/id/bestuursorganen/z5" typeof="besluit:Bestuursorgaan">
   <span property="eli:date_publication" content="2024-06-25" datatype="xsd:date"></span>
   <h2><span property="eli:title" datatype="xsd:string">12 Sociale economie - subsidiereglement</span></h2>
   <span property="eli:title_short" datatype="xsd:string" style="display:none">Wijziging van artikel 13:
vaststellen van het bedrag.</span>
   <div property="eli:description" datatype="xsd:string" style="display:none">Wijziging van artikel 13:
vaststellen van het bedrag.</div>
   <a href="https://lblod.zwanem.example/notulen.pdf" property="prov:value" resource="https://lblod.zwanem.example/notulen.pdf">Pdf-versie</a>
   <div class="besluit_motivering"></div>
  </div>
  <h3>Aanwezigen bij agendapunt</h3>
 </div>
</div></div>"""
)

REGULATION_WITH_TEXT_IN_ITS_REASONS = page(
    f"""
<div vocab="http://data.vlaanderen.be/ns/besluit#" prefix="{PREFIXES} dct: http://purl.org/dc/terms/">
<div typeof="besluit:Zitting" resource="http://een.voorbeeld.example/zittingen/6">
 <span resource="http://data.lblod.info/id/bestuursorganen/v6" typeof="besluit:Bestuursorgaan" property="besluit:isGehoudenDoor"><span
  resource="http://data.lblod.info/id/bestuursorganen/v" typeof="besluit:Bestuursorgaan" property="mandaat:isTijdspecialisatieVan"><span property="skos:prefLabel">Vast bureau</span></span></span>
 Gehouden op <span property="prov:startedAtTime" content="2020-06-27T17:30:00.000Z" datatype="xsd:dateTime">27 juni 2020</span>
 <span property="besluit:behandelt" resource="http://een.voorbeeld.example/agendapunten/6" typeof="besluit:Agendapunt"><span property="dc:title" datatype="xsd:string">Cheques</span></span>
</div>
<div resource="http://een.voorbeeld.example/behandelingen/6" typeof="besluit:BehandelingVanAgendapunt">
 <h3 property="dc:subject" resource="http://een.voorbeeld.example/agendapunten/6">Behandeling cheques</h3>
 <div property="prov:generated" resource="http://een.voorbeeld.example/besluiten/6" typeof="besluit:Besluit {TYPE}{REGULATION}">
  Gepubliceerd op <span property="eli:date_publication" datatype="xsd:date">28 juni 2020</span>
  <h2 property="eli:description" datatype="xsd:string">Besluit over cheques.</h2>
  Genomen door <span property="eli:passed_by" resource="http://data.lblod.info/id/bestuursorganen/v6">Vast bureau (2019 - )</span>
  <span property="eli:title" datatype="xsd:string">Reglement cheques</span>
  <div property="besluit:motivering">Het vast bureau vindt dit nodig.<br>Gelet op het decreet
   <p>Dit geldt van <span property="eli:first_date_entry_in_force" content="2020-07-31" datatype="xsd:date">31 juli 2020</span> tot
   <span property="eli:date_no_longer_in_force" content="2020-08-30" datatype="xsd:date">30/08/2020</span></p>
   <div property="prov:value" datatype="xsd:string"><div property="eli:has_part" resource="http://een.voorbeeld.example/artikels/6" typeof="besluit:Artikel">
    <div property="eli:number" datatype="xsd:string">Artikel 1bis. </div><div property="prov:value" datatype="xsd:string">Een cheque is 500 euro waard.</div></div></div>
  </div>
 </div>
</div></div>"""
)
