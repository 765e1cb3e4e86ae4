"""The action for the multi-year plan of a member: what its years ask of it, and under which key they are booked."""

from datetime import date

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.settlements.queries.extract import budget_key
from wisselwerk.domain.cost_key import REST, CostKeyIncomplete, Line, Terms, attribute
from wisselwerk.domain.period import Period
from wisselwerk.domain.regulation.plan_action import PlanAction, PlanYear, plan_years
from wisselwerk.domain.rule.cost_key import CostKey, Division


def plan_action(submitted: Submitted, member: Organisation, first_year: int) -> PlanAction:
    """The action as this member writes it into its plan, from a year on until the plan ends.

    What is set aside stands in budgets; what of it falls to the member follows from the cost key, as if all of it were
    paid. Where the seat of each enterprise decides, nobody knows beforehand.
    """
    set_aside = dict(submitted.budgets)
    years = tuple(
        PlanYear(year, cents := set_aside.get(year), _part(submitted, member, year, cents))
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
        action=key.action if key else "",
        policy_field=key.policy_field if key else "",
        general_account=key.general_account if key else "",
    )


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
