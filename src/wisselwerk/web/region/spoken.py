"""What a region learns in words: the same for the page and the report."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wisselwerk.apps.initiatives.queries.main_lines import YearLines
from wisselwerk.apps.network.queries.region import Adopted, Asked, YearLearnt
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain.comparison import Compared
from wisselwerk.domain.evidence import Rung
from wisselwerk.domain.indicator import PERSISTENCE, Figure, Indicator, Kind
from wisselwerk.domain.main_lines import Code
from wisselwerk.domain.practice_sentence import ADOPTION_NAMES
from wisselwerk.web.figures import EN_DASH, FigureLine, figure_line, points, points_between
from wisselwerk.web.practice.spoken import rung_name
from wisselwerk.web.public.main_lines_view import Cell, Grid, cell, grids
from wisselwerk.wording import say, word

IN_SHORT = (
    Code.SCHEMES,
    Code.EVENTS,
    Code.AWARDED,
    Code.USED,
    Code.VOUCHERS,
    Code.REDEMPTIONS,
    Code.FIRST,
)
"""The figures of a year that are told first."""
LASTING = (*PERSISTENCE.values(), Indicator.LASTING_COST)
SPREAD = (Indicator.FIRST, Indicator.PROVIDERS, Indicator.PLACES)


@dataclass(frozen=True, slots=True)
class Measured:
    """Some figures of a scheme."""

    scheme: Scheme
    figures: Sequence[FigureLine]

    @property
    def is_shown(self) -> bool:
        """Whether anything of it may be told."""
        return any(one.figure.is_shown for one in self.figures)


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One figure of two schemes, in words."""

    label: str
    indicator: Indicator
    first: str
    second: str
    gap: str


def in_short(lines: YearLines) -> list[Cell]:
    """The first figures of a year."""
    return [cell(code, lines.total[code]) for code in IN_SHORT]


def measured(
    schemes: Mapping[Scheme, Mapping[Indicator, Figure]], chosen: Sequence[Indicator]
) -> list[Measured]:
    """Some figures of each scheme of which one of them may be told."""
    found = [
        Measured(one, [figure_line(figures[each]) for each in chosen]) for one, figures in schemes.items()
    ]
    return [one for one in found if one.is_shown]


def by_province(lines: YearLines) -> list[Grid]:
    """Where the vouchers of a year are."""
    return [one for one in grids(lines) if one.columns[0].code is Code.REGIONS]


def rungs(counted: Mapping[Rung, int]) -> list[tuple[str, int]]:
    """How many practices stand on each rung, by its name."""
    return [(rung_name(rung), number) for rung, number in counted.items()]


def compared_lines(found: Adopted) -> list[ComparedLine]:
    """What may be told of both, with the difference and how sure it is."""
    return [_compared(one) for one in found.lines]


def doubts(found: Adopted) -> list[str]:
    """Why both may not be comparable: each reason once, with the figures that it is about."""
    about: defaultdict[str, list[str]] = defaultdict(list)
    for line in found.lines:
        for one in line.doubts:
            about[say(one.says, one.params)].append(figure_line(line.first).label)
    return [f"{reason} ({'; '.join(labels)})" for reason, labels in about.items()]


def happenings(learnt: YearLearnt) -> list[tuple[str, str]]:
    """What was asked, published and taken over, name by name."""
    return [
        (_("Questions in the learning network"), _asked(learnt.network)),
        (_("Questions of the administration"), _asked(learnt.control)),
        (_("Practices that it suggested"), _asked(learnt.suggestions)),
        (_("Versions of practices that were published"), str(learnt.published)),
        (_("Practices that were taken back"), str(learnt.taken_back)),
        *(
            (
                _("Said of a practice of others: %(state)s") % {"state": word(ADOPTION_NAMES[state])},
                str(number),
            )
            for state, number in learnt.adoptions.items()
        ),
    ]


def _asked(found: Asked) -> str:
    return ngettext(
        "%(n)s asked, %(answered)s answered", "%(n)s asked, %(answered)s answered", found.number
    ) % {"n": found.number, "answered": found.answered}


def _compared(one: Compared) -> ComparedLine:
    first, second = figure_line(one.first), figure_line(one.second)
    return ComparedLine(first.label, one.indicator, _value(first), _value(second), _gap(one))


def _gap(one: Compared) -> str:
    """The difference of two shares in points with its interval, and its bounds where somebody was silent; of others the values say enough."""
    if one.gap is None or one.first.definition.kind is not Kind.PROPORTION or one.interval is None:
        return EN_DASH
    verdict = _("may be chance") if one.is_chance else _("more than chance")
    told = [points(one.gap), points_between(one.interval), verdict]
    if one.bounds:
        told.append(_("whatever the unknown would say: {between}").format(between=points_between(one.bounds)))
    return "; ".join(told)


def _value(line: FigureLine) -> str:
    return f"{line.value} ({line.counted})" if line.counted else line.value
