"""What policy reports tell of a year: what each local government means to do and did, per priority.

They are read from the totals of reports, so that their number and not that of actions decides how long it takes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wisselwerk.apps.initiatives.models import PolicyReport, PolicyTotal
from wisselwerk.apps.parties.models import Membership
from wisselwerk.domain.policy_report import ReportChoice, ReportType, Side, counting
from wisselwerk.formats.territory import belgian_territory

ALL = ""
"""The code under which all actions stand together, with a code or without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many actions a report shows in a year, and what they come to."""

    actions: int
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedYear(ReportChoice):
    """What one report tells of one financial year."""

    pk: int
    government: str
    government_name: str
    file: str
    """The name of the file that told it."""
    filters: str
    """What was chosen when that was exported: what was left out does not show."""
    sums: Mapping[str, Sum]
    """By code; ``ALL`` for all of them."""

    def sum_of(self, code: str) -> Sum:
        """What it shows under a code: nothing where it does not name it."""
        return self.sums.get(code, Sum(actions=0, cents=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernmentYear:
    """A year of one local government: the report that counts on each side, None where none is here."""

    year: int
    government: str
    """Its place code (``domain.policy_report``)."""
    name: str
    partnerships: tuple[str, ...]
    """Names of the partnerships in which it took part on the last day of the year."""
    plan: ReportedYear | None
    accounts: ReportedYear | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTotal:
    """What governments together show of one priority in a year."""

    about: str
    """The name of the government or the partnership; empty for all together."""
    code: str
    """Of the priority; ``ALL`` for all actions, with a code or without."""
    governments: int
    """Of how many a report is here."""
    planned_actions: int
    budgeted_cents: int
    realised_actions: int
    realised_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report that is here, also when another took its place."""

    government: str
    government_name: str
    report_type: ReportType
    report_year: int
    file: str
    filters: str
    left_out: int
    """Rows of that file that could not be read, of whichever report."""
    known_at: datetime
    is_newest: bool


def government_years(year: int, places: Collection[str] | None = None) -> list[GovernmentYear]:
    """Every local government of which a report tells of ``year``, by name, or of those at ``places``. Three queries.

    A plan may reach beyond a merger: of a year in which its government was there no more it counts for nothing, for whoever took
    its place tells that year.
    """
    by_government: defaultdict[str, list[ReportedYear]] = defaultdict(list)
    for one in _reported(year, places):
        if is_there(one.government, year):
            by_government[one.government].append(one)
    partnerships = _partnerships(date(year, 12, 31))
    found = [
        GovernmentYear(
            year=year,
            government=government,
            name=reports[0].government_name,
            partnerships=partnerships_of(government, partnerships),
            plan=counting(reports, Side.PLAN),
            accounts=counting(reports, Side.ACCOUNTS),
        )
        for government, reports in by_government.items()
    ]
    return sorted(found, key=lambda one: (one.name, one.government))


def years_reported(day: date) -> list[int]:
    """The years, up to that of ``day``, of which a report that counts tells. One query."""
    told = PolicyTotal.objects.filter(code=ALL, report__is_newest=True, year__lte=day.year)
    return list(told.order_by("year").values_list("year", flat=True).distinct())


def by_government(years: Iterable[GovernmentYear], codes: Iterable[str]) -> list[ReportedTotal]:
    """A line for each government and each code, ``ALL`` first. No query."""
    asked = (ALL, *codes)
    return [_total(one.name, code, [one]) for one in years for code in asked]


def by_partnership(years: Iterable[GovernmentYear], codes: Iterable[str]) -> list[ReportedTotal]:
    """A line for each partnership and each code; first those of all governments, in a partnership or not. No query.

    A government that takes part in two partnerships stands under each, so partnerships do not add up to all.
    """
    every, asked = list(years), (ALL, *codes)
    names = sorted({name for one in every for name in one.partnerships})
    groups = [("", every), *((name, [one for one in every if name in one.partnerships]) for name in names)]
    return [_total(name, code, some) for name, some in groups for code in asked]


def is_there(government: str, year: int) -> bool:
    """Whether a municipality still was one on 1 January of a year; one that nobody knows any more is taken to be."""
    territory = belgian_territory()
    return not territory.knows(government) or territory.successor(government, date(year, 1, 1)) is None


def reports_of(government: str) -> list[ReportRow]:
    """The reports of a government that are here, the latest year first; of one report what became known last. One query."""
    found = PolicyReport.objects.filter(government=government).exclude(file__completed_at=None)
    ordered = found.select_related("file").order_by("-report_year", "report_type", "-file__known_at", "-pk")
    return [
        ReportRow(
            government=one.government,
            government_name=one.government_name,
            report_type=ReportType(one.report_type),
            report_year=one.report_year,
            file=one.file.name,
            filters=one.file.filters,
            left_out=one.file.left_out,
            known_at=one.file.known_at,
            is_newest=one.is_newest,
        )
        for one in ordered
    ]


def partnerships_of(government: str, by_place: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The names of partnerships in which one of the finest places of a government takes part."""
    territory = belgian_territory()
    places = territory.finest(government, date.max) if territory.knows(government) else ()
    return tuple(sorted({name for place in places for name in by_place.get(place, ())}))


def _reported(year: int, places: Collection[str] | None) -> list[ReportedYear]:
    """What the reports that are newest tell of a year. Two queries."""
    found = PolicyTotal.objects.filter(year=year, report__is_newest=True)
    if places is not None:
        found = found.filter(report__government__in=places)
    sums: defaultdict[int, dict[str, Sum]] = defaultdict(dict)
    for pk, code, actions, cents in found.values_list("report", "code", "actions", "cents"):
        sums[pk][code] = Sum(actions=actions, cents=cents)
    telling = found.filter(code=ALL).values("report")
    return [
        ReportedYear(
            pk=one.pk,
            government=one.government,
            government_name=one.government_name,
            report_type=ReportType(one.report_type),
            report_year=one.report_year,
            file=one.file.name,
            filters=one.file.filters,
            known_at=one.file.known_at,
            sums=sums[one.pk],
        )
        for one in PolicyReport.objects.filter(pk__in=telling).select_related("file")
    ]


def _partnerships(day: date) -> Mapping[str, list[str]]:
    """The names of the partnerships that somebody takes part in on a day, by place. One query."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = Membership.objects.on(day).values_list("place", "partnership__name")
    for place, name in rows:
        found[place].append(name)
    return found


def _total(about: str, code: str, years: list[GovernmentYear]) -> ReportedTotal:
    plans = [one.plan.sum_of(code) for one in years if one.plan]
    accounts = [one.accounts.sum_of(code) for one in years if one.accounts]
    return ReportedTotal(
        about=about,
        code=code,
        governments=len(years),
        planned_actions=sum(one.actions for one in plans),
        budgeted_cents=sum(one.cents for one in plans),
        realised_actions=sum(one.actions for one in accounts),
        realised_cents=sum(one.cents for one in accounts),
    )
