"""The learning network among much of everything: ``python -m benchmarks.learning [follow-ups] [invoices for each]``.

300 role holders, 5,000 practices, 200,000 follow-ups and ten redemptions for each of them, two million; on both databases, and for a
tenth of each too, the role holders excepted, so that growth shows. Measured are the count of the night (what came of follow-ups, and the figures of schemes),
passing practices on, the mail of the week to all, the count once their year is over, and pages as they are opened. Each step in a process of its own.
"""

import os
import sys

from benchmarks.measuring import DATABASES, Measuring, measuring

GOAL_MILLISECONDS = 200
GOAL_DIGEST_SECONDS = 60
FOLLOW_UPS_A_PRACTICE = 40
WHOLE, INVOICES = 200_000, 10
"""Follow-ups, and redemptions for each."""


def measure(database: str, follow_ups: int, invoices: int) -> Measuring:
    """Fill an installation, measure it, and print what it took."""
    practices = follow_ups // FOLLOW_UPS_A_PRACTICE
    with measuring(database) as one:
        one.installation.wisselwerk("migrate", "--verbosity", "0")
        one.installation.step("learning_ground", f"fill({practices}, {follow_ups}, {invoices})")
        # First of all what the pages read; of its own time too.
        one.step("count", "learned", "count()")
        one.step("pages", "learned", "pages()")
        one.step("pass on", "learned", "pass_on()")
        one.step("digest", "learned", "digest()")
        one.step("after the year", "learned", "after_the_year()")
    print(
        f"{database}, {practices:,} practices, {follow_ups:,} follow-ups, {follow_ups * invoices:,} redemptions, load {os.getloadavg()[0]:.1f}"
    )
    for line in one.lines():
        print(f"  {line}")
    for name, (clock, processor, queries) in one.told["pages"]["pages"].items():
        print(f"  {name:<40}{clock:>8.0f} ms{processor:>8.0f} ms CPU{queries:>6} queries", flush=True)
    return one


def judge(small: Measuring, large: Measuring) -> None:
    """Say what of the aims was met."""
    few, many = small.told["pages"]["pages"], large.told["pages"]["pages"]
    slow = [name for name, (clock, *_) in many.items() if clock >= GOAL_MILLISECONDS]
    grown = [name for name, (*_, queries) in many.items() if queries > few[name][-1]]
    digest = sum(large.told["digest"]["seconds"].values())
    print(f"  larger against smaller, 1.00 is linear: {large.growth(small, 10)}")
    print(f"  pages of {GOAL_MILLISECONDS} ms or more: {', '.join(slow) or 'none'}")
    print(f"  pages that ask more often: {', '.join(grown) or 'none'}")
    print(f"  digest for all {digest:.1f} s, aim {GOAL_DIGEST_SECONDS} s", flush=True)


def main(most: int, invoices: int) -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for database in DATABASES:
        judge(measure(database, most // 10, invoices), measure(database, most, invoices))


if __name__ == "__main__":
    follow_ups, invoices, *_ = [*map(int, sys.argv[1:]), *(WHOLE, INVOICES)[len(sys.argv) - 1 :]]
    main(follow_ups, invoices)
