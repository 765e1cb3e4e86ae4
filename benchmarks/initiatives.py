"""Decisions kept in the register of initiatives: ``python -m benchmarks.initiatives [decisions]``.

All of them are initiatives (the labelled ones, under other names), spread over the municipalities of Flanders and twelve years,
and so each is laid beside those of its own municipality. On both databases and in two sizes, so that growth shows. Reading pages is
measured apart (``benchmarks.decisions``). Then what anybody may read of registers of twice and of ten times as many: page, feed and file.
"""

import os
import sys
from typing import Any

from benchmarks.measuring import DATABASES, Measuring, measuring

READ_OF = (2, 10)
"""How many times as many initiatives are read as are kept."""


def measure(database: str, count: int) -> tuple[Measuring, dict[str, Any]]:
    """Keep so many, and print what it took."""
    with measuring(database) as one:
        one.installation.wisselwerk("migrate", "--verbosity", "0")
        told = one.step("keep", "noticing", f"bring_in({count})")
    print(f"{database}, {count:,} decisions")
    for line in one.lines():
        print(f"  {line}")
    for what, number in told["rows"].items():
        print(f"  {what:<24}{number:>9,}")
    for what, milliseconds in told["asked"].items():
        print(f"  {what:<24}{milliseconds:>9.1f} ms", flush=True)
    return one, told


def measure_reading(database: str, count: int) -> dict[str, float]:
    """What anybody may ask of a register of so many, and print what it took; milliseconds by what was asked."""
    with measuring(database) as one:
        one.installation.wisselwerk("migrate", "--verbosity", "0")
        one.step("fill", "listing", f"fill({count})")
        told = one.step("read", "listing", "read()")
    print(f"{database}, {count:,} initiatives to read")
    for line in one.lines():
        print(f"  {line}")
    for what, number in told["rows"].items():
        print(f"  {what:<24}{number:>9,}")
    for what, milliseconds in told["asked"].items():
        print(f"  {what:<24}{milliseconds:>9.1f} ms", flush=True)
    return {str(what): float(milliseconds) for what, milliseconds in told["asked"].items()}


def main(most: int) -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for database in DATABASES:
        small, _ = measure(database, most // 10)
        large, _ = measure(database, most)
        print(f"  ten times as many, 1.00 is linear: {large.growth(small, 10)}", flush=True)
        some, many = (measure_reading(database, most * times) for times in READ_OF)
        growth = ", ".join(f"{what} {many[what] / some[what]:.2f}" for what in some)
        print(f"  five times as many take so many times as long: {growth}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
