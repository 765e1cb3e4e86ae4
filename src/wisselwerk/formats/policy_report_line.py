"""Lines of policy reports out of the rows of an export: its columns are found by name, and each row is read by itself.

What is wrong with a row is told with its place. A row that can stand without a faulty cell stays; one that cannot is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from wisselwerk.domain.coordination_frame import CODES
from wisselwerk.domain.policy_report import ReportLine, ReportType
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.territory import Place, fold
from wisselwerk.formats.policy_item import named_codes, read_item
from wisselwerk.formats.policy_report_rows import RawRow, Rows
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.shape import shown
from wisselwerk.formats.table_file import one_line
from wisselwerk.formats.territory import belgian_territory

NO_HEADS = gettext_noop(
    "This is no export of policy reports: no row names its columns. In the BBC analysis tool, export the table with goals, "
    "action plans and actions as CSV or Excel, with the columns {choices}."
)
NO_COLUMN = gettext_noop(
    "Column “{parameter}” is missing. Choose it in the BBC analysis tool too, and export the table again."
)
NO_ROWS = gettext_noop(
    "Nothing stands under the names of the columns. Check the filters, and export the table again."
)
ROW_CUT = gettext_noop(
    "This row ends before column “{parameter}”. It was left out; export the table again to have it whole."
)
STOPS = gettext_noop(
    "This file stops halfway a row, so it is not whole and nothing of it is used. Export the table again, and load it as it comes."
)
NO_GOVERNMENT = gettext_noop(
    "“{value}” is no NIS code or name of a municipality of Belgium, now or before the mergers of 2019. The row was left out."
)
ENDED = gettext_noop(
    "“{value}” ended on {ended_on}: since then it is {code} ({name}). What it reports of later years counts there. Is that wrong? "
    "Have the government put its code right, and export the table again."
)
NO_TYPE = gettext_noop("“{value}” is no type of report that is known here: {choices}. The row was left out.")
NO_YEAR = gettext_noop("“{value}” is no year from {first} to {last}. The row was left out.")
NO_AMOUNT = gettext_noop("“{value}” is no amount, such as 1.234,56. The row was left out.")
NO_CODE = gettext_noop(
    "Code {value} does not exist: {choices} do. The row stays, without the code. Was another one meant? Then the government "
    "can put it right in its next report."
)

GOAL = ("Beleidsdoelst. totaaloverzicht", "Beleidsdoelstelling totaaloverzicht", "Beleidsdoelstelling")
PLAN = ("Actieplan totaaloverzicht", "Actieplan")
ACTION = ("Actie totaaloverzicht", "Actie")
NIS, NAME = ("NIS-code", "NIS code"), ("Bestuur",)
TYPE, REPORT_YEAR, FINANCIAL_YEAR = ("Type rapport",), ("Rapportjaar",), ("Boekjaar",)
FIELD = ("Beleidsveld",)
CODE = (
    "Externe rapporteringscode",
    "Externe code",
    "Externe codes",
    "Externe rapporteringscodes",
    "Rapporteringscode",
)
AMOUNT = ("Uitgave", "Uitgaven")
COLUMNS = (GOAL, PLAN, ACTION, NIS, NAME, TYPE, REPORT_YEAR, FINANCIAL_YEAR, FIELD, CODE, AMOUNT)
"""What is read, each under the names that it has; other columns are left alone."""
NEEDED = (ACTION, NIS, TYPE, REPORT_YEAR, FINANCIAL_YEAR, AMOUNT)

YEARS = range(2010, 2101)
MOST_CENTS = 10**13
"""A hundred thousand million euro: what is more is a typing error."""
ROWS_ABOVE = 50
"""How far below the top the names of the columns may stand: above them is which filters were chosen."""
LEAST_OF_NAME = 10
"""Characters of the name of a column that was cut."""
MOST_TOLD = 100
"""How many problems of one file are kept; the others are counted."""

_TYPES = (
    ("jaarrekening", ReportType.ACCOUNTS),
    ("aanpassing", ReportType.ADJUSTMENT),
    ("aangepast", ReportType.ADJUSTMENT),
    ("budget", ReportType.ADJUSTMENT),
    ("meerjarenplan", ReportType.PLAN),
)
"""What the name of a type holds, the first that fits."""
TYPE_NAMES = "Meerjarenplan, Aanpassing meerjarenplan, Jaarrekening"
_AMOUNT = re.compile(r"(?P<sign>[-−]?)(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d*))?")
_FIELD = re.compile(r"\s*(\d{4}(?:-\d{2})?)(?!\d)")
_TOTAL = ("totaal", "eindtotaal")


class LeftOut(Exception):
    """A row that cannot stand, with what is wrong."""

    def __init__(self, column: tuple[str, ...], message: str, **params: object) -> None:
        super().__init__(message)
        self.column, self.message, self.params = column, message, params


@dataclass(slots=True)
class TableOfReports:
    """An open export. ``lines`` reads it from the start; afterwards the rest is known."""

    file: str
    raw: Rows
    filters: str = ""
    """Which filters were chosen when it was exported, as the file tells: what they left out is not in it."""
    left_out: int = 0
    """Rows that could not be read."""
    problems: list[Problem] = field(default_factory=list)
    """The first of them, in the order of the file."""
    _told_ended: set[str] = field(default_factory=set)

    def lines(self) -> Iterator[ReportLine]:
        """Every line that can be read.

        Raises:
            Problems: no sheet is such a table, or it stops being one, also in the middle of its last row.
        """
        self.left_out, self.problems, self.filters = 0, [], ""
        self._told_ended.clear()
        head: _Head | None = None
        above: list[RawRow] = []
        sheet, is_found, read = None, False, 0
        for row in self.raw():
            if row.sheet != sheet:
                sheet, head, above = row.sheet, None, []
            if head is not None:
                left_out = self.left_out
                line = self._line(head, row)
                if row.is_open and self.left_out > left_out:
                    raise Problems([Problem(self.file, row.line, "", STOPS)])
                read += line is not None
                if line is not None:
                    yield line
            elif len(above) < ROWS_ABOVE:
                head = _head(row)
                above.append(row)
                if head is not None:
                    self._begin(head, row, above[:-1])
                    is_found = True
        if not is_found:
            choices = ", ".join(names[0] for names in NEEDED)
            raise Problems([Problem(self.file, 1, "", NO_HEADS, {"choices": choices})])
        if not read and not self.left_out:
            raise Problems([Problem(self.file, 1, "", NO_ROWS)])

    def _begin(self, head: "_Head", row: RawRow, above: list[RawRow]) -> None:
        missing = [
            names[0] for names in NEEDED if names not in head.at and not (names is NIS and NAME in head.at)
        ]
        if missing:
            raise Problems(
                Problem(self.file, row.line, row.sheet, NO_COLUMN, {"parameter": name}) for name in missing
            )
        told = " ".join(_text(cell) for one in above for cell in one.cells if cell is not None)
        self.filters = self.filters or one_line(told)[:1000]

    def _line(self, head: "_Head", row: RawRow) -> ReportLine | None:
        if all(cell is None or cell == "" for cell in row.cells) or _is_total(row):
            return None
        try:
            line, ended = head.line(row)
        except LeftOut as one:
            self.left_out += 1
            self._tell(row, one.column, one.message, **one.params)
            return None
        if ended is not None:
            self._tell_ended(row, ended, line)
        for code in head.codes(row):
            if code not in CODES:
                self._tell(
                    row, CODE if CODE in head.at else ACTION, NO_CODE, value=code, choices=_known_codes()
                )
        return line

    def _tell_ended(self, row: RawRow, ended: Place, line: ReportLine) -> None:
        """Once of each: all its rows have the same."""
        if ended.valid.end is not None and ended.code not in self._told_ended:
            self._told_ended.add(ended.code)
            self._tell(
                row,
                NIS,
                ENDED,
                value=f"{ended.nis_code} {ended.name_nl}",
                ended_on=ended.valid.end - timedelta(days=1),
                code=line.government,
                name=line.government_name,
            )

    def _tell(self, row: RawRow, column: tuple[str, ...], message: str, **params: object) -> None:
        if len(self.problems) < MOST_TOLD:
            path = f"{row.sheet}: {column[0]}" if row.sheet else column[0]
            self.problems.append(Problem(self.file, row.line, path, message, params))


@dataclass(frozen=True, slots=True)
class _Head:
    """Where each column stands."""

    at: Mapping[tuple[str, ...], int]

    def text(self, row: RawRow, column: tuple[str, ...]) -> str:
        """The text of a cell; empty where there is none."""
        i = self.at.get(column)
        return "" if i is None or i >= len(row.cells) else _text(row.cells[i])

    def line(self, row: RawRow) -> tuple[ReportLine, Place | None]:
        """The line of a row, and the municipality that it names when that had ended by then: it is told of the one it became.

        Raises:
            LeftOut: it cannot stand.
        """
        if len(row.cells) <= self.at[AMOUNT] and not row.sheet:
            raise LeftOut(AMOUNT, ROW_CUT, parameter=AMOUNT[0])
        report_year = _year(self.text(row, REPORT_YEAR), REPORT_YEAR)
        given, name = self.text(row, NIS).removesuffix(".0"), self.text(row, NAME)
        report_type = _type(self.text(row, TYPE))
        financial_year = _year(self.text(row, FINANCIAL_YEAR), FINANCIAL_YEAR)
        # Whoever draws up the accounts of a year may be another by then: they are those of who was there in that year. Of a
        # year after their own they tell nothing.
        is_accounts = report_type is ReportType.ACCOUNTS
        year = min(financial_year, report_year) if is_accounts else report_year
        place = _government(given, name, year)
        if place is None:
            raise LeftOut(NIS, NO_GOVERNMENT, value=shown(given or name))
        # After a merger only the one that came of it can report: what still says an old code is of that one.
        now = belgian_territory().successor(place.code, date(year, 1, 1))
        ended, place = (place, now) if now else (None, place)
        action = read_item(self.text(row, ACTION))
        found = _FIELD.match(self.text(row, FIELD))
        line = ReportLine(
            line=row.line,
            government=place.code,
            government_name=place.name_nl,
            report_type=report_type,
            report_year=report_year,
            financial_year=financial_year,
            goal=read_item(self.text(row, GOAL)).item,
            plan=read_item(self.text(row, PLAN)).item,
            action=action.item,
            is_action=not action.is_empty,
            codes=tuple(code for code in self.codes(row) if code in CODES),
            policy_field=found[1] if found else "",
            cents=_cents(self.text(row, AMOUNT)),
        )
        return line, ended

    def codes(self, row: RawRow) -> tuple[str, ...]:
        """What it names of the form ``WSE-LR1``: in a column of its own, or in the words of its action."""
        of_column = named_codes(self.text(row, CODE)) if CODE in self.at else ()
        return tuple(dict.fromkeys((*of_column, *read_item(self.text(row, ACTION)).codes)))


def _head(row: RawRow) -> _Head | None:
    """The columns that a row names; None when it names too few to be a head."""
    at: dict[tuple[str, ...], int] = {}
    for i, cell in enumerate(row.cells):
        column = _column(fold(_text(cell)))
        if column is not None:
            at.setdefault(column, i)
    return _Head(at) if len(at) >= len(NEEDED) // 2 else None


@lru_cache(maxsize=1000)
def _column(name: str) -> tuple[str, ...] | None:
    whole = next((names for names in COLUMNS if name in map(fold, names)), None)
    if whole is not None or len(name) < LEAST_OF_NAME:
        return whole
    return next((names for names in COLUMNS if any(fold(one).startswith(name) for one in names)), None)


def _text(cell: object) -> str:
    """A cell as text: a number of a workbook as it is typed here."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{Decimal(str(cell)):f}".removesuffix(".0").replace(".", ",")
    # What no database keeps in a text.
    return str(cell).replace("\0", "").strip()


