"""Where policy reports do not agree with themselves or with the trail. See ``wisselwerk verify``.

The words of goals, plans and actions are held to nothing here: the public file, known by its fingerprint, is their proof.
"""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, OuterRef

from wisselwerk.apps.audit.queries import all_told, last_told
from wisselwerk.apps.initiatives.models import PolicyFile, PolicyReport, PolicyTotal
from wisselwerk.apps.initiatives.queries.policy_report_sums import (
    CODE_TOTALS,
    COUNT_AGAIN,
    TOTALS,
    proof_of_file,
)

HIGHEST = 2**63 - 1

_Total = tuple[int, int, str]


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    files = list(PolicyFile.objects.exclude(completed_at=None).order_by("pk"))
    told = {(one.subject, one.authority) for one in all_told(("load_policy_report",))}
    kept = {(f"policy_file:{file.pk}", proof_of_file(file)) for file in files}
    for subject, proof in sorted(told - kept):
        yield f"{subject}: the trail tells that it was read ({proof}), which is not kept like that"
    for subject, proof in sorted(kept - told):
        yield f"{subject}: is kept as read ({proof}), and the trail does not tell of it"
    again = last_told([COUNT_AGAIN])
    for file in files:
        turn = again.pop(f"policy_file:{file.pk}", None)
        if file.counts_since != (turn.at if turn else file.completed_at):
            yield f"policy_file:{file.pk}: counts since another moment than the trail tells"
        yield from _of_totals(file)
    for subject in sorted(again):
        yield f"{subject}: the trail tells that it counts again, and it is not kept"
    yield from _of_newest()


def _of_totals(file: PolicyFile) -> Iterator[str]:
    """Each total is what its actions come to."""
    rows = PolicyTotal.objects.filter(report__file=file)
    kept: dict[_Total, tuple[int, int]] = {
        (report, year, code): (actions, cents)
        for report, year, code, actions, cents in rows.values_list(
            "report", "year", "code", "actions", "cents"
        )
    }
    again: dict[_Total, tuple[int, int]] = {}
    with connection.cursor() as cursor:
        for totals in (TOTALS, CODE_TOTALS):
            cursor.execute(totals, [file.pk, 0, HIGHEST])
            again |= {(report, year, code): (actions, cents) for report, year, code, actions, cents in cursor}
    for key in sorted(kept.keys() | again.keys()):
        if kept.get(key) != again.get(key):
            report, year, code = key
            yield (
                f"policy report {report}: tells {_said(kept.get(key))} in {year} under {code or 'all'}, "
                f"and its actions come to {_said(again.get(key))}"
            )


def _of_newest() -> Iterator[str]:
    """Of each report of a government and year the one that was brought last counts, and no other."""
    same = PolicyReport.objects.filter(
        government=OuterRef("government"),
        report_type=OuterRef("report_type"),
        report_year=OuterRef("report_year"),
    ).exclude(file__completed_at=None)
    later = same.filter(file__counts_since__gt=OuterRef("file__counts_since"))
    of_whole = PolicyReport.objects.exclude(file__completed_at=None).annotate(is_replaced=Exists(later))
    for one in of_whole.order_by("pk"):
        if one.is_newest is one.is_replaced:
            yield f"policy report {one.pk}: {'counts, and a later one is here' if one.is_newest else 'is the last and does not count'}"
    half = PolicyReport.objects.filter(file__completed_at=None, is_newest=True).order_by("pk")
    for pk in half.values_list("pk", flat=True):
        yield f"policy report {pk}: counts, and its file was not read to its end"


def _said(total: tuple[int, int] | None) -> str:
    return "nothing" if total is None else f"{total[0]} actions and {total[1]} cents"
