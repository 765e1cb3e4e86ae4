"""``wisselwerk import policy-report``: exports of the BBC analysis tool, loaded or only read."""

from collections.abc import Callable
from pathlib import Path

from wisselwerk.apps.initiatives.services.policy_report import Loaded, load_policy_report
from wisselwerk.clock import day_of
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.policy_report import PolicyExport, fingerprint, open_policy_report

MOST_NAMED = 20
"""How many reports are named whose place another took."""

Progress = Callable[[str], None]


def import_policy_report(path: Path, progress: Progress) -> str:
    """Policy reports of local governments, from an export as CSV or Excel.

    Raises:
        Problems: it is no such export, or cannot be read to its end.
        OSError: the file cannot be read.
    """
    export = open_policy_report(path)
    loaded = load_policy_report(
        SYSTEM, export=export, fingerprint=fingerprint(path), name=path.name, progress=progress
    )
    file = loaded.file
    if not loaded.is_new:
        before = f"read before, on {day_of(file.known_at)}: {_number(loaded.reports, 'report')}"
        return before + (f"; counts again{_replaced(loaded)}" if loaded.replaced else "; nothing was changed")
    _tell_problems(export, progress)
    return _found(loaded.reports, file.lines, file.left_out) + _replaced(loaded)


def try_policy_report(path: Path, progress: Progress) -> str:
    """The same, read to its end and not kept.

    Raises:
        Problems: it is no such export, or cannot be read to its end.
        OSError: the file cannot be read.
    """
    export = open_policy_report(path)
    lines, reports = 0, set()
    for line in export.lines():
        lines += 1
        reports.add((line.government, line.report_type, line.report_year))
    _tell_problems(export, progress)
    return _found(len(reports), lines, export.left_out)


def _found(reports: int, lines: int, left_out: int) -> str:
    return f"{_number(reports, 'report')}, {_number(lines, 'line')}; {_number(left_out, 'row')} left out"


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _tell_problems(export: PolicyExport, progress: Progress) -> None:
    for problem in export.problems:
        progress(str(problem))
    if export.filters:
        progress(
            f"{export.file}: it was exported with filters, and holds only what they let through: {export.filters}"
        )


def _replaced(loaded: Loaded) -> str:
    """The reports that were here already, whose place this took."""
    told = [f"{one} ({one.file.name})" for one in loaded.replaced[:MOST_NAMED]]
    more = len(loaded.replaced) - len(told)
    rest = f" and {more:,} more" if more else ""
    return f"; takes the place of {', '.join(told)}{rest}" if told else ""
