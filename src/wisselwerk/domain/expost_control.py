"""Ex-post control: what the policy reports of a local government show of a year, held against what the frame asks of it.

The frame asks at least one action per priority a year, in plan and in accounts. Reports tell main lines only: what does not show in
them may well exist, so nobody is ever told that it does not. Amounts of schemes here are put beside what the report shows of
their action: of a member what it meant to put in itself, never what all members do together. Schemes under one action are taken together.
An action may hold more than a scheme, so only one that shows less differs; a scheme that does not show at all is not
held against anybody, for most schemes are too small for main lines.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from wisselwerk.domain.coordination_frame import FRAMES, Frame, frame_on
from wisselwerk.domain.policy_report import Side
from wisselwerk.domain.refusal import Params


class Outcome(StrEnum):
    """What comes of it, for one point and for the whole."""

    IN_ORDER = "in_order"
    NOT_VISIBLE = "not_visible"
    """Not in main lines; never that it does not exist."""
    DIFFERS = "differs"


class Explanation(StrEnum):
    """Why the whole comes out as it does. Each has its sentence in ``domain.expost_sentence``."""

    CODES_UNKNOWN = "CODES_UNKNOWN"
    NO_REPORT = "NO_REPORT"
    NO_PLAN = "NO_PLAN"
    MISSING_IN_PLAN = "MISSING_IN_PLAN"
    MISSING_IN_ACCOUNTS = "MISSING_IN_ACCOUNTS"
    MISSING_IN_BOTH = "MISSING_IN_BOTH"
    NO_ACCOUNTS = "NO_ACCOUNTS"
    LESS_PLANNED = "LESS_PLANNED"
    LESS_REALISED = "LESS_REALISED"
    IN_ORDER = "IN_ORDER"
    IN_ORDER_SO_FAR = "IN_ORDER_SO_FAR"


class Basis(StrEnum):
    """Where what is planned here for one government comes from. Each has its words in ``domain.expost_sentence``."""

    ENTERED = "ENTERED"
    """It was entered for its plan."""
    BORNE = "BORNE"
    """By the newest settlement."""
    OWN = "OWN"
    """It set it aside itself, or bears all."""
    PART = "PART"
    """Its part of the budget of all members, by the cost key."""
    ALL = "ALL"
    """The budget of all members, where nobody can tell beforehand which part is its own: a report that shows less does not differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeYear:
    """What is here of a scheme for one government in a year, and what its report shows of the action of the scheme."""

    scheme: str
    action: str = ""
    """The code of the action under which the government books it; empty where nobody told."""
    planned_cents: int | None = None
    """What it meant to put into its plan, or set aside in a budget; None where nothing is known."""
    basis: Basis = Basis.OWN
    """Where that comes from."""
    borne_cents: int | None = None
    """What it bears by the newest settlement of the year; None before there is one."""
    paid_cents: int = 0
    """What was paid for enterprises that have their seat in it, whoever bears that: it stands beside, and nothing is held to it."""
    shown_planned_cents: int | None = None
    """What the plan shows under that action; None where it does not show."""
    shown_realised_cents: int | None = None
    """The same of the accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleYear:
    """What is visible of a year: the number of actions per code, None for a side of which no report is here."""

    plan: Mapping[str, int] | None
    accounts: Mapping[str, int] | None
    schemes: tuple[SchemeYear, ...] = ()
    told: Mapping[str, int] = field(default_factory=dict)
    """The number of actions per code that the government itself told of when it was asked; under an empty code those without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityPoint:
    """One priority on one side."""

    code: str
    name: str
    side: Side
    actions: int | None
    """None where no report of that side is here."""
    told: int = 0
    """Actions under it that the government told of itself. They make nothing visible in a report."""

    @property
    def outcome(self) -> Outcome:
        """Whether it shows."""
        return Outcome.IN_ORDER if self.actions else Outcome.NOT_VISIBLE

    @property
    def is_told(self) -> bool:
        """Whether it was told, and is not in the report."""
        return self.outcome is Outcome.NOT_VISIBLE and self.told > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePoint:
    """One scheme on one side: what is here, and what the report shows."""

    scheme: str
    action: str
    side: Side
    basis: Basis
    here_cents: int
    together_cents: int
    """What is here for all schemes under that action: the report shows one amount for them."""
    known_cents: int
    """The same of those of which the part of this government is known."""
    shown_cents: int | None

    @property
    def is_compared(self) -> bool:
        """Whether it is held against the report: not where less shows than all members put in, and nobody knows which part is its own."""
        return self.outcome is not Outcome.NOT_VISIBLE

    @property
    def outcome(self) -> Outcome:
        """Whether what is here fits in what is shown."""
        if self.shown_cents is None:
            return Outcome.NOT_VISIBLE
        if self.shown_cents >= self.together_cents:
            return Outcome.IN_ORDER
        is_known = self.basis is not Basis.ALL
        if is_known and self.shown_cents < self.known_cents:
            return Outcome.DIFFERS
        return Outcome.IN_ORDER if is_known else Outcome.NOT_VISIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What comes of a year of one government, with all that it was looked at for."""

    year: int
    outcome: Outcome
    explanation: Explanation
    params: Params
    priorities: tuple[PriorityPoint, ...]
    schemes: tuple[SchemePoint, ...]
    told: int = 0
    """Actions that the government told of itself, when it was asked. They change no outcome."""


def control(year: int, found: VisibleYear, today: date, frames: Iterable[Frame] = FRAMES) -> Control:
    """Hold what was found of ``year`` against the frame of its first day. Accounts are asked once the year is over."""
    frame = frame_on(date(year, 1, 1), frames)
    is_over = today > date(year, 12, 31)
    sides = {Side.PLAN: found.plan, Side.ACCOUNTS: found.accounts}
    if not is_over:
        del sides[Side.ACCOUNTS]
    priorities = tuple(
        PriorityPoint(
            code=one.code,
            name=one.name,
            side=side,
            actions=None if actions is None else actions.get(one.code, 0),
            told=found.told.get(one.code, 0),
        )
        for side, actions in sides.items()
        for one in (frame.priorities if frame else ())
        if one.code
    )
    schemes = _together([point for one in found.schemes for point in _of_scheme(one) if point.side in sides])
    explanation, params = _explained(found, priorities, schemes, is_over=is_over)
    return Control(
        year=year,
        outcome=OUTCOMES[explanation],
        explanation=explanation,
        params={"year": str(year), **params},
        priorities=priorities,
        schemes=schemes,
        told=sum(found.told.values()),
    )


OUTCOMES: Mapping[Explanation, Outcome] = {
    Explanation.CODES_UNKNOWN: Outcome.NOT_VISIBLE,
    Explanation.NO_REPORT: Outcome.NOT_VISIBLE,
    Explanation.NO_PLAN: Outcome.NOT_VISIBLE,
    Explanation.MISSING_IN_PLAN: Outcome.NOT_VISIBLE,
    Explanation.MISSING_IN_ACCOUNTS: Outcome.NOT_VISIBLE,
    Explanation.MISSING_IN_BOTH: Outcome.NOT_VISIBLE,
    Explanation.NO_ACCOUNTS: Outcome.NOT_VISIBLE,
    Explanation.LESS_PLANNED: Outcome.DIFFERS,
    Explanation.LESS_REALISED: Outcome.DIFFERS,
    Explanation.IN_ORDER: Outcome.IN_ORDER,
    Explanation.IN_ORDER_SO_FAR: Outcome.IN_ORDER,
}
"""What each explanation means. The order is that in which they are looked for: the first that holds is told."""


def _of_scheme(one: SchemeYear) -> Iterator[SchemePoint]:
    """Its points: where something is here to hold against the report."""
    for side, here, basis, shown in (
        (Side.PLAN, one.planned_cents, one.basis, one.shown_planned_cents),
        (Side.ACCOUNTS, one.borne_cents, Basis.BORNE, one.shown_realised_cents),
    ):
        if here is not None:
            yield SchemePoint(
                scheme=one.scheme,
                action=one.action,
                side=side,
                basis=basis,
                here_cents=here,
                together_cents=here,
                known_cents=0 if basis is Basis.ALL else here,
                shown_cents=shown,
            )


def _is_under(one: SchemePoint, other: SchemePoint) -> bool:
    """Whether it is taken together with another one that differs."""
    return (one.action, one.side) == (other.action, other.side) and one.basis is not Basis.ALL


def _together(points: Sequence[SchemePoint]) -> tuple[SchemePoint, ...]:
    """The same, each with what is here for all that stand under its action."""
    together, known = Counter[tuple[str, Side]](), Counter[tuple[str, Side]]()
    for one in points:
        together[one.action, one.side] += one.here_cents
        known[one.action, one.side] += one.known_cents
    return tuple(
        replace(one, together_cents=together[one.action, one.side], known_cents=known[one.action, one.side])
        if one.action
        else one
        for one in points
    )


def _explained(
    found: VisibleYear,
    priorities: tuple[PriorityPoint, ...],
    schemes: tuple[SchemePoint, ...],
    *,
    is_over: bool,
) -> tuple[Explanation, Params]:
    if not priorities:
        return Explanation.CODES_UNKNOWN, {}
    if found.plan is None and (found.accounts is None or not is_over):
        return Explanation.NO_REPORT, {}
    if found.plan is None:
        return Explanation.NO_PLAN, {}
    missing = {
        side: tuple(one.code for one in priorities if one.side is side and one.actions == 0) for side in Side
    }
    in_plan, in_accounts = missing[Side.PLAN], missing[Side.ACCOUNTS]
    if in_plan and in_accounts:
        return Explanation.MISSING_IN_BOTH, {"codes": in_plan, "codes_accounts": in_accounts}
    if in_plan:
        return Explanation.MISSING_IN_PLAN, {"codes": in_plan}
    if in_accounts:
        return Explanation.MISSING_IN_ACCOUNTS, {"codes": in_accounts}
    if is_over and found.accounts is None:
        return Explanation.NO_ACCOUNTS, {}
    differing = next((one for one in schemes if one.outcome is Outcome.DIFFERS), None)
    if differing is not None:
        is_plan = differing.side is Side.PLAN
        return Explanation.LESS_PLANNED if is_plan else Explanation.LESS_REALISED, {
            "scheme": tuple(one.scheme for one in schemes if _is_under(one, differing)),
            "action": differing.action,
            "here_cents": differing.known_cents,
            "shown_cents": differing.shown_cents,
        }
    return Explanation.IN_ORDER if is_over else Explanation.IN_ORDER_SO_FAR, {}
