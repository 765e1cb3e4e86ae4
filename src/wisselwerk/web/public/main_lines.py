"""What did local governments do in a year, for how much, and what came of it?"""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wisselwerk.apps.initiatives.queries.main_lines import YearLines, year_lines, years_told
from wisselwerk.clock import today
from wisselwerk.domain.main_lines import DEFINITIONS
from wisselwerk.formats.paper.main_lines import (
    MainLinesPaper,
    PaperDefinition,
    PaperFigure,
    PaperRow,
    PaperTable,
    main_lines_pdf,
)
from wisselwerk.web.demo_notice import demo_notice
from wisselwerk.web.public.main_lines_view import (
    Cell,
    burden_cells,
    counted_from,
    file_table,
    grids,
    what_is_hidden,
)
from wisselwerk.web.purpose import burden
from wisselwerk.wording import day, word


def newest(request: HttpRequest) -> HttpResponse:
    """To the newest year."""
    return redirect("public:main-lines", years_told(today())[-1])


def main_lines(request: HttpRequest, year: int) -> HttpResponse:
    """The main lines of a year, each figure with what it means."""
    lines, asked = _lines(year), burden()
    context = {
        "lines": lines,
        "grids": grids(lines),
        "burden": burden_cells(lines, asked),
        "counted_from": counted_from(asked),
        "hidden": what_is_hidden(lines),
        "definitions": DEFINITIONS.values(),
        "others": [one for one in reversed(years_told(today())) if one != year],
    }
    return render(request, "public/main_lines.html", context)


def paper(request: HttpRequest, year: int) -> HttpResponse:
    """The same on paper."""
    lines = _lines(year)
    headers = {"Content-Disposition": f'inline; filename="hoofdlijnen-{year}.pdf"'}
    return HttpResponse(main_lines_pdf(_paper(lines)), content_type="application/pdf", headers=headers)


def table(request: HttpRequest, year: int) -> HttpResponse:
    """The same for a spreadsheet or a program."""
    headers = {"Content-Disposition": f'attachment; filename="hoofdlijnen-{year}.csv"'}
    content = file_table(_lines(year)).csv()
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _lines(year: int) -> YearLines:
    day_asked = today()
    if year not in years_told(day_asked):
        raise Http404
    return year_lines(year, day_asked)


def _paper(lines: YearLines) -> MainLinesPaper:
    asked = burden()
    return MainLinesPaper(
        language=get_language() or "nl",
        sender="Wisselwerk",
        title=_("Main lines of %(year)s") % {"year": lines.year},
        answer=_("Made on %(day)s from what happened in Wisselwerk. Nobody filled in a form for it.")
        % {"day": day(lines.made_on)},
        tables=tuple(
            PaperTable(
                title=grid.title,
                head=(grid.first, *(word(one.label) for one in grid.columns)),
                rows=tuple(_row(row.name, row.note, row.cells) for row in grid.rows),
                has_total=any(row.is_total for row in grid.rows[-1:]),
                note=grid.note,
            )
            for grid in grids(lines)
        ),
        empty=_("No partnership had a scheme in this year, as far as is known here."),
        burden_title=_("What it took to report"),
        burden=tuple(_row(name, "", [each]) for name, each in burden_cells(lines, asked)),
        counted_from=counted_from(asked),
        hidden_title=_("What is not shown"),
        hidden=tuple(what_is_hidden(lines)),
        definitions_title=_("What the figures mean"),
        definitions=tuple(
            PaperDefinition(
                one.code,
                word(one.label),
                f"{word(one.counted)} {_('Period')}: {word(one.period)}. {_('Source')}: {word(one.source)}. {word(one.rule)}",
            )
            for one in DEFINITIONS.values()
        ),
        notice=demo_notice(),
        made_on=lines.made_on,
    )


def _row(name: str, note: str, cells: Sequence[Cell]) -> PaperRow:
    return PaperRow(name, note, tuple(PaperFigure(one.text, one.code) for one in cells))
