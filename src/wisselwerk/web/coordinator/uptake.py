"""How fast is the scheme taken up? The figures behind the plot."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.queries import Week
from wisselwerk.apps.vouchers.queries import uptake as uptake_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import for_role
from wisselwerk.web.coordinator.schemes import scheme_or_404
from wisselwerk.web.pieces import Column, DataTable, Kind

WEEKS = timedelta(weeks=25)
"""Half a year: long enough to see a season, short enough to read on a phone."""


@for_role(Role.COORDINATOR)
def uptake(request: HttpRequest, slug: str) -> HttpResponse:
    """The weekly figures as CSV."""
    scheme = scheme_or_404(request, slug).scheme
    table = uptake_table(uptake_of(scheme, today() - WEEKS, today()))
    headers = {"Content-Disposition": f'attachment; filename="verloop-{slug}.csv"'}
    return HttpResponse(table.csv(), content_type="text/csv; charset=utf-8", headers=headers)


def uptake_table(weeks: Iterable[Week]) -> DataTable:
    """What was awarded and used in each week, and added up since the first of them."""
    rows, awarded, used = [], 0, 0
    for week in weeks:
        awarded, used = awarded + week.vouchers, used + week.redemptions
        rows.append((week.starts_on, week.vouchers, week.redemptions, awarded, used))
    return DataTable(
        _("Uptake per week"),
        [
            Column(_("Week from"), Kind.DAY),
            Column(_("Vouchers awarded"), Kind.NUMBER),
            Column(_("Invoices handed in"), Kind.NUMBER),
            Column(_("Awarded so far"), Kind.NUMBER),
            Column(_("Handed in so far"), Kind.NUMBER),
        ],
        rows,
    )


def so_far(table: DataTable) -> DataTable:
    """The columns that only go up: what the plot shows."""
    day, *_week, awarded, used = table.columns
    return DataTable(table.caption, [day, awarded, used], [(row[0], row[-2], row[-1]) for row in table.rows])
