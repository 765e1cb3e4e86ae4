"""What holds from a later day on: the next version of a scheme, and the first day on which one may apply."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wisselwerk.apps.schemes.models import GrantingArrangement, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.rule_line import RuleLine, lines_of
from wisselwerk.domain.lineage import Difference, Variant, differences
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.window import ApplicationWindow


@dataclass(frozen=True, slots=True)
class Stretch:
    """A version with its rules and the days on which it holds."""

    version: RuleSetVersion
    rule_set: RuleSet
    valid: Period
    is_delegated: bool
    """Whether a council let the software decide, on the first day of it that is still to come or on today."""

    @property
    def lines(self) -> tuple[RuleLine, ...]:
        """Its rules, line by line."""
        return lines_of(self.rule_set, self.valid, is_delegated=self.is_delegated)


@dataclass(frozen=True, slots=True)
class Coming:
    """The next version of a scheme, beside the one that it takes the place of."""

    next: Stretch
    before: Stretch

    @property
    def starts_on(self) -> date:
        """The first day of it."""
        return self.next.version.valid_from

    @property
    def last_day_before(self) -> date:
        """The last day of the version that it takes the place of."""
        return self.starts_on - timedelta(days=1)

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What it does otherwise, with the reasons that it was published with."""
        own = Variant(self.next.rule_set, (), self.next.version.whys)
        return differences(Variant(self.before.rule_set, ()), own)


def opening_day(stretches: Sequence[Stretch], day: date) -> date | None:
    """The first day, ``day`` or later, on which the rules take an application; None: they take none any more."""
    for one in stretches:
        window = one.rule_set.find(ApplicationWindow)
        first = max(day, one.valid.start, window.opens_on if window else day)
        closes_on = window.closes_on if window else None
        if first in one.valid and (closes_on is None or first <= closes_on):
            return first
    return None


@dataclass(frozen=True, slots=True)
class Delegations:
    """Who lets the software decide, in some schemes."""

    arranged: tuple[tuple[int, date, int | None], ...]
    """Scheme, first day and delegation, oldest first."""

    def stands(self, scheme: Scheme, day: date) -> bool:
        """Whether a council of a scheme let the software decide, on this day."""
        found = [one for pk, start, one in self.arranged if pk == scheme.pk and start <= day]
        return bool(found) and found[-1] is not None


def delegations_of(schemes: Iterable[Scheme]) -> Delegations:
    """Those of some schemes. One query."""
    arranged = GrantingArrangement.objects.filter(scheme__in=schemes).order_by("valid_from", "pk")
    return Delegations(tuple(arranged.values_list("scheme_id", "valid_from", "delegation_id")))
