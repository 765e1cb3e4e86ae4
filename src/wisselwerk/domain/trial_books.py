"""The books of a trial: what is left of the money, and what each enterprise has had, as the run goes on.

They count what the tables of an installation count, so that rules are asked the same facts. What decides stands with the
rules; here is only memory.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from wisselwerk.domain.money import Cents
from wisselwerk.domain.redemption import VoucherTerms, share_of
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.base import EnterpriseSize, Grant
from wisselwerk.domain.rule.budget import BudgetCeiling, stands_on_own
from wisselwerk.domain.rule.enterprise import EnterpriseCeiling, NumberPerEnterprise
from wisselwerk.domain.terms import money_terms
from wisselwerk.domain.voucher import VoucherState

Whose = tuple[int | None, str | None]
"""The year and the member of a budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """A budget as a trial begins: of one year or of the whole trial, of one member or shared."""

    cents: int
    year: int | None = None
    """None: whatever the year of the award is."""
    member: str | None = None


@dataclass(slots=True)
class Held:
    """A voucher of the trial."""

    awarded_on: date
    provider: int | None
    worth_cents: int
    """What it counts for: what it was worth, and once it is over what was paid from it."""
    amount_cents: int
    pot: Whose
    counters: tuple[str, ...]
    is_drawn: bool


class _Behind(NamedTuple):
    """What stands behind an enterprise: its member, the budgets that may carry it, and the counter of each ceiling."""

    member: str | None
    own: Whose | None
    shared: Whose | None
    counters: Mapping[str, str]


class Spending(NamedTuple):
    """How far the money is."""

    left_cents: int
    is_out: bool
    """Whether no more is left for all together than the smallest voucher needs."""


