"""Money out, from the database to the file for the bank and back: ``python -m benchmarks.payments [payments]``.

A batch is proposed, ordered, signed and exported, its statement is read, and ``verify`` goes over all of it. On both
databases, and for a tenth of the payments too, so that growth shows; each step in a process of its own, whose peak it is.
On PostgreSQL the server has its own memory. What the machine does besides counts.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.installation import Installation
from benchmarks.stand import new_home
from tests.postgres import start_cluster

GOAL_SECONDS = 10
GOAL_MEGABYTES = 500
"""Of the export of 100,000."""
DATABASES = ("SQLite", "PostgreSQL")


@contextmanager
def installed(database: str) -> Iterator[Installation]:
    """An empty one, gone afterwards."""
    with new_home() as home:
        if database == "SQLite":
            yield Installation(home)
            return
        cluster = start_cluster()
        try:
            yield Installation(home, cluster.url("postgres"))
        finally:
            cluster.stop()


def measure(database: str, payments: int) -> dict[str, dict[str, Any]]:
    """Pay so many, and print what each step took."""
    with installed(database) as one:
        one.fill(payments, 1)
        order, statement = str(one.home / "order.xml"), str(one.home / "statement.xml")
        told = {
            "approve": one.step("paying", "approve()"),
            "export": one.step("paying", f"export({order!r})"),
            "statement, alone": one.step("paying", f"answer({statement!r})")
            and one.step("paying", f"read_alone({statement!r})"),
            "statement": one.step("paying", f"take_in({statement!r})"),
            "verify": one.step("paying", "verify()"),
        }
    for name, step in told.items():
        seconds = ", ".join(f"{part} {taken:.2f} s" for part, taken in step["seconds"].items())
        print(f"{database:<11}{payments:>8,}  {name:<17}{step['peak_mb']:>5} MB   {seconds}", flush=True)
    return told


def growth(small: dict[str, dict[str, Any]], large: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What each part costs a payment, of ten times as many against the tenth."""
    for name, step in large.items():
        for part, taken in step["seconds"].items():
            before = small[name]["seconds"][part]
            if taken > 0.1:  # below that it is a single row, or noise
                yield f"{part} {taken / before / 10:.2f}"


def main(most: int) -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for database in DATABASES:
        small, large = measure(database, most // 10), measure(database, most)
        print(f"{database:<11}a payment, larger against smaller: {', '.join(growth(small, large))}")
        seconds = sum(large["export"]["seconds"].values())
        met = seconds < GOAL_SECONDS and large["export"]["peak_mb"] < GOAL_MEGABYTES
        print(f"{database:<11}export in {seconds:.2f} s: goal {'met' if met else 'missed'}")
        apart = large["statement"]["seconds"]["read and booked"]
        alone = large["statement, alone"]["seconds"]["read alone"]
        seconds = large["approve"]["seconds"]
        print(
            f"{database:<11}reading and booking is {apart / alone:.1f} times reading; "
            f"proposing {seconds['propose'] / seconds['database alone']:.1f} times the database alone",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
