"""A need in a sentence, and why a service may answer it."""

import pytest

from wisselwerk.domain.need import FoundIn, Why, may_answer, says_what, significant_words, why


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Wie houdt onze tuin bij?", ("houdt", "tuin")),
        ("WASSEN en strijken, wassen!", ("wassen", "strijken")),
        ("Wij zoeken iemand voor ons bedrijf", ()),
        ("Eén fiets: €45 of 2x", ("fiets",)),
        ("", ()),
        ("O'Neill's façade", ("neill", "façade")),
    ],
)
def test_what_is_looked_for_is_what_the_words_that_always_stand_there_leave(
    sentence: str, words: tuple[str, ...]
) -> None:
    assert significant_words(sentence) == words


def test_a_word_is_found_where_it_says_most() -> None:
    found = why(
        ("tuin", "spar", "maaien", "dak"),
        name="Tuinonderhoud",
        description="Maaien en de tuin wieden.",
        provider="De Zilverspar",
    )
    assert found == (
        Why("tuin", FoundIn.NAME),
        Why("spar", FoundIn.PROVIDER),
        Why("maaien", FoundIn.DESCRIPTION),
    )


def test_a_sentence_is_looked_for_by_so_many_words_at_most() -> None:
    said = " ".join(f"ding{letter}" for letter in "abcdefghijkl")
    assert significant_words(said) == tuple(f"ding{letter}" for letter in "abcdefgh")


@pytest.mark.parametrize(
    ("words", "place", "what"),
    [
        (("ramen", "kantoor", "poetsen"), "", ("ramen", "poetsen")),
        (("ramen", "winkel", "genk"), "Genk", ("ramen",)),
        (("broodjes", "houthalen", "helchteren"), "Houthalen-Helchteren", ("broodjes",)),
        (("kantoor",), "Genk", ("kantoor",)),
        (("kantoor", "genk"), "Genk", ("kantoor", "genk")),
        ((), "Genk", ()),
    ],
)
def test_a_word_that_says_where_says_not_what(
    words: tuple[str, ...], place: str, what: tuple[str, ...]
) -> None:
    assert says_what(words, place) == what


@pytest.mark.parametrize(
    ("found", "what", "is_proposed"),
    [
        ([Why("kantoor", FoundIn.NAME)], ("poetsen",), False),
        ([Why("kantoor", FoundIn.ALIKE), Why("poetsen", FoundIn.ALIKE)], ("poetsen",), True),
        ([Why("tuin", FoundIn.NAME)], ("gras", "hagen", "tuin", "vijver"), True),
        ([Why("tuin", FoundIn.DESCRIPTION)], ("gras", "hagen", "tuin"), False),
        ([Why("tuin", FoundIn.DESCRIPTION)], ("gras", "tuin"), True),
        ([Why("tuin", FoundIn.PROVIDER), Why("gras", FoundIn.ALIKE)], ("gras", "hagen", "tuin"), True),
        ([], (), False),
        ([], ("tuin",), False),
    ],
)
def test_what_is_proposed_is_called_so_or_answers_to_half_of_what_is_looked_for(
    found: list[Why], what: tuple[str, ...], is_proposed: bool
) -> None:
    assert may_answer(found, what) is is_proposed
