"""Services found by words: ``python -m benchmarks.search [services]``; and ``python -m benchmarks.search documents [of them]``:
practices, questions and initiatives found by the one search, 80,000 of them (5,000, 25,000 of which 5,000 are the open part of another,
50,000) or so many.

Twenty services a provider, with a short name and one or two made-up sentences of the trade: a hundred words that come all
the time (a verb stands in one of fourteen services, *onderhoud* in one of ten), ten thousands of compounds that come seldom. On both databases and in three sizes, so that growth shows. In
the same run the same texts are looked for as they stand (LIKE, what was done before), and by the full text search of the
database itself over the same stems, which knows no compounds and no typing errors.
"""

import os
import sys
from typing import Any

from benchmarks.measuring import DATABASES, measuring

GOAL_P99_MS = 50


def measure(database: str, count: int, module: str, what: str) -> dict[str, Any]:
    """Search among so many, and print what it took."""
    with measuring(database) as one:
        one.installation.wisselwerk("migrate", "--verbosity", "0")
        written = one.step("write", module, f"write({count})")
        told = one.step("search", module, "search()")
    print(f"{database}, {count:,} {what}")
    for line in one.lines():
        print(f"  {line}")
    for way, taken in told["ways"].items():
        for measured, spread in taken.items():
            print(f"  {way:<20}{measured:<12}p50 {spread['p50']:>8.1f} ms   p99 {spread['p99']:>8.1f} ms")
    index = f"index {written['index_mb']:.0f} MB"
    print(f"  {told['words']:,} words, {told['mentions']:,} mentions; {index}", flush=True)
    return told


def main(most: int, module: str = "searching", what: str = "services") -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for database in DATABASES:
        ways = [measure(database, most // part, module, what)["ways"] for part in (100, 10, 1)]
        small, middle, large = (one[next(iter(one))]["clock"] for one in ways)
        growth = f"{middle['p50'] / small['p50']:.2f}, again {large['p50'] / middle['p50']:.2f}"
        print(f"  p50, ten times as many: {growth}")
        print(f"  of LIKE: {large['p50'] / ways[-1]['LIKE']['clock']['p50']:.2f} at p50")
        print(
            f"  p99 under {GOAL_P99_MS} ms: {'met' if large['p99'] < GOAL_P99_MS else 'missed'}", flush=True
        )


if __name__ == "__main__":
    told = sys.argv[1:]
    if told[:1] == ["documents"]:
        main(int(told[1]) if told[1:] else 80_000, "finding", "documents")
    else:
        main(int(told[0]) if told else 100_000)
