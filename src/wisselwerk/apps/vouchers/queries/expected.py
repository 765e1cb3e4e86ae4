"""What may be expected of a scheme that is still a draft, and on what that stands.

What others learned is used only as they publish it: a scheme that was taken over lends the number of its applications,
never who applied. Its budget tells nothing: each council sets aside what it wants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.councils import submitted_draft
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import starts_on
from wisselwerk.apps.schemes.models import Budget, Scheme
from wisselwerk.apps.schemes.plan_parts import wholes_of
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.queries.lines import main_lines
from wisselwerk.apps.vouchers.queries.past import Past
from wisselwerk.clock import today
from wisselwerk.domain.applicants import DAYS_IN_MONTH
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.cost_key import CostKey
from wisselwerk.formats.territory import belgian_territory

ENOUGH = 5
"""Fewer applications or orders than that say nothing of what is usual."""
LONG_ENOUGH = timedelta(weeks=8)
"""Fewer weeks than that cannot be drawn from: a busy start would last for ever."""
USUAL_PER_MONTH = 5
"""Where nothing is known. Ours."""
USUAL_VOUCHERS = 50
"""So many vouchers a budget is taken to carry where nobody has set any money aside. Ours."""


class Ground(StrEnum):
    """On what an expectation stands."""

    OWN = "own"
    """What happened in the scheme itself."""
    PARENT = "parent"
    """What the scheme it was taken from publishes."""
    RULES = "rules"
    """What the draft says."""
    OURS = "ours"
    """Nothing but a guess to begin with."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A number to begin with."""

    value: int
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """Numbers to begin with, each for a person to change."""

    per_month: Expected
    order_cents: Expected
    budget_cents: Expected
    planned: Mapping[int, int]
    """What all members together enter in their multi-year plans, by year; empty while nobody filled anything in."""
    weights: Mapping[str, int]
    """What each place weighs, by its code."""
    weights_source: str
    """Where those come from; empty where all weigh the same."""


def expectations(draft: Draft, rules: RuleSet, past: Sequence[Past]) -> Expectations:
    """They for a draft. At most two dozen queries, two of them for each year of the scheme it was taken from."""
    parent = draft.parent.scheme if draft.parent and draft.is_takeover else None
    per_month = _per_month(past) or (_published_per_month(parent) if parent else None)
    weights, source = _weights(draft, rules)
    return Expectations(
        per_month=per_month or Expected(USUAL_PER_MONTH, Ground.OURS),
        order_cents=(_order(draft.scheme) if draft.scheme else None) or _whole_order(rules),
        budget_cents=_budget(draft, rules),
        planned=_planned(draft),
        weights=weights,
        weights_source=source,
    )


def can_be_drawn_from(past: Sequence[Past]) -> bool:
    """Whether earlier applications are enough, over enough weeks, to tell what comes."""
    if len(past) < ENOUGH:
        return False
    return min(one.facts.applied_on for one in past) <= today() - LONG_ENOUGH


def members_by_place(draft: Draft) -> dict[str, str]:
    """Which member would stand behind each finest place, when every council decides as the draft says. One query."""
    day, territory = starts_on(draft), belgian_territory()
    found: dict[str, str] = {}
    for one in members_on(draft.partnership_id, day):
        code = one.member.nis_code or one.place
        found |= dict.fromkeys((one.place, *territory.finest(code, day)), code)
    return found


def _per_month(past: Sequence[Past]) -> Expected | None:
    if len(past) < ENOUGH:
        return None
    days = (today() - min(one.facts.applied_on for one in past)).days + 1
    return Expected(_monthly(len(past), days), Ground.OWN)


def _published_per_month(parent: Scheme) -> Expected | None:
    """What the parent publishes of this year and the one before, when that is enough to go by."""
    this_year = today().year
    first = parent.versions.order_by("valid_from").values_list("valid_from", flat=True).first()
    for year in (this_year - 1, this_year):
        applications = main_lines(parent, year).published().applications
        if applications and first is not None:
            start, end = max(first, date(year, 1, 1)), min(today(), date(year, 12, 31))
            return Expected(_monthly(applications, max((end - start).days + 1, 1)), Ground.PARENT)
    return None


def _monthly(number: int, days: int) -> int:
    return max(round(number * DAYS_IN_MONTH / max(days, DAYS_IN_MONTH)), 1)


def _order(scheme: Scheme) -> Expected | None:
    """What an order came to, in the middle."""
    found = Redemption.objects.filter(voucher__scheme=scheme, is_reversed=False)
    orders = list(found.values_list("eligible_cents", flat=True))
    return Expected(round(median(orders)), Ground.OWN) if len(orders) >= ENOUGH else None


def _whole_order(rules: RuleSet) -> Expected:
    """A fifth more than what uses the whole voucher, where that is an amount."""
    amount, own = rules.find(Amount), rules.find(OwnContribution)
    assert amount is not None
    grant = rules.grant(today())
    needed_cents = amount.most_cents * 100 // grant.share_percent + (own.minimum_cents if own else 0)
    return Expected(needed_cents * 6 // 5 // 100 * 100, Ground.RULES)


def _budget(draft: Draft, rules: RuleSet) -> Expected:
    """What was set aside for the year it starts; else what so many vouchers take: what others set aside tells nothing."""
    year = starts_on(draft).year
    if draft.scheme and (own_cents := _set_aside(draft.scheme, year)):
        return Expected(own_cents, Ground.OWN)
    amount = rules.find(Amount)
    assert amount is not None
    return Expected(amount.most_cents * USUAL_VOUCHERS, Ground.OURS)


def _planned(draft: Draft) -> dict[int, int]:
    """By year; what is set aside already where only other years were filled in."""
    submitted = submitted_draft(draft)
    return wholes_of(submitted) if any(one.amounts for one in submitted.planned.values()) else {}


def _set_aside(scheme: Scheme, year: int) -> int:
    found = Budget.objects.filter(scheme=scheme, year=year).select_related("credit")
    return sum(-one.credit.balance_cents for one in found)


def _weights(draft: Draft, rules: RuleSet) -> tuple[dict[str, int], str]:
    """Inhabitants where the rule about the cost names them; else every member weighs the same."""
    places = {one.place: 1 for one in members_on(draft.partnership_id, starts_on(draft))}
    key = rules.find(CostKey)
    if key is None or key.shares is None:
        return places, ""
    return places | {one.place: one.share for one in key.shares}, key.shares_source or ""
