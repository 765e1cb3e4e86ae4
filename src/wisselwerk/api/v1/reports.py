"""Main lines: aggregates only, small numbers left out."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from wisselwerk.api.v1 import schemas
from wisselwerk.api.v1.schemas import MISTAKEN
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.queries.lines import PublishedLines, lines_of_year
from wisselwerk.clock import today

router = Router(tags=["reports"])

Year = Annotated[int | None, Query(None, ge=2000, le=2100, description="This year when absent.")]
Partnership = Annotated[str, Query("", max_length=60, description="Slug of a partnership.")]


@router.get(
    "/reports/main-lines",
    response={200: schemas.Page[schemas.MainLine], MISTAKEN: schemas.Problem},
    summary="Main lines of a year",
)
def main_lines_of(request: HttpRequest, year: Year, partnership: Partnership) -> dict[str, Any]:
    """Each scheme in the budgets of one year. A number that is too small to publish is null.

    So are then the amounts on vouchers, used and come back. How much was awarded in all is no secret: a scheme tells
    what is left.
    """
    schemes = Scheme.objects.select_related("partnership").order_by("slug")
    if partnership:
        schemes = schemes.filter(partnership__slug=partnership)
    return {
        "items": [_shape(lines.published()) for lines in lines_of_year(year or today().year, schemes)],
        "next": None,
    }


def _shape(found: PublishedLines) -> dict[str, Any]:
    return {
        "scheme": found.scheme.slug,
        "partnership": found.scheme.partnership.slug,
        "year": found.year,
        "budget_cents": found.budget_cents,
        "reserved_cents": found.reserved_cents,
        "settled_cents": found.settled_cents,
        "released_cents": found.released_cents,
        "applications": found.applications,
        "vouchers": found.vouchers,
        "redemptions": found.redemptions,
    }
