"""What a local government reports of its policy: plans, what adjusts them, and accounts (BBC).

A plan tells what is budgeted for each of its years, accounts what a year really cost. An action stands under an action plan, and
that under a goal. A code of a Flemish priority ties an action to what the Flemish government reads it by, in plan and accounts;
such an action need not carry money (lokaalbestuur.vlaanderen.be, «Externe rapporteringscodes»).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from wisselwerk.domain.signal import key_of

T = TypeVar("T", bound="ReportChoice")


class ReportType(StrEnum):
    """Which kind of report it is."""

    PLAN = "PLAN"
    ADJUSTMENT = "ADJUSTMENT"
    """What changes a plan. A yearly budget of before 2020 is one too: it tells one year of the plan anew."""
    ACCOUNTS = "ACCOUNTS"


REPORT_NAMES: Mapping[ReportType, str] = {
    ReportType.PLAN: "Meerjarenplan",
    ReportType.ADJUSTMENT: "Aanpassing van het meerjarenplan",
    ReportType.ACCOUNTS: "Jaarrekening",
}
"""What a report is called: the title of a Dutch document, which is cited as it is in every language."""

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
class ReportChoice:
    """A report, as far as it takes to choose between several."""

    report_type: ReportType
    report_year: int
    known_at: datetime
    """When it became known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionName:
    """By what an action is told apart from all others, and known again in a later report of the same government."""

    government: str
    """Place code, as on a line."""
    side: Side
    report_year: int
    path: tuple[str, str, str]
    """The codes of goal, plan and action; for an action without a code its name, folded."""

    @property
    def key(self) -> str:
        """What names it as a source, the same in each report on this side during one multi-year plan."""
        return f"report:{self.government}:{term_of(self.report_year)}:{self.side}:{key_of(self.path)}"

    def on(self, side: Side) -> "ActionName":
        """The same action on a side: what is budgeted for it, or what was spent on it."""
        return replace(self, side=side)


def is_of_accounts(key: str) -> bool:
    """Whether the source with this key (``ActionName.key``) tells what was spent; else it tells what is budgeted."""
    return f":{Side.ACCOUNTS}:" in key


FIRST_TERM, TERM_YEARS = 2014, 6
"""The first multi-year plan of this kind, and how long one holds: it starts in the second year after local elections and runs
until the end of the year after the next ones. Source: decreet over het lokaal bestuur, art. 254."""


def term_of(year: int) -> int:
    """The first year of the multi-year plan to which a year belongs: 2020 for 2025, 2026 for 2026."""
    return year - (year - FIRST_TERM) % TERM_YEARS


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


def held_on(report_type: ReportType, report_year: int) -> date:
    """From when it is true what a report tells: a plan from the first day of its year, accounts when their year is over."""
    is_plan = side_of(report_type) is Side.PLAN
    return date(report_year, 1, 1) if is_plan else date(report_year, 12, 31)


def cited(
    report_type: ReportType, report_year: int, name: ActionName, codes: Iterable[str], file: str
) -> str:
    """Where an action is found, for people: the report, the codes above it and its own, its priorities, and the file."""
    path = "/".join(one or "-" for one in name.path)
    priorities = ", ".join(codes)
    told = f"{REPORT_NAMES[report_type]} {report_year}, actie {path}"
    return f"{told} ({priorities}); {file}" if priorities else f"{told}; {file}"
