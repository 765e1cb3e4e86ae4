"""What many runs of a trial tell together: how many get a voucher, what it costs, when the money is gone, and why not.

Rules that are compared are tried on the same applications, run by run: what differs is then theirs and not of chance.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from statistics import median

from wisselwerk.domain.forecast import Likely, likely
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.rule import WAITS, Result, RuleSet
from wisselwerk.domain.simulation import Played, Trial, TrialApplication, play
from wisselwerk.domain.trial_books import Pot

TENTH = 10


@dataclass(slots=True)
class Tally:
    """One run, counted as it goes."""

    applications: int = 0
    awarded: int = 0
    by_person: int = 0
    """Of those awarded, how many only after a person looked."""
    waiting: int = 0
    """How many were drawn too late."""
    refused: int = 0
    awarded_cents: int = 0
    paid_cents: int = 0
    out_in: dict[int, date] = field(default_factory=dict)
    """By year, the first day on which no more was left of its money than the smallest voucher needs."""
    reasons: Counter[RefusalCode] = field(default_factory=Counter)
    """For how many each reason was given; one may have several."""
    examples: dict[RefusalCode, Reason] = field(default_factory=dict)
    """One of each, to be put into words."""
    left: list[tuple[date, int]] = field(default_factory=list)
    """What was left at the end of each day on which something was decided."""

    @property
    def out_on(self) -> date | None:
        """The first of those days, of whichever year."""
        return min(self.out_in.values(), default=None)

    def add(self, played: Played) -> None:
        """Count one more."""
        self.applications += 1
        if played.result is Result.AWARDED:
            self.awarded += 1
            self.by_person += played.by_person
            self.awarded_cents += played.amount_cents
            self.paid_cents += played.paid_cents
        else:
            self.waiting += played.result in WAITS
            self.refused += played.result is Result.REFUSED
            self._add_reasons(played)
        if played.is_out:
            year = played.on.year
            self.out_in[year] = min(self.out_in.get(year, date.max), played.on)
        if not self.left or self.left[-1][0] < played.on:
            self.left.append((played.on, played.left_cents))
        elif self.left[-1][0] == played.on:
            self.left[-1] = (played.on, played.left_cents)

    def left_on(self, days: Sequence[date], begins: Mapping[date, int]) -> list[int]:
        """What was left at the end of each of these days, which come in order.

        ``begins`` tells from which days on there is new money, and how much: what was left before is then of no use.
        """
        changes = sorted([*((on, False, cents) for on, cents in begins.items()), *self._decided()])
        found, now_cents, told = [], 0, iter(changes)
        upcoming = next(told, None)
        for day in days:
            while upcoming is not None and upcoming[0] <= day:
                now_cents, upcoming = upcoming[2], next(told, None)
            found.append(now_cents)
        return found

    def _decided(self) -> Iterator[tuple[date, bool, int]]:
        """What was left after the decisions of a day; on a day with new money that comes first."""
        return ((on, True, cents) for on, cents in self.left)

    def _add_reasons(self, played: Played) -> None:
        for code in {one.code for one in played.evaluation.reasons}:
            self.reasons[code] += 1
        for one in played.evaluation.reasons:
            self.examples.setdefault(one.code, one)


def tally(played: Iterable[Played]) -> Tally:
    """A run, counted."""
    counted = Tally()
    for one in played:
        counted.add(one)
    return counted


@dataclass(frozen=True, slots=True)
class Range:
    """A number over several runs."""

    low: int
    """In one run in ten it was lower."""
    middle: int
    high: int
    """In one run in ten it was higher."""


def spread(numbers: Iterable[int]) -> Range:
    """The middle one of several numbers, and between which of them eight in ten lie.

    Raises:
        ValueError: there were none.
    """
    told = sorted(
        int(one) for one in numbers
    )  # also of cents, which nobody may halve: a middle is no payment
    if not told:
        raise ValueError("a spread needs at least one number")
    left_out = len(told) // TENTH
    return Range(told[left_out], round(median(told)), told[-1 - left_out])


@dataclass(frozen=True, slots=True)
class Told:
    """What the runs of one set of rules tell."""

    runs: tuple[Tally, ...]

    @property
    def applications(self) -> Range:
        """How many applied."""
        return spread(one.applications for one in self.runs)

    @property
    def awarded(self) -> Range:
        """How many got a voucher."""
        return spread(one.awarded for one in self.runs)

    @property
    def by_person(self) -> Range:
        """Of those, how many after a person looked."""
        return spread(one.by_person for one in self.runs)

    @property
    def awarded_cents(self) -> Range:
        """What those vouchers are worth."""
        return spread(one.awarded_cents for one in self.runs)

    @property
    def paid_cents(self) -> Range:
        """What will be paid from them."""
        return spread(one.paid_cents for one in self.runs)

    def out_in(self, year: int) -> Likely:
        """When the money of a year is gone: never mixed with that of another, which ends at a time of its own."""
        return likely(one.out_in.get(year) for one in self.runs)

    @property
    def reasons(self) -> list[tuple[RefusalCode, Range, Reason]]:
        """Why not, the most frequent first: how many in a run, and one example."""
        total: Counter[RefusalCode] = Counter()
        examples: dict[RefusalCode, Reason] = {}
        for one in self.runs:
            total.update(one.reasons)
            examples = one.examples | examples
        return [
            (code, spread(one.reasons[code] for one in self.runs), examples[code])
            for code, _ in sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
        ]

    def left_on(self, days: Sequence[date], begins: Mapping[date, int]) -> list[Range]:
        """What is left at the end of each of these days; ``begins`` as for one run."""
        curves = [one.left_on(days, begins) for one in self.runs]
        return [spread(cents) for cents in zip(*curves, strict=True)]


def try_out(
    variants: Mapping[str, RuleSet],
    streams: Iterable[Sequence[TrialApplication]],
    pots: tuple[Pot, ...],
    member_of: Mapping[str, str],
) -> dict[str, Told]:
    """Try each of these rules on each stream of applications: one run a stream, the same ones for all."""
    runs: dict[str, list[Tally]] = {name: [] for name in variants}
    for number, stream in enumerate(streams):
        for name, rules in variants.items():
            trial = Trial(rules=rules, pots=pots, member_of=member_of, seed=f"run {number}")
            runs[name].append(tally(play(trial, stream)))
    return {name: Told(tuple(found)) for name, found in runs.items()}


def chances(number: int) -> Iterator[Random]:
    """So many sources of chance, the same ones every time."""
    return (Random(f"run {run}") for run in range(number))  # noqa: S311 nothing secret: it can be done again
