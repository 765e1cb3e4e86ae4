"""Forms of Dutch words."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from wisselwerk.formats.dutch import GENERAL, Compounds, is_compound_with, stem

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
