"""What a local government reports of its policy: plans, what adjusts them, and accounts (BBC).

A plan tells what is budgeted for each of its years, accounts what a year really cost. An action stands under an action plan, and
that under a goal. A code of a Flemish priority ties an action to what the Flemish government reads it by, in plan and accounts;
such an action need not carry money (lokaalbestuur.vlaanderen.be, «Externe rapporteringscodes»).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T", bound="Reported")


class ReportType(StrEnum):
    """Which kind of report it is."""

    PLAN = "PLAN"
    ADJUSTMENT = "ADJUSTMENT"
    """What changes a plan. A yearly budget of before 2020 is one too: it tells one year of the plan anew."""
    ACCOUNTS = "ACCOUNTS"


BUDGETED = (ReportType.PLAN, ReportType.ADJUSTMENT)
"""What tells the money that is meant to be spent, the stronger last; accounts tell what was spent."""


class Side(StrEnum):
    """Which of the two is asked of a year."""

    PLAN = "PLAN"
    ACCOUNTS = "ACCOUNTS"


@dataclass(frozen=True, slots=True)
class PolicyItem:
    """A goal, an action plan or an action, as its government calls it. Its code may be any text, or empty."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One line of a report: what one action asks, or took, in one financial year, in one policy field."""

    line: int
    """Where it stands in its file."""
    government: str
    """Place code of the municipality, as it was on 1 January of the year of the report; of accounts, of the year they are about."""
    government_name: str
    report_type: ReportType
    report_year: int
    financial_year: int
    goal: PolicyItem
    plan: PolicyItem
    action: PolicyItem
    is_action: bool
    """Whether there is an action: money may stand under none, and then counts as money only."""
    codes: tuple[str, ...]
    """Codes of Flemish priorities (``domain.coordination_frame``)."""
    policy_field: str
    """Its four digits, with or without two more; empty where it is not told."""
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report, as far as it takes to choose between several."""

    report_type: ReportType
    report_year: int
    known_at: datetime
    """When it became known here."""


def side_of(report_type: ReportType) -> Side:
    """What a report of this type tells."""
    return Side.PLAN if report_type in BUDGETED else Side.ACCOUNTS


def counting(reports: Iterable[T], side: Side) -> T | None:
    """Which of the reports that tell of a year counts for it; None where none is on that side.

    The one of the latest year; of one year what adjusts before the plan itself; of the same, what became known last.
    """
    of_side = [one for one in reports if side_of(one.report_type) is side]
    return max(
        of_side,
        key=lambda one: (one.report_year, one.report_type is ReportType.ADJUSTMENT, one.known_at),
        default=None,
    )
