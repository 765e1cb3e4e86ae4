"""An initiative as everybody finds it: none that its owner denied, and of those that are one, the one that goes on."""

from collections.abc import Iterable, Iterator

from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.search.documents import keep_in_step
from wisselwerk.domain.finding import Document, Shelf
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.formats.public_text import without_persons
from wisselwerk.formats.territory import belgian_territory

AT_ONCE = 1_000


def show(initiative: Initiative) -> None:
    """Have it be found as it stands. Call it in the transaction that changed it."""

    def told() -> Iterator[Document]:
        if is_found(initiative):
            yield _document(initiative, initiative.places.values_list("place", flat=True))

    keep_in_step(initiative.pk, [Shelf.INITIATIVES], told)


def is_found(initiative: Initiative) -> bool:
    """Whether anybody finds it."""
    return initiative.merged_into_id is None and initiative.state != InitiativeState.DENIED


def documents() -> Iterator[Document]:
    """All of them."""
    found = Initiative.objects.filter(merged_into=None).exclude(state=InitiativeState.DENIED)
    whole = found.only("title", "what", "government").prefetch_related("places").order_by("pk")
    for one in whole.iterator(AT_ONCE):
        yield _document(one, [place.place for place in one.places.all()])


def _document(initiative: Initiative, places: Iterable[str]) -> Document:
    # A scheme tells its own name and purpose, of which nobody asks that they name no person.
    territory = belgian_territory()
    names = sorted({territory.name(place) for place in places})
    return Document(
        shelf=Shelf.INITIATIVES,
        subject=initiative.pk,
        key=str(initiative.pk),
        title=without_persons(initiative.title),
        around=initiative.government or ", ".join(names),
        text="\n".join(
            filter(
                None, [without_persons(initiative.what), ", ".join(names) if initiative.government else ""]
            )
        ),
    )
