"""Forms of Dutch words."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from wisselwerk.formats.dutch import stem

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
