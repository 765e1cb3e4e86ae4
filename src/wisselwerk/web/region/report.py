"""What was learnt in a year, on paper: nobody writes it, and it says what the pages say."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wisselwerk.apps.evaluation.queries.adjustments import looked_at_in
from wisselwerk.apps.initiatives.queries.main_lines import YearLines, year_lines, years_told
from wisselwerk.apps.network.queries.region import (
    Adopted,
    YearLearnt,
    adopted_beside,
    by_rung,
    practices_told,
    schemes_measured,
    year_learnt,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.disclosure import is_over
from wisselwerk.domain.indicator import DEFINITIONS as FIGURES
from wisselwerk.domain.main_lines import DEFINITIONS
from wisselwerk.formats.paper.learning import LearningPaper, PaperPart, learning_pdf
from wisselwerk.formats.paper.main_lines import PaperDefinition, PaperFigure, PaperRow, PaperTable
from wisselwerk.web.access import for_role
from wisselwerk.web.demo_notice import demo_notice
from wisselwerk.web.evaluation.adjusted import AdjustmentView
from wisselwerk.web.figures import FigureLine
from wisselwerk.web.public.main_lines_view import Grid, grids, what_is_hidden
from wisselwerk.web.region.spoken import (
    LASTING,
    SPREAD,
    Measured,
    compared_lines,
    doubts,
    happenings,
    measured,
    rungs,
)
from wisselwerk.wording import day as spoken_day
from wisselwerk.wording import word

OF_SCHEME = "scheme-"
"""Before the code of a figure of a scheme, which may be that of a figure of main lines too."""


def years_reported(day: date) -> list[int]:
    """The years of which there is a report, newest first: those that are over, and in the first of all that one."""
    told = list(reversed(years_told(day)))
    return [one for one in told if is_over(one, day)] or told


@for_role(Role.FLANDERS, Role.NETWORK)
def report(_request: HttpRequest, year: int) -> HttpResponse:
    """The report of a year."""
    day = today()
    if year not in years_reported(day):
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="leerrapport-{year}.pdf"'}
    return HttpResponse(
        learning_pdf(_paper(year_lines(year, day))), content_type="application/pdf", headers=headers
    )


def _paper(lines: YearLines) -> LearningPaper:
    schemes, learnt = schemes_measured(lines.made_on), year_learnt(lines.year)
    return LearningPaper(
        language=get_language() or "nl",
        sender="Wisselwerk",
        title=_("What was learnt in %(year)s") % {"year": lines.year},
        answer=_("Made on %(day)s from what happened in Wisselwerk. Nobody filled in a form for it.")
        % {"day": spoken_day(lines.made_on)},
        parts=(
            _ran(lines),
            _lasts(measured(schemes, LASTING), measured(schemes, SPREAD)),
            _compared(adopted_beside(schemes)),
            _practices(learnt),
            _adjusted(lines.year),
            _lessons(learnt),
            PaperPart(
                title=_("What is not shown"),
                answer=_("The pages hide the same, so that this report beside them gives nothing back."),
                points=tuple(what_is_hidden(lines)),
            ),
        ),
        definitions_title=_("What the figures mean"),
        definitions=tuple(_definitions()),
        notice=demo_notice(),
        made_on=lines.made_on,
    )


def _ran(lines: YearLines) -> PaperPart:
    return PaperPart(
        title=_("What ran, and what came of it"),
        answer=_("What partnerships did in %(year)s, for how much and with what result.")
        % {"year": lines.year}
        if lines.partnerships
        else _("No partnership had a scheme in this year, as far as is known here."),
        tables=tuple(_grid(one) for one in grids(lines)),
    )


def _grid(grid: Grid) -> PaperTable:
    return PaperTable(
        title=grid.title,
        head=(grid.first, *(word(one.label) for one in grid.columns)),
        rows=tuple(
            PaperRow(row.name, row.note, tuple(PaperFigure(one.text, one.code) for one in row.cells))
            for row in grid.rows
        ),
        has_total=any(row.is_total for row in grid.rows[-1:]),
        note=grid.note,
    )


def _lasts(lasting: Sequence[Measured], spread: Sequence[Measured]) -> PaperPart:
    """Figures of schemes: of all years that are over, as a relation lasts longer than a year."""
    found = [
        _of_schemes(title, some)
        for title, some in ((_("Still working together"), lasting), (_("Spread"), spread))
        if some
    ]
    return PaperPart(
        title=_("What stays of it"),
        answer=_(
            "Of all years that are over, and not of this one alone. Between brackets: the interval (95%), and what the share can be at "
            "all, whatever those would say who did not answer."
        )
        if found
        else _("There is nothing to tell yet: too few answered, or their year is not over."),
        tables=tuple(found),
    )


def _of_schemes(title: str, schemes: Sequence[Measured]) -> PaperTable:
    return PaperTable(
        title=title,
        head=(_("Scheme"), *(one.label for one in schemes[0].figures)),
        rows=tuple(
            PaperRow(
                one.scheme.name,
                one.scheme.partnership.name,
                tuple(
                    PaperFigure(_with_how_sure(each), OF_SCHEME + each.figure.indicator)
                    for each in one.figures
                ),
            )
            for one in schemes
        ),
    )


def _with_how_sure(line: FigureLine) -> str:
    if not line.figure.is_shown:
        return line.value
    counted = f", {line.counted}" if line.counted else ""
    sure = [one for one in (line.sure if line.figure.interval else "", line.bounds) if one]
    return f"{line.value}{counted}" + (f" ({'; '.join(sure)})" if sure else "")


def _compared(found: Sequence[Adopted]) -> PaperPart:
    return PaperPart(
        title=_("Schemes beside the one they were made from"),
        answer=_(
            "An interval tells what chance may do; it does not tell that the rules made the difference. Only a draw makes groups that "
            "are alike."
        )
        if found
        else _("No two of them have figures that may be told side by side."),
        tables=tuple(
            PaperTable(
                title=_("%(child)s, made from %(parent)s")
                % {"child": one.child.name, "parent": one.parent.name},
                head=(_("Figure"), one.child.name, one.parent.name, _("Difference, with its 95% interval")),
                rows=tuple(
                    PaperRow(
                        line.label,
                        "",
                        (
                            PaperFigure(line.first, OF_SCHEME + line.indicator),
                            PaperFigure(line.second, OF_SCHEME + line.indicator),
                            PaperFigure(line.gap, ""),
                        ),
                    )
                    for line in compared_lines(one)
                ),
                note=" ".join(doubts(one)),
            )
            for one in found
        ),
    )


def _practices(learnt: YearLearnt) -> PaperPart:
    return PaperPart(
        title=_("Practices and questions"),
        answer=_("How well practices are known to work, as it stands today; nobody types that."),
        tables=(
            _numbers(
                _("Published practices by evidence"),
                _("Evidence"),
                [(name, str(number)) for name, number in rungs(by_rung(practices_told()))],
            ),
            _numbers(_("What happened in the year"), _("What"), happenings(learnt)),
        ),
    )


def _numbers(title: str, first: str, rows: Sequence[tuple[str, str]]) -> PaperTable:
    """Numbers of governments: public, and none of an enterprise."""
    return PaperTable(
        title=title,
        head=(first, _("How many")),
        rows=tuple(PaperRow(name, "", (PaperFigure(number, ""),)) for name, number in rows),
    )


def _adjusted(year: int) -> PaperPart:
    """What was decided on figures, as far as its day to look again was in the year."""
    found = [AdjustmentView(one) for one in looked_at_in(year)]
    return PaperPart(
        title=_("What was adjusted"),
        answer=_("What was expected when it was decided stands beside what was measured later.")
        if found
        else _("Of no decision it was looked at in this year what came of it."),
        points=tuple(
            _("%(scheme)s: %(question)s %(came)s")
            % {"scheme": view.one.scheme.name, "question": view.one.question, "came": view.sentence}
            for view in found
        ),
    )


def _lessons(learnt: YearLearnt) -> PaperPart:
    return PaperPart(
        title=_("Lessons"),
        answer=_("From samples that were passed on in the year. Nobody is named in them.")
        if learnt.lessons
        else _("No sample was passed on with a lesson in this year."),
        points=learnt.lessons,
    )


def _definitions() -> list[PaperDefinition]:
    of_year = [
        PaperDefinition(
            one.code,
            word(one.label),
            f"{word(one.counted)} {_('Period')}: {word(one.period)}. {_('Source')}: {word(one.source)}. {word(one.rule)}",
        )
        for one in DEFINITIONS.values()
    ]
    of_scheme = [
        PaperDefinition(
            OF_SCHEME + one.indicator,
            _("%(label)s (of a scheme)") % {"label": word(one.label)},
            " ".join(
                part
                for part in (
                    word(one.numerator),
                    _("Divided by: {what}").format(what=word(one.denominator)) if one.denominator else "",
                    _("Source: {source}").format(source=word(one.source)) + ".",
                )
                if part
            ),
        )
        for one in FIGURES.values()
    ]
    return of_year + of_scheme
