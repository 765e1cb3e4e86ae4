"""Forms of Dutch words."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from wisselwerk.formats.dutch import (
    GENERAL,
    Compounds,
    done_by,
    forms,
    forms_asked,
    is_compound_with,
    meant_by,
    sound,
    sounds,
    stem,
    take_apart,
)

STEMS = {"tuinen": "tuin", "snoeien": "snoei", "schilderwerken": "schilderwerk", "bloemen": "bloem"}


@pytest.fixture
def hurried() -> Iterator[None]:
    """Have threads take turns as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hurried")
def test_people_who_search_at_the_same_moment_do_not_get_each_others_words() -> None:
    """A web worker answers in several threads, and a stemmer that they share mixes their words."""
    asked = [*STEMS] * 500
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda words: [stem(word) for word in words], [asked] * 4))
    assert answers == [[STEMS[word] for word in asked]] * 4


PARTS = ["tuin", "tui", "was", "strijk", "dienst", "ondervond", "xn"]


@pytest.mark.parametrize("part", PARTS)
def test_many_compounds_are_found_at_once_as_each_by_itself(part: str) -> None:
    words = {*PARTS, "=green=", *(f"{one}{general}" for one in PARTS for general in GENERAL)}
    words |= {f"{before}{part}" for before in ("a", "bij", "tuin", "tuin" * 9)} | {
        f"{part}{part}",
        f"{part}zz",
        "z" * 40,
    }
    compounds = Compounds(words)
    assert compounds.with_part(part) == {word for word in words if is_compound_with(part, word)}
    assert Compounds([]).with_part(part) == set()


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("wasser", "wassen"),
        ("wassers", "wassen"),
        ("drukker", "drukken"),
        ("poetser", "poets"),
        ("naaister", "naai"),
        ("naaister", "naaien"),
    ],
)
def test_who_does_something_names_the_verb(word: str, form: str) -> None:
    assert form in done_by(word)


@pytest.mark.parametrize("word", ["er", "ster", "tuin", "snoeien"])
def test_what_names_nobody_names_no_verb(word: str) -> None:
    assert done_by(word) == ()


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("lunches", "lunch"),
        ("sandwiches", "sandwich"),
        ("boxes", "box"),
        ("dishes", "dish"),
        ("cheques", "cheque"),
    ],
)
def test_the_plural_of_a_loaned_word_is_looked_for_as_one(plural: str, one: str) -> None:
    assert one in forms_asked(plural)


def test_an_ending_that_only_looks_like_a_loaned_plural_is_none() -> None:
    assert forms_asked("tapes") == forms("tapes")
    assert forms_asked("adres") == forms("adres")


@pytest.mark.parametrize("typed", ["check", "chek", "checks", "cheqeu", "hceque", "cheuqe"])
def test_what_sounds_so_once_two_letters_change_places_may_be_meant(typed: str) -> None:
    assert sound("cheque") in meant_by(typed)


def test_an_end_is_read_as_a_loaned_one_only_at_the_end() -> None:
    assert sound("chequelijst") not in meant_by("checklijst")
    assert sounds("schoonmaak") == {sound("schoonmaak"), sound("schoonmaaque")}
    assert meant_by("gek") == frozenset(), "of three letters, another would be a guess"


@pytest.mark.parametrize(
    ("word", "known", "last"),
    [
        ("bedrijfstuin", {"tuin"}, {"tuin"}),
        ("bedrijfskamers", {"kamer"}, {"kamer"}),
        ("kantoorschilders", {"schilder"}, {"schilder"}),
        ("zaakvoerders", {"voeren", "voer"}, set()),
        ("zaakvoerder", {"voeren", "voer"}, set()),
    ],
)
def test_who_does_something_is_not_what_is_done_nor_a_place_that_sounds_so(
    word: str, known: set[str], last: set[str]
) -> None:
    assert take_apart(word, known).last == last
