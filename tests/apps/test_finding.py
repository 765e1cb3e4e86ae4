"""One search over practices, questions, schemes and initiatives: how well it answers, who finds what, and that it stays in step."""

from collections.abc import Sequence

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from tests.judged import corpus, quality
from tests.network import asked, learning_network
from tests.practices import TOLD, WHOLE, fresh, number, published, revised, written
from tests.scene import Scene
from wisselwerk.apps.network.services import answer_network, ask_network, open_to_everybody, take_down
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.practices.services import close_practice
from wisselwerk.apps.search.documents import differences, keep, write_all
from wisselwerk.apps.search.meaning import give_meanings
from wisselwerk.apps.search.models import Document, Mention, Word
from wisselwerk.apps.search.queries import find_documents
from wisselwerk.apps.search.services import note_meanings, rebuild_documents
from wisselwerk.cli.documents import documents
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.finding import FoundKind, Shelf, shelves
from wisselwerk.domain.network import Topic
from wisselwerk.domain.refusal import Refusal

pytestmark = pytest.mark.django_db
ALL = shelves(takes_part=True)


def found(text: str, *, takes_part: bool = False, kind: FoundKind | None = None) -> list[str]:
    """By their words alone."""
    wanted = shelves(takes_part=takes_part, kind=kind)
    return [one.title for one in find_documents(text, wanted, second_opinion=False)]


@pytest.fixture
def judged() -> None:
    """The judged documents, and no others."""
    write_all(corpus().values())
    give_meanings()


def by_words(query: str) -> Sequence[str]:
    return [one.key for one in find_documents(query, ALL, second_opinion=False)]


def with_meaning(query: str) -> Sequence[str]:
    return [one.key for one in find_documents(query, ALL)]


@pytest.mark.usefixtures("judged")
def test_print() -> None:
    for half in ("building", "unseen"):
        for how in (by_words, with_meaning):
            q = quality(half, how)
            print(half, how.__name__, round(q.recall, 3), round(q.mrr, 3))
            for k, v in q.missed.items():
                print("    ", k, v)
