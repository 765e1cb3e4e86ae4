"""What is wrong with rules before they are published: rules that contradict, can never pass, or leave a gap.

What can be found, and how it is said, stands in ``rule_finding``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from wisselwerk.domain.reminder import LADDERS, SHORT_LADDERS, Ladder, last_day
from wisselwerk.domain.rule import KINDS, REQUIRED
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.at_once import is_used_at_once
from wisselwerk.domain.rule.budget import BudgetCeiling
from wisselwerk.domain.rule.cost_key import CostKey
from wisselwerk.domain.rule.enterprise import (
    EnterpriseCeiling,
    NumberPerEnterprise,
    Sector,
    SizeOfEnterprise,
)
from wisselwerk.domain.rule.order import InvoicesPerVoucher, MinimumOrder
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule.provider import ProviderCategory
from wisselwerk.domain.rule.reminders import Reminders
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.window import ApplicationWindow, Validity
from wisselwerk.domain.rule_draft import DraftRules
from wisselwerk.domain.rule_finding import Finding, Found, Weight

LEAST_DAYS_UNREMINDED = 7
"""Somebody who just got a voucher has a week before the first reminder."""

LARGE_CENTS = 10_000_00
"""From here on a voucher is asked about: what is known of such schemes stays far below. Ours."""

UNDECIDED = "-"
"""What rules stand on while they are held against each other before anybody has named the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around the rules of a draft on the day they would start."""

    starts_on: date
    finest_places: frozenset[str]
    """All that a rule can name: municipalities made by a merger are not among them (``formats.territory``)."""
    previous_closes_on: date | None = None
    """The last day to apply under the version before; None when it has no last day, or there is no such version."""
    is_first: bool = True
    """Whether no version of the scheme came before."""
    today: date | None = None
    """None where it does not matter whether the first day has passed."""
    before: DraftRules | None = None
    """The rules of the version of the same scheme that is being changed."""
    newer_version: int | None = None
    """The number of a version that was published after the draft was begun, and that it knows nothing of."""
    member_places: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The finest places within which each member takes part, by its name."""
    sectors_of_nobody: tuple[str, ...] | None = ()
    """The sectors in the rules in which the register of enterprises knows nobody; None where no register was loaded."""
    recognised: frozenset[str] = frozenset()
    """The kinds under which at least one provider is recognised on that day."""
    has_agreement: bool = True
    budget_cents: int | None = None
    """What is left in the largest budget of that year; None when there is none."""
    has_visum: bool = True
    undecided: tuple[str, ...] = ()
    """Members whose council has decided nothing about the text."""
    voted_down: tuple[str, ...] = ()
    """Members whose council voted it down."""
    decided_about_else: tuple[str, ...] = ()
    """Members whose council decided about another first day, or about others who grant."""
    amended: tuple[str, ...] = ()
    """Members whose council decided other rules than these."""
    has_delegation: bool = True


def findings(rules: DraftRules, around: Surroundings) -> tuple[Found, ...]:
    """All that is found: first what stops the draft, in the order of the rules, then the rest."""
    every = [
        *_shape(rules),
        *_money(rules),
        *_time(rules, around),
        *_reach(rules, around),
        *_gaps(rules, around),
    ]
    if all(one.weight is not Weight.STOPS for one in every):
        every += _together(rules)
    return tuple(sorted(every, key=lambda one: one.weight is not Weight.STOPS))


def _shape(rules: DraftRules) -> Iterator[Found]:
    for one in rules.rules:
        if one.problem is not None:
            params = {"kind": one.kind, **one.problem.params}
            yield Found(Finding.CANNOT_EXIST, one.kind, params, one.problem.message)
    for kind in KINDS:
        if kind in REQUIRED and rules.written(kind) is None:
            yield Found(Finding.KIND_MISSING, kind, {"kind": kind})


