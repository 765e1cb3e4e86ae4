"""What local governments do for the social economy and for work, as far as it shows."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wisselwerk.api.pages import page
from wisselwerk.api.v1 import schemas
from wisselwerk.api.v1.schemas import MISTAKEN
from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.initiatives.queries.initiatives import initiatives as found_initiatives
from wisselwerk.apps.initiatives.queries.initiatives import sources_of, with_sources
from wisselwerk.clock import today
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.signal import SignalKind

router = Router(tags=["initiatives"])

Text = Annotated[
    str,
    Query("", alias="q", max_length=100, description="Words that all have to be found; other forms count."),
]
Place = Annotated[str, Query("", max_length=10, description="NIS or place code of a place where it is done.")]
First = Annotated[
    Priority | None, Query(None, description="Flemish priority, by its code in plan and accounts.")
]
State = Annotated[
    InitiativeState | None, Query(None, description="How it stands; all but DENIED when absent.")
]
Number = Annotated[int, Query(1, alias="page", ge=1)]


class InitiativeAmount(Schema):
    """An amount that a source names."""

    cents: int
    year: int | None = Field(description="The year it is for; null where the source names none.")


class InitiativeSource(Schema):
    """A source that tells of it."""

    kind: SignalKind
    source: str = Field(
        description="Where it is found: an address, a file and a line, or a report with its action and file."
    )
    title: str
    held_on: date | None = Field(description="From when it was true; null where the source does not say.")
    known_on: date = Field(description="From when everybody could know.")


class InitiativeOut(Schema):
    """An action or instrument of a local government or a partnership, as its sources tell it."""

    id: int
    state: InitiativeState = Field(description="NOTICED: nobody who does it has answered.")
    title: str
    description: str
    government: str = Field(description="Who does it; empty where no source says.")
    partnership: str | None = Field(description="Slug of the partnership here that does it.")
    places: list[str] = Field(description="Place codes of where it is done.")
    starts_on: date | None
    ends_on: date | None = Field(description="The last day.")
    priority: Priority | None
    amounts: list[InitiativeAmount] = Field(description="What is budgeted, or named in a decision.")
    spent: list[InitiativeAmount] = Field(description="What was spent, by accounts.")
    sources: list[InitiativeSource] = Field(description="The one that counts for most first.")


@router.get(
    "/initiatives",
    response={200: schemas.Page[InitiativeOut], MISTAKEN: schemas.Problem},
    summary="Initiatives of local governments",
)
def initiatives(
    request: HttpRequest, q: Text, place: Place, priority: First, state: State, page_number: Number
) -> dict[str, Any]:
    """What local governments do for the social economy and for work, what became known last first, each with its sources."""
    found = found_initiatives(q=q, place=place, priority=priority, state=state, day=today())
    return page(request, with_sources(found), page_number, _initiative)


def _initiative(one: Initiative) -> dict[str, Any]:
    return {
        "id": one.pk,
        "state": one.state,
        "title": one.title,
        "description": one.what,
        "government": one.government,
        "partnership": one.partnership.slug if one.partnership else None,
        "places": [each.place for each in one.places.all()],
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "priority": one.priority or None,
        "amounts": [{"cents": cents, "year": year} for cents, year in one.amounts],
        "spent": [{"cents": cents, "year": year} for cents, year in one.spent],
        "sources": [
            {name: getattr(source, name) for name in InitiativeSource.model_fields}
            for source in sources_of(one)
        ],
    }
