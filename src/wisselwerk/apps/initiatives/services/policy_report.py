"""Loading an export of policy reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.initiatives.models import PolicyFile, PolicyReport
from wisselwerk.apps.initiatives.queries.policy_report_sums import (
    CODE_TOTALS,
    COUNT_AGAIN,
    TOTALS,
    proof_of_file,
)
from wisselwerk.apps.initiatives.services.policy_report_claim import begin, forget, hold
from wisselwerk.apps.initiatives.services.policy_report_staging import Progress, staged
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import now
from wisselwerk.db import command_without_transaction, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.formats.policy_report import PolicyExport
from wisselwerk.formats.problem import Problems

REPORTS_AT_ONCE = 20
"""Reports written in one transaction: some ten thousands of rows. On SQLite nobody else writes meanwhile."""

HEADINGS = """
INSERT INTO initiatives_policyheading (report_id, level, code, name)
SELECT report, level, code, max(name) FROM policy_heading
 WHERE report >= %s AND report <= %s GROUP BY report, level, code
"""
ACTIONS = """
INSERT INTO initiatives_policyaction (report_id, key, code, name, goal_code, plan_code, is_action)
SELECT report, key, max(code), max(name), max(goal_code), max(plan_code), max(is_action) = 1 FROM policy_line
 WHERE report >= %s AND report <= %s GROUP BY report, key
"""
AMOUNTS = """
INSERT INTO initiatives_policyamount (action_id, year, policy_field, cents)
SELECT a.id, l.year, l.policy_field, CAST(sum(l.cents) AS BIGINT)
  FROM policy_line l JOIN initiatives_policyaction a ON a.report_id = l.report AND a.key = l.key
 WHERE l.report >= %s AND l.report <= %s GROUP BY a.id, l.year, l.policy_field
"""
CODES = """
INSERT INTO initiatives_policycode (action_id, code)
SELECT DISTINCT a.id, c.code
  FROM policy_code c JOIN initiatives_policyaction a ON a.report_id = c.report AND a.key = c.key
 WHERE c.report >= %s AND c.report <= %s
"""
_KEPT = "INSERT INTO initiatives_policytotal (report_id, year, code, actions, cents) "
FROM_LINES = (HEADINGS, ACTIONS, AMOUNTS, CODES)
FROM_ACTIONS = (_KEPT + TOTALS, _KEPT + CODE_TOTALS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came of a file."""

    file: PolicyFile
    is_new: bool
    """False when the same file was read before: then only which reports count may have changed."""
    reports: int
    replaced: tuple[PolicyReport, ...] = ()
    """Reports that were here of the same type and year, and count no longer."""


@command_without_transaction
def load_policy_report(
    actor: Actor, /, *, export: PolicyExport, fingerprint: str, name: str, progress: Progress = lambda _: None
) -> Loaded:
    """Have here what an export says, beside what earlier ones said.

    In many transactions, each over in a moment, because millions of rows in one would keep everybody waiting. Nothing of it
    counts before the last, and what was cut short is read again from the start. A file that was read before is not read again:
    where another took the place of its reports, these count again, for who brings it once more means it. What its actions tell the register is told afterwards, and once more where the same file comes again.

    Raises:
        Refusal: NOT_ALLOWED.
        Problems: the file is no such export, cannot be read to its end, or somebody began to read it anew; nothing of this
            reading is kept then.
    """
    require(actor, "load_policy_report")
    file = begin(fingerprint, name)
    if file.completed_at is not None:
        replaced = _count_again(actor, file)
        return Loaded(file=file, is_new=False, reports=file.reports.count(), replaced=replaced)
    try:
        with staged(file, export.lines(), progress) as reports:
            for first, last in _ranges(reports):
                with transaction.atomic(), connection.cursor() as cursor:
                    hold(file)
                    for step in FROM_LINES:
                        cursor.execute(step, [first, last])
                    for step in FROM_ACTIONS:
                        cursor.execute(step, [file.pk, first, last])
            progress(f"{len(reports):,} reports written")
    except Problems:
        forget(file)
        raise
    file.filters, file.left_out = export.filters, export.left_out
    return Loaded(file=file, is_new=True, reports=len(reports), replaced=_count(actor, file))


def _ranges(reports: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The reports in parts, each from its first up to and including its last: they are numbered in the order of the file."""
    for start in range(0, len(reports), REPORTS_AT_ONCE):
        some = reports[start : start + REPORTS_AT_ONCE]
        yield some[0], some[-1]


def _count(actor: Actor, file: PolicyFile) -> tuple[PolicyReport, ...]:
    """Have the reports of a file count, and no longer those whose place they take."""
    with transaction.atomic():
        take_turns("policy reports that count")
        hold(file)
        replaced = _take_place(file)
        # Known since the reading ended, as newest is who ended last: of two at once the other one began earlier, or later.
        file.known_at = file.completed_at = file.counts_since = now()
        file.save()
        enqueue("tell_policy_reports", file_id=file.pk)
        record(actor, "load_policy_report", f"policy_file:{file.pk}", authority=proof_of_file(file))
    return replaced


def _count_again(actor: Actor, file: PolicyFile) -> tuple[PolicyReport, ...]:
    """Have the reports of a file that was read before count, if another took the place of one; the trail tells each turn."""
    with transaction.atomic():
        take_turns("policy reports that count")
        enqueue("tell_policy_reports", file_id=file.pk)
        replaced = _take_place(file)
        if replaced:
            file.counts_since = now()
            file.save(update_fields=["counts_since"])
            subject = f"policy_file:{file.pk}"
            record(actor, COUNT_AGAIN, subject, authority=proof_of_file(file), at=file.counts_since)
    return replaced


def _take_place(file: PolicyFile) -> tuple[PolicyReport, ...]:
    """Let its reports count; those of other files that counted until now."""
    same = PolicyReport.objects.filter(
        file=file,
        government=OuterRef("government"),
        report_type=OuterRef("report_type"),
        report_year=OuterRef("report_year"),
    )
    before = PolicyReport.objects.filter(Exists(same), is_newest=True).exclude(file=file)
    replaced = tuple(before.select_related("file").order_by("government", "report_year", "report_type"))
    PolicyReport.objects.filter(pk__in=[one.pk for one in replaced]).update(is_newest=False)
    file.reports.update(is_newest=True)
    return replaced