def _together(rules: DraftRules) -> Iterator[Found]:
    """What keeps rules of which each can exist from standing in one version."""
    try:
        rules.rule_set(source=UNDECIDED)
    except InvalidRule as problem:
        yield Found(
            Finding.CANNOT_EXIST,
            str(problem.params.get("kind", "")),
            problem.params,
            problem.message,
            elsewhere=str(problem.params.get("mended_at", "")),
        )


def _money(rules: DraftRules) -> Iterator[Found]:
    amount, own, number = rules.find(Amount), rules.find(OwnContribution), rules.find(NumberPerEnterprise)
    ceiling, of_one = rules.find(BudgetCeiling), rules.find(EnterpriseCeiling)
    if amount is None:
        return
    lowest = min((ceiling.ceilings if ceiling else {}).values(), default=None)
    if lowest is not None:
        yield from _under_ceiling(BudgetCeiling.kind, lowest, amount)
        if number is not None and amount.most_cents <= lowest < number.maximum * amount.most_cents:
            params = {"amount_cents": amount.most_cents, "ceiling_cents": lowest, "maximum": number.maximum}
            yield Found(Finding.ONE_TAKES_ALL, NumberPerEnterprise.kind, params)
    if of_one is not None:
        yield from _under_ceiling(EnterpriseCeiling.kind, of_one.per_year_cents, amount)
    yield from _idle(rules, amount, own, number)
    if amount.most_cents >= LARGE_CENTS:
        yield Found(Finding.VOUCHER_LARGE, Amount.kind, {"amount_cents": amount.most_cents})
    if own is not None and own.minimum_cents > amount.most_cents:
        params = {"amount_cents": amount.most_cents, "minimum_cents": own.minimum_cents}
        yield Found(Finding.OWN_ABOVE_AMOUNT, OwnContribution.kind, params)


def _idle(
    rules: DraftRules, amount: Amount, own: OwnContribution | None, number: NumberPerEnterprise | None
) -> Iterator[Found]:
    """Parameters that allow what another parameter keeps from ever happening."""
    invoices, order = rules.find(InvoicesPerVoucher), rules.find(MinimumOrder)
    if invoices is not None and invoices.maximum > 1 and is_used_at_once(amount, own, order):
        params = {"maximum": invoices.maximum}
        yield Found(Finding.INVOICES_IDLE, InvoicesPerVoucher.kind, params)
    sizes, by_size = rules.find(SizeOfEnterprise), amount.by_size or ()
    left_out = tuple(one.size for one in by_size if sizes is not None and one.size not in sizes.sizes)
    if left_out:
        yield Found(Finding.SIZE_IDLE, Amount.kind, {"sizes": left_out})
    if order is not None and own is not None and is_used_at_once(amount, own, order):
        needed_cents = amount.least_cents + own.minimum_cents
        if order.minimum_cents <= needed_cents:
            params = {"minimum_cents": order.minimum_cents, "needed_cents": needed_cents}
            yield Found(Finding.MINIMUM_IDLE, MinimumOrder.kind, params)
    per_provider = number.maximum_per_provider if number is not None else None
    if number is not None and per_provider is not None and per_provider >= number.maximum:
        params = {"maximum": number.maximum, "maximum_per_provider": per_provider}
        yield Found(Finding.PER_PROVIDER_IDLE, NumberPerEnterprise.kind, params)


def _under_ceiling(kind: str, ceiling_cents: int, amount: Amount) -> Iterator[Found]:
    """Whether no voucher fits under a ceiling, or only the smaller ones."""
    params = {"ceiling_cents": ceiling_cents, "amount_cents": amount.least_cents}
    if ceiling_cents < amount.least_cents:
        yield Found(Finding.CEILING_BELOW_VOUCHER, kind, params)
    elif ceiling_cents < amount.most_cents:
        params = {"ceiling_cents": ceiling_cents, "amount_cents": amount.most_cents}
        yield Found(Finding.CEILING_BELOW_SOME, kind, params)


