"""One search over practices, questions, schemes and initiatives, as everybody finds them."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wisselwerk.api.pages import page
from wisselwerk.api.v1 import schemas
from wisselwerk.api.v1.schemas import MISTAKEN
from wisselwerk.apps.search.models import Document
from wisselwerk.apps.search.queries import find_documents
from wisselwerk.domain.finding import FoundKind, Shelf, shelves

router = Router(tags=["search"])

Text = Annotated[
    str,
    Query(alias="q", min_length=1, max_length=200, description="A word or a sentence; other forms count."),
]
Kind = Annotated[FoundKind | None, Query(None, description="Only this sort.")]
Number = Annotated[int, Query(1, alias="page", ge=1)]


class FoundRow(Schema):
    """Something that was found."""

    kind: FoundKind
    key: str = Field(description="The slug of a practice or scheme; the number of a question or initiative.")
    title: str
    around: str = Field(description="Whose it is, or where; empty where that is not told.")


@router.get(
    "/search",
    response={200: schemas.Page[FoundRow], MISTAKEN: schemas.Problem},
    summary="Find practices, questions, schemes and initiatives",
)
def search(request: HttpRequest, q: Text, kind: Kind, page_number: Number) -> dict[str, Any]:
    """What answers to most of the words, best first. Of questions, those that their author opened to everybody."""
    found = find_documents(q, shelves(takes_part=False, kind=kind))
    return page(request, found, page_number, _row)


def _row(one: Document) -> dict[str, Any]:
    return {"kind": Shelf(one.shelf).kind, "key": one.key, "title": one.title, "around": one.around}