def _is_total(row: RawRow) -> bool:
    """Whether it is the line with totals that the tool puts at the end."""
    first = next((cell for cell in row.cells if cell not in (None, "")), "")
    return fold(str(first)) in _TOTAL


def _known_codes() -> str:
    return ", ".join(sorted(CODES))


@lru_cache(maxsize=5_000)
def _government(nis_code: str, name: str, year: int) -> Place | None:
    """The municipality, as it was on 1 January of the year; by its name where no code is given."""
    territory, day = belgian_territory(), date(year, 1, 1)
    if nis_code:
        return territory.place(nis_code, day) if territory.knows(nis_code) else None
    plain = re.sub(r"^(gemeente|stad|ocmw)( en (ocmw|gemeente|stad))?\s+", "", name, flags=re.IGNORECASE)
    return territory.named(plain, day)


@lru_cache(maxsize=1000)
def _type(text: str) -> ReportType:
    folded = fold(text)
    found = next((one for name, one in _TYPES if name in folded), None)
    if found is None:
        raise LeftOut(TYPE, NO_TYPE, value=shown(text), choices=TYPE_NAMES)
    return found


@lru_cache(maxsize=1000)
def _year(text: str, column: tuple[str, ...]) -> int:
    plain = text.removesuffix(",0").removesuffix(".0")
    if not (plain.isascii() and plain.isdecimal() and len(plain) == 4 and int(plain) in YEARS):
        raise LeftOut(column, NO_YEAR, value=shown(text), first=YEARS[0], last=YEARS[-1])
    return int(plain)


def _cents(text: str) -> int:
    """Whole cents; nothing where nothing stands, for an action need not carry money."""
    plain = re.sub(r"[\s€]|EUR", "", text)
    if not plain:
        return 0
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise LeftOut(AMOUNT, NO_AMOUNT, value=shown(text))
    euros = Decimal(f"{found['whole'].replace('.', '')}.{found['part'] or '0'}")
    cents = int((euros * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if cents > MOST_CENTS:
        raise LeftOut(AMOUNT, NO_AMOUNT, value=shown(text))
    return -cents if found["sign"] else cents
