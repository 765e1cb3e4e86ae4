"""Decisions kept in the register of initiatives: ``python -m benchmarks.initiatives [decisions]``.

All of them are initiatives (the labelled ones, under other names), spread over the municipalities of Flanders and twelve years,
and so each is laid beside those of its own municipality. On both databases and in two sizes, so that growth shows. Reading pages is
measured apart (``benchmarks.decisions``). Then what anybody may read of a register of ten times as many: page, feed and file.
"""

import os
import sys
from typing import Any

from benchmarks.measuring import DATABASES, Measuring, measuring


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


def measure_reading(database: str, count: int) -> None:
    """What anybody may ask of a register of so many, and print what it took."""
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


def main(most: int) -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for database in DATABASES:
        small, _ = measure(database, most // 10)
        large, _ = measure(database, most)
        print(f"  ten times as many, 1.00 is linear: {large.growth(small, 10)}", flush=True)
        measure_reading(database, most * 10)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
