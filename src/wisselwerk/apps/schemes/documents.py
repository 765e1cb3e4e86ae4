"""A scheme as everybody finds it: once something of it is published."""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.search.documents import keep_in_step
from wisselwerk.domain.finding import Document, Shelf
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.formats.public_text import without_persons
from wisselwerk.formats.territory import belgian_territory

AT_ONCE = 500


def show(scheme: Scheme) -> None:
    """Have it be found as it is. Call it in the transaction that published something of it or changed its name."""
    keep_in_step(scheme.pk, [Shelf.SCHEMES], lambda: _documents(_whole().get(pk=scheme.pk)))


def documents() -> Iterator[Document]:
    """All of them."""
    for scheme in _whole().order_by("pk").iterator(AT_ONCE):
        yield from _documents(scheme)


def _whole() -> QuerySet[Scheme]:
    versions = Prefetch("versions", RuleSetVersion.objects.order_by("number"))
    return Scheme.objects.select_related("partnership").prefetch_related(versions)


def _documents(scheme: Scheme) -> Iterator[Document]:
    """Of who writes what a scheme is for nobody asks that it names no person, so here that is left out."""
    versions = list(scheme.versions.all())
    if not versions:
        return
    territory = rule_set(versions[-1]).find(Territory)
    places = sorted({belgian_territory().name(code) for code in territory.places}) if territory else []
    yield Document(
        shelf=Shelf.SCHEMES,
        subject=scheme.pk,
        key=scheme.slug,
        title=without_persons(scheme.name),
        around=scheme.partnership.name,
        text="\n".join(filter(None, [without_persons(scheme.purpose), ", ".join(places)])),
    )
