"""Which numbers may be published beside one another, so that no small one can be worked out from the rest.

A number below ``DISCLOSED_FROM`` could point at one enterprise, so it is hidden. That alone is undone by subtraction: a
total less what is shown beside it gives back what is hidden. So further numbers are hidden, until whoever has all that
is published is left, for each hidden number, with at least ``WIDTH`` between the lowest and the highest that it can be.

Figures that add up are a **circulation**. A ``Sum`` is a place where they meet: what comes in is as much as what goes
out. A total comes into the sum of its parts, and each part goes out of it. In a table with margins each row and each
column is a sum, and a cell goes from its row to its column. So what somebody can work out is a question of what can
still flow round along hidden figures, which is answered exactly, in whole numbers, and without a library.

What is *public* was or is told elsewhere: it cannot be hidden, and is taken as known also where a page shows nothing.
So is what follows from standing there at all: of what is told only because there is something, everybody knows that it is one at least.

Over time: who has the page of yesterday beside that of today has one table more, that of the difference. Nothing here
sees both, so tables finer than what is public day by day are made of a year that is over and of what no longer changes
(``is_over``): the page of tomorrow is then that of today.

Not protected against: somebody who is among the counted and subtracts themselves; what is known from elsewhere than
the figures; guessing which is likelier of what remains possible; and working backwards from how the choice is made
(that the smallest number near a hidden one is hidden with it). Where a public total is itself so small that no width
is left below it, its parts are as uncertain as that total allows, and no more.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeAlias, TypeVar

K = TypeVar("K", bound=Hashable)
Sum: TypeAlias = Hashable
Cost: TypeAlias = tuple[int, int, int]

DISCLOSED_FROM = 5
"""Smaller numbers could point at one enterprise, so they are not published; zero points at nobody."""
WIDTH = DISCLOSED_FROM - 1
"""The least that lies between the lowest and the highest that a hidden number can be: none of 1 to 4 stands out."""
OUTSIDE = "outside"
"""The sum of everything that is in no other: where a list begins and ends."""


def is_small(number: int) -> bool:
    """Whether a number may not be published."""
    return 0 < number < DISCLOSED_FROM


def disclosed(number: int) -> int | None:
    """A number that stands alone, as it may be published; None where it is too small."""
    return None if is_small(number) else number


def may_tell_amounts(*counts: int) -> bool:
    """Whether amounts may stand beside these numbers, each of which some amount would tell: a voucher has a known worth."""
    return not any(is_small(count) for count in counts)


def is_over(year: int, day: date) -> bool:
    """Whether a year is over by ``day``, so that finer tables of it may be made."""
    return day.year > year


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that goes from one sum into another. Never negative."""

    number: int
    out_of: Sum
    into: Sum
    is_public: bool = False
    """Known to everybody, so it cannot be hidden."""
    is_withheld: bool = False
    """Hidden for a reason of its own, as if it were small."""
    least: int = 0
    """What everybody knows that it is at least: more than nothing where it stands there only because there is something."""

    @property
    def must_hide(self) -> bool:
        """Whether it may not be seen, whatever stands beside it."""
        return self.is_withheld or is_small(self.number)


def table(
    cells: Mapping[tuple[K, K], int], *, public_rows: Collection[K] = (), public_columns: Collection[K] = ()
) -> dict[tuple[K | None, K | None], Figure]:
    """A table by row and column, with its margins: None is all rows, or all columns. Of some the total is public.

    A cell that is not given does not exist (which everybody knows), unlike one that is nothing.
    """
    rows, columns = (list(dict.fromkeys(key[side] for key in cells)) for side in (0, 1))
    figures: dict[tuple[K | None, K | None], Figure] = {
        key: Figure(number, ("row", key[0]), ("column", key[1])) for key, number in cells.items()
    }
    for row in rows:
        number = sum(cells[key] for key in cells if key[0] == row)
        figures[row, None] = Figure(number, ("column", None), ("row", row), row in public_rows)
    for column in columns:
        number = sum(cells[key] for key in cells if key[1] == column)
        figures[None, column] = Figure(number, ("column", column), ("row", None), column in public_columns)
    figures[None, None] = Figure(sum(cells.values()), ("row", None), ("column", None))
    return figures


