"""A settlement and the books as files: PDF and Excel for people, CSV for programs."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date

from wisselwerk.apps.settlements.paper import reference, settlement_paper
from wisselwerk.apps.settlements.queries import books
from wisselwerk.apps.settlements.queries.settlements import MEMBERS
from wisselwerk.domain.period import Period
from wisselwerk.formats.bookkeeping import ACTUALS, COST_LINES, LEDGER, SETTLEMENT
from wisselwerk.web.access import for_role
from wisselwerk.web.demo_notice import demo_notice
from wisselwerk.web.download import download
from wisselwerk.web.settlement.access import LOOK, scheme_or_404, settlement_or_404
from wisselwerk.wording import whom_to_ask


@for_role(*LOOK, *MEMBERS)
def settlement_pdf(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """The settlement on paper."""
    found = settlement_or_404(request, slug, year, number)
    content = settlement_paper(found, contact=whom_to_ask(found.scheme.partnership), notice=demo_notice())
    headers = {"Content-Disposition": f'inline; filename="{reference(found)}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@for_role(*LOOK, *MEMBERS)
def settlement_table(request: HttpRequest, slug: str, year: int, number: int, ending: str) -> HttpResponse:
    """The same as a table."""
    found = settlement_or_404(request, slug, year, number)
    return download(SETTLEMENT, books.settlement_rows(found), reference(found), ending)


@for_role(*LOOK)
def cost_lines(request: HttpRequest, slug: str, year: int, ending: str) -> HttpResponse:
    """Who bears what of each line."""
    scheme = scheme_or_404(request, slug, year)
    return download(
        COST_LINES, books.cost_line_rows(scheme, year), f"{COST_LINES.name}-{slug}-{year}", ending
    )


@for_role(*LOOK)
def actuals(request: HttpRequest, slug: str, year: int, ending: str) -> HttpResponse:
    """What was awarded from the budgets of a year and what came of it."""
    scheme = scheme_or_404(request, slug, year)
    return download(ACTUALS, books.actuals_rows({scheme: [year]}), f"{ACTUALS.name}-{slug}-{year}", ending)


@for_role(*LOOK)
def ledger(request: HttpRequest, slug: str, year: int, ending: str) -> HttpResponse:
    """The books of a year, or of the days and the account that are asked for."""
    scheme = scheme_or_404(request, slug, year)
    rows = books.ledger_rows([scheme], _asked(request, year), request.GET.get("account", "").strip())
    return download(LEDGER, rows, f"{LEDGER.name}-{slug}-{year}", ending)


def _asked(request: HttpRequest, year: int) -> Period:
    """From and up to and including the days in the address, within the year; nonsense asks for all of it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    start = _day(request.GET.get("from", "")) or first
    until = _day(request.GET.get("until", "")) or last
    start, until = max(start, first), min(until, last)
    return (
        Period(start, date.fromordinal(until.toordinal() + 1))
        if start <= until
        else Period(first, date(year + 1, 1, 1))
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