def _time(rules: DraftRules, around: Surroundings) -> Iterator[Found]:
    window = rules.find(ApplicationWindow)
    start, kind = around.starts_on, ApplicationWindow.kind
    if window is not None and window.closes_on is not None and window.closes_on < start:
        yield Found(Finding.WINDOW_OVER, kind, {"closes_on": window.closes_on, "starts_on": start})
    elif window is not None and window.opens_on < start and around.is_first:
        yield Found(Finding.WINDOW_BEFORE_START, kind, {"opens_on": window.opens_on, "starts_on": start})
    if window is not None and window.closes_on == max(start, window.opens_on):
        yield Found(Finding.WINDOW_ONE_DAY, kind, {"opens_on": window.closes_on})
    opens_on = max(start, window.opens_on) if window is not None else start
    closed_from = _closed_from(around)
    if closed_from is not None and closed_from < opens_on:
        last_on = opens_on - timedelta(days=1)
        yield Found(Finding.NOBODY_CAN_APPLY, kind, {"closed_on": closed_from, "last_on": last_on})
    yield from _reminded(rules, start)


def _reminded(rules: DraftRules, start: date) -> Iterator[Found]:
    """Whether there is room for the reminders without which no right ends, for a voucher that is awarded at the start."""
    validity, reminders = rules.find(Validity), rules.find(Reminders)
    if validity is None:
        return
    ladder = reminders.last_day if reminders else LADDERS[-1].ladder
    hand_in = (reminders and reminders.hand_in) or SHORT_LADDERS[-1].ladder
    until = validity.last_day(start)
    days, first = (until - start).days, ladder.days_before[0]
    if last_day(ladder, until, (), start) > until:
        yield Found(Finding.LAST_DAY_MOVES, Reminders.kind, {"days": days, **_last_two(ladder)})
    elif days < first + LEAST_DAYS_UNREMINDED:
        yield Found(Finding.VALIDITY_SHORT, Validity.kind, {"days": days, "reminder_days": first})
    # Nobody is reminded of handing in before the last day for an invoice is over.
    claim_until = until + timedelta(days=validity.days_to_claim)
    if last_day(hand_in, claim_until, (), until + timedelta(days=1)) > claim_until:
        params = {"days": validity.days_to_claim, **_last_two(hand_in)}
        yield Found(Finding.HAND_IN_MOVES, Reminders.kind, params)


def _last_two(ladder: Ladder) -> dict[str, object]:
    """The two reminders without which no right ends, by their days before it."""
    *_, second, last = ladder.days_before
    return {"second_days": second, "last_days": last}


def _closed_from(around: Surroundings) -> date | None:
    """The first day on which nobody can apply unless these rules allow it; None for a scheme that is new."""
    if around.is_first:
        return None
    closes_on = around.previous_closes_on
    after = around.starts_on if closes_on is None else closes_on + timedelta(days=1)
    return min(after, around.starts_on)


def _reach(rules: DraftRules, around: Surroundings) -> Iterator[Found]:
    providers, cost, sector = rules.find(ProviderCategory), rules.find(CostKey), rules.find(Sector)
    yield from _where(rules, around)
    if sector is not None and around.sectors_of_nobody is None:
        yield Found(Finding.SECTORS_UNKNOWN, Sector.kind, {"sectors": sector.sectors})
    elif around.sectors_of_nobody:
        yield Found(Finding.SECTORS_OF_NOBODY, Sector.kind, {"sectors": around.sectors_of_nobody})
    if providers is not None and around.recognised.isdisjoint(providers.kinds):
        params = {"kinds": providers.kinds, "starts_on": around.starts_on}
        yield Found(Finding.NO_PROVIDER, ProviderCategory.kind, params)
    elif rules.written(ProviderCategory.kind) is None:
        yield Found(Finding.ANY_PROVIDER, ProviderCategory.kind)
    if cost is not None and cost.shares is not None:
        left_out = _members_without(tuple(one.place for one in cost.shares), around)
        if left_out:
            yield Found(Finding.COST_NOT_SHARED, CostKey.kind, {"members": left_out})


