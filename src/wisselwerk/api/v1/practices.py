"""Practices: what local governments do and tell of, with what is known of how well it works."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wisselwerk.api.pages import page
from wisselwerk.api.v1 import schemas
from wisselwerk.api.v1.schemas import MISTAKEN
from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.practices.models import Practice, PracticeVersion
from wisselwerk.apps.practices.queries.adoptions import Adoption, adoptions_of, as_everybody_sees
from wisselwerk.apps.practices.queries.evidence import evidence_of
from wisselwerk.apps.practices.queries.lineage import family_of
from wisselwerk.apps.practices.queries.practices import practice_for
from wisselwerk.apps.practices.queries.practices import practices as found_practices
from wisselwerk.apps.schemes.queries import lineage
from wisselwerk.clock import today
from wisselwerk.domain.actor import ANONYMOUS
from wisselwerk.domain.evidence import Evidence, Point, Rung
from wisselwerk.domain.indicator import Figure
from wisselwerk.domain.practice import Language, Part, Wording
from wisselwerk.domain.practice_sentence import POINTS
from wisselwerk.domain.priority import Priority
from wisselwerk.wording import word

router = Router(tags=["practices"])

Text = Annotated[
    str,
    Query("", alias="q", max_length=100, description="Words that all have to be found; other forms count."),
]
Number = Annotated[int, Query(1, alias="page", ge=1)]


class PracticeReason(Schema):
    """Something that the evidence rests on."""

    code: Point
    detail: str


class PracticeEvidence(Schema):
    """How well a practice is known to work."""

    level: Rung | None = Field(
        description="The rung of the ladder; null where not even the lowest is reached."
    )
    because: list[PracticeReason]


class PracticeRow(Schema):
    """A practice in a list."""

    slug: str
    title: str
    organisation: str = Field(description="Who does it, and tells of it.")
    is_failure: bool = Field(description="Whether it is told because it did not work.")
    priority: Priority | None
    scheme: str | None = Field(description="Slug of the scheme behind it.")
    evidence: PracticeEvidence


class PracticeFigure(Schema):
    """A figure that is counted from the scheme behind a practice."""

    code: str
    definition: str
    value: float | None = Field(
        description="A share from 0 to 1, days, a number or cents; null where it is too small to tell, or nothing is there to count."
    )
    low: float | None = Field(description="Of its 95 % interval, where it has one.")
    high: float | None
    n: int | None = Field(description="Of how many; null where that is not told.")
    since: str
    until: str


class PracticeWording(Schema):
    """A practice in one language; what is not translated is not there."""

    title: str
    parts: dict[Part, str]


class PracticeMaterial(Schema):
    """Something that can be used again."""

    title: str
    address: str


class PracticeLineage(Schema):
    """Where a practice comes from."""

    parent: str | None = Field(description="Slug of the practice it was made from, where one is told of it.")
    differences: list[dict[str, Any]] = Field(
        description="What its scheme does otherwise than the one it was made from."
    )


class PracticeAdoption(Schema):
    """Who took a practice over, as far as it shows in a published scheme."""

    partnership: str | None
    state: str
    differences: list[dict[str, Any]]


class PracticeOut(PracticeRow):
    """All of a practice."""

    version: int
    wordings: dict[Language, PracticeWording]
    materials: list[PracticeMaterial]
    figures: list[PracticeFigure]
    lineage: PracticeLineage
    adoptions: list[PracticeAdoption]


@router.get(
    "/practices",
    response={200: schemas.Page[PracticeRow], MISTAKEN: schemas.Problem},
    summary="Practices that everybody may read",
)
def practices(request: HttpRequest, q: Text, page_number: Number) -> dict[str, Any]:
    """Ways in which the role is filled in, what was published last first, each with how well it is known to work."""
    found = page(request, found_practices(q=q), page_number, lambda one: one)
    rows: Sequence[Practice] = found["items"]
    evidence = evidence_of([_version(one) for one in rows])
    found["items"] = [_row(one, evidence[_version(one).pk]) for one in rows]
    return found


@router.get(
    "/practices/{slug}",
    response={200: PracticeOut, frozenset({400, 404}): schemas.Problem},
    summary="One practice",
)
def practice(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What is told of it, its figures, on what its evidence rests, where it comes from and who took it over."""
    found = practice_for(ANONYMOUS, slug)
    if found is None:
        raise Http404
    version = _version(found)
    text, scheme = version.text, version.scheme
    figures = figures_of([scheme.pk], today=today())[scheme.pk].values() if scheme else ()
    parent = family_of(found, scheme).parent
    differences = lineage(scheme).differences if scheme else ()
    return _row(found, evidence_of([version])[version.pk]) | {
        "version": version.number,
        "wordings": {one: _wording(text.wordings[one]) for one in text.languages},
        "materials": [{"title": one.title, "address": one.address} for one in text.materials],
        "figures": [_figure(one) for one in figures],
        "lineage": {
            "parent": parent.practice.slug if parent and parent.practice else None,
            "differences": [one.to_plain() for one in differences],
        },
        "adoptions": [_adoption(one) for one in as_everybody_sees(adoptions_of(found))],
    }


def _version(one: Practice) -> PracticeVersion:
    assert one.published is not None, "only what is public is found"
    return one.published


def _row(one: Practice, evidence: Evidence) -> dict[str, Any]:
    version = _version(one)
    return {
        "slug": one.slug,
        "title": version.title,
        "organisation": one.organisation.name,
        "is_failure": version.is_failure,
        "priority": version.priority or None,
        "scheme": version.scheme.slug if version.scheme else None,
        "evidence": {
            "level": evidence.rung,
            "because": [{"code": point, "detail": word(POINTS[point][0])} for point in evidence.because],
        },
    }


def _wording(one: Wording) -> dict[str, Any]:
    return {"title": one.title, "parts": {part.value: told for part, told in one.parts.items()}}


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "code": one.indicator.value,
        "definition": word(one.definition.numerator),
        "value": one.value if one.is_shown else None,
        "low": one.interval.low if one.interval else None,
        "high": one.interval.high if one.interval else None,
        "n": one.counted,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
    }


def _adoption(one: Adoption) -> dict[str, Any]:
    return {
        "partnership": one.adopter.slug,
        "state": one.state.removeprefix("adoption_") if one.state else "",
        "differences": [each.to_plain() for each in one.differences],
    }
