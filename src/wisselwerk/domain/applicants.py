"""Who may apply for a scheme that does not run yet: made up by assumptions, or drawn again from those of before.

Everything that was assumed is a field of ``Assumptions``, for a person to change. The same assumptions and the same
chance give the same applications, and each of them takes the same number of draws, so that a change of one assumption
leaves the others as they were.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from wisselwerk.domain.aid import Activity, AidRecord, ceilings_on
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.base import EnterpriseSize, ProviderKind, ServiceKind
from wisselwerk.domain.rule.enterprise import Sector, SectorList
from wisselwerk.domain.rule.provider import ProviderCategory, ServiceCategory
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.simulation import TrialApplication

DAYS_IN_MONTH = 365 / 12
SPREAD = 0.6
"""Of the logarithm of orders: two in three lie between about half and twice the typical one. Ours."""
PROVIDERS = 10
"""Among how many providers one chooses, each as often. Ours."""
ACTIVITIES = ("47110", "56101", "62010", "69201", "43210", "10711", "86902", "01110", "49410", "81300")
"""Main activities of invented businesses (NACE-BEL), from which those are taken that a rule admits, or does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What is assumed of who applies. Percentages are of all applications."""

    per_month: int
    """Applications in a month, on average; they come one by one, by chance."""
    order_cents: int
    """The typical order: half of them are smaller. As it counts for the voucher."""
    medium_percent: int = 10
    large_percent: int = 2
    outside_percent: int = 5
    """From outside the territory, where the rules name one."""
    customer_percent: int = 10
    """From who was a customer of the provider before, where the rules ask it."""
    sector_percent: int = 10
    """From a sector that is not admitted, where the rules name sectors."""
    again_percent: int = 10
    """From an enterprise that applied before."""
    unused_percent: int = 20
    """Of the vouchers, never used: their money comes back when they are over."""
    weights: Mapping[str, int]
    """How many enterprises a place has beside the others, by the finest place: inhabitants will do."""
    elsewhere: tuple[str, ...] = ()
    """Places outside the territory from where somebody may try."""


def generated(
    assumed: Assumptions, rules: RuleSet, first: date, until: date, chance: Random
) -> Iterator[TrialApplication]:
    """Invented applications from ``first`` up to but not including ``until``, in order of their days.

    Invented applicants are regular enterprises, independent of the provider that they choose, which is recognised and
    offers a service that the rules admit; what they may get wrong is in the assumptions.
    """
    maker = _Maker(assumed, rules)
    profiles: list[dict[str, Any]] = []
    days = 0.0
    while assumed.per_month > 0:
        days += chance.expovariate(assumed.per_month / DAYS_IN_MONTH)
        on = first + timedelta(days=int(days))
        if on >= until:
            return
        draws = [chance.random() for _ in range(8)]
        comes_again = draws[0] * 100 < assumed.again_percent and bool(profiles)
        enterprise = int(draws[1] * len(profiles)) if comes_again else len(profiles)
        if not comes_again:
            profiles.append(maker.profile(draws[2], draws[3], draws[4]))
        yield TrialApplication(
            applied_on=on,
            decided_on=on,
            enterprise=enterprise,
            provider=int(draws[5] * PROVIDERS),
            known=maker.known(profiles[enterprise], draws[6], on),
            order_cents=maker.order_cents(chance, draws[7]),
        )


class _Maker:
    """What the rules ask, looked up once, and the facts that follow from a draw."""

    def __init__(self, assumed: Assumptions, rules: RuleSet) -> None:
        self._assumed = assumed
        self._sector, self._gives_aid = rules.find(Sector), rules.find(DeMinimis) is not None
        category, services = rules.find(ProviderCategory), rules.find(ServiceCategory)
        self._kinds = category.kinds[:1] if category else (ProviderKind.MAATWERKBEDRIJF,)
        self._services = services.services if services else (ServiceKind.OTHER,)
        territory = rules.find(Territory)
        self._places = territory.places if territory else tuple(assumed.weights)
        known = [assumed.weights[place] for place in self._places if place in assumed.weights]
        usual = sum(known) / len(known) if known else 1.0
        self._weights = [assumed.weights.get(place, usual) for place in self._places]
        self._total = sum(self._weights)

    def profile(self, place: float, size: float, sector: float) -> dict[str, Any]:
        """What stays the same of an enterprise, from three draws."""
        return {
            "seat_places": self._place(place),
            "is_social_economy_enterprise": False,
            "enterprise_size": self._size(size * 100),
            "nace_code": self._activity(sector * 100),
        }

    def known(self, profile: Mapping[str, Any], customer: float, on: date) -> dict[str, Any]:
        """What is known of one application."""
        facts = {
            **profile,
            "provider_chosen": True,
            "provider_kinds": self._kinds,
            "service_kind": self._services[int(customer * 1000) % len(self._services)],
            "earlier_customer": customer * 100 < self._assumed.customer_percent,
            "invoices_with_provider": 0,
            "affiliated": False,
            "same_enterprise": False,
        }
        if self._gives_aid:
            facts["enterprise_aid"] = facts["provider_aid"] = _no_aid(on)
        return facts

    def order_cents(self, chance: Random, use: float) -> int | None:
        """What is ordered, to the euro; None when the voucher is never used."""
        size = chance.lognormvariate(0, SPREAD)
        if use * 100 < self._assumed.unused_percent:
            return None
        return max(int(int(self._assumed.order_cents) * size) // 100, 1) * 100

    def _place(self, draw: float) -> tuple[str, ...]:
        outside = self._assumed.outside_percent / 100 if self._assumed.elsewhere else 0.0
        if draw < outside:
            return (self._assumed.elsewhere[int(draw / outside * len(self._assumed.elsewhere))],)
        reach = (draw - outside) / (1 - outside) * self._total
        for place, weight in zip(self._places, self._weights, strict=True):
            reach -= weight
            if reach < 0:
                return (place,)
        return self._places[-1:]

    def _size(self, percent: float) -> EnterpriseSize:
        if percent < self._assumed.large_percent:
            return EnterpriseSize.LARGE
        is_medium = percent < self._assumed.large_percent + self._assumed.medium_percent
        return EnterpriseSize.MEDIUM if is_medium else EnterpriseSize.SMALL

    def _activity(self, percent: float) -> str | None:
        """A main activity that the rule about sectors admits, or one that it does not."""
        if self._sector is None:
            return ACTIVITIES[int(percent) % len(ACTIVITIES)]
        named = self._sector.sectors
        others = tuple(code for code in ACTIVITIES if not code.startswith(named))
        is_only = self._sector.admitted is SectorList.ONLY
        is_admitted = percent >= self._assumed.sector_percent
        choice = named if is_only is is_admitted else others
        return choice[int(percent * 10) % len(choice)] if choice else None


@cache
def _no_aid(on: date) -> AidRecord:
    """Nothing before, under the ceilings of a day."""
    return AidRecord(ceilings=ceilings_on(Activity.GENERAL, on))


def moved(applications: Sequence[TrialApplication], first: date) -> list[TrialApplication]:
    """Earlier applications as if the first of them came in on ``first``, all as far apart as they were."""
    if not applications:
        return []
    shift = first - min(one.applied_on for one in applications)
    return [
        one._replace(applied_on=one.applied_on + shift, decided_on=one.decided_on + shift)
        for one in applications
    ]


def resampled(
    weeks: Sequence[Sequence[TrialApplication]], first: date, until: date, chance: Random
) -> Iterator[TrialApplication]:
    """Weeks of before, drawn by chance and put one after the other from ``first`` up to but not including ``until``.

    An application that is drawn a second time comes from another enterprise of the same kind: nobody can say that the same
    one would come twice.
    """
    seen: dict[tuple[int, int], int] = {}
    for start in range(0, (until - first).days, 7):
        week = int(chance.random() * len(weeks))
        for number, one in enumerate(weeks[week]):
            copy = seen[week, number] = seen.get((week, number), -1) + 1
            on = first + timedelta(days=start + one.applied_on.weekday())
            if on < until:
                enterprise = one.enterprise if not copy else -(copy * 10**12 + one.enterprise)
                yield one._replace(applied_on=on, decided_on=on, enterprise=enterprise)


def by_week(
    applications: Sequence[TrialApplication], first: date, last: date
) -> list[list[TrialApplication]]:
    """The applications of each week from the one with ``first`` up to the one with ``last``; quiet weeks are empty."""
    monday = first - timedelta(days=first.weekday())
    weeks: list[list[TrialApplication]] = [[] for _ in range((last - monday).days // 7 + 1)]
    for one in sorted(applications, key=lambda one: one.applied_on):
        if first <= one.applied_on <= last:
            weeks[(one.applied_on - monday).days // 7].append(one)
    return weeks
