"""What each year asks of all members together and of one of them: the same in its multi-year plan and in its decision."""

from dataclasses import replace
from datetime import date

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.councils import day_of_members
from wisselwerk.apps.schemes.plan import ALL, code_of
from wisselwerk.domain.cost_key import part_beforehand
from wisselwerk.domain.regulation.planned import Planned
from wisselwerk.domain.rule.cost_key import CostKey


def wholes_of(submitted: Submitted) -> dict[int, int]:
    """What each year asks of all members together: as entered; else the sum of what was entered for each of them, once it
    was for all; else what is set aside.
    """
    shares = {code: dict(one.amounts) for code, one in submitted.planned.items() if code != ALL}
    sums: dict[int, int] = {}
    if shares:
        taking_part = members_on(submitted.partnership.pk, day_of_members(submitted.text))
        # A member may take part with more than one place, and has one part.
        each = [shares.get(code, {}) for code in {code_of(one.member) for one in taking_part}]
        years = set.intersection(*map(set, each)) if each else set()
        sums = {year: sum(one[year] for one in each) for year in years}
    return dict(submitted.budgets) | sums | dict(submitted.planned.get(ALL, Planned()).amounts)


def parts_of(submitted: Submitted, member: Organisation) -> dict[int, int]:
    """What of it falls to a member: as entered; else as it follows from the cost key, as if all of it were paid.

    Where the seat of each enterprise decides, nobody knows beforehand.
    """
    follows = {year: _part(submitted, member, year, cents) for year, cents in wholes_of(submitted).items()}
    known = {year: cents for year, cents in follows.items() if cents is not None}
    return known | dict(submitted.planned.get(code_of(member), Planned()).amounts)


def with_amounts(submitted: Submitted, member: Organisation) -> Submitted:
    """The text with all amounts that its decision in the council of a member names, entered or not: that text is kept."""
    found = dict(submitted.planned)
    for code, cents in ((ALL, wholes_of(submitted)), (code_of(member), parts_of(submitted, member))):
        found[code] = replace(found.get(code, Planned()), amounts=tuple(sorted(cents.items())))
    return replace(submitted, planned=found)


def _part(submitted: Submitted, member: Organisation, year: int, cents: int) -> int | None:
    """What of an amount falls to the member; None when nobody can tell."""
    is_managing = member.name == submitted.setting.managing_municipality
    day = max(submitted.day, date(year, 1, 1))
    members = {one.place: one.member_id for one in members_on(submitted.partnership.pk, day)}
    managing = member.pk if is_managing else 0
    return part_beforehand(cents, year, submitted.rules.find(CostKey), members, member.pk, managing=managing)