class Books:
    """Budgets, ceilings and vouchers of one run. A voucher that its order does not use up lapses after its last day."""

    def __init__(self, rules: RuleSet, pots: Iterable[Pot], member_of: Mapping[str, str]) -> None:
        amount = rules.find(Amount)
        assert amount is not None, "no rule set is without an amount"
        self._amount = amount
        self._rules = rules
        self._number, self._yearly = rules.find(NumberPerEnterprise), rules.find(EnterpriseCeiling)
        self._ceiling = rules.find(BudgetCeiling)
        self._ceilings = self._ceiling.ceilings if self._ceiling else {}
        self._least_cents = amount.least_cents
        self._member_of = member_of
        self._pots: dict[Whose, int] = {(one.year, one.member): int(one.cents) for one in pots}
        self._found: dict[tuple[tuple[str, ...], int], _Behind] = {}
        self._terms: dict[tuple[int, int, int], VoucherTerms] = {}
        self._awarded: dict[str, int] = defaultdict(int)
        self._held: dict[int, list[Held]] = defaultdict(list)
        self._ending: list[tuple[date, int, Held, int]] = []
        self._number_awarded = 0
        self._drawn = 0

    def money(self, places: tuple[str, ...], on: date, size: EnterpriseSize | None) -> dict[str, Any]:
        """What is left for an award on a day to an enterprise of these places and size, in the names of ``Facts``."""
        amount_cents, _share = self._amount.for_size(size)
        behind = self._behind(places, on.year)
        whose = self._carrying(behind, amount_cents)
        return {
            "budget_left_cents": 0 if whose is None else self._pots[whose],
            "ceilings_left_cents": {
                scope: self._room(scope, counter) for scope, counter in behind.counters.items()
            },
        }

    def earlier(self, enterprise: int, provider: int | None, on: date) -> dict[str, Any]:
        """What an enterprise has had, in the names of ``Facts``: as much of it as a rule asks."""
        held = self._held.get(enterprise, ())
        counted = [
            one.provider for one in held if self._number is None or self._number.counts(one.awarded_on, on)
        ]
        facts: dict[str, Any] = {"vouchers_counted": len(counted)}
        if self._number and self._number.maximum_per_provider is not None:
            facts["provider_vouchers_counted"] = None if provider is None else counted.count(provider)
        if self._yearly:
            facts["awarded_this_year_cents"] = sum(
                one.worth_cents for one in held if one.awarded_on.year == on.year
            )
        return facts

    def can_grant(self, places: tuple[str, ...]) -> bool:
        """Whether one member stands behind these places; everybody does where no members were told."""
        return not self._member_of or self._behind(places, date.min.year).member is not None

    @property
    def drawn_vouchers(self) -> int:
        """How many vouchers a draw gave that count."""
        return self._drawn

    def award(  # a voucher is of whom, where, with whom, when, worth what, for which order
        self,
        grant: Grant,
        *,
        enterprise: int,
        provider: int | None,
        places: tuple[str, ...],
        on: date,
        order_cents: int | None,
        is_drawn: bool = False,
    ) -> int:
        """Put money on a voucher; returns what it will pay of the order, in cents. Nothing is ordered with None."""
        behind, amount_cents = self._behind(places, on.year), grant.amount_cents
        whose = self._carrying(behind, amount_cents)
        assert whose is not None, "rules award nothing without a budget"
        counters = tuple(behind.counters.values())
        self._pots[whose] -= amount_cents
        for counter in counters:
            self._awarded[counter] += amount_cents
        held = Held(on, provider, amount_cents, amount_cents, whose, counters, is_drawn)
        self._held[enterprise].append(held)
        self._drawn += is_drawn
        paid_cents = 0 if order_cents is None else self._paid_of(grant, order_cents)
        if paid_cents < amount_cents:
            over_on = grant.valid_until + timedelta(days=grant.claim_days + 1)
            # Numbered, so that of two on one day the first comes first.
            self._number_awarded += 1
            heapq.heappush(self._ending, (over_on, self._number_awarded, held, paid_cents))
        return paid_cents

    def next_ending(self) -> date | None:
        """The next day on which a voucher is over with something left on it."""
        return self._ending[0][0] if self._ending else None

    def end_until(self, day: date) -> None:
        """Give back what is left on the vouchers that are over on ``day``."""
        while self._ending and self._ending[0][0] <= day:
            _, _, held, paid_cents = heapq.heappop(self._ending)
            left_cents = held.amount_cents - paid_cents
            self._pots[held.pot] += left_cents
            for counter in held.counters:
                self._awarded[counter] -= left_cents
            held.worth_cents = paid_cents
            # One from which nothing was paid leaves its number to another.
            self._drawn -= held.is_drawn and not paid_cents

    def spending(self, on: date) -> Spending:
        """How far the money of a day is."""
        of_year = [cents for (year, _), cents in self._pots.items() if year in (None, on.year)]
        room_cents = max(of_year, default=0)
        for scope, counter in self._behind((), on.year).counters.items():
            room_cents = min(room_cents, self._room(scope, counter))
        return Spending(sum(of_year), room_cents < self._least_cents)

    def _behind(self, places: tuple[str, ...], year: int) -> _Behind:
        """What an award of a year to an enterprise of these places can take from."""
        found = self._found.get((places, year))
        if found is None:
            members = {self._member_of.get(place) for place in places}
            member = members.pop() if len(members) == 1 else None
            found = self._found[places, year] = _Behind(
                member=member,
                own=self._first((year, member), (None, member)) if member is not None else None,
                shared=self._first((year, None), (None, None)),
                counters=self._ceiling.counters(year, member) if self._ceiling else {},
            )
        return found

    def _carrying(self, behind: _Behind, amount_cents: int) -> Whose | None:
        own_cents = None if behind.own is None else self._pots[behind.own]
        shared_cents = None if behind.shared is None else self._pots[behind.shared]
        return behind.own if stands_on_own(own_cents, shared_cents, amount_cents) else behind.shared

    def _first(self, *several: Whose) -> Whose | None:
        return next((one for one in several if one in self._pots), None)

    def _room(self, scope: str, counter: str) -> int:
        return self._ceilings[scope] - self._awarded[counter]

    def _paid_of(self, grant: Grant, order_cents: int) -> int:
        """What a voucher pays of one invoice, whichever total of it counts; nothing when the invoice is too low."""
        worth = grant.amount_cents, grant.own_contribution_cents, grant.share_percent
        if worth not in self._terms:
            self._terms[worth] = _terms(self._rules, grant)
        return int(share_of(self._terms[worth], Cents(order_cents)).voucher_part_cents)


def _terms(rules: RuleSet, grant: Grant) -> VoucherTerms:
    """The terms of a voucher for who asks only about its money."""
    return VoucherTerms(
        state=VoucherState.OPEN,
        left_cents=Cents(grant.amount_cents),
        holder_number="",
        provider_number=None,
        recognitions={},
        awarded_on=date.min,
        valid_until=grant.valid_until,
        own_contribution_cents=Cents(grant.own_contribution_cents),
        **money_terms(rules, grant.amount_cents, grant.share_percent),
    )
