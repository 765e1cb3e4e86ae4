"""The action for the multi-year plan of a member: what its years ask of it, and under which key they are booked."""

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.plan import code_of
from wisselwerk.apps.schemes.plan_parts import parts_of, wholes_of
from wisselwerk.apps.settlements.queries.extract import budget_key
from wisselwerk.domain.regulation.plan_action import PlanAction, PlanYear, plan_years
from wisselwerk.domain.regulation.planned import Planned


def plan_action(submitted: Submitted, member: Organisation, first_year: int) -> PlanAction:
    """The action as this member writes it into its plan, from a year on until the plan ends.

    Its amounts are those of its decision (``plan_parts``).
    """
    entered = submitted.planned.get(code_of(member), Planned())
    wholes, parts = wholes_of(submitted), parts_of(submitted, member)
    years = tuple(PlanYear(year, wholes.get(year), parts.get(year)) for year in plan_years(first_year))
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
