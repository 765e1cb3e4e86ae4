"""The action for the multi-year plan of a member: what its years ask of it, and under which key they are booked."""

from datetime import date

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.councils import day_of_members
from wisselwerk.apps.schemes.plan import ALL, code_of
from wisselwerk.apps.settlements.queries.extract import budget_key
from wisselwerk.domain.cost_key import REST, CostKeyIncomplete, Line, Terms, attribute
from wisselwerk.domain.period import Period
from wisselwerk.domain.regulation.plan_action import PlanAction, PlanYear, plan_years
from wisselwerk.domain.regulation.planned import Planned
from wisselwerk.domain.rule.cost_key import CostKey, Division


def plan_action(submitted: Submitted, member: Organisation, first_year: int) -> PlanAction:
    """The action as this member writes it into its plan, from a year on until the plan ends.

    What somebody entered goes first. Else what is set aside stands in budgets, and what of it falls to the member follows
    from the cost key, as if all of it were paid. Where the seat of each enterprise decides, nobody knows beforehand.
    """
    entered = submitted.planned.get(code_of(member), Planned())
    wholes, parts = wholes_of(submitted), dict(entered.amounts)
    years = tuple(
        PlanYear(
            year,
            cents := wholes.get(year),
            parts[year] if year in parts else _part(submitted, member, year, cents),
        )
        for year in plan_years(first_year)
    )
    # The key on record is that of the books of the managing municipality; each other member has its own plan.
    is_managing = member.name == submitted.setting.managing_municipality
    key = budget_key(submitted.scheme, first_year) if submitted.scheme and is_managing else None
    return PlanAction(
        member=member.name,
        name=submitted.setting.name,
        purpose=submitted.setting.purpose,
        partnership=submitted.setting.partnership,
        years=years,
        action=entered.action or (key.action if key else ""),
        policy_field=entered.policy_field or (key.policy_field if key else ""),
        general_account=entered.general_account or (key.general_account if key else ""),
    )


def wholes_of(submitted: Submitted) -> dict[int, int]:
    """What each year asks of all members together: as entered; else the sum of what was entered for each of them, once it
    was for all; else what is set aside.
    """
    shares = {code: dict(one.amounts) for code, one in submitted.planned.items() if code != ALL}
    sums: dict[int, int] = {}
    if shares:
        taking_part = members_on(submitted.partnership.pk, day_of_members(submitted.text))
        each = [shares.get(code_of(one.member), {}) for one in taking_part]
        years = set.intersection(*map(set, each)) if each else set()
        sums = {year: sum(one[year] for one in each) for year in years}
    return dict(submitted.budgets) | sums | dict(submitted.planned.get(ALL, Planned()).amounts)


def _part(submitted: Submitted, member: Organisation, year: int, cents: int | None) -> int | None:
    """What of an amount falls to the member; None when nobody can tell."""
    if cents is None:
        return None
    is_managing = member.name == submitted.setting.managing_municipality
    key = submitted.rules.find(CostKey)
    if key is None:
        return cents if is_managing else 0
    if key.division is Division.SEAT:
        return None
    whole = Period(date(year, 1, 1), date(year + 1, 1, 1))
    day = max(submitted.day, whole.start)
    members = {one.place: one.member_id for one in members_on(submitted.partnership.pk, day)}
    try:
        burden = attribute(
            (Terms(valid=whole, key=key, members=members),), Line(whole.start, None, cents), ()
        )
    except CostKeyIncomplete:
        return None
    rest = burden.get(REST, 0) if is_managing else 0
    return int(burden.get(member.pk, 0)) + int(rest)
