"""What actions in policy reports say of initiatives, as signals.

**One initiative, two sources.** What is budgeted and what was spent are two things, so neither may silence the other: an action
in plans is one source and the same action in accounts another, and both tell of one initiative, which nobody need be asked, for
the government itself gave them one code. On each side the reports of one multi-year plan are **versions of one source**: an
adjustment tells the years of a plan anew, and accounts tell of the year after what was told before; what was said earlier stays
on record as what it was. A next multi-year plan numbers its actions anew, so the same code in it is another source, and whether it
is the same initiative is proposed by its words.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from wisselwerk.apps.initiatives.models import PolicyAction, PolicyAmount, PolicyCode, PolicyReport
from wisselwerk.clock import day_of
from wisselwerk.domain.initiative import ENOUGH, Judgement
from wisselwerk.domain.money import Cents
from wisselwerk.domain.policy_report import ActionName, ReportType, cited, held_on, side_of
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.signal import Signal, SignalAmount, SignalKind, Spoke
from wisselwerk.domain.territory import fold
from wisselwerk.formats.territory import belgian_territory


def name_of(action: PolicyAction) -> ActionName:
    """By what an action is known again."""
    report = action.report
    return ActionName(
        government=report.government,
        side=side_of(ReportType(report.report_type)),
        report_year=report.report_year,
        path=(action.goal_code, action.plan_code, action.code or fold(action.name)),
    )


def signals_of_actions(
    actions: Collection[PolicyAction], heard: Mapping[int, Judgement] | None = None
) -> dict[int, Signal]:
    """What each says, by its row; ``heard`` is what was made of the names of those that words recognise.

    Two queries, when their reports with files are at hand.
    """
    amounts, codes = _amounts(actions), _codes(actions)
    return {
        one.pk: _signal(one, amounts[one.pk], codes[one.pk], (heard or {}).get(one.pk)) for one in actions
    }


def _signal(
    action: PolicyAction,
    amounts: list[SignalAmount],
    codes: list[Priority],
    judgement: Judgement | None,
) -> Signal:
    report, name = action.report, name_of(action)
    report_type = ReportType(report.report_type)
    return Signal(
        kind=SignalKind.REPORT,
        key=name.key,
        source=cited(report_type, report.report_year, name, codes, report.file.name),
        held_on=held_on(report_type, report.report_year),
        known_on=day_of(report.file.known_at),
        title=action.name or action.code,
        government=report.government_name,
        places=_places(report),
        # One that carries several is told under the first of the frame; where it is found names them all.
        priority=codes[0] if codes else None,
        amounts=tuple(amounts),
        spoke=tuple(Spoke(one.words, one.place.value, one.points) for one in judgement.heard)
        if judgement
        else (),
        enough=ENOUGH if judgement else None,
    )


def _amounts(actions: Collection[PolicyAction]) -> Mapping[int, list[SignalAmount]]:
    """Per year, all policy fields together. A year without money tells nothing. Codes are not joined: that would count twice."""
    rows: QuerySet[Any] = PolicyAmount.objects.filter(action__in=[one.pk for one in actions])
    summed = rows.values_list("action", "year").annotate(sum=Sum("cents")).order_by("action", "year")
    found: defaultdict[int, list[SignalAmount]] = defaultdict(list)
    for pk, year, cents in summed:
        if cents:
            found[pk].append(SignalAmount(Cents(cents), year))
    return found


def _codes(actions: Collection[PolicyAction]) -> Mapping[int, list[Priority]]:
    """The codes on each, in the order of the frame."""
    rows = PolicyCode.objects.filter(action__in=[one.pk for one in actions], code__in=list(Priority))
    found: defaultdict[int, list[Priority]] = defaultdict(list)
    for pk, code in rows.order_by("action", "code").values_list("action", "code"):
        found[pk].append(Priority(code))
    return found


def _places(report: PolicyReport) -> tuple[str, ...]:
    """The finest places of its government, as it was on the first day of the year of the report."""
    territory, day = belgian_territory(), date(report.report_year, 1, 1)
    return territory.finest(report.government, day) if territory.knows(report.government) else ()
