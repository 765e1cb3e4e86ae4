"""What the runs of a draft tell, as sentences, tables and pictures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.queries.past import Past
from wisselwerk.domain.forecast import Likely
from wisselwerk.domain.refusal import Reason
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.simulation import Played
from wisselwerk.domain.trial_runs import Range, Told
from wisselwerk.web import plots
from wisselwerk.web.pieces import Column, DataTable, Kind
from wisselwerk.wording import day, listed, money, sentence

POINTS = 26
"""About so many days stand along a picture."""
SHOWN = 10
"""Of the earlier applications that would be decided otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was tried, and what came of it."""

    rules: RuleSet
    first: date
    until: date
    """The first day that was not tried any more."""
    money: Mapping[int, int]
    """By the years that were tried, each with money of its own; a draw divides that of one."""
    is_planned: bool
    """Whether it is what was filled in for the multi-year plan."""
    told: Mapping[str, Told]
    """Of the draft itself first; then of the draft with another value, by that value."""
    runs_alone: int
    """How many times the draft is played when nothing is compared."""

    @property
    def years(self) -> tuple[int, ...]:
        """Those that were tried."""
        return tuple(self.money)

    @property
    def budget_cents(self) -> int:
        """Of the first year; of each of them, unless they come from a plan."""
        return self.money[self.years[0]]

    @property
    def money_told(self) -> str:
        """The money of each year, in words."""
        told = _("{amount} in {year}")
        return listed([told.format(amount=money(cents), year=year) for year, cents in self.money.items()])

    @property
    def plays_fewer(self) -> bool:
        """Whether there are fewer runs because each is played with every value."""
        return len(self.main.runs) < self.runs_alone

    @property
    def main(self) -> Told:
        """What the draft itself does."""
        return next(iter(self.told.values()))

    @property
    def last_day(self) -> date:
        """The last day that was tried."""
        return self.until - timedelta(days=1)

    @property
    def sentence(self) -> str:
        """The answer in a sentence."""
        if not self.main.awarded.high:
            return _("By these rules and with this money nobody gets a voucher.")
        if self.rules.lottery is not None:
            return _("A draw divides the money. Likely {low} to {high} businesses get a voucher.").format(
                low=self.main.awarded.low, high=self.main.awarded.high
            )
        ends = self._ends(self.main)
        if len(ends) == 1:
            return ends[0]
        short = self._first_short
        if short is None:
            return _("The money of {first} to {last} likely lasts all through.").format(
                first=self.years[0], last=self.years[-1]
            )
        return ends[self.years.index(short)]

    @property
    def other_years(self) -> list[str]:
        """What becomes of the money of each year that the answer does not name, in a sentence."""
        if len(self.years) == 1:
            return []
        ends = zip(self.years, self._ends(self.main), strict=True)
        return [said for year, said in ends if year != self._first_short]

    @property
    def _first_short(self) -> int | None:
        """The first year of which the money may be gone; None where that of each year lasts."""
        return next((year for year in self.years if self.main.out_in(year).earliest is not None), None)

    @property
    def all_cents(self) -> int:
        """Of all years that were tried."""
        return sum(self.money.values())

    def _ends(self, told: Told) -> list[str]:
        """When the money of each year is gone: its own end, as new money comes on 1 January."""
        if len(self.years) == 1:
            return [said(told.out_in(self.years[0]), self.last_day)]
        return [
            said_of_year(year, told.out_in(year), min(self.last_day, date(year, 12, 31)))
            for year in self.years
        ]

    @property
    def _begins(self) -> dict[date, int]:
        """From which days on there is money, and how much of it."""
        return {max(self.first, date(year, 1, 1)): cents for year, cents in self.money.items()}

    @property
    def awards_again(self) -> bool:
        """Whether money that came back is awarded once more."""
        return self.main.awarded_cents.middle > self.all_cents

    @property
    def is_compared(self) -> bool:
        """Whether another value was tried too."""
        return len(self.told) > 1

    @property
    def course(self) -> DataTable:
        """What is left of the money as time goes by."""
        days = self._days()
        left = self.main.left_on(days, self._begins)
        columns = [_("In a low run"), _("In the middle"), _("In a high run")]
        return DataTable(
            _("What is left of the money"),
            [Column(_("Day"), Kind.DAY), *(Column(label, Kind.MONEY) for label in columns)],
            [(on, one.low, one.middle, one.high) for on, one in zip(days, left, strict=True)],
        )

    @property
    def course_plot(self) -> SafeString:
        """The same as a picture."""
        return plots.lines(self.course)

    @property
    def comparison(self) -> DataTable:
        """Each value, with what it does."""
        return DataTable(
            _("What another value does"),
            [
                Column(_("Value")),
                Column(_("Vouchers")),
                Column(_("Awarded"), Kind.MONEY),
                Column(_("Paid, as expected"), Kind.MONEY),
                Column(_("The money is gone")),
            ],
            [
                (
                    value,
                    between(one.awarded),
                    one.awarded_cents.middle,
                    one.paid_cents.middle,
                    " ".join(self._ends(one)),
                )
                for value, one in self.told.items()
            ],
        )

    @property
    def courses(self) -> DataTable:
        """What is left of the money with each value, in the middle run."""
        days = self._days()
        left = [one.left_on(days, self._begins) for one in self.told.values()]
        return DataTable(
            _("What is left of the money, by value"),
            [Column(_("Day"), Kind.DAY), *(Column(value, Kind.MONEY) for value in self.told)],
            [(on, *(one[place].middle for one in left)) for place, on in enumerate(days)],
        )

    @property
    def courses_plot(self) -> SafeString:
        """The same as a picture."""
        return plots.lines(self.courses)

    @property
    def reasons(self) -> DataTable:
        """Why not, with an example of each in the words that a business reads."""
        return DataTable(
            _("Why others get no voucher"),
            [Column(_("What they read, for example")), Column(_("How many"))],
            [(sentence(example), between(number)) for _code, number, example in self.main.reasons],
        )

    def _days(self) -> list[date]:
        """The days along a picture: weeks, or several of them, and the day before and the day of new money."""
        whole = (self.last_day - self.first).days
        step = 7 * max(round(whole / 7 / POINTS), 1)
        days = {self.first + timedelta(days=days) for days in range(0, whole, step)} | {self.last_day}
        for year in self.years[1:]:
            days |= {date(year - 1, 12, 31), date(year, 1, 1)}
        return sorted(days)


@dataclass(frozen=True, slots=True)
class Again:
    """An earlier application, tried on the draft."""

    past: Past
    played: Played

    @property
    def is_awarded(self) -> bool:
        """Whether the draft gives it a voucher."""
        return bool(self.played.amount_cents)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why not; worked out when it is read."""
        return self.played.evaluation.reasons


