"""What is measured of a scheme: each figure with its one definition, how sure it is, and whether it may be told.

Who shows a figure reads its definition here, so that two pages cannot mean different things by one name. A ``Measure``
is what was counted; ``figure`` makes of it what may be shown. Small numbers are hidden as everywhere
(``domain.disclosure``). But for what everybody may know every day, all are of calendar years that are over, and of those
that could each be told by themselves (``years_told``). That some did not answer is no answer and is never hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias, TypeVar

from wisselwerk.domain import interval
from wisselwerk.domain.disclosure import disclosed, is_small, listing, published
from wisselwerk.domain.interval import Interval
from wisselwerk.domain.main_lines import Blank, Code
from wisselwerk.domain.refusal import gettext_noop


class Indicator(StrEnum):
    """The figures of a scheme, by the code under which they are defined; what main lines tell too bears their code."""

    UPTAKE = "uptake"
    USED = "used-vouchers"
    DECISION_DAYS = "days-to-decision"
    PAYMENT_DAYS = Code.DAYS.value
    OWN_MONEY = "own-money"
    FIRST = Code.FIRST.value
    PROVIDERS = Code.PROVIDERS.value
    PLACES = "municipalities"
    LASTING_6 = "lasting-6-months"
    LASTING_12 = "lasting-12-months"
    LASTING_COST = "cost-per-lasting-relation"


class Unit(StrEnum):
    """What a figure is told in."""

    SHARE = "share"
    """Between nothing and one; shown in percents."""
    DAYS = "days"
    NUMBER = "number"
    MONEY = "money"
    """Whole cents."""


class Kind(StrEnum):
    """How a figure is made, and with that what may be told of it and how sure it is."""

    PUBLIC_SHARE = "PUBLIC_SHARE"
    """A share of what everybody may know: never hidden, and nothing of it is chance."""
    PROPORTION = "PROPORTION"
    """How many of those that were counted: with Wilson's interval, and bounds where some did not answer."""
    MEDIAN = "MEDIAN"
    """Half took no longer: with an interval by rank."""
    MEAN = "MEAN"
    """One sum for each of another, of all there are: without an interval."""
    COST = "COST"
    """What each of those costs that were found: with bounds where some did not answer."""
    NUMBER = "NUMBER"


ALL_COUNTED = gettext_noop("none: all there is was counted")
NO_INTERVAL: Mapping[Kind, str] = {
    Kind.PUBLIC_SHARE: ALL_COUNTED,
    Kind.MEAN: ALL_COUNTED,
    Kind.NUMBER: ALL_COUNTED,
    Kind.COST: gettext_noop("none: only bounds"),
    Kind.MEDIAN: gettext_noop("none: fewer than 6 were counted"),
}
"""Why a figure of a kind has no interval, where it has none."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means, in sentences that are translated."""

    indicator: Indicator
    label: str
    numerator: str
    """What is counted; of a median, what it is the median of."""
    denominator: str
    """Of how many or of how much; empty where there is nothing that it is of."""
    source: str
    unit: Unit
    kind: Kind
    is_better_when: int
    """Whether more (1) or less (-1) is what a scheme is for; 0 where that cannot be said."""


BOOKS = gettext_noop("the books of Wisselwerk: transfers that never change")
DOSSIERS = gettext_noop("applications, decisions and invoices in Wisselwerk")
FOLLOW_UPS = gettext_noop("what both sides answered to one question by mail")

