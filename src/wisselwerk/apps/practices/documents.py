"""A practice as everybody finds it: what is public of it, in every language in which it is told."""

from collections.abc import Iterator

from django.db.models import QuerySet

from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.search.documents import keep_in_step
from wisselwerk.domain.finding import Document, Shelf

AT_ONCE = 500


def show(practice: Practice) -> None:
    """Have it be found as it stands. Call it in the transaction that changed how it stands."""
    keep_in_step(practice.pk, [Shelf.PRACTICES], lambda: map(_document, _published().filter(pk=practice.pk)))


def documents() -> Iterator[Document]:
    """All of them."""
    yield from map(_document, _published().order_by("pk").iterator(AT_ONCE))


def _published() -> QuerySet[Practice]:
    return Practice.objects.select_related("organisation", "published").filter(published__isnull=False)


def _document(practice: Practice) -> Document:
    version = practice.published
    assert version is not None, "others are not asked for"
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
