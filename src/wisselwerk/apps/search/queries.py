"""What somebody finds by words, over all that they may read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from wisselwerk.apps.finding.found import Found, Told, found_by
from wisselwerk.apps.finding.lists import Among, Listed
from wisselwerk.apps.search.documents import VOCABULARY
from wisselwerk.apps.search.meaning import with_second_opinion
from wisselwerk.apps.search.models import Document, Mention
from wisselwerk.domain.finding import Shelf


@dataclass(frozen=True, slots=True)
class _Shelves:
    """The words on some shelves."""

    shelves: Collection[Shelf]

    def read(self, words: Collection[int], _names: Collection[int], /) -> Iterator[Told]:
        """What is told with ``words``; no word here has others beside it that mean the same."""
        mentions = Mention.objects.filter(Q(Among("word_id", words)), shelf__in=sorted(self.shelves))
        yield from mentions.values_list("word_id", "weight").annotate(all=Listed("document_id"))


def find_documents(text: str, shelves: Collection[Shelf], *, second_opinion: bool = True) -> Found[Document]:
    """What answers to ``text`` on these shelves, best first, also by what it means (``meaning``). At most six queries.

    As of services: those that answer to most of its words, where there are some with all, those only.
    """
    shelves = frozenset(shelves)
    rows: QuerySet[Document] = Document.objects.defer("meaning", "meant_at")
    told = replace(VOCABULARY, among={"shelf__in": sorted(shelves)})
    found = found_by(text, rows, _Shelves(shelves), told)
    return with_second_opinion(found, text, shelves) if second_opinion else found
