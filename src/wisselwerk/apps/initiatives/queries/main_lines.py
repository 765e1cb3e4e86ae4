"""The main lines of a year, made from operations: what was done, for how much, with what result. Nobody filled anything in.

What changes from day to day here is what a scheme tells of itself every day anyway (its own page, the API): the totals
of its budgets. Everything finer is made of a year that is over, and of what no longer changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q

from wisselwerk.apps.initiatives.models import PolicyTotal
from wisselwerk.apps.initiatives.queries.main_lines_counts import (
    Counts,
    counts_of,
    payments_of,
    results_of,
)
from wisselwerk.apps.initiatives.queries.main_lines_elsewhere import elsewhere
from wisselwerk.apps.initiatives.queries.main_lines_places import Places, places_of
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import Budget, RuleSetVersion, Scheme
from wisselwerk.apps.vouchers.queries.lines import SchemeLines, lines_of_year
from wisselwerk.clock import midnight
from wisselwerk.domain.disclosure import (
    Figure,
    disclosed,
    is_over,
    is_small,
    listing,
    may_tell_amounts,
    nested,
    published,
)
from wisselwerk.domain.main_lines import Blank, Code, Value, median
from wisselwerk.domain.main_lines_elsewhere import Elsewhere
from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import CODES_SINCE, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipLines:
    """What one partnership did in a year, as it may be published."""

    partnership: Organisation
    schemes: tuple[Scheme, ...]
    figures: Mapping[Code, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityLine:
    """What stands under one priority."""

    priority: Priority
    schemes: Value
    budgeted_cents: Value
    noticed: Value
    planned_cents: Value
    realised_cents: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLines:
    """The main lines of a year."""

    year: int
    made_on: date
    partnerships: tuple[PartnershipLines, ...]
    total: Mapping[Code, Value]
    places: Places
    """Where the vouchers are, of a year that is over."""
    priorities: tuple[PriorityLine, ...]
    elsewhere: Elsewhere

    @property
    def is_over(self) -> bool:
        """Whether the finer figures are there."""
        return is_over(self.year, self.made_on)

    @property
    def own_priority(self) -> Priority | None:
        """Under which priority every scheme here stands; None of a year of which no code is known."""
        return own_priority(self.year)

    @property
    def hides(self) -> bool:
        """Whether something is hidden."""
        shown = [value for one in self.partnerships for value in one.figures.values()]
        return Blank.HIDDEN in [*shown, *self.total.values(), *self.places.values()]


def years_told(day: date) -> range:
    """The years that there are main lines of, up to that of ``day``: since anything is known here. Three queries."""
    dated = RuleSetVersion.objects.aggregate(first=Min("valid_from"))["first"]
    firsts = [
        Budget.objects.aggregate(first=Min("year"))["first"],
        PolicyTotal.objects.filter(report__is_newest=True).aggregate(first=Min("year"))["first"],
        dated.year if dated else None,
    ]
    return range(min([day.year, *(one for one in firsts if one is not None)]), day.year + 1)


def year_lines(year: int, day: date) -> YearLines:
    """The main lines of a year as they are made on ``day``. Seventeen queries; twenty-two of a year that is over."""
    span = midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1))
    over = is_over(year, day)
    versions = _versions(year)
    # Those whose rules held in it, or that have a budget in it.
    funded = Budget.objects.filter(year=year).values("scheme")
    schemes = Scheme.objects.filter(Q(pk__in=versions) | Q(pk__in=funded)).select_related("partnership")
    lines = lines_of_year(year, schemes.order_by("partnership__name", "slug"))
    counts = counts_of(year, span, versions)
    groups: defaultdict[int, list[SchemeLines]] = defaultdict(list)
    for one in lines:
        groups[one.scheme.partnership_id].append(one)
    columns: dict[Code, Mapping[int | None, Value]] = {
        **_done(groups, counts, over=over),
        **_money(groups, year),
        **_numbers(groups),
        **_results(groups, span, over=over),
    }
    rows = tuple(
        PartnershipLines(
            partnership=own[0].scheme.partnership,
            schemes=tuple(one.scheme for one in own),
            figures={code: values[pk] for code, values in columns.items()},
        )
        for pk, own in groups.items()
    )
    found = elsewhere(year)
    return YearLines(
        year=year,
        made_on=day,
        partnerships=rows,
        total={code: values[None] for code, values in columns.items()},
        places=places_of(year, [one.partnership for one in rows]) if over else Places(),
        priorities=tuple(_priorities(year, columns, found)),
        elsewhere=found,
    )


def _versions(year: int) -> Mapping[int, list[date]]:
    """The first days of the versions of each scheme whose rules held in a year. One query."""
    found: defaultdict[int, list[date]] = defaultdict(list)
    dated = RuleSetVersion.objects.filter(valid_from__year__lte=year).order_by("valid_from")
    for scheme, start in dated.values_list("scheme", "valid_from"):
        found[scheme].append(start)
    return found


Groups = Mapping[int, list[SchemeLines]]


def _done(groups: Groups, counts: Counts, *, over: bool) -> dict[Code, Mapping[int | None, Value]]:
    """What was done: public, but for how many people and businesses took part."""
    schemes = {pk: sum(one.scheme.pk in counts.in_force for one in own) for pk, own in groups.items()}
    started = {pk: sum(counts.started.get(one.scheme.pk, 0) for one in own) for pk, own in groups.items()}
    decided = {pk: sum(counts.decided.get(one.scheme.pk, 0) for one in own) for pk, own in groups.items()}
    events = {pk: counts.events.get(pk, 0) for pk in groups}
    found: dict[Code, Mapping[int | None, Value]] = {
        code: {**_plain(numbers), None: sum(numbers.values())}
        for code, numbers in (
            (Code.SCHEMES, schemes),
            (Code.VERSIONS, started),
            (Code.DECISIONS, decided),
            (Code.EVENTS, events),
        )
    }
    for code, all_of in ((Code.ATTENDED, counts.attended), (Code.INTRODUCTIONS, counts.introductions)):
        found[code] = _later(groups) if not over else _told(listing({pk: all_of.get(pk, 0) for pk in groups}))
    return found


def _numbers(groups: Groups) -> dict[Code, Mapping[int | None, Value]]:
    """Applications, vouchers and invoices: per scheme they are told elsewhere already, which holds here too."""
    found: dict[Code, Mapping[int | None, Value]] = {}
    for code, name in (
        (Code.APPLICATIONS, "applications"),
        (Code.VOUCHERS, "vouchers"),
        (Code.REDEMPTIONS, "redemptions"),
    ):
        numbers = {(pk, one.scheme.pk): getattr(one, name) for pk, own in groups.items() for one in own}
        told = {
            (pk, one.scheme.pk)
            for pk, own in groups.items()
            for one in own
            if getattr(one.published(), name) is not None
        }
        shown = published(nested(numbers, public=told, withheld=numbers.keys() - told))
        found[code] = {key: _value(shown[key, None]) for key in (*groups, None)}
    return {**found, Code.APPLICATIONS: _beside(found[Code.APPLICATIONS], found[Code.VOUCHERS])}


def _beside(
    applications: Mapping[int | None, Value], vouchers: Mapping[int | None, Value]
) -> dict[int | None, Value]:
    """The applications, but where those less the vouchers tell how few did not lead to one."""
    return {
        key: Blank.HIDDEN
        if isinstance(number, int)
        and isinstance(given := vouchers[key], int)
        and is_small(abs(number - given))
        else number
        for key, number in applications.items()
    }


def _money(groups: Groups, year: int) -> dict[Code, Mapping[int | None, Value]]:
    """The amounts. Two of them beside two numbers would tell both, so a total is told only where every part is."""
    payments = payments_of(year)
    split = {pk: all(one.is_split for one in own) for pk, own in groups.items()}
    banked = {
        pk: split[pk]
        and all(
            may_tell_amounts(paid.paid, abs(one.redemptions - paid.paid), paid.recovered)
            for one in own
            for paid in [payments[one.scheme.pk]]
        )
        for pk, own in groups.items()
    }
    everywhere = dict.fromkeys(groups, True)
    return {
        code: _amounts({pk: sum(of(one) for one in own) for pk, own in groups.items()}, shown)
        for code, of, shown in (
            (Code.BUDGETED, lambda one: one.budget_cents, everywhere),
            (Code.AWARDED, lambda one: one.reserved_cents + one.settled_cents, split),
            (Code.USED, lambda one: one.settled_cents, split),
            (Code.PAID, lambda one: payments[one.scheme.pk].paid_cents, banked),
            (Code.RECOVERED, lambda one: payments[one.scheme.pk].recovered_cents, banked),
            (Code.LEFT, lambda one: one.left_cents, split),
        )
    }


def _amounts(cents: Mapping[int, int], shown: Mapping[int, bool]) -> dict[int | None, Value]:
    found: dict[int | None, Value] = {
        pk: Cents(amount) if shown[pk] else Blank.HIDDEN for pk, amount in cents.items()
    }
    return {**found, None: Cents(sum(cents.values())) if all(shown.values()) else Blank.HIDDEN}


def _results(
    groups: Groups, span: tuple[datetime, datetime], *, over: bool
) -> dict[Code, Mapping[int | None, Value]]:
    """What came of it, as it stood when the year ended."""
    if not over:
        return {code: _later(groups) for code in (Code.FIRST, Code.PROVIDERS, Code.DAYS)}
    results = results_of(span)
    first = {pk: results.first.get(pk, 0) for pk in groups}
    # Beside how many invoices there were, the rest would be told too.
    again = {pk for pk in groups if is_small(results.redemptions.get(pk, 0) - first[pk])}
    waited = {pk: results.days.get(pk, {}) for pk in groups}
    return {
        Code.FIRST: _told(listing(first, withheld=again)),
        Code.PROVIDERS: {
            **{pk: _value(disclosed(results.providers.get(pk, 0))) for pk in groups},
            None: Blank.NOTHING,
        },
        Code.DAYS: {**{pk: _median(days) for pk, days in waited.items()}, None: Blank.NOTHING},
    }


def _median(days: Mapping[int, int]) -> Value:
    if is_small(sum(days.values())):
        return Blank.HIDDEN
    found = median(days)
    return Blank.NOTHING if found is None else found


def _priorities(
    year: int, columns: Mapping[Code, Mapping[int | None, Value]], found: Elsewhere
) -> Iterable[PriorityLine]:
    """What stands under each priority. A scheme is one action with one code, so its money is counted once."""
    own = own_priority(year)
    for one in Priority:
        shown = found.reported.get(one)
        yield PriorityLine(
            priority=one,
            schemes=(columns[Code.SCHEMES][None] or Blank.UNSEEN) if one is own else Blank.UNSEEN,
            budgeted_cents=columns[Code.BUDGETED][None] if one is own else Blank.UNSEEN,
            noticed=found.noticed.get(one, Blank.UNSEEN),
            planned_cents=_seen(shown.budgeted_cents if shown else None),
            realised_cents=_seen(shown.realised_cents if shown else None),
        )


def own_priority(year: int) -> Priority | None:
    """Under which priority the schemes here stand in a year."""
    return Priority.ENTERPRISE if year >= CODES_SINCE else None


def _seen(cents: int | None) -> Value:
    return Blank.UNSEEN if cents is None else cents


def _told(figures: Mapping[Any, Figure]) -> dict[int | None, Value]:
    return {key: _value(number) for key, number in published(figures).items()}


def _plain(numbers: Mapping[int, int]) -> dict[int | None, Value]:
    return {pk: number for pk, number in numbers.items()}  # noqa: C416  # keys and values of a wider type


def _later(groups: Groups) -> dict[int | None, Value]:
    return dict.fromkeys([*groups, None], Blank.LATER)


def _value(number: int | None) -> Value:
    return Blank.HIDDEN if number is None else number