def grouped_table(
    cells: Mapping[tuple[K, K], int],
    groups: Mapping[K, K],
    *,
    public_rows: Collection[K] = (),
    never_nothing: Collection[tuple[K, K]] = (),
) -> dict[tuple[K | None, K | None, K | None], Figure]:
    """A table by row and column in which each column belongs to a group, with all that adds up in it: by row, group and column, where
    None is all of them. So of a row its groups are told too, and of all rows each group.
    Cells in ``never_nothing`` are given only because there is something in them.

    A cell goes from its group in its row to its column; that group comes out of the row, and the column goes into the group of all.
    """
    figures: dict[tuple[K | None, K | None, K | None], Figure] = {}
    sums: defaultdict[tuple[K | None, K | None, K | None], int] = defaultdict(int)
    for (row, column), number in cells.items():
        group = groups[column]
        least = int((row, column) in never_nothing)
        figures[row, group, column] = Figure(number, ("part", row, group), ("column", column), least=least)
        for key in (
            (row, group, None),
            (row, None, None),
            (None, group, column),
            (None, group, None),
            (None, None, None),
        ):
            sums[key] += number
    for (one, every, part), number in sums.items():
        is_public = every is None and one in public_rows
        figures[one, every, part] = Figure(number, *_margin(one, every, part), is_public)
    return _with_what_follows(figures)


def _with_what_follows(figures: dict[K, Figure]) -> dict[K, Figure]:
    """The same, where what is the only one at a sum that is not public is public too: who knows the others knows it."""
    at: defaultdict[Sum, set[K]] = defaultdict(set)
    for key, one in figures.items():
        if not one.is_public:
            at[one.out_of].add(key)
            at[one.into].add(key)
    waiting = deque(at)
    while waiting:
        left = at[waiting.popleft()]
        if len(left) == 1:
            (key,) = left
            one = figures[key] = replace(figures[key], is_public=True)
            for each in (one.out_of, one.into):
                at[each].discard(key)
                waiting.append(each)
    return figures


def _margin(row: K | None, group: K | None, column: K | None) -> tuple[Sum, Sum]:
    """Out of which sum a margin of a grouped table goes, and into which."""
    if column is not None:
        return ("column", column), ("group", group)
    if group is not None:
        return (("row", row), ("part", row, group)) if row is not None else (("group", group), "groups")
    return ("rows", ("row", row)) if row is not None else ("groups", "rows")


def listing(
    parts: Mapping[K, int], *, public: Collection[K] = (), withheld: Collection[K] = ()
) -> dict[K | None, Figure]:
    """Numbers with their total, which is None. Some are public, and some are withheld."""
    figures: dict[K | None, Figure] = {
        key: Figure(number, "total", OUTSIDE, key in public, key in withheld) for key, number in parts.items()
    }
    figures[None] = Figure(sum(parts.values()), OUTSIDE, "total")
    return figures


def nested(
    parts: Mapping[tuple[K, K], int],
    *,
    public: Collection[tuple[K, K]] = (),
    withheld: Collection[tuple[K, K]] = (),
) -> dict[tuple[K | None, K | None], Figure]:
    """Numbers by group and part, with the total of each group (its part is None) and of all (both are None)."""
    figures: dict[tuple[K | None, K | None], Figure] = {
        key: Figure(number, ("group", key[0]), OUTSIDE, key in public, key in withheld)
        for key, number in parts.items()
    }
    for group in dict.fromkeys(key[0] for key in parts):
        own = [key for key in parts if key[0] == group]
        # Whoever knows every part knows the total.
        is_public = all(key in public for key in own)
        figures[group, None] = Figure(sum(parts[key] for key in own), "total", ("group", group), is_public)
    figures[None, None] = Figure(sum(parts.values()), OUTSIDE, "total")
    return figures


def published(figures: Mapping[K, Figure]) -> dict[K, int | None]:
    """The numbers as they may be shown together; None where one is hidden."""
    kept_back = hidden(figures)
    return {
        key: None if key in kept_back or figure.must_hide else figure.number
        for key, figure in figures.items()
    }


def hidden(figures: Mapping[K, Figure]) -> frozenset[K]:
    """Which figures are hidden: the small ones, and as few others as it takes to keep each of those.

    Each is left with ``WIDTH``, or with as much as what is public leaves it at all.
    """
    ways = _Ways(figures)
    found = {key for key, one in figures.items() if one.must_hide and not one.is_public}
    unseen = {key for key, one in figures.items() if not one.is_public}
    waiting = deque(sorted(found, key=list(figures).index))
    while waiting:
        key = waiting[0]
        if ways.width(key, found) >= min(WIDTH, ways.width(key, unseen)):
            # To hide more only widens what is possible: it stays as it is.
            waiting.popleft()
            continue
        more = sorted(ways.to_hide_with(key, found, unseen), key=list(figures).index)
        found.update(more)
        waiting.extend(more)
    return frozenset(found)


