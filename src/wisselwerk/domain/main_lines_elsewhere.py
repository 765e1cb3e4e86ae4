"""What main lines hear of what is not run here. What is not in it is not visible here, which is not: zero."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wisselwerk.domain.priority import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedMoney:
    """What policy reports show under one priority in a year, of all local governments of which one is here. Whole cents.

    None on a side where none shows an action: before the year is over there are no accounts yet, and that is not zero.
    """

    budgeted_cents: int | None
    realised_cents: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What comes in from elsewhere than operations here. What is not in it is not visible here, which is not: zero."""

    noticed: Mapping[Priority, int]
    """Initiatives of which a policy report, a decision or a note tells, each under its one priority."""
    reported: Mapping[Priority, ReportedMoney]
    """What policy reports show, under the priorities of which they show an action."""
    regional: Mapping[tuple[str, Priority], ReportedMoney] = field(default_factory=dict)
    """The same by the NIS code of the province in which the government lies; an empty code where that is not known."""
    questions: int | None = None
    """Questions about ex-post control that a local government was asked; None while nobody can be asked here."""
    notes: int = 0
    """Notes that a local government wrote because it wanted to."""
