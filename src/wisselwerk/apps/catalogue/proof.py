"""Where the catalogue does not agree with itself or with the trail. See ``wisselwerk verify``.

Whoever coordinates a partnership keeps the catalogue, and may end any recognition: the trail tells what each was.
"""

from collections.abc import Iterator

from wisselwerk.apps.audit.queries import last_told
from wisselwerk.apps.catalogue.models import Recognition
from wisselwerk.apps.catalogue.words import words_that_differ


def differences() -> Iterator[str]:
    """All of them: words by which nobody finds a provider, and recognitions that are not what the trail tells."""
    yield from words_that_differ()
    yield from _recognitions_that_differ()


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
