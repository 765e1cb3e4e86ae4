"""How does my scheme go, and what waits for me?"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wisselwerk import wording
from wisselwerk.apps.schemes.queries import Overview
from wisselwerk.apps.vouchers.queries import (
    SchemeLines,
    Week,
    uptake,
    voucher_states,
)
from wisselwerk.apps.vouchers.queries.lines import lines_of_year
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.forecast import runs_out_on
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.web import plots
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordination import waiting_for
from wisselwerk.web.coordinator.familiarity import familiarity_boards
from wisselwerk.web.coordinator.schemes import schemes_of
from wisselwerk.web.coordinator.uptake import WEEKS, so_far, uptake_table
from wisselwerk.web.initiative.desk import register_work
from wisselwerk.web.initiative.digest import offer_to
from wisselwerk.web.pieces import DataTable
from wisselwerk.web.public.expost_talk import expost_work

LOOKED_BACK = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class Board:
    """One scheme at a glance."""

    overview: Overview
    lines: SchemeLines
    states: dict[VoucherState, int]
    weeks: list[Week]
    today: date

    @property
    def runs_out_on(self) -> date | None:
        """The day without money, when the last eight weeks go on."""
        recent = [week for week in self.weeks if week.starts_on > self.today - LOOKED_BACK]
        spent = sum(week.vouchers for week in recent) * self.overview.amount_cents
        return runs_out_on(self.lines.left_cents, spent, LOOKED_BACK, self.today)

    @property
    def table(self) -> DataTable:
        """The uptake in figures."""
        return uptake_table(self.weeks)

    @property
    def plot(self) -> SafeString:
        """The uptake as a picture."""
        return plots.lines(so_far(self.table))

    @property
    def note(self) -> str:
        """What the picture shows, and from when on it counts."""
        day = wording.day(self.weeks[0].starts_on)
        return _("What was awarded and used, added up since {day}.").format(day=day)

    @property
    def csv(self) -> str:
        """Where the figures are for a spreadsheet."""
        return reverse("coordinator:uptake", args=[self.overview.scheme.slug])


@for_role(Role.COORDINATOR)
def dashboard(request: HttpRequest) -> HttpResponse:
    """The coordinator's schemes, and what waits for the coordinator."""
    actor = actor_of_request(request)
    mine = schemes_of(actor)
    waiting, work, asked = waiting_for(actor), register_work(actor), expost_work(actor)
    context = {
        "boards": boards_of(mine),
        "gives_aid": any(overview.asks_aid for overview in mine),
        "waiting": waiting,
        "work": work,
        "asked": asked,
        "number": waiting.number + work.number + asked.number,
        "familiarity": familiarity_boards(actor, [overview.scheme.partnership for overview in mine]),
        "digest": offer_to(actor),
    }
    return render(request, "coordinator/dashboard.html", context)


def boards_of(mine: list[Overview]) -> list[Board]:
    """Schemes at a glance. Five queries, and three for each scheme."""
    day = today()
    lines = {one.scheme.pk: one for one in lines_of_year(day.year, [overview.scheme for overview in mine])}
    return [
        Board(
            overview=overview,
            lines=lines[overview.scheme.pk],
            states=voucher_states(overview.scheme),
            weeks=uptake(overview.scheme, day - WEEKS, day),
            today=day,
        )
        for overview in mine
    ]
