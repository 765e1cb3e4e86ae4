"""Figures of schemes in words: the number, how sure it is, of how many, and what it means. ``domain.indicator`` defines each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wisselwerk.domain.disclosure import DISCLOSED_FROM
from wisselwerk.domain.indicator import Figure, Unit
from wisselwerk.domain.interval import Interval
from wisselwerk.domain.main_lines import Blank
from wisselwerk.wording import NO_BREAK, day, money, word


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as a page shows it."""

    code: str
    label: str
    value: str
    is_shown: bool
    sure: str
    """Its interval, and its bounds where some did not answer; empty where it has none."""
    counted: str
    """Of how many."""
    period: str
    numerator: str
    denominator: str
    source: str


def rows_of(figures: Iterable[Figure]) -> list[FigureRow]:
    """Each figure in words."""
    return [_row(one) for one in figures]


def _row(one: Figure) -> FigureRow:
    told = one.definition
    return FigureRow(
        code=one.indicator.value,
        label=word(told.label),
        value=value_of(one),
        is_shown=one.is_shown,
        sure=_sure(one),
        counted=_counted(one),
        period=_("from {start} up to and including {end}").format(start=day(one.since), end=day(one.until))
        if one.is_shown
        else "",
        numerator=word(told.numerator),
        denominator=word(told.denominator) if told.denominator else "",
        source=word(told.source),
    )


def value_of(one: Figure) -> str:
    """The number itself, or why there is none."""
    if one.value is Blank.HIDDEN:
        return _("not shown: fewer than {least}").format(least=DISCLOSED_FROM)
    if isinstance(one.value, Blank):
        return _("nothing to count yet")
    return amount(one.definition.unit, one.value)


def amount(unit: Unit, value: float) -> str:
    """A number in its unit, the Belgian way."""
    match unit:
        case Unit.SHARE:
            return f"{round(100 * value)}{NO_BREAK}%"
        case Unit.DAYS:
            number = round(value)
            return ngettext("{days} day", "{days} days", number).format(days=number)
        case Unit.MONEY:
            return money(round(value))
        case Unit.NUMBER:
            return str(round(value))


def _between(unit: Unit, found: Interval) -> str:
    return _("{low} to {high}").format(low=amount(unit, found.low), high=amount(unit, found.high))


def _sure(one: Figure) -> str:
    unit, told = one.definition.unit, []
    if one.interval is not None:
        told.append(_("95 % interval: {range}").format(range=_between(unit, one.interval)))
    if one.bounds is not None:
        told.append(
            _("whatever those who were silent would say: {range}").format(range=_between(unit, one.bounds))
        )
    return "; ".join(told)


def _counted(one: Figure) -> str:
    told = []
    if one.counted is not None:
        told.append(
            _("{part} of {whole}").format(part=one.numerator, whole=one.counted)
            if one.numerator is not None
            else _("of {whole}").format(whole=one.counted)
        )
    if one.unknown:
        told.append(
            ngettext("{number} did not answer", "{number} did not answer", one.unknown).format(
                number=one.unknown
            )
        )
    return "; ".join(told)
