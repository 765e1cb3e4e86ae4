"""Telling of actions in policy reports: those with a code of a Flemish priority, and those that words recognise.

Of each government the plan that counts and the accounts that count speak (``domain.policy_report.counting``); a report that
came late about earlier years says nothing that is not said better. What a later report shows no more is told as nothing: not
visible is not the same as over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from django.db.models import Exists, OuterRef

from wisselwerk.apps.initiatives.models import PolicyAction, PolicyCode, PolicyFile, PolicyReport
from wisselwerk.apps.initiatives.services.signals import keep_signal
from wisselwerk.apps.initiatives.signal_actions import name_of, signals_of_actions
from wisselwerk.apps.parties.permissions import require
from wisselwerk.db import command_without_transaction, in_one_transaction, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative import Judge, Judgement
from wisselwerk.domain.policy_report import ReportChoice, ReportType, Side, counting, side_of
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.published_decision import PublishedDecision
from wisselwerk.formats import dutch

REPORTS_AT_ONCE = 10
"""Reports that one part of the work tells of: a part is over in seconds, and what was cut short begins there again."""
ACTIONS_AT_ONCE = 20
"""Actions told in one transaction: on SQLite nobody else writes meanwhile."""


@command_without_transaction
def tell_policy_reports(actor: Actor, /, *, file: PolicyFile, after: int = 0) -> int | None:
    """Have the next reports of a file tell of their actions; after which report to go on, None when there are no more.

    In transactions of a few actions each, because a file of a whole region in one would keep everybody waiting. What was told
    before says nothing new, so it can be begun again anywhere.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "tell_policy_reports")
    left = file.reports.filter(is_newest=True, pk__gt=after).select_related("file").order_by("pk")
    reports = list(left[:REPORTS_AT_ONCE])
    for report in reports:
        if _speaks(report):
            _tell(actor, report)
    return reports[-1].pk if len(reports) == REPORTS_AT_ONCE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice(ReportChoice):
    pk: int


def _speaks(report: PolicyReport) -> bool:
    """Whether it is the one that counts of its government and its side. One query."""
    every = PolicyReport.objects.filter(government=report.government, is_newest=True)
    choices = [
        _Choice(report_type=ReportType(kind), report_year=year, known_at=known_at, pk=pk)
        for pk, kind, year, known_at in every.values_list(
            "pk", "report_type", "report_year", "file__known_at"
        )
    ]
    chosen = counting(choices, side_of(ReportType(report.report_type)))
    return chosen is not None and chosen.pk == report.pk


def _tell(actor: Actor, report: PolicyReport) -> None:
    coded = PolicyCode.objects.filter(action=OuterRef("pk"), code__in=list(Priority))
    every = PolicyAction.objects.filter(report=report, is_action=True).annotate(is_coded=Exists(coded))
    judge, heard, told = _judge(), dict[int, Judgement](), list[PolicyAction]()
    for action in every.order_by("goal_code", "plan_code", "code", "name", "pk"):
        judgement = judge.judge(PublishedDecision(address="", file="", line=0, title=action.name))
        if judgement.is_initiative:
            heard[action.pk] = judgement
        if judgement.is_initiative or action.is_coded:
            action.report = report
            told.append(action)
    for start in range(0, len(told), ACTIONS_AT_ONCE):
        in_one_transaction(partial(_keep, actor, report, told[start : start + ACTIONS_AT_ONCE], heard))


def _keep(
    actor: Actor, report: PolicyReport, actions: Sequence[PolicyAction], heard: dict[int, Judgement]
) -> None:
    """Unless another report took its place meanwhile, which is told of after this one and so has the last word."""
    take_turns(f"reported actions of {report.government}")
    if not _speaks(report):
        return
    said = signals_of_actions(actions, heard)
    for one in actions:
        name = name_of(one)
        (other,) = (side for side in Side if side is not name.side)
        keep_signal(actor, said[one.pk], of=one, beside=name.on(other).key)


@lru_cache(maxsize=1)
def _judge() -> Judge:
    """It remembers the words it met, which is most of its speed."""
    return Judge(dutch.forms)
