"""Where the catalogue does not agree with itself or with the trail. See ``wisselwerk verify``.

Whoever coordinates a partnership keeps the catalogue, and may end any recognition: the trail tells what each was.
"""

from collections.abc import Iterator

from wisselwerk.apps.audit.queries import last_told
from wisselwerk.apps.catalogue.models import Recognition, Service, Word
from wisselwerk.apps.catalogue.words import SORTS, WORDS_OF_SORT, words_that_differ
from wisselwerk.domain.rule.base import ServiceKind


def differences() -> Iterator[str]:
    """All of them: words by which nobody finds a provider or a sort, and recognitions that are not what the trail tells."""
    yield from words_that_differ()
    yield from _synonyms_that_are_missing()
    yield from _recognitions_that_differ()


def _synonyms_that_are_missing() -> Iterator[str]:
    """Other words for a sort of service are looked up like any word, and so have to be among them."""
    offered = Service.objects.exclude(kind="").order_by().values_list("kind", flat=True).distinct()
    sorts = {SORTS[ServiceKind(kind)] for kind in offered}
    wanted: frozenset[str] = frozenset().union(*(WORDS_OF_SORT.get(sort, ()) for sort in sorts))
    known = Word.objects.filter(text__in=wanted).values_list("text", flat=True)
    for text in sorted(wanted - set(known)):
        yield f"word {text}: nobody finds a sort of service by it; run wisselwerk search --rebuild"


def _recognitions_that_differ() -> Iterator[str]:
    """Of a recognition that was recorded before the trail kept what it is, nothing can be said."""
    told = {
        subject: entry for subject, entry in last_told(("recognise_provider",)).items() if entry.authority
    }
    for recognition in Recognition.objects.order_by("pk"):
        entry = told.pop(f"recognition:{recognition.pk}", None)
        if entry is not None and entry.authority != recognition.told():
            yield f"recognition {recognition.pk}: is not what the trail tells"
    for subject in sorted(told):
        yield f"{subject}: the trail tells of it, and it is gone"
