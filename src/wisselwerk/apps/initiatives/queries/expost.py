"""Ex-post control for a screen: one row for each local government and year, with why it comes out as it does."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.initiatives.models import CoordinationRole
from wisselwerk.apps.initiatives.queries.expost_questions import told_actions
from wisselwerk.apps.initiatives.queries.expost_schemes import (
    SchemeHere,
    government_on,
    schemes_here,
    schemes_planned,
    shown_in,
)
from wisselwerk.apps.initiatives.queries.policy_report import (
    GovernmentYear,
    ReportedYear,
    government_years,
    years_reported,
)
from wisselwerk.apps.parties.models import Membership, OrganisationKind
from wisselwerk.clock import today
from wisselwerk.domain.coordination_frame import FRAMES
from wisselwerk.domain.expost_control import Control, SchemeYear, VisibleYear, control
from wisselwerk.domain.expost_sentence import EXPLANATIONS, OUTCOME_NAMES
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.wording import say, word

CODES = tuple(code for frame in FRAMES for code in frame.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpostRow:
    """What comes of a year of one local government."""

    government: str
    """Place code of the municipality on the last day of the year."""
    name: str
    role_of: tuple[str, ...]
    """Who takes up the role for it on that day: itself, or partnerships; empty where nothing is known of that."""
    control: Control
    plan: ReportedYear | None
    accounts: ReportedYear | None
    schemes: tuple[SchemeYear, ...]

    @property
    def sentence(self) -> str:
        """Why, in one sentence in the language of the reader."""
        return say(EXPLANATIONS[self.control.explanation], self.control.params)

    @property
    def outcome_name(self) -> str:
        """The outcome in a few words."""
        return word(OUTCOME_NAMES[self.control.outcome])


SchemesOf = Callable[[int], Mapping[str, list[SchemeHere]]]


def public_rows(year: int, governments: Collection[str] | None = None) -> list[ExpostRow]:
    """The same for everybody: amounts of schemes as councils decided them, never what came of vouchers. Eleven queries."""
    return expost_rows(year, governments, schemes_planned)


def years_controlled(day: date) -> list[int]:
    """The years that can be looked at, up to that of ``day``: those that ask for codes, and those that a report tells of. One query."""
    return sorted({*_years_asked(day), *years_reported(day)})


def is_controlled(year: int, day: date) -> bool:
    """Whether it is one of those years. No query for a year that asks for codes."""
    return year in _years_asked(day) or year in years_reported(day)


def _years_asked(day: date) -> range:
    return range(min(frame.valid.start.year for frame in FRAMES if frame.codes), day.year + 1)


def expost_rows(
    year: int, governments: Collection[str] | None = None, of_schemes: SchemesOf = schemes_here
) -> list[ExpostRow]:
    """Every government of which a report, a role or a scheme of ``year`` is here, by name; or ``governments``, place codes of the
    last day of the year, whether anything is here or not. Thirteen queries.
    """
    day = date(year, 12, 31)
    reported = {government_on(one.government, day): one for one in government_years(year)}
    roles, schemes, told = _roles(day), of_schemes(year), told_actions(year)
    known = reported.keys() | roles.keys() | schemes.keys() | told.keys()
    asked = set(governments) if governments is not None else known
    shown = shown_in(
        year,
        [side.pk for code in asked for side in _sides(reported.get(code))],
        {one.action for code in asked for one in schemes.get(code, ()) if one.action},
    )
    rows = [
        _row(
            year,
            code,
            _Known(reported.get(code), roles.get(code, ()), schemes.get(code, ()), told.get(code, {})),
            shown,
        )
        for code in asked
    ]
    return sorted(rows, key=lambda one: (one.name, one.government))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is here of one government."""

    reported: GovernmentYear | None
    role_of: Collection[str]
    schemes: Collection[SchemeHere]
    told: Mapping[str, int]


def _row(year: int, code: str, known: _Known, shown: Mapping[tuple[int, str], int]) -> ExpostRow:
    plan, accounts = (known.reported.plan, known.reported.accounts) if known.reported else (None, None)
    of_schemes = tuple(
        SchemeYear(
            scheme=one.scheme,
            action=one.action,
            planned_cents=one.planned_cents,
            basis=one.basis,
            borne_cents=one.borne_cents,
            paid_cents=one.paid_cents,
            shown_planned_cents=shown.get((plan.pk, one.action)) if plan else None,
            shown_realised_cents=shown.get((accounts.pk, one.action)) if accounts else None,
        )
        for one in known.schemes
    )
    found = VisibleYear(plan=_actions(plan), accounts=_actions(accounts), schemes=of_schemes, told=known.told)
    territory = belgian_territory()
    return ExpostRow(
        government=code,
        name=territory.name(code) if territory.knows(code) else code,
        role_of=tuple(sorted(known.role_of)),
        control=control(year, found, today()),
        plan=plan,
        accounts=accounts,
        schemes=of_schemes,
    )


def _actions(side: ReportedYear | None) -> Mapping[str, int] | None:
    return None if side is None else {code: side.sum_of(code).actions for code in CODES}


def _sides(reported: GovernmentYear | None) -> list[ReportedYear]:
    return [one for one in (reported.plan, reported.accounts) if one] if reported else []


def _roles(day: date) -> Mapping[str, set[str]]:
    """The names of who takes up the role on a day, by government. Two queries."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    partnerships: dict[int, str] = {}
    for role in CoordinationRole.objects.on(day).select_related("holder"):
        if role.holder.kind == OrganisationKind.LOKAAL_BESTUUR:
            found[government_on(role.holder.nis_code or "", day)].add(role.holder.name)
        else:
            partnerships[role.holder_id] = role.holder.name
    members = Membership.objects.on(day).filter(partnership__in=partnerships)
    for partnership, place in members.values_list("partnership", "place"):
        found[government_on(place, day)].add(partnerships[partnership])
    return found
