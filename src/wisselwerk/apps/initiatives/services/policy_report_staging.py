"""Lines of an export laid out in temporary tables, for the database to sort and sum: they come in any order, and in any number.

The tables are of the connection and gone with it. Reports get their row while they are met, so that a line needs to hold but
numbers.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from wisselwerk.apps.initiatives.models import PolicyFile, PolicyHeading, PolicyReport
from wisselwerk.apps.initiatives.services.policy_report_claim import hold
from wisselwerk.db import ROWS_AT_ONCE, copy_rows
from wisselwerk.domain.policy_report import ReportLine

Progress = Callable[[str], None]

TABLES = {
    "policy_line": "report BIGINT, key BIGINT, code VARCHAR, name VARCHAR, goal_code VARCHAR, plan_code VARCHAR, "
    "is_action SMALLINT, year SMALLINT, policy_field VARCHAR, cents BIGINT",
    "policy_heading": "report BIGINT, level VARCHAR, code VARCHAR, name VARCHAR",
    "policy_code": "report BIGINT, key BIGINT, code VARCHAR",
}
INDEXES = ("policy_line (report, key)", "policy_heading (report)", "policy_code (report, key)")

_ReportKey = tuple[str, str, int]


@contextmanager
def staged(file: PolicyFile, lines: Iterable[ReportLine], progress: Progress) -> Iterator[list[int]]:
    """Lay out every line, and give the reports that were met, by number; take the tables away afterwards.

    Raises:
        Problems: the file cannot be read on, or somebody took it over.
    """
    with connection.cursor() as cursor:
        _drop(cursor)
        try:
            for name, columns in TABLES.items():
                cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
            reports: dict[_ReportKey, int] = {}
            left, read = iter(lines), 0
            while some := list(islice(left, ROWS_AT_ONCE)):
                with transaction.atomic():
                    hold(file)
                    _meet(file, reports, some)
                _lay_out(cursor, reports, some)
                read += len(some)
                progress(f"{read:,} rows read")
            for index in INDEXES:
                name = index.split(" ", 1)[0]
                cursor.execute(f"CREATE INDEX {name}_report ON {index}")
                cursor.execute(f"ANALYZE {name}")
            file.lines = read
            yield sorted(reports.values())
        finally:
            _drop(cursor)


def key_of(line: ReportLine) -> int:
    """By which an action is told apart within its report: 64 bits of what stands above it and of what it is called."""
    own = line.action.code or line.action.name
    text = f"{line.goal.code}\0{line.plan.code}\0{own}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


def _report_key(line: ReportLine) -> _ReportKey:
    return line.government, line.report_type.value, line.report_year


def _meet(file: PolicyFile, reports: dict[_ReportKey, int], lines: Sequence[ReportLine]) -> None:
    """Give each report that is new a row; none of them counts yet."""
    new = {key: line for line in lines if (key := _report_key(line)) not in reports}
    if not new:
        return
    made = PolicyReport.objects.bulk_create(
        PolicyReport(
            file=file,
            government=line.government,
            government_name=line.government_name,
            report_type=line.report_type,
            report_year=line.report_year,
        )
        for line in new.values()
    )
    reports.update(zip(new, (one.pk for one in made), strict=True))


def _lay_out(cursor: CursorWrapper, reports: dict[_ReportKey, int], lines: Sequence[ReportLine]) -> None:
    numbered = [(reports[_report_key(line)], key_of(line), line) for line in lines]
    copy_rows(
        cursor,
        "policy_line",
        (
            (
                report,
                key,
                line.action.code,
                line.action.name,
                line.goal.code,
                line.plan.code,
                int(line.is_action),
                line.financial_year,
                line.policy_field,
                line.cents,
            )
            for report, key, line in numbered
        ),
    )
    level = PolicyHeading.Level
    headings = {
        (report, name.value, item.code, item.name)
        for report, _, line in numbered
        for name, item in ((level.GOAL, line.goal), (level.PLAN, line.plan))
        if item.code or item.name
    }
    copy_rows(cursor, "policy_heading", headings)
    codes = {(report, key, code) for report, key, line in numbered for code in line.codes}
    copy_rows(cursor, "policy_code", codes)


def _drop(cursor: CursorWrapper) -> None:
    for name in TABLES:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
