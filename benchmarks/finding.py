"""The steps of ``benchmarks.search documents``, each in a process of its own."""

import gc
import os
import random
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import connection
from django.db.models import Q

from benchmarks.searching import database_bytes, description, name, seconds, spread, texts
from benchmarks.steps import Step
from wisselwerk.apps.search.documents import write_all
from wisselwerk.apps.search.meaning import give_meanings
from wisselwerk.apps.search.models import Document, Mention, Word
from wisselwerk.apps.search.queries import find_documents
from wisselwerk.clock import now
from wisselwerk.domain import finding
from wisselwerk.domain.finding import Shelf, shelves
from wisselwerk.formats.meaning import NUMBERS

MIX = (
    (Shelf.PRACTICES, 5, 8),
    (Shelf.QUESTIONS, 20, 3),
    (Shelf.OPEN_QUESTIONS, 5, 2),
    (Shelf.INITIATIVES, 50, 1),
)
"""Of eighty documents how many stand where, and of how many descriptions each is made: a question in four is open."""
WHOLE = sum(many for _, many, _ in MIX)
QUERIES, LIKES, MEANT = 300, 60, 400
ALL = shelves(takes_part=True)


def write(count: int) -> None:
    """So many documents, and what some of them mean; of the others made-up numbers: comparing takes as long."""
    step, before = Step(), database_bytes()
    with step.part("documents kept"):
        write_all(lambda: _documents(count))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
    size = database_bytes() - before
    later = list(Document.objects.order_by("pk").values_list("pk", flat=True)[MEANT:])
    for start in range(0, len(later), 1_000):
        rows = [
            Document(pk=pk, meaning=os.urandom(NUMBERS), meant_at=now())
            for pk in later[start : start + 1_000]
        ]
        Document.objects.bulk_update(rows, ["meaning", "meant_at"])
    with step.part(f"{MEANT} meanings"):
        give_meanings()
    step.tell(index_mb=size / 1e6)


def search() -> None:
    """The same texts, every way."""
    step = Step()
    asked = list(islice(texts(random.Random(5)), QUERIES))  # noqa: S311  # the same texts every time
    ways: dict[str, Callable[[str], object]] = {
        "words": lambda text: find_documents(text, ALL, second_opinion=False)[:20],
        "words and meaning": lambda text: find_documents(text, ALL)[:20],
        "LIKE": _like,
    }
    for find in ways.values():
        find("tuin")
    gc.freeze()  # as the web server does with what it has loaded
    taken = {}
    for way, find in ways.items():
        with step.part(way):
            some = asked[:LIKES] if way == "LIKE" else asked
            clock, processor = zip(*(seconds(find, text) for text in some), strict=True)
        taken[way] = {"clock": spread(clock), "processor": spread(processor)}
    step.tell(ways=taken, words=Word.objects.count(), mentions=Mention.objects.count())


def _documents(count: int) -> Iterator[finding.Document]:
    chance = random.Random(4)  # noqa: S311  # the same texts every time
    for shelf, many, parts in MIX:
        for number in range(count * many // WHOLE):
            yield finding.Document(
                shelf=shelf,
                subject=number,
                key=str(number),
                title=name(chance),
                around="Interlokale vereniging",
                text="\n".join(description(chance) for _ in range(parts)),
            )


def _like(text: str) -> object:
    """The letters as they stand, in title and text."""
    rows = Document.objects.filter(Q(title__icontains=text) | Q(text__icontains=text), shelf__in=sorted(ALL))
    return rows.count(), list(rows.defer("meaning")[:20])
