"""Money out, from the database to the file for the bank and back: ``python -m benchmarks.payments [payments]``.

A batch is proposed, ordered, signed and exported, its statement is read, and ``verify`` goes over the whole database. On
both databases, and for a tenth of the payments too, so that growth shows; each step in a process of its own. On
PostgreSQL the server has its own memory.
"""

import os
import sys
from collections.abc import Mapping
from typing import Any

from benchmarks.measuring import DATABASES, Measuring, measuring

GOAL_SECONDS = 10
GOAL_MEGABYTES = 500
"""Of the export of 100,000."""


def measure(database: str, payments: int) -> Measuring:
    """Pay so many, and print what each step took."""
    with measuring(database) as one:
        one.installation.fill(payments, 1)
        order, statement = (str(one.installation.home / name) for name in ("order.xml", "statement.xml"))
        told = one.step("approve", "paying", "approve()")
        one.step("export", "paying", f"export({order!r})")
        one.installation.step("paying", f"answer({statement!r})")
        one.step("read alone", "paying", f"read_alone({statement!r})")
        one.step("take in", "paying", f"take_in({statement!r})")
        one.step("verify", "steps", "verify()")
    print(f"{database}, {told['payments']:,} payments")
    for line in one.lines():
        print(f"  {line}", flush=True)
    return one


def verdict(one: Measuring) -> str:
    """Whether the goal is met, and what the program adds to what it stands on."""
    export = one.told["export"]
    by_clock, by_processor = (sum(export[kind].values()) for kind in ("seconds", "processor_seconds"))
    booked = one.seconds("take in", "read and booked") / one.seconds("read alone", "read alone")
    parts = one.told["approve"]["seconds"]
    return (
        f"export, under {GOAL_SECONDS} s and {GOAL_MEGABYTES} MB: {is_met(by_clock, export)} by the clock "
        f"({by_clock:.2f} s), {is_met(by_processor, export)} by the processor ({by_processor:.2f} s); reading and booking "
        f"{booked:.1f} times reading; proposing {parts['propose'] / parts['database alone']:.1f} times the database alone"
    )


def is_met(seconds: float, step: Mapping[str, Any]) -> str:
    """A word for it."""
    return "met" if seconds < GOAL_SECONDS and step["peak_mb"] < GOAL_MEGABYTES else "missed"


def main(most: int) -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for database in DATABASES:
        small, large = measure(database, most // 10), measure(database, most)
        print(f"  a payment, larger against smaller: {large.growth(small, 10)}")
        print(f"  {verdict(large)}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
