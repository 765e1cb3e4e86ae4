"""Partnerships as files: who takes part where and since when, on which agreement, what the councils decided, who grants.

``docs/examples/partnerships`` holds the two of the demo; ``docs/reference/partnership.schema.json`` describes the file.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, ValidationError, ValidationInfo

from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.formats.json_document import read_json
from wisselwerk.formats.problem import Problems
from wisselwerk.formats.shape import (
    DIALECT,
    MAX_BYTES,
    Day,
    Line,
    PlaceCode,
    Shape,
    Slug,
    Source,
    Text,
    shape_problem,
)

BACKWARDS = gettext_noop("“{parameter}” is {value}. Choose a day after {start}, or leave it out.")
BEYOND = (
    f"Beyond this schema a partnership file is at most {MAX_BYTES // 1000} kB, names nothing twice in one object, holds "
    "only characters that can be kept, and ends nothing on or before the day on which it starts."
)
"""What the reader asks and JSON Schema has no words for."""


def _after_the_start(end: date | None, info: ValidationInfo) -> date | None:
    """Without a start that is a day there is nothing to hold an end against."""
    start = info.data.get("valid_from")
    if end is not None and start is not None and end <= start:
        raise InvalidRule(BACKWARDS, parameter=info.field_name, value=end, start=start)
    return end


ENDS = (
    "The first day on which it no longer holds, not the last on which it does: the start of what comes after it. "
    "Without it, it goes on."
)
"""What the reader of a schema must know of an end."""


class DatedShape(Shape):
    """What holds from a day up to, but not including, another; without the other it goes on.

    So ``valid_until`` is the first day on which it no longer holds, where that of a voucher is its last day.
    """

    model_config = ConfigDict(frozen=True)

    valid_from: Annotated[Day, Field(description="The first day on which it holds.")]
    valid_until: Annotated[Day | None, AfterValidator(_after_the_start), Field(description=ENDS)] = None

    @property
    def valid(self) -> Period:
        """When it holds."""
        return Period(self.valid_from, self.valid_until)


class MemberShape(DatedShape):
    """The municipality that holds a place takes part within it. After a merger: another stretch, the same place."""

    place: PlaceCode
    source: Source


class AgreementShape(DatedShape):
    """The agreement on which the partnership stands for a term, in its own words."""

    managing_municipality: PlaceCode
    mandate: Text
    evaluation: Text
    contributions: Annotated[Text | None, Field(description="What each member brings in.")] = None
    leaving: Annotated[Text | None, Field(description="How a member leaves.")] = None
    source: Source


class AboutScheme(Shape):
    """What belongs to a scheme of the partnership, which is loaded apart."""

    model_config = ConfigDict(frozen=True)

    scheme: Slug


class DecisionShape(AboutScheme):
    """What a council decided about a scheme of the partnership, and when.

    With TERRITORY it takes in the rest of its municipality, as far as the rules of the scheme name it. With VISUM it
    exempts the scheme from the visum of the financial director, so that it opens: the reference says where to find it.
    """

    local_government: PlaceCode
    subject: Literal["AGREEMENT", "REGULATION", "DELEGATION", "BUDGET", "TERRITORY", "VISUM"]
    title: Source
    decided_on: Day
    reference: Annotated[str, Field(max_length=300)] = ""
    """Address or number under which the decision can be found."""


class DelegationShape(Shape):
    """The council decision by which the granting was delegated."""

    model_config = ConfigDict(frozen=True)

    local_government: PlaceCode
    decided_on: Day


class GrantingShape(AboutScheme):
    """Who grants vouchers of a scheme from a day on and which function signs.

    Without a delegation the software only proposes, and a person confirms.
    """

    granter: Literal["SEAT_MUNICIPALITY", "MANAGING_MUNICIPALITY"]
    signatory: Annotated[Line, Field(max_length=120)]
    delegation: DelegationShape | None = None
    valid_from: Annotated[
        Day,
        Field(
            description="The first day on which it holds; it ends where the next one of its scheme starts."
        ),
    ]


class PartnershipFile(Shape):
    """A partnership with everything that was agreed and decided about it."""

    model_config = ConfigDict(frozen=True, title="Partnership")

    format: Literal["wisselwerk-partnership-1"]
    """A later format gets another name, so that a file of one is never read as the other."""
    slug: Slug
    name: Line
    contact: Annotated[
        str,
        Field(
            max_length=200,
            description="How people reach its coordinator: the mail address or telephone of the desk, not of a person.",
        ),
    ] = ""
    members: Annotated[tuple[MemberShape, ...], Field(min_length=1)]
    agreements: Annotated[tuple[AgreementShape, ...], Field(min_length=1)]
    council_decisions: tuple[DecisionShape, ...] = ()
    granting: tuple[GrantingShape, ...] = ()

    @property
    def schemes(self) -> tuple[str, ...]:
        """Slugs of the schemes that are spoken of, in the order of the file."""
        entries: tuple[AboutScheme, ...] = (*self.council_decisions, *self.granting)
        return tuple(dict.fromkeys(one.scheme for one in entries))


def read_partnership_file(data: bytes, file: str = "partnership.json") -> PartnershipFile:
    """The partnership that ``data`` describes; ``file`` is the name problems are reported under.

    Raises:
        Problems: everything that is wrong with it, each with its line and what to do.
    """
    document = read_json(data, file, MAX_BYTES)
    try:
        return PartnershipFile.model_validate(document.value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise Problems(shape_problem(document, one, one["loc"]) for one in found) from error


def partnership_json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a partnership file, for editors and for whoever writes one with a program."""
    return {
        "$schema": DIALECT,
        "$id": "urn:wisselwerk:partnership-1",
        "$comment": BEYOND,
    } | PartnershipFile.model_json_schema()
