"""Settling a year of voucher lines over nine members, read from the database: ``python -m benchmarks.settlements [lines]``.

On both databases, and for a tenth of the lines too, so that growth shows; each step in a process of its own. ``settle``
freezes the statement, ``attribute`` tells of every line who bears it, ``verify`` goes over the whole database. Ten lines
stand on each voucher, and one in twenty is undone. On PostgreSQL the server has its own memory.
"""

import os
import sys

from benchmarks.measuring import DATABASES, Measuring, measuring

LINES_PER_VOUCHER = 10
UNDONE_EVERY = 20


def measure(database: str, lines: int) -> Measuring:
    """Settle so many, and print what each step took."""
    with measuring(database) as one:
        one.installation.fill(lines // LINES_PER_VOUCHER, LINES_PER_VOUCHER, UNDONE_EVERY)
        told = one.step("settle", "settling", "settle()")
        one.step("attribute", "settling", "attribute()")
        one.step("verify", "steps", "verify()")
    print(f"{database}, {told['lines']:,} lines, {told['members']} members")
    for line in one.lines():
        print(f"  {line}", flush=True)
    return one


def main(most: int) -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for database in DATABASES:
        small, large = measure(database, most // 10), measure(database, most)
        print(f"  a line, larger against smaller: {large.growth(small, 10)}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
