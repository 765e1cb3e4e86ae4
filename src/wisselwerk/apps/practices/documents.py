"""A practice as everybody finds it: what is public of it, in every language in which it is told."""

from collections.abc import Iterator

from wisselwerk.apps.practices.models import Practice, PracticeVersion
from wisselwerk.apps.search.documents import drop, keep
from wisselwerk.domain.finding import Document, Shelf

AT_ONCE = 500


def show(practice: Practice) -> None:
    """Have it be found as it stands. Call it in the transaction that changed how it stands."""
    if practice.published is None:
        drop(Shelf.PRACTICES, practice.pk)
    else:
        keep(_document(practice, practice.published))


def documents() -> Iterator[Document]:
    """All of them."""
    found = Practice.objects.select_related("organisation", "published").filter(published__isnull=False)
    for one in found.order_by("pk").iterator(AT_ONCE):
        assert one.published is not None, "others are not asked for"
        yield _document(one, one.published)


def _document(practice: Practice, version: PracticeVersion) -> Document:
    text = version.text
    told: list[str] = []
    for language in text.languages:
        wording = text.wordings[language]
        told += [wording.title] if wording.title != version.title else []
        told += wording.parts.values()
    told += [one.title for one in text.materials]
    return Document(
        shelf=Shelf.PRACTICES,
        subject=practice.pk,
        key=practice.slug,
        title=version.title,
        around=practice.organisation.name,
        text="\n".join(told),
    )
