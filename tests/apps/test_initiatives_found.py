"""Looking up initiatives: by words, place, kind of source and state, in as many queries however much there is."""

from collections.abc import Callable

import pytest

from tests.apps.test_initiative_links import ELSEWHERE, two_of_one
from tests.initiatives import in_order, member_of, noticed
from tests.scene import GENK, OPGLABBEEK, OUDSBERGEN
from wisselwerk.apps.initiatives.queries.initiatives import initiative_told, initiatives
from wisselwerk.apps.initiatives.services import accept_link, deny_initiative
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.published_decision import Body
from wisselwerk.domain.refusal import Refusal
from wisselwerk.domain.signal import SignalKind

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("", True),
        ("wijk-werken", True),
        ("WIJKWERKEN", True),
        ("samenwerkingsovereenkomsten genk", True),
        ("overeenkomst", True),
        ("genk tuin", False),
        # Other forms, whichever of both is written.
        ("overeenkomsten over wijkwerk in Genk", True),
        ("goedkeuringen", True),
        ("goedkeurt", True),
        # A part of a word is none, unless a compound begins or ends with it.
        ("werkingsover", False),
        ("ing", False),
        ("samenwerking", True),
        ("ij", False),
        ("%", True),
        ("_", True),
    ],
)
def test_all_words_have_to_be_found(q: str, is_found: bool) -> None:
    one = noticed()
    assert list(initiatives(q=q)) == ([one] if is_found else [])


@pytest.mark.parametrize(
    ("title", "q", "is_found"),
    [
        ("Steun aan maatwerkbedrijven", "bedrijf", True),
        ("Steun aan een maatwerkbedrijf", "bedrijven", True),
        ("Begeleiding naar werk", "begeleiding", True),
        ("Begeleiden naar werk", "begeleiding", True),
        ("Steun voor gemeenten", "gemeente", True),
        ("Algemeen reglement", "gemeenten", False),
        # No compound that somebody looks for is taken apart.
        ("Onderhoud van de tuin", "tuinonderhoud", False),
        ("Tuinonderhoud", "onderhoud", True),
        ("Maaltijden en netwerk", "maatwerk", False),
        ("Kringwinkel", "de kringwinkels", True),
        ("Afspraken over LDE", "lde", True),
        ("Gelderland", "lde", False),
        ("Toelage wijk-werken 2026", "wijkwerken", True),
        # Words that are in every text do not count, also where somebody types nothing else.
        ("Toelage", "van", True),
        ("Toelage", "van zwembad", False),
        # Short, as decisions write it.
        ("Tewerkstelling artikel 60", "art. 60", True),
        ("Tewerkstelling art. 60", "artikel 60", True),
        ("Tewerkstelling art. 60", "artikel 61", False),
        ("Steun aan kunst", "art", False),
        ("Steunbonnen en dienstencheques", "cheque", True),
        ("Een dienstencheque", "cheques", True),
        ("Sociale economie", "sociaal", True),
        ("Sociaal ondernemen", "sociale", True),
    ],
)
def test_forms_and_compounds_are_understood(title: str, q: str, is_found: bool) -> None:
    one = noticed(title=title, description=("Kennismakingsbon.",))
    assert list(initiatives(q=q)) == ([one] if is_found else [])


def test_what_is_asked_for_is_what_is_found() -> None:
    one, genk = noticed(), member_of(GENK)
    other = noticed(address=ELSEWHERE, body=Body(government="Oudsbergen"), title="Toelage kringwinkel")
    assert list(initiatives(place=GENK)) == [one]
    assert list(initiatives(place=OUDSBERGEN)) == list(initiatives(place=OPGLABBEEK)) == [other]
    assert list(initiatives(kind=SignalKind.SCHEME)) == []
    assert list(initiatives(kind=SignalKind.DECISION).order_by("pk")) == [one, other]
    deny_initiative(genk, initiative=one)
    assert list(initiatives()) == [other]
    assert list(initiatives(state=InitiativeState.DENIED)) == [one]
    with pytest.raises(Refusal):
        list(initiatives(place="99999"))


def test_what_is_not_there_is_not_told() -> None:
    assert initiative_told(1) is None


def test_a_list_and_one_of_it_take_as_many_queries_however_much_there_is(
    django_assert_num_queries: Callable[[int], object],
) -> None:
    first, _second, link = two_of_one()
    accept_link(member_of(GENK), link=link)
    for number in range(5):
        noticed(address=f"https://raad.example/{number}", title=f"Toelage kringwinkel {number}")
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert len(list(initiatives())) == 6
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        assert initiative_told(first.pk)
