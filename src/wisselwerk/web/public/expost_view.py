"""What came of a year that was looked at afterwards, in words: the same for the pages and the file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from wisselwerk.apps.initiatives.queries.expost import ExpostRow
from wisselwerk.apps.initiatives.queries.policy_report import ReportedYear, ReportRow
from wisselwerk.domain.expost_control import Basis, Outcome, PriorityPoint, SchemePoint
from wisselwerk.domain.expost_sentence import ALL_FITS, BASES, OUTCOME_NAMES
from wisselwerk.domain.policy_report import ReportType, Side
from wisselwerk.web.pieces import Column, DataTable
from wisselwerk.web.states import Look
from wisselwerk.wording import day, money, word

LOOKS: Mapping[Outcome, Look] = {
    Outcome.IN_ORDER: Look("success", "circle-check"),
    Outcome.NOT_VISIBLE: Look("neutral", "circle-dashed"),
    Outcome.DIFFERS: Look("warning", "triangle-alert"),
}

REPORT_NAMES: Mapping[ReportType, str] = {
    ReportType.PLAN: gettext_noop("multi-year plan of {year}"),
    ReportType.ADJUSTMENT: gettext_noop("adjustment of the multi-year plan of {year}"),
    ReportType.ACCOUNTS: gettext_noop("accounts of {year}"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """An outcome as it looks."""

    label: str
    look: Look


def badge_of(outcome: Outcome) -> Badge:
    """An outcome in words, with its colour and its symbol."""
    return Badge(word(OUTCOME_NAMES[outcome]), LOOKS[outcome])


@dataclass(frozen=True, slots=True)
class Shown:
    """How many priorities one side shows, and the codes of those that it does not."""

    text: str
    hidden: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One government in the list."""

    row: ExpostRow
    badge: Badge
    plan: Shown
    accounts: Shown
    sources: tuple[str, ...]
    told: str
    """What the government told of itself; empty where it told nothing."""


def line_of(row: ExpostRow) -> Line:
    """A government as it stands in the list."""
    return Line(
        row=row,
        badge=badge_of(row.control.outcome),
        plan=_shows(row, Side.PLAN),
        accounts=_shows(row, Side.ACCOUNTS),
        sources=tuple(_source(one) for one in sources_of(row)),
        told=told_sentence(row),
    )


def told_sentence(row: ExpostRow) -> str:
    """How many actions the government told of itself, when it was asked; empty where it told of none."""
    if not row.control.told:
        return ""
    return ngettext(
        "The government told of %(n)d action itself that the reports do not show. That changes no outcome.",
        "The government told of %(n)d actions itself that the reports do not show. That changes no outcome.",
        row.control.told,
    ) % {"n": row.control.told}


def sources_of(row: ExpostRow) -> tuple[ReportedYear, ...]:
    """The reports that were looked at: accounts only once they are asked."""
    asks_accounts = any(one.side is Side.ACCOUNTS for one in row.control.priorities)
    return tuple(one for one in (row.plan, row.accounts if asks_accounts else None) if one)


def report_name(report: ReportedYear | ReportRow) -> str:
    """Which report it is: of what kind and of which year."""
    return word(REPORT_NAMES[report.report_type]).format(year=report.report_year)


def _source(report: ReportedYear) -> str:
    told = {"report": report_name(report), "file": report.file, "day": day(report.known_at)}
    return _("Source: %(report)s, from %(file)s, known here since %(day)s.") % told