@dataclass(frozen=True, slots=True)
class Yours:
    """All earlier applications, tried on the draft once, as they came in."""

    all: Sequence[Again]

    @property
    def awarded_then(self) -> int:
        """How many have a voucher."""
        return sum(one.past.was_awarded for one in self.all)

    @property
    def awarded_now(self) -> int:
        """How many the draft would give one."""
        return sum(one.is_awarded for one in self.all)

    @property
    def others(self) -> list[Again]:
        """The first of those that would be decided otherwise."""
        return list(self._others())[:SHOWN]

    @property
    def number_of_others(self) -> int:
        """How many that are in all."""
        return sum(1 for _one in self._others())

    def _others(self) -> Iterator[Again]:
        return (one for one in self.all if one.past.was_awarded != one.is_awarded)


def between(number: Range) -> str:
    """A number with how far it goes up and down: ``38 (35 to 41)``."""
    if number.low == number.high:
        return str(number.middle)
    return _("{middle} ({low} to {high})").format(middle=number.middle, low=number.low, high=number.high)


def said(out: Likely, last_day: date) -> str:
    """When the money is gone, in a sentence."""
    if out.earliest is None:
        return _("The money likely lasts until after {day}.").format(day=day(last_day))
    if out.latest is None:
        return _("The money may be gone from {day} on. In {number} of {runs} runs it lasted.").format(
            day=day(out.earliest), number=out.runs - out.runs_out, runs=out.runs
        )
    if out.earliest == out.latest:
        return _("The money is likely gone on {day}.").format(day=day(out.earliest))
    return _("The money is likely gone between {first} and {last}.").format(
        first=day(out.earliest), last=day(out.latest)
    )


def said_of_year(year: int, out: Likely, last_day: date) -> str:
    """When the money of one of several years is gone, in a sentence; ``last_day`` is the last one tried of that year."""
    if out.earliest is None and last_day == date(year, 12, 31):
        return _("The money of {year} likely lasts until the end of that year.").format(year=year)
    if out.earliest is None:
        return _("The money of {year} likely lasts until after {day}.").format(year=year, day=day(last_day))
    if out.latest is None:
        return _(
            "The money of {year} may be gone from {day} on. In {number} of {runs} runs it lasted."
        ).format(year=year, day=day(out.earliest), number=out.runs - out.runs_out, runs=out.runs)
    if out.earliest == out.latest:
        return _("The money of {year} is likely gone on {day}.").format(year=year, day=day(out.earliest))
    return _("The money of {year} is likely gone between {first} and {last}.").format(
        year=year, first=day(out.earliest), last=day(out.latest)
    )