class _Ways(Generic[K]):
    """How figures can change together while everything that is shown stays as it is."""

    def __init__(self, figures: Mapping[K, Figure]) -> None:
        self._figures = figures
        self._at: defaultdict[Sum, list[K]] = defaultdict(list)
        for key, one in figures.items():
            self._at[one.out_of].append(key)
            self._at[one.into].append(key)

    def width(self, key: K, loose: Collection[K]) -> int:
        """What lies between the lowest and the highest that a figure can be when ``loose`` are hidden; ``WIDTH`` at most."""
        one = self._figures[key]
        up, _changed = self._flow(one.into, one.out_of, key, loose, WIDTH)
        down, _changed = self._flow(one.out_of, one.into, key, loose, min(WIDTH - up, one.number - one.least))
        return up + down

    def to_hide_with(self, key: K, found: set[K], unseen: set[K]) -> set[K]:
        """What has to be hidden beside ``found`` for a figure to change by more: what costs least. Not empty where anything can."""
        one = self._figures[key]
        possible = []
        for start, end, most in (
            (one.into, one.out_of, WIDTH),
            (one.out_of, one.into, one.number - one.least),
        ):
            sent, changed = self._flow(start, end, key, found, most)
            way = self._way(start, end, key, unseen, changed, found) if sent < most else None
            if way is not None:
                possible.append({each for each, _up in way} - found)
        return min(possible, key=lambda more: self._cost(more, found))

    def _cost(self, keys: Iterable[K], found: Collection[K]) -> Cost:
        """What it costs to hide figures too. Zero is hidden only where nothing else does."""
        numbers = [self._figures[key].number for key in keys if key not in found]
        return sum(number == 0 for number in numbers), sum(numbers), len(numbers)

    def _flow(
        self, start: Sum, end: Sum, without: K, loose: Collection[K], most: int
    ) -> tuple[int, Mapping[K, int]]:
        """How much can go from one sum to another along hidden figures, ``most`` at most, and by how much each changes then."""
        changed: defaultdict[K, int] = defaultdict(int)
        sent = 0
        while sent < most:
            way = self._way(start, end, without, loose, changed, loose)
            if way is None:
                break
            step = min([most - sent, *(self._spare(key, changed) for key, up in way if not up)])
            for key, up in way:
                changed[key] += step if up else -step
            sent += step
        return sent, changed

    def _spare(self, key: K, changed: Mapping[K, int]) -> int:
        """By how much a figure can still go down."""
        one = self._figures[key]
        return one.number + changed[key] - one.least

    def _way(
        self,
        start: Sum,
        end: Sum,
        without: K,
        loose: Collection[K],
        changed: Mapping[K, int],
        found: Collection[K],
    ) -> list[tuple[K, bool]] | None:
        """The figures that change along the way on which hiding those not in ``found`` costs least, and whether they go up."""
        if start == end:
            return None
        came: dict[Sum, tuple[Sum, K, bool]] = {}
        costs: dict[Sum, Cost] = {start: (0, 0, 0)}
        serial = count(1)
        edge: list[tuple[Cost, int, Sum]] = [((0, 0, 0), 0, start)]
        left: set[Sum] = set()
        while edge:
            cost, _order, here = heappop(edge)
            if here == end:
                return _back(came, start, end)
            if here in left:
                continue
            left.add(here)
            for key in self._at[here]:
                if key == without or key not in loose:
                    continue
                one = self._figures[key]
                up = one.out_of == here
                there = one.into if up else one.out_of
                if there in left or (not up and self._spare(key, changed) <= 0):
                    continue
                zeros, numbers, figures = self._cost((key,), found)
                more = cost[0] + zeros, cost[1] + numbers, cost[2] + figures
                if there not in costs or more < costs[there]:
                    costs[there], came[there] = more, (here, key, up)
                    heappush(edge, (more, next(serial), there))
        return None


def _back(came: Mapping[Sum, tuple[Sum, K, bool]], start: Sum, end: Sum) -> list[tuple[K, bool]]:
    way: list[tuple[K, bool]] = []
    while end != start:
        end, key, up = came[end]
        way.append((key, up))
    return way
