"""The shapes of a last part, and of the evaluations that it waits for."""

from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from wisselwerk.domain.evaluation import HIGHEST, LOWEST, Side


class LastPart(Schema):
    """What is paid only when both sides have said how it went."""

    cents: int = Field(description="How much of the part of the voucher is held back.")
    waits_for: list[Side] = Field(
        description="The sides that have still to say how it went; empty when both have."
    )


class EvaluationIn(Schema):
    """How one side says that it went. It is said once."""

    side: Literal["business", "provider"] = Field(
        description="The side that the holder of the key speaks for."
    )
    went: int = Field(
        ge=LOWEST, le=HIGHEST, description="How the cooperation went: 1 very badly, 5 very well."
    )
    again: int = Field(
        ge=LOWEST,
        le=HIGHEST,
        description="Whether it would work together again without a voucher: 1 certainly not, 5 certainly.",
    )
    words: str = Field(default="", max_length=4000, description="What it says besides.")


class WaiverIn(Schema):
    """That the partnership goes on without a side, and why."""

    side: Literal["business", "provider"]
    reason: str = Field(min_length=3, max_length=4000)


class EvaluationOut(Schema):
    """Which side is not waited for any more."""

    redemption: UUID
    side: Side
    is_waived: bool = Field(description="Whether the partnership went on without it.")
