"""Which municipality a name of a local government is about, on its day."""

from datetime import date

import pytest

from wisselwerk.domain.local_government import municipality_at, municipality_named
from wisselwerk.formats.territory import belgian_territory

NOW = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Genk", "71016"),
        ("Stad Genk", "71016"),
        ("OCMW Genk", "71016"),
        ("Gemeenteraad Genk", "71016"),
        ("Gemeenteraad van Genk", "71016"),
        ("gemeente Oudsbergen", "72042"),
        ("Gemeenteraad van de stad Genk", "71016"),
        ("Gemeenteraad Gemeente Torhout", "31033"),
        ("Gemeenteraad stad Genk", "71016"),
        ("OCMW-raad van Lier", "12021"),
        ("Bijzonder comité voor de sociale dienst Genk", "71016"),
        ("Districtsraad Deurne", None),
        ("Provincie Antwerpen", None),
        ("Gemeente Essel", None),
        ("Gemeenteraad", None),
        ("", None),
    ],
)
def test_what_stands_around_the_name_is_left_out(name: str, code: str | None) -> None:
    found = municipality_named(name, belgian_territory(), NOW)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("addresses", "code"),
    [
        (["https://data.aalter.be/id/besluiten/7"], "44084"),
        (["", "https://lblod.torhout.be/LBLODWeb/Home/1"], "31033"),
        (["https://data.aalter.be/1", "https://www.aalter.be/2"], "44084"),
        (["https://data.stad.gent/id/besluiten/7"], "44021"),
        (["https://stad.gent/raad"], "44021"),
        (["https://data.aalter.be/1", "https://data.stad.gent/2"], None),
        (["https://data.aalter.be/1", "https://lblod.torhout.be/2"], None),
        (["https://raadaalter.be/1", "https://aalter-raad.be/2"], None),
        (["https://aalter.example.com/1"], None),
        (["http://data.lblod.info/id/bestuursorganen/1", "besluiten.html", "", "https://"], None),
    ],
)
def test_an_address_tells_whose_it_is_where_its_name_is_that_of_one_municipality(
    addresses: list[str], code: str | None
) -> None:
    found = municipality_at(addresses, belgian_territory(), NOW)
    assert (found and found.code) == code


def test_a_name_means_what_it_meant_on_the_day() -> None:
    before, since = (
        municipality_named("Stad Hasselt", belgian_territory(), day) for day in (date(2024, 5, 1), NOW)
    )
    assert before is not None
    assert since is not None
    assert before.code != since.code
