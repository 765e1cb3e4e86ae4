"""The main lines of a year in words: the same for the page, the paper and the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from wisselwerk.apps.initiatives.queries.main_lines import PriorityLine, YearLines
from wisselwerk.apps.initiatives.queries.main_lines_places import PlaceLine
from wisselwerk.domain.main_lines import (
    DEFINITIONS,
    DONE,
    MONEY,
    RESULT,
    Blank,
    Code,
    Definition,
    Unit,
    Value,
)
from wisselwerk.domain.main_lines_elsewhere import ReportedMoney
from wisselwerk.domain.priority import PRIORITY_NAMES
from wisselwerk.formats.territory import belgian_provinces
from wisselwerk.web.pieces import Column, DataTable
from wisselwerk.web.purpose import Burden
from wisselwerk.wording import listed, money, word

BLANKS: Mapping[Blank, str] = {
    Blank.HIDDEN: gettext_noop("not shown"),
    Blank.LATER: gettext_noop("after the year"),
    Blank.UNSEEN: gettext_noop("not visible here"),
    Blank.NOTHING: "–",
}
UNDER_ONE = gettext_noop("A scheme here stands under one priority, so its money is counted once.")
NOT_NOTHING = gettext_noop(
    "“Not visible here” does not mean that nothing exists: a report that was not read yet may tell of it."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure in words, with what it is defined as."""

    code: Code
    text: str
    is_blank: bool

    @property
    def definition(self) -> Definition:
        """What it means."""
        return DEFINITIONS[self.code]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of figures: of a partnership, a municipality or a priority; the last one of several is their total."""

    name: str
    note: str
    cells: Sequence[Cell]
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table in which every figure knows its definition."""

    title: str
    first: str
    """What the rows are."""
    columns: Sequence[Definition]
    rows: Sequence[GridRow]
    note: str = ""


def grids(lines: YearLines) -> list[Grid]:
    """The tables of a year, in the order in which they are read; none of a year of which nothing is known."""
    here = [
        _by_partnership(_("What was done"), lines, DONE),
        _by_partnership(_("For how much"), lines, MONEY),
        _by_partnership(_("With what result"), lines, RESULT),
        *(_where(lines) if lines.places.seats else []),
    ]
    if not (lines.partnerships or lines.elsewhere.noticed or lines.elsewhere.reported):
        return []
    return [
        *(here if lines.partnerships else []),
        _priorities(_("By priority"), lines, (Code.SCHEMES, Code.BUDGETED, Code.NOTICED), note=_(UNDER_ONE)),
        _priorities(_("In policy reports"), lines, (Code.PLANNED, Code.REALISED), note=_(NOT_NOTHING)),
        *([_regional(lines)] if lines.elsewhere.regional else []),
    ]


def _by_partnership(title: str, lines: YearLines, codes: Sequence[Code]) -> Grid:
    rows = [
        GridRow(
            one.partnership.name,
            listed([each.name for each in one.schemes]),
            [cell(code, one.figures[code]) for code in codes],
        )
        for one in lines.partnerships
    ]
    if len(rows) > 1:
        rows.append(
            GridRow(_("Together"), "", [cell(code, lines.total[code]) for code in codes], is_total=True)
        )
    return Grid(title=title, first=_("Partnership"), columns=[DEFINITIONS[code] for code in codes], rows=rows)


def _where(lines: YearLines) -> list[Grid]:
    places, own = lines.places, lines.own_priority
    note = (
        _("All of them stand under one priority: %(name)s.") % {"name": word(PRIORITY_NAMES[own])}
        if own
        else ""
    )
    return [
        _of_places(
            _("Where, by province"), _("Province"), Code.REGIONS, places.regions, places.region_totals, note
        ),
        _of_places(
            _("Where, by municipality"), _("Municipality"), Code.SEATS, places.seats, places.seat_totals
        ),
    ]


def _of_places(
    title: str,
    first: str,
    code: Code,
    parts: Sequence[PlaceLine],
    totals: Mapping[str, Value],
    note: str = "",
) -> Grid:
    rows = [
        GridRow(one.name or _("not known"), one.partnership.name, [cell(code, one.vouchers)]) for one in parts
    ]
    rows += [
        GridRow(name or _("not known"), _("all partnerships"), [cell(code, value)], is_total=True)
        for name, value in totals.items()
    ]
    return Grid(title=title, first=first, columns=[DEFINITIONS[code]], rows=rows, note=note)


def _regional(lines: YearLines) -> Grid:
    """What reports show by province and priority."""
    return Grid(
        title=_("In policy reports, by province"),
        first=_("Province"),
        columns=[DEFINITIONS[code] for code in (Code.PLANNED_REGIONAL, Code.REALISED_REGIONAL)],
        rows=[
            GridRow(
                belgian_provinces()[province].name_nl if province else _("not known"),
                word(PRIORITY_NAMES[priority]),
                [cell(code, value) for code, value in _of_region(money_shown).items()],
            )
            for (province, priority), money_shown in lines.elsewhere.regional.items()
        ],
        note=_(NOT_NOTHING),
    )


def _of_region(shown: ReportedMoney) -> dict[Code, Value]:
    return {
        Code.PLANNED_REGIONAL: _seen(shown.budgeted_cents),
        Code.REALISED_REGIONAL: _seen(shown.realised_cents),
    }


