"""What the main lines hear of what is not run here: the register of initiatives and policy reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count

from wisselwerk.apps.initiatives.models import Initiative, Signal
from wisselwerk.apps.initiatives.queries.expost_questions import asked_in
from wisselwerk.apps.initiatives.queries.initiative_years import in_year
from wisselwerk.apps.initiatives.queries.policy_report import GovernmentYear, by_partnership, government_years
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.main_lines_elsewhere import Elsewhere, ReportedMoney
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.signal import SignalKind
from wisselwerk.formats.territory import province_of


def elsewhere(year: int) -> Elsewhere:
    """What is known of a year from elsewhere. Six queries."""
    # What an answer brings along was asked for, so it is no note of somebody's own accord.
    notes = Signal.objects.filter(kind=SignalKind.NOTE, known_on__year=year, told_in=None)
    governments = government_years(year)
    return Elsewhere(
        noticed=_noticed(year),
        reported=_reported(governments),
        regional=_regional(governments, date(year, 12, 31)),
        questions=asked_in(year),
        notes=notes.count(),
    )


def _noticed(year: int) -> Mapping[Priority, int]:
    """What is denied is not counted, and what only a scheme here tells of is in its own figures."""
    ran = in_year(Initiative.objects.filter(merged_into=None), year)
    ran = (
        ran.exclude(state=InitiativeState.DENIED)
        .exclude(kinds=[SignalKind.SCHEME.value])
        .exclude(priority="")
    )
    return {
        Priority(code): number
        for code, number in ran.values_list("priority").annotate(number=Count("pk")).order_by()
    }


def _regional(
    governments: Iterable[GovernmentYear], day: date
) -> Mapping[tuple[str, Priority], ReportedMoney]:
    """By province: that of the government on a day."""
    groups: defaultdict[str, list[GovernmentYear]] = defaultdict(list)
    for one in governments:
        groups[province_of(one.government, day)].append(one)
    return {
        (province, priority): money
        for province in sorted(groups, key=lambda code: (not code, code))
        for priority, money in _reported(groups[province]).items()
    }


def _reported(governments: Iterable[GovernmentYear]) -> Mapping[Priority, ReportedMoney]:
    """Of governments together: one that takes part in two partnerships counts once."""
    lines = [one for one in by_partnership(governments, Priority) if not one.about]
    return {
        Priority(one.code): ReportedMoney(
            budgeted_cents=one.budgeted_cents if one.planned_actions else None,
            realised_cents=one.realised_cents if one.realised_actions else None,
        )
        for one in lines
        if one.code and (one.planned_actions or one.realised_actions)
    }
