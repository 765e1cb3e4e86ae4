"""The second opinion: documents that mean what somebody types, also where they use other words.

Meanings are worked out at night and when the index is made anew, never while somebody waits for a command. Each process that
searches holds them in memory, half a kilobyte for a document, and reads them again when any changed.
"""

import logging
import threading
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Count, Max

from wisselwerk.apps.finding.found import Found
from wisselwerk.apps.search.models import Document
from wisselwerk.clock import now
from wisselwerk.domain.finding import Shelf, together_ranked
from wisselwerk.formats.meaning import Meanings, ModelBrokenError, meanings, nearest, together

logger = logging.getLogger(__name__)

AT_ONCE = 200
MOST, LEAST = 10, 0.15
"""How many a second opinion names, and how alike they are at least. Chosen on the half of the judged set that was looked at."""


def give_meanings(most: int | None = None) -> int:
    """Work out what documents mean that were kept or changed since it was done last, as far as ``most``; of how many that was.

    Raises:
        ModelBrokenError: there is no model; nothing is lost.
    """
    count = 0
    while (most is None or count < most) and (
        found := list(Document.objects.filter(meaning=None).order_by("pk")[:AT_ONCE])
    ):
        for one, meaning in zip(found, meanings([f"{one.title}. {one.text}" for one in found]), strict=True):
            # Whoever changes it meanwhile has it worked out once more.
            same = Document.objects.filter(pk=one.pk, title=one.title, text=one.text)
            count += same.update(meaning=meaning, meant_at=now())
    return count


@dataclass(frozen=True, slots=True)
class _Held:
    """The meanings of all documents, as they were when they were read."""

    state: tuple[object, ...]
    """Of which database, of how many documents there was a meaning, and when the last was worked out."""
    documents: list[int]
    meanings: Meanings


class _Memory:
    """What this process holds of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[frozenset[Shelf], _Held] = {}

    def of(self, shelves: frozenset[Shelf]) -> _Held:
        """Those on some shelves. One query, and one more when any changed."""
        # Both: a meaning that goes leaves the last as it was, and of two that come at the same moment one may be seen first.
        meant = Document.objects.aggregate(number=Count("meant_at"), latest=Max("meant_at"))
        state = (str(connection.settings_dict["NAME"]), meant["number"], meant["latest"])
        with self._lock:
            held = self._held.get(shelves)
            if held is None or held.state != state:
                rows = Document.objects.filter(shelf__in=shelves, meaning__isnull=False).order_by("pk")
                found = list(rows.values_list("pk", "meaning"))
                held = _Held(
                    state,
                    [pk for pk, _ in found],
                    together([bytes(meaning) for _, meaning in found if meaning]),
                )
                self._held[shelves] = held
            return held


_MEMORY = _Memory()


def with_second_opinion(found: Found[Document], text: str, shelves: Collection[Shelf]) -> Found[Document]:
    """What answers by its words, with what means the same: what both name comes first, what words name comes before the rest.

    Where the model is broken or missing, what answers by its words.
    """
    # Of signs and blanks it would find what is like nothing.
    held = _MEMORY.of(frozenset(shelves)) if found.weights or found.unanswered else None
    if held is None or not held.documents:
        return found
    try:
        near = nearest(text, held.meanings, MOST, LEAST)
    except ModelBrokenError:
        # Without what was typed: it is nobody's to read.
        logger.exception("second_opinion_missing")
        return found
    alike = [held.documents[at] for at, _ in near]
    new = [pk for pk in alike if pk not in set(found.pks)]
    there = set(Document.objects.filter(pk__in=new).values_list("pk", flat=True)) if new else set()
    alike = [pk for pk in alike if pk not in new or pk in there]
    return replace(found, pks=together_ranked(found.pks, alike))
