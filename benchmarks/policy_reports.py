"""Policy reports loaded, and the page of main lines made from them and from vouchers: ``python -m benchmarks.policy_reports [actions]``.

285 municipalities, 12 years, 1,000 actions each are 3.4 million: as many lines, half of two plans of six years and half of twelve
accounts, one in twenty-five with a code of a Flemish priority; and some ten thousand vouchers of twenty schemes.
Where others use the machine, ``python -m benchmarks.policy_reports 342000`` is a tenth of it. On both databases, and for a tenth too, so that growth shows; each step in a process of its own. ``verify`` works
every total out again.
"""

import os
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from benchmarks.measuring import DATABASES, Measuring, measuring
from benchmarks.steps import Step
from tests.policy_report_sample import ACCOUNTS, PLAN, SampleLine, write_csv
from wisselwerk.domain.regulation.plan_action import plan_years
from wisselwerk.domain.territory import Region
from wisselwerk.formats.territory import MAP_DAY, belgian_territory

GOVERNMENTS, YEARS, ACTIONS = 285, range(2014, 2026), 1_000
GOAL_MILLISECONDS = 300
PILE, SCHEMES = 2_000, 20
"""Vouchers in each pile, and schemes, of this year (``benchmarks.cast``): what was done here."""
MUCH_TEXT = "Wat deze actie wil bereiken, met wie, en waarom dat nodig is. " * 5


def lines(actions: int) -> Iterator[SampleLine]:
    """So many for each government and year."""
    places = belgian_territory().municipalities(MAP_DAY, Region.FLANDERS)[:GOVERNMENTS]
    assert len(places) == GOVERNMENTS
    for place, year, number in product(places, YEARS, range(actions)):
        yield SampleLine(
            nis_code=place.nis_code,
            government=f"Gemeente en OCMW {place.name_nl}",
            report_type=ACCOUNTS if number % 2 else PLAN,
            report_year=str(year if number % 2 else plan_years(year)[-1] - 5),
            financial_year=str(year),
            goal=f"Code: BD{number // 100}\nKorte omschrijving: Doelstelling {number // 100}",
            plan=f"Code: AP{number // 10}\nKorte omschrijving: Actieplan {number // 10}",
            action=f"Code: AC{number}\nKorte omschrijving: Actie {number}\nLange omschrijving: {MUCH_TEXT}",
            code=f"WSE-LR{number // 50 % 4 + 1}" if number % 50 < 2 else "",
            amount=f"{number * 7 % 9973},{number % 100:02}",
        )


def generate(path: str, actions: int) -> None:
    """Write the export."""
    write_csv(Path(path), lines(actions))
    Step().tell()


def measure(database: str, actions: int) -> Measuring:
    """Load so many a government and year, read main lines, and print what it took."""
    with measuring(database) as one:
        one.installation.wisselwerk("migrate", "--verbosity", "0")
        path = str(one.installation.home / "export.csv")
        one.installation.step("policy_reports", f"generate({path!r}, {actions})")
        one.step("load", "policy_reporting", f"load({path!r})")
        one.installation.step("seeding", f"main({PILE}, {SCHEMES})")
        one.step("totals", "policy_reporting", "ask()")
        one.step("main lines", "policy_reporting", "page()")
        one.step("verify", "policy_reporting", "prove()")
    print(f"{database}, {GOVERNMENTS * len(YEARS) * actions:,} actions")
    for line in one.lines():
        print(f"  {line}", flush=True)
    for name, told in (("totals of reports", "totals"), ("page of main lines", "main lines")):
        print(f"  {name}, of one year: {one.told[told]['milliseconds']:.0f} ms, the slowest", flush=True)
    return one


def main(most: int) -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    actions = max(10, most // (GOVERNMENTS * len(YEARS)))
    for database in DATABASES:
        small, large = measure(database, actions // 10), measure(database, actions)
        print(f"  an action, larger against smaller: {large.growth(small, 10)}")
        met = large.told["main lines"]["milliseconds"] < GOAL_MILLISECONDS
        print(f"  main lines under {GOAL_MILLISECONDS} ms: {'met' if met else 'missed'}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else GOVERNMENTS * len(YEARS) * ACTIONS)
