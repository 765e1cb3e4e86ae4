"""The schemes, and applying for one of their vouchers."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from wisselwerk.api.v1 import schemas
from wisselwerk.apps.schemes.queries import Overview, scheme_overview, scheme_overviews
from wisselwerk.apps.schemes.rule_line import RuleLine
from wisselwerk.clock import today

router = Router(tags=["schemes"])


@router.get("", response=schemas.Page[schemas.Scheme], by_alias=True, summary="Every scheme")
def schemes(request: HttpRequest) -> dict[str, Any]:
    """The schemes as they are today."""
    return {"items": [shape(found) for found in scheme_overviews(today())], "next": None}


@router.get(
    "/{slug}",
    response={200: schemas.Scheme, frozenset({400, 404}): schemas.Problem},
    by_alias=True,
    summary="One scheme",
)
def scheme(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What it gives, to whom, under which rules, how much is left, where it comes from."""
    found = scheme_overview(slug, today())
    if found is None:
        raise Http404
    return shape(found)


def shape(found: Overview) -> dict[str, Any]:
    """A scheme as the API shows it."""
    return {
        "slug": found.scheme.slug,
        "name": found.scheme.name,
        "partnership": found.scheme.partnership.slug,
        "members": [{"name": m.name, "nis_code": m.nis_code, "place": m.place} for m in found.members],
        "rules": [rule(line) for line in found.rules],
        "budget_cents": found.budget_cents,
        "left_cents": found.left_cents,
        "lineage": {
            "parent": found.lineage.parent and found.lineage.parent.slug,
            "differences": [difference.to_plain() for difference in found.lineage.differences],
        },
    }


def rule(line: RuleLine) -> dict[str, Any]:
    """A rule as the API shows it."""
    return {
        "kind": line.kind,
        "parameters": dict(line.parameters),
        "valid": {"from": line.valid.start, "until": line.valid.end},
        "source": line.source,
        "text": line.text,
    }
