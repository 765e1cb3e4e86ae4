"""The figures of a scheme in words, wherever they are shown: a value, how sure it is, and of how many."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wisselwerk.domain.indicator import Definition, Figure, Unit
from wisselwerk.domain.interval import Interval
from wisselwerk.domain.main_lines import Blank
from wisselwerk.web.pieces import Column, DataTable
from wisselwerk.web.pieces import Kind as ColumnKind
from wisselwerk.web.public.main_lines_view import BLANKS
from wisselwerk.wording import MINUS, NO_BREAK, day, money, word

EN_DASH = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A figure as a page shows it."""

    figure: Figure
    label: str
    value: str
    sure: str
    """Its interval in words, or why there is none; empty where there is no figure."""
    bounds: str
    """What it can be at all; empty where nobody was silent."""
    counted: str
    """Of how many."""


def figure_line(figure: Figure, means: Definition | None = None) -> FigureLine:
    """A figure in words, by what it means now or by what it meant when it was kept."""
    definition = means or figure.definition
    return FigureLine(
        figure=figure,
        label=word(definition.label),
        value=word(BLANKS[figure.value])
        if isinstance(figure.value, Blank)
        else told(figure.value, definition.unit),
        sure=span(figure.interval, definition.unit) or (word(figure.unsure) if figure.unsure else ""),
        bounds=span(figure.bounds, definition.unit),
        counted=_counted(figure),
    )


def told(value: float, unit: Unit) -> str:
    """A value in its unit: ``62 %``, ``4 days``, ``€ 1.250,00``."""
    match unit:
        case Unit.SHARE:
            return percent(value)
        case Unit.MONEY:
            return money(round(value))
        case Unit.DAYS:
            return ngettext("%(n)s day", "%(n)s days", round(value)) % {"n": round(value)}
        case Unit.NUMBER:
            return number_format(round(value))


def percent(share: float) -> str:
    """A share in whole percents."""
    return f"{round(100 * share)}{NO_BREAK}%"


def points(gap: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return _("{number} points").format(number=signed(gap))


def signed(gap: float) -> str:
    """The number of those points."""
    number = round(100 * gap)
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return f"{sign}{abs(number)}"


def points_between(interval: Interval) -> str:
    """From where to where a difference of shares lies, in percentage points."""
    return _("from {low} to {high} points").format(low=signed(interval.low), high=signed(interval.high))


def span(interval: Interval | None, unit: Unit) -> str:
    """From here to there, the unit said once where it comes last; empty without any."""
    if interval is None:
        return ""
    low, high = interval.low, interval.high
    match unit:
        case Unit.SHARE:
            return f"{round(100 * low)}{EN_DASH}{round(100 * high)}{NO_BREAK}%"
        case Unit.DAYS:
            return f"{round(low)}{EN_DASH}{told(high, unit)}"
        case _:
            return f"{told(low, unit)} {EN_DASH} {told(high, unit)}"


def _counted(figure: Figure) -> str:
    if figure.counted is None:
        return ""
    if figure.numerator is not None:
        return _("{count} of {all}").format(
            count=number_format(figure.numerator), all=number_format(figure.counted)
        )
    return number_format(figure.counted)


def figures_table(caption: str, figures: Iterable[Figure]) -> DataTable:
    """The figures of one scheme under one another."""
    lines = [figure_line(one) for one in figures]
    return DataTable(
        caption,
        [
            Column(_("Figure")),
            Column(_("Value"), ColumnKind.NUMBER),
            Column(_("95% interval"), ColumnKind.NUMBER),
            Column(_("How many"), ColumnKind.NUMBER),
            Column(_("Counted on")),
        ],
        [
            [
                one.label,
                one.value,
                one.sure or EN_DASH,
                one.counted or EN_DASH,
                day(one.figure.until),
            ]
            for one in lines
        ],
    )