def _shows(row: ExpostRow, side: Side) -> Shown:
    points = [one for one in row.control.priorities if one.side is side]
    if not points:
        return Shown(_("after the year") if row.control.priorities else _("codes not known"))
    if points[0].actions is None:
        return Shown(_("not read here"))
    hidden = [one.code for one in points if not one.actions]
    return Shown(_("%(shown)d of %(all)d") % {"shown": len(points) - len(hidden), "all": len(points)}, hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityLine:
    """One priority of a government: what each side shows."""

    code: str
    name: str
    plan: str
    accounts: str
    badge: Badge


def priority_lines(row: ExpostRow) -> list[PriorityLine]:
    """Every priority of which the year asks an action."""
    points = {(one.code, one.side): one for one in row.control.priorities}
    return [
        PriorityLine(
            code=one.code,
            name=one.name,
            plan=_point(row.plan, one),
            accounts=_point(row.accounts, points.get((one.code, Side.ACCOUNTS))),
            badge=badge_of(_worst([each for (code, _side), each in points.items() if code == one.code])),
        )
        for one in row.control.priorities
        if one.side is Side.PLAN
    ]


def _worst(points: Iterable[PriorityPoint]) -> Outcome:
    hidden = any(one.outcome is Outcome.NOT_VISIBLE for one in points)
    return Outcome.NOT_VISIBLE if hidden else Outcome.IN_ORDER


def _point(report: ReportedYear | None, point: PriorityPoint | None) -> str:
    if point is None:
        return _("after the year")
    if report is None or point.actions is None:
        return _("told, not read here") if point.is_told else _("not read here")
    if not point.actions:
        return _("told, not in the report") if point.is_told else _("not visible")
    counted = ngettext("%(n)d action", "%(n)d actions", point.actions) % {"n": point.actions}
    return f"{counted}, {money(report.sum_of(point.code).cents)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeLine:
    """A scheme here beside what the plan shows."""

    point: SchemePoint
    basis: str
    """Where what is planned here comes from."""
    shown: str
    badge: Badge


def scheme_lines(row: ExpostRow) -> list[SchemeLine]:
    """Every scheme of which an amount is known."""
    return [
        SchemeLine(
            point=one,
            basis=word(_basis(one)),
            shown=_("not visible") if one.shown_cents is None else money(one.shown_cents),
            badge=_badge_of_scheme(one),
        )
        for one in row.control.schemes
    ]


def _basis(point: SchemePoint) -> str:
    fits = point.basis is Basis.ALL and point.outcome is Outcome.IN_ORDER
    return ALL_FITS if fits else BASES[point.basis]


def _badge_of_scheme(point: SchemePoint) -> Badge:
    """What shows less than all members put in may well hold its own part: that is told apart from what does not show."""
    if point.shown_cents is not None and not point.is_compared:
        return Badge(_("cannot be compared"), LOOKS[Outcome.NOT_VISIBLE])
    return badge_of(point.outcome)


HEADS = [
    "year",
    "nis_code",
    "government",
    "side",
    "about",
    "name",
    "actions",
    "cents_in_report",
    "cents_here",
    "point",
    "outcome",
    "explanation",
    "report_type",
    "report_year",
    "file",
    "known_at",
    "told",
]


def file_table(year: int, rows: Iterable[ExpostRow]) -> DataTable:
    """Every priority and every scheme of every government on a line of its own: amounts in cents, nothing where nothing shows."""
    return DataTable(
        str(year), [Column(name) for name in HEADS], [line for row in rows for line in _file_lines(row)]
    )


def _file_lines(row: ExpostRow) -> Iterator[tuple[object, ...]]:
    def line(side: Side | None, *said: object, told: int = 0) -> tuple[object, ...]:
        report = {Side.PLAN: row.plan, Side.ACCOUNTS: row.accounts}[side] if side else None
        source: tuple[object, ...] = ("",) * 4
        if report:
            source = (
                report.report_type.value,
                report.report_year,
                report.file,
                report.known_at.isoformat(timespec="seconds"),
            )
        whole = row.control.outcome.value, row.sentence
        return row.control.year, row.government, row.name, side or "", *said, *whole, *source, told

    for one in row.control.priorities:
        report = row.plan if one.side is Side.PLAN else row.accounts
        cents = report.sum_of(one.code).cents if report and one.actions else ""
        actions = "" if one.actions is None else one.actions
        yield line(one.side, "priority", one.code, actions, cents, "", one.outcome.value, told=one.told)
    for each in row.control.schemes:
        shown = "" if each.shown_cents is None else each.shown_cents
        yield line(each.side, "scheme", each.scheme, "", shown, each.here_cents, each.outcome.value)
    if not row.control.priorities and not row.control.schemes:
        yield line(None, "", "", "", "", "", "", told=row.control.told)