def _where(rules: DraftRules, around: Surroundings) -> Iterator[Found]:
    territory = rules.find(Territory)
    inside = {place for places in around.member_places.values() for place in places}
    if territory is not None:
        coarse = tuple(place for place in territory.places if place not in around.finest_places)
        outside = tuple(place for place in territory.places if place not in inside)
        if coarse:
            yield Found(Finding.PLACES_COARSE, Territory.kind, {"places": coarse})
        elif len(outside) == len(territory.places):
            yield Found(Finding.TERRITORY_OUTSIDE, Territory.kind)
        elif outside:
            yield Found(Finding.PLACES_OUTSIDE, Territory.kind, {"places": outside})
        left_out = _members_without(territory.places, around)
        if left_out and len(left_out) < len(around.member_places):
            yield Found(Finding.MEMBERS_LEFT_OUT, Territory.kind, {"members": left_out})
    elif rules.written(Territory.kind) is None:
        yield Found(Finding.ANYWHERE, Territory.kind)


def _members_without(named: tuple[str, ...], around: Surroundings) -> tuple[str, ...]:
    """The members of which none of their places is named."""
    return tuple(
        name for name, places in around.member_places.items() if places and set(places).isdisjoint(named)
    )


def _sources(rules: DraftRules, before: DraftRules) -> Iterator[Found]:
    """Rules that were changed and still name the text on which the rule before them stands."""
    for one in rules.rules:
        was = before.written(one.kind)
        if was is None or not one.source.strip() or was.source.strip() != one.source.strip():
            continue
        if was.parameters != one.parameters:
            yield Found(Finding.SOURCE_OF_BEFORE, one.kind, {"kind": one.kind, "source": one.source})


def of_councils(
    *,
    undecided: tuple[str, ...] = (),
    voted_down: tuple[str, ...] = (),
    decided_about_else: tuple[str, ...] = (),
    amended: tuple[str, ...] = (),
    is_published: bool = False,
) -> Iterator[Found]:
    """What councils of members have still to do about a text, did not want, or decided otherwise."""
    told = {
        Finding.VOTED_DOWN: voted_down,
        Finding.NO_COUNCIL_DECISION: undecided,
        Finding.PUBLISHED_ABOUT_ELSE if is_published else Finding.DECIDED_ABOUT_ELSE: decided_about_else,
        Finding.AMENDED: amended,
    }
    for finding, members in told.items():
        if members:
            yield Found(finding, params={"members": members})


def of_first_day(starts_on: date, today: date) -> Iterator[Found]:
    """That a first day has passed already."""
    if starts_on < today:
        yield Found(Finding.STARTS_IN_PAST, params={"starts_on": starts_on})


def _gaps(rules: DraftRules, around: Surroundings) -> Iterator[Found]:
    amount = rules.find(Amount)
    on = {"starts_on": around.starts_on}
    if around.before is not None:
        yield from _sources(rules, around.before)
    if around.today is not None:
        yield from of_first_day(around.starts_on, around.today)
    if around.newer_version is not None:
        yield Found(Finding.NEWER_VERSION, params={"version": around.newer_version})
    if not around.has_agreement:
        yield Found(Finding.NO_AGREEMENT, params=on)
    yield from of_councils(
        undecided=around.undecided,
        voted_down=around.voted_down,
        decided_about_else=around.decided_about_else,
        amended=around.amended,
    )
    if around.budget_cents is None:
        yield Found(Finding.NO_BUDGET, params={"year": around.starts_on.year})
    elif amount is not None and around.budget_cents < amount.most_cents:
        params = {"left_cents": around.budget_cents, "amount_cents": amount.most_cents}
        yield Found(Finding.BUDGET_BELOW_VOUCHER, params=params)
    if not around.has_visum:
        yield Found(Finding.NO_VISUM)
    if not around.has_delegation:
        yield Found(Finding.NO_DELEGATION)
