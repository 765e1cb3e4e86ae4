"""Which municipality a name of a local government is about, on its day."""

from datetime import date

import pytest

from wisselwerk.domain.local_government import municipality_named
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
        ("Provincie Antwerpen", None),
        ("Gemeente Essel", None),
        ("Gemeenteraad", None),
        ("", None),
    ],
)
def test_what_stands_around_the_name_is_left_out(name: str, code: str | None) -> None:
    found = municipality_named(name, belgian_territory(), NOW)
    assert (found and found.code) == code


def test_a_name_means_what_it_meant_on_the_day() -> None:
    before, since = (
        municipality_named("Stad Hasselt", belgian_territory(), day) for day in (date(2024, 5, 1), NOW)
    )
    assert before is not None
    assert since is not None
    assert before.code != since.code