def _priorities(title: str, lines: YearLines, codes: Sequence[Code], *, note: str) -> Grid:
    return Grid(
        title=title,
        first=_("Priority"),
        columns=[DEFINITIONS[code] for code in codes],
        rows=[
            GridRow(
                word(PRIORITY_NAMES[one.priority]),
                "",
                [cell(code, _of_priority(one)[code]) for code in codes],
            )
            for one in lines.priorities
        ],
        note=note,
    )


def _of_priority(line: PriorityLine) -> dict[Code, Value]:
    return {
        Code.SCHEMES: line.schemes,
        Code.BUDGETED: line.budgeted_cents,
        Code.NOTICED: line.noticed,
        Code.PLANNED: line.planned_cents,
        Code.REALISED: line.realised_cents,
    }


def cell(code: Code, value: Value) -> Cell:
    """A figure in words, or why there is none."""
    if isinstance(value, Blank):
        return Cell(code, word(BLANKS[value]), is_blank=True)
    unit = DEFINITIONS[code].unit
    if unit is Unit.MONEY:
        return Cell(code, money(value), is_blank=False)
    if unit is Unit.DAYS:
        return Cell(code, ngettext("%(n)s day", "%(n)s days", value) % {"n": value}, is_blank=False)
    return Cell(code, str(value), is_blank=False)


def burden_cells(lines: YearLines, burden: Burden) -> list[tuple[str, Cell]]:
    """What it took to report, name by name."""
    return [
        (_("Fields that a municipality filled in only to report"), cell(Code.FIELDS, burden.only_to_report)),
        (word(DEFINITIONS[Code.QUESTIONS].label), cell(Code.QUESTIONS, _seen(lines.elsewhere.questions))),
        (word(DEFINITIONS[Code.NOTES].label), cell(Code.NOTES, _seen(lines.elsewhere.notes))),
    ]


def _seen(number: int | None) -> Value:
    return Blank.UNSEEN if number is None else number


def counted_from(burden: Burden) -> str:
    """What the first of those was counted from."""
    return _(
        "Counted from what the forms themselves say: %(fields)d fields on %(forms)d forms, each with what it is asked for."
    ) % {"fields": burden.fields, "forms": burden.forms}


def what_is_hidden(lines: YearLines) -> list[str]:
    """What these main lines leave out, in sentences."""
    found = [
        _(
            "Numbers below five are not shown, for they could point at one business. Neither is what would give them back: a "
            "total, another number beside it, or an amount."
        )
        if lines.hides
        else _("Numbers below five would not be shown, but there are none this time.")
    ]
    if not lines.is_over:
        found.append(
            _(
                "What is finer than a scheme tells of itself each day comes after the year, once: two pages of one year side "
                "by side would tell what came in between."
            )
        )
    found.append(
        _(
            "How much a scheme has left stands on its own page, for who applies must know. What was awarded in all follows "
            "from that."
        )
    )
    return found


def file_table(lines: YearLines) -> DataTable:
    """Every figure on a line of its own, for a spreadsheet or a program: amounts in cents, an empty value with why."""
    return DataTable(
        str(lines.year),
        [
            Column(name)
            for name in (
                "year",
                "made_on",
                "about",
                "name",
                "partnership",
                "code",
                "unit",
                "value",
                "blank",
                "priority",
            )
        ],
        list(_file_rows(lines)),
    )


def _file_rows(lines: YearLines) -> Iterator[tuple[object, ...]]:
    for one in lines.partnerships:
        slug = one.partnership.slug or ""
        for code, value in one.figures.items():
            yield _file_row(lines, "partnership", one.partnership.name, slug, code, value)
    for code, value in lines.total.items():
        yield _file_row(lines, "total", "", "", code, value)
    yield from _file_rows_of_places(lines)
    for line in lines.priorities:
        for code, value in _of_priority(line).items():
            yield _file_row(lines, "priority", line.priority.value, "", code, value, line.priority)


def _file_rows_of_places(lines: YearLines) -> Iterator[tuple[object, ...]]:
    """By municipality and by province, which is its NIS code: vouchers here, and what reports show."""
    for code, about, places in (
        (Code.SEATS, "municipality", lines.places.seats),
        (Code.REGIONS, "province", lines.places.regions),
    ):
        for place in places:
            slug, own = place.partnership.slug or "", lines.own_priority or ""
            yield _file_row(lines, about, place.nis_code, slug, code, place.vouchers, own)
    for (province, priority), shown in lines.elsewhere.regional.items():
        for code, value in _of_region(shown).items():
            yield _file_row(lines, "province", province, "", code, value, priority)


def _file_row(
    lines: YearLines, about: str, name: str, partnership: str, code: Code, value: Value, priority: str = ""
) -> tuple[object, ...]:
    unit = "cents" if DEFINITIONS[code].unit is Unit.MONEY else DEFINITIONS[code].unit.value
    shown, blank = ("", value.value) if isinstance(value, Blank) else (int(value), "")
    told = about, name, partnership, code.value, unit, shown, blank, str(priority)
    return lines.year, lines.made_on.isoformat(), *told