DEFINITIONS: Mapping[Indicator, Definition] = {
    one.indicator: one
    for one in (
        Definition(
            Indicator.UPTAKE,
            gettext_noop("Part of the budget that was awarded"),
            gettext_noop("Money that was awarded: what was used and what stands on vouchers."),
            gettext_noop(
                "All money that councils set aside for the scheme, what was taken out again left off."
            ),
            BOOKS,
            Unit.SHARE,
            Kind.PUBLIC_SHARE,
            0,
        ),
        Definition(
            Indicator.USED,
            gettext_noop("Vouchers that were used"),
            gettext_noop("Vouchers on which at least one invoice was handed in that still counts."),
            gettext_noop(
                "Vouchers of years that are over and of which no voucher is open any more: used up, lapsed or withdrawn."
            ),
            DOSSIERS,
            Unit.SHARE,
            Kind.PROPORTION,
            1,
        ),
        Definition(
            Indicator.DECISION_DAYS,
            gettext_noop("Days from application to decision"),
            gettext_noop(
                "The median of the days from an application to the first decision that awards or refuses it: half took no longer."
            ),
            "",
            DOSSIERS,
            Unit.DAYS,
            Kind.MEDIAN,
            -1,
        ),
        Definition(
            Indicator.PAYMENT_DAYS,
            gettext_noop("Days to payment"),
            gettext_noop(
                "The median of the days from handing in an invoice to the day on which the bank paid it: half took no longer."
            ),
            "",
            gettext_noop("the books of Wisselwerk, from the statements of the bank"),
            Unit.DAYS,
            Kind.MEDIAN,
            -1,
        ),
        Definition(
            Indicator.OWN_MONEY,
            gettext_noop("Own money per public euro"),
            gettext_noop(
                "What businesses paid themselves of the invoices that count, without VAT besides it."
            ),
            gettext_noop("Each euro that vouchers paid of those invoices."),
            DOSSIERS,
            Unit.MONEY,
            Kind.MEAN,
            1,
        ),
        Definition(
            Indicator.FIRST,
            gettext_noop("First acquaintances"),
            gettext_noop(
                "Pairs of a business and a provider whose first invoice on any voucher in Wisselwerk was one of this scheme."
            ),
            gettext_noop("Pairs of a business and a provider with an invoice on a voucher of this scheme."),
            DOSSIERS,
            Unit.SHARE,
            Kind.PROPORTION,
            1,
        ),
        Definition(
            Indicator.PROVIDERS,
            gettext_noop("Providers"),
            gettext_noop("Social-economy enterprises whose invoices were handed in on vouchers, each once."),
            "",
            DOSSIERS,
            Unit.NUMBER,
            Kind.NUMBER,
            0,
        ),
        Definition(
            Indicator.PLACES,
            gettext_noop("Municipalities"),
            gettext_noop(
                "Municipalities in which five vouchers or more were awarded in a year, by the seat or establishment that counted, each once."
            ),
            "",
            gettext_noop("the facts of the decisions that awarded them"),
            Unit.NUMBER,
            Kind.NUMBER,
            0,
        ),
        Definition(
            Indicator.LASTING_6,
            gettext_noop("Still working together after 6 months"),
            gettext_noop(
                "Pairs of a business and a provider that, 6 months after their first invoice, still work together without a voucher."
            ),
            gettext_noop("Pairs that answered that question and did not contradict each other."),
            FOLLOW_UPS,
            Unit.SHARE,
            Kind.PROPORTION,
            1,
        ),
        Definition(
            Indicator.LASTING_12,
            gettext_noop("Still working together after 12 months"),
            gettext_noop(
                "Pairs of a business and a provider that, 12 months after their first invoice, still work together without a voucher."
            ),
            gettext_noop("Pairs that answered that question and did not contradict each other."),
            FOLLOW_UPS,
            Unit.SHARE,
            Kind.PROPORTION,
            1,
        ),
        Definition(
            Indicator.LASTING_COST,
            gettext_noop("Cost per lasting relation"),
            gettext_noop("What vouchers had paid for the pairs that answered after 12 months."),
            gettext_noop("Those of them that still work together without a voucher."),
            FOLLOW_UPS,
            Unit.MONEY,
            Kind.COST,
            -1,
        ),
    )
}

PERSISTENCE: Mapping[int, Indicator] = {6: Indicator.LASTING_6, 12: Indicator.LASTING_12}
"""Which figure is that of the follow-up so many months after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What was counted. Of a proportion how many and of how many; of a median its value and of how many; of money two sums."""

    numerator: int
    denominator: int
    counted: int
    """How many were looked at: whom the figure could point at."""
    unknown: int = 0
    """How many more did not answer."""
    low: int | None = None
    high: int | None = None
    """Of a median its interval, of a cost its bounds."""

    def __post_init__(self) -> None:
        if min(self.numerator, self.denominator, self.counted, self.unknown) < 0:
            raise ValueError(f"{self} counts below nothing")

    def __add__(self, other: "Measure") -> "Measure":
        """Both together, of what can be added: not of medians, nor of different ones."""
        return Measure(
            numerator=self.numerator + other.numerator,
            denominator=self.denominator + other.denominator,
            counted=self.counted + other.counted,
            unknown=self.unknown + other.unknown,
        )


