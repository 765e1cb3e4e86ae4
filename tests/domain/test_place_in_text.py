"""Names of places among the words of somebody who looks for something."""

from datetime import date

import pytest

from wisselwerk.domain.place_in_text import place_in_text
from wisselwerk.formats.territory import belgian_territory

DAY = date(2026, 3, 2)
BELGIUM = belgian_territory()


@pytest.mark.parametrize(
    ("text", "code", "typed", "rest"),
    [
        ("strijkdienst Genk", "71016", "Genk", "strijkdienst"),
        ("strijkdienst in GENK.", "71016", "GENK", "strijkdienst"),
        ("Genk", "71016", "Genk", ""),
        ("in Genk", "71016", "Genk", ""),
        ("Genk: tuinen in de omgeving", "71016", "Genk", "tuinen in de omgeving"),
        ("poetsen te Opglabbeek", "71047", "Opglabbeek", "poetsen"),
        ("poetsen Hasselt", "71072", "Hasselt", "poetsen"),
        ("strijk Sint Truiden snel", "71053", "Sint Truiden", "strijk snel"),
        ("strijk sint-truiden", "71053", "sint-truiden", "strijk"),
        ("snoeien in de regio Bilzen-Hoeselt", "73110", "Bilzen-Hoeselt", "snoeien"),
        ("As of Genk", "71016", "Genk", "As of"),
        ("boom snoeien", "11005", "boom", "snoeien"),
    ],
)
def test_a_place_is_told_apart_from_the_rest(text: str, code: str, typed: str, rest: str) -> None:
    found = place_in_text(text, BELGIUM, DAY)
    assert found is not None
    assert (found.place.code, found.typed, found.rest) == (code, typed, rest)


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("catering te Voeren", True),
        ("catering in Voeren", True),
        ("snoeien bij Boom", True),
        ("Omgeving Boom", True),
        ("catering Voeren", False),
        ("de boom snoeien", False),
        ("in de boom", False),
        ("boom", False),
    ],
)
def test_a_text_may_say_itself_that_a_place_is_meant(text: str, is_said: bool) -> None:
    found = place_in_text(text, BELGIUM, DAY)
    assert found is not None
    assert found.is_said_to_be_one is is_said


def test_the_day_tells_which_place_bears_the_name() -> None:
    found = place_in_text("Hasselt", BELGIUM, date(2024, 12, 31))
    assert found is not None
    assert found.place.code == "71022"


@pytest.mark.parametrize(
    "text", ["", "  ", "strijkdienst", "Genkse tuinen", "in", ". , !", "Sint", "x" * 500]
)
def test_what_names_no_place_names_none(text: str) -> None:
    assert place_in_text(text, BELGIUM, DAY) is None
