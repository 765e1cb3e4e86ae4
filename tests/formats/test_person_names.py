"""Persons stay outside: what a page marks as one, and whom running text names. Everybody here is invented."""

from dataclasses import fields
from datetime import date

import pytest

from tests.formats import decision_pages as pages
from wisselwerk.domain.published_decision import PublishedDecision
from wisselwerk.formats.decision_page import read_decision_page
from wisselwerk.formats.person_names import known_names, person_filter

without_persons = person_filter()


def everything(value: object) -> str:
    """All text in a value, however deep."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "\n".join(map(everything, value))
    if value is None or isinstance(value, int | date):
        return ""
    return "\n".join(everything(getattr(value, one.name)) for one in fields(value))  # type: ignore[arg-type]


def read(content: str) -> tuple[PublishedDecision, ...]:
    found = read_decision_page(pages.decision(content), "zitting.html")
    assert found.problems == ()
    return found.decisions


TITLE = '<p property="eli:title">Toelage aan de kringwinkel</p>'


@pytest.mark.parametrize(
    "marked",
    [
        """<span property="besluit:heeftAanwezigeBijStart" typeof="mandaat:Mandataris" resource="http://x.example/m1"><span
        property="mandaat:isBestuurlijkeAliasVan" typeof="person:Person"><span property="persoon:gebruikteVoornaam">Zohra</span>
        <span property="foaf:familyName">Qaderi</span></span></span>""",
        """<div property="besluit:heeftStemming" typeof="besluit:Stemming"><span property="besluit:heeftVoorstander"
        typeof="http://data.vlaanderen.be/ns/mandaat#Mandataris">Zohra Qaderi</span></div>""",
        '<span typeof="http://www.w3.org/ns/person#Person" content="Qaderi Zohra"></span>',
        '<span property="https://data.vlaanderen.be/ns/persoon#volledigeNaam">Zohra Qaderi</span>',
        '<span rel="besluit:heeftVoorzitter">Zohra Qaderi</span>',
        '<p typeof="person:Person"><b property="foaf:givenName">Zohra</b><b property="foaf:familyName">Qaderi</b></p>',
        '<ul property="besluit:heeftAanwezige"><li>Vjosa Krasniqi<li>Zohra Qaderi<li>Lowie Vos<li>Tuur De Wit</ul>',
        '<p property="dct:creator">Zohra Qaderi</p>',
        '<p property="besluit:heeftAanwezige">Zohra Qaderi, Vjosa Krasniqi en Lowie Qaderi-Vos</p>',
    ],
)
def test_what_is_marked_as_a_person_is_gone_with_its_name_everywhere(marked: str) -> None:
    said = "<div property='besluit:motivering'>Zohra Qaderi vroeg dit; QADERI ZOHRA herhaalde het.</div>"
    text = everything(read(f"{TITLE}{marked}{said}"))
    assert "Qaderi" not in text
    assert "QADERI" not in text
    assert "N.N. vroeg dit; N.N. herhaalde het." in text
    assert "kringwinkel" in text


def test_a_decision_inside_a_vote_that_was_never_closed_is_not_lost() -> None:
    content = (
        '<div typeof="besluit:Besluit" resource="https://raad.example/1"><p property="eli:title">Een</p></div>'
        '<div property="besluit:heeftStemming" typeof="besluit:Stemming"><span typeof="mandaat:Mandataris">Zohra Qaderi</span>'
        '<div typeof="besluit:Besluit" resource="https://raad.example/2"><p property="eli:title">Twee</p></div>'
        '<div typeof="besluit:Besluit" resource="https://raad.example/3"><p property="eli:title">Drie</p></div>'
    )
    found = read_decision_page(pages.page(content), "zitting.html")
    assert [one.title for one in found.decisions] == ["Een", "Twee", "Drie"]
    assert "Qaderi" not in everything(found)


def test_names_that_nobody_marked_as_names() -> None:
    content = (
        '<p property="eli:title">Ontslag raadslid Zohra Qaderi: kennisneming</p>'
        '<p property="eli:description">Aanvraag door mevrouw Vjosa Krasniqi, wonende te Kerkstraat 12, 9999 Essel.</p>'
        '<div property="besluit:motivering">Toelichting door schepen Qaderi.</div>'
        '<div property="prov:value"><p>Artikel 1. De heer Lowie Vos en Zohra Qaderi worden aangesteld.</p></div>'
    )
    found = everything(read(content))
    for name in ("Zohra", "Qaderi", "Vjosa", "Krasniqi", "Kerkstraat", "Lowie", "Vos"):
        assert name not in found
    assert "Ontslag raadslid N.N.: kennisneming" in found


def test_a_government_that_made_the_page_is_no_person() -> None:
    made = '<p property="dct:creator">Stad Genk</p><p property="schema:author">Lokaal bestuur Essel</p>'
    text = everything(
        read(
            f"{made}{TITLE}<div property='besluit:motivering'>De Stad Genk en het lokaal bestuur Essel.</div>"
        )
    )
    assert "De Stad Genk en het lokaal bestuur Essel." in text


def test_a_problem_tells_no_name() -> None:
    day = "op vraag van Zohra Qaderi, de heer Vos"
    content = f'{TITLE}<p property="eli:date_publication" content="{day}"></p><i typeof="person:Person">Zohra Qaderi</i>'
    found = read_decision_page(pages.decision(content), "zitting.html")
    (said,) = map(str, found.problems)
    assert "“op vraag van N.N., de heer N.N.” is no day" in said


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("De heer Jan Peeters en Sien Lagae vragen uitleg.", "De heer N.N. en N.N. vragen uitleg."),
        ("de heer van den Broeck", "de heer van den N.N."),
        ("mevrouw A. De Smet, raadslid", "mevrouw N.N., raadslid"),
        ("Schepen Ruben Maes licht toe", "Schepen N.N. licht toe"),
        ("Xandrea Qoriv, schepen, licht toe", "N.N., schepen, licht toe"),
        ("Xandrea Qoriv; raadslid", "N.N.; raadslid"),
        ("Notaris Qoriv te Genk", "Notaris N.N. te Genk"),
        ("contactpersoon: Xandrea Qoriv", "contactpersoon: N.N."),
        ("Aanstelling Sofie Van de Velde als consulent", "Aanstelling N.N. als consulent"),
        ("Aïcha El Amrani dient een aanvraag in", "N.N. dient een aanvraag in"),
        ("mail naar sofie.peeters@genk.example.", "mail naar N.N.."),
        ("rijksregisternummer 85.07.30-033.28", "rijksregisternummer N.N."),
        ("Xandrea QORIV, Vjosa DE WIT en Sofie VAN BREE, schepenen", "N.N., N.N. en N.N., schepenen"),
        ("Xandrea Qoriv, geboren te Essel op 3 mei 1980", "N.N., geboren N.N."),
        ("Xandrea Qoriv, Vjosa Krasniqi, Jan Peeters, Lowik Zand", "N.N., N.N., N.N., N.N."),
        ("telefoon 089 65 36 00 of +32 475 12 34 56", "telefoon N.N. of N.N."),
        ("geboren te Genk op 30 juli 1985", "geboren N.N."),
        ("wonende te Kerkstraat 12, 3600 Genk;", "wonende te N.N.;"),
        ("wonend in de Kerkstraat 12, 3600 Genk.", "wonend te N.N.."),
        ("Zaakvoerder Xandrea Qoriv-Zand, wonend in Genk", "Zaakvoerder N.N., wonend te N.N."),
        ("rijksregisternummer 85073003328", "rijksregisternummer N.N."),
        ("op rekening BE68 5390 0754 7034", "op rekening N.N."),
        ("geb. 03/05/1980", "geb. N.N."),
        (
            "- Xandrea Qoriv, raadslid, Kerkstraat 12 bus 3, 3600 Genk (effectief)",
            "- N.N., raadslid (effectief)",
        ),
    ],
)
def test_who_is_named_in_a_text(written: str, left: str) -> None:
    assert without_persons(written) == left


@pytest.mark.parametrize(
    "text",
    [
        "Het college van burgemeester en schepenen beslist.",
        "De voorzitter van de Raad voor Maatschappelijk Welzijn",
        "schepen van Sociale Economie",
        "De toelage aan De Loods en Groep Intro bedraagt 30.000 euro.",
        "Kerkfabriek Sint-Jan Baptist, Koning Albert I-laan en Jan Breydelstraat",
        "Maatwerkbedrijf Bewel, De Kringwinkel Maasland en Werkhaven Tongeren",
        "De decreten van 12 juli 2013 en 22 december 2017, artikel 41, § 2, 23°",
        "dossier 20230012345, onderneming 0123456749 en besluit 85133003328",
        "overeenkomst 2024-0123 van 1 januari 2024 tot 30 juni 2026 voor 40.011,66 euro",
        "bestek 2024/033, perceel 12/3456/78, dossier 2023_GR_00636",
        "Interlokale vereniging regie sociale economie Zuidoost-Limburg",
        "Burgemeester Vandenbroeckstraat",
        "De burgemeester, de Stad Genk en vzw De Loods tekenen.",
        "De algemeen directeur en de financieel directeur ondertekenen.",
    ],
)
def test_what_is_nobody_stays(text: str) -> None:
    assert without_persons(text) == text


def test_a_single_word_is_no_name_to_look_for() -> None:
    assert known_names("Genk") == ()
    assert known_names("een hele zin die per vergissing als naam staat") == ()
    assert known_names("Stad Genk") == ()
    assert "De Smet Jan" in known_names("Jan De Smet")
    assert set(known_names("Jan Peeters")) == {"Jan Peeters", "Peeters Jan"}
    assert (
        person_filter(known_names("Groen Plein"))("het Groenplein en Groen Plein") == "het Groenplein en N.N."
    )


@pytest.mark.parametrize(
    "text",
    [
        "mevrouw Vjosa Krasniqi, wonende te Kerkstraat 12, 9999 Essel",
        "de heer Zohra Qaderi, geboren te Genk op 1 mei 1990, Dorpsstraat 3, 3600 Genk",
        "Bel Lowie Vos op 0470 12 34 56 of schrijf lowie.vos@essel.example.",
    ],
)
def test_what_was_left_out_is_left_out_once(text: str) -> None:
    left = without_persons(text)
    assert left != text
    assert without_persons(left) == left
