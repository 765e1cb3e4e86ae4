"""How long it takes to share a year of voucher lines over nine members: ``python -m benchmarks.costs [lines]``.

Only the domain is measured, no database. ``attribute`` tells of every line who bears which part, ``settle`` only what is
left at the end. Both are asked for a tenth of the lines too: what grows in step takes ten times as long.
"""

import random
import resource
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from wisselwerk.domain.cost_key import Line, PlaceMembership, Terms, attribute_all, settle, terms_of
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.cost_key import CostKey, Division, Excess, PlaceCeiling, PlaceShare

YEAR, START = 2026, date(2015, 1, 1)
MERGER = date(YEAR, 7, 1)
PLACES = ("71016", "71047", "71002", "71067", "72040", "73083", "73006", "73032", "73066")
WEIGHTS = (66_000, 10_300, 8_200, 7_300, 13_000, 30_000, 32_000, 9_400, 16_500)
LARGEST_LINE_CENTS = 50_000


def keys(lines: int) -> Iterator[tuple[str, CostKey]]:
    """Keys from light to heavy; the ceilings are such that about half of the members reach theirs."""
    shares = tuple(PlaceShare(place=place, share=one) for place, one in zip(PLACES, WEIGHTS, strict=True))
    each = LARGEST_LINE_CENTS // 2 * lines // len(PLACES)
    ceilings = tuple(
        PlaceCeiling(place=place, ceiling_cents=each * (70 + 10 * i) // 100) for i, place in enumerate(PLACES)
    )
    yield "seat", CostKey(division=Division.SEAT)
    yield "equal", CostKey(division=Division.EQUAL)
    yield "inhabitants", CostKey(division=Division.INHABITANTS, shares=shares, shares_source="-")
    for division in (Division.SEAT, Division.EQUAL):
        key = CostKey(division=division, ceilings=ceilings, excess=Excess.OTHER_MEMBERS)
        yield f"{division}, ceilings spread", key


def terms(key: CostKey) -> tuple[Terms, ...]:
    """Nine members of which two merge in the middle of the year."""
    members = [
        PlaceMembership(place=place, member=i, valid=Period(START, MERGER if place == "73032" else None))
        for i, place in enumerate(PLACES)
    ]
    merged = PlaceMembership(place="73032", member=PLACES.index("73006"), valid=Period(MERGER))
    return terms_of(YEAR, {START: key}, [*members, merged])


def year_of(lines: int) -> list[Line]:
    """Lines in the order of their days, one in twenty a reversal of the one before."""
    chance, found = random.Random(YEAR), list[Line]()  # noqa: S311 the same lines every time, nothing secret
    for i in range(lines):
        if i % 20 == 19:
            found.append(found[-1]._replace(amount_cents=-found[-1].amount_cents))
        else:
            day = date(YEAR, 1, 1) + timedelta(days=i * 365 // lines)
            found.append(Line(day, chance.choice(PLACES), chance.randint(1, LARGEST_LINE_CENTS)))
    return found


def seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time that ``work`` takes: neighbours on the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def attribute(shared: Sequence[Terms], lines: Sequence[Line]) -> None:
    """Tell of every line who bears it, and keep nothing."""
    deque(attribute_all(shared, lines), maxlen=0)


def measure(lines: Sequence[Line]) -> None:
    """Print what every key takes."""
    for name, key in keys(len(lines)):
        shared = terms(key)
        attributing = seconds(partial(attribute, shared, lines))
        settling = seconds(partial(settle, shared, lines, paid={}, managing_municipality=0))
        print(f"{len(lines):>9,}  {name:<26}  attribute {attributing:6.2f} s   settle {settling:5.2f} s")


if __name__ == "__main__":
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for number in (most // 10, most):
        measure(year_of(number))
    print(f"most memory, the lines included: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