Value: TypeAlias = float | Blank
K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a scheme as it may be shown: a share between 0 and 1, days, a number, or whole cents."""

    indicator: Indicator
    value: Value
    interval: Interval | None = None
    """What chance may do; None where the figure is of all there are."""
    bounds: Interval | None = None
    """What it can be at all, whatever the silent would have said; None where nobody was silent."""
    counted: int | None = None
    """Of how many; None where that is hidden."""
    unknown: int = 0
    """How many more did not answer."""
    numerator: int | None = None
    """Of a proportion: how many of ``counted``."""
    since: date
    until: date
    """The last day that counts in it."""

    @property
    def definition(self) -> Definition:
        """What it means."""
        return DEFINITIONS[self.indicator]

    @property
    def unsure(self) -> str:
        """Why there is a number without an interval, as a sentence to translate; empty where there is no such."""
        return "" if self.interval or not self.is_shown else NO_INTERVAL.get(self.definition.kind, "")

    @property
    def is_shown(self) -> bool:
        """Whether there is a number to show."""
        return not isinstance(self.value, Blank)


def figure(indicator: Indicator, measure: Measure, *, since: date, until: date) -> Figure:
    """What may be shown of what was counted."""
    kind = DEFINITIONS[indicator].kind
    value = _value(kind, measure)
    if isinstance(value, Blank):
        return Figure(indicator=indicator, value=value, unknown=measure.unknown, since=since, until=until)
    return Figure(
        indicator=indicator,
        value=value,
        interval=_interval(kind, measure),
        bounds=_bounds(kind, measure),
        counted=None if kind in {Kind.PUBLIC_SHARE, Kind.NUMBER} else measure.counted,
        unknown=measure.unknown,
        numerator=measure.numerator if kind is Kind.PROPORTION else None,
        since=since,
        until=until,
    )


def may_be_told(indicator: Indicator, measure: Measure) -> bool:
    """Whether it may be told by itself."""
    return not _is_hidden(DEFINITIONS[indicator].kind, measure)


def years_told(indicator: Indicator, by_year: Mapping[tuple[K, int], Measure]) -> Mapping[K, Measure]:
    """The years of each that could each be told by themselves, together.

    A year that is too small is left out: else who takes away from the whole what main lines tell of the others has it.
    """
    found: dict[K, Measure] = {}
    for (key, _year), measure in by_year.items():
        if may_be_told(indicator, measure):
            found[key] = found[key] + measure if key in found else measure
    return found


def until(indicator: Indicator, counted_on: date) -> date:
    """The last day that counts in a figure: the last of the year before, but for what everybody may know every day."""
    is_public = DEFINITIONS[indicator].kind is Kind.PUBLIC_SHARE
    return counted_on if is_public else date(counted_on.year - 1, 12, 31)


def _value(kind: Kind, measure: Measure) -> Value:
    if _is_hidden(kind, measure):
        return Blank.HIDDEN
    if kind in {Kind.NUMBER, Kind.MEDIAN}:
        return Blank.NOTHING if measure.counted == 0 else float(measure.numerator)
    if measure.denominator == 0:
        return Blank.NOTHING
    share = measure.numerator / measure.denominator
    match kind:
        case Kind.MEAN:
            return float(round(100 * share))
        case Kind.COST:
            return float(round(share))
        case _:
            return share


def _is_hidden(kind: Kind, measure: Measure) -> bool:
    match kind:
        case Kind.PUBLIC_SHARE:
            return False
        case Kind.NUMBER:
            return disclosed(measure.numerator) is None
        case Kind.PROPORTION:
            return _tells_few(measure.numerator, measure.denominator - measure.numerator)
        case Kind.COST:
            return _tells_few(measure.denominator, measure.counted - measure.denominator)
        case Kind.MEDIAN | Kind.MEAN:
            return is_small(measure.counted)


def _tells_few(yes: int, no: int) -> bool:
    """Whether one of two numbers that stand beside their sum is too small to be told."""
    return None in published(listing({"yes": yes, "no": no})).values()


def _interval(kind: Kind, measure: Measure) -> Interval | None:
    if kind is Kind.PROPORTION:
        return interval.proportion(measure.numerator, measure.denominator)
    # What was counted before may have ends that say too much.
    is_enough = measure.counted >= interval.needed_for_median()
    if kind is Kind.MEDIAN and is_enough and measure.low is not None and measure.high is not None:
        return Interval(measure.low, measure.high)
    return None


def _bounds(kind: Kind, measure: Measure) -> Interval | None:
    if not measure.unknown:
        return None
    if kind is Kind.PROPORTION:
        return interval.bounds(measure.numerator, measure.denominator, measure.unknown)
    if measure.low is not None and measure.high is not None:
        return Interval(measure.low, measure.high)
    return None
