"""The register of enterprises loaded, in its published format: ``python -m benchmarks.register [enterprises]``.

Two million enterprises are about as many as there are; each with a name, an address and one and a half activities, half
of them with an establishment. On both databases, and for a tenth too, so that growth shows. First an empty register, then
the set of the next month over it, and one enterprise that is asked for. Each step in a process of its own.
"""

import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.measuring import DATABASES, Measuring, measuring
from benchmarks.steps import Step
from tests.kbo_sample import SampleEnterprise, SamplePlace, write_kbo
from wisselwerk.formats.kbo import Extract

GOAL_SECONDS = 300
GOAL_MEGABYTES = 1000
PLACES = [SamplePlace(postcode=str(code), municipality="Genk") for code in range(3500, 3600)]


def enterprises(count: int, month: int) -> Iterator[SampleEnterprise]:
    """So many; every hundredth is another one in another month."""
    for i in range(count):
        number = i * 7 + (month if i % 100 == 0 else 0)
        place = PLACES[i % len(PLACES)]
        activities = (("001", "2025", f"{10000 + i % 80000}", "MAIN"), ("001", "2008", "81300", "SECO"))
        yield SampleEnterprise(
            number=f"{number:010}",
            is_person=i % 3 == 0,
            names=(("2", "001", f"Onderneming nummer {i}"),),
            seat=place,
            establishments=((f"{2_000_000_000 + i}", place),) if i % 2 else (),
            activities=activities[: 1 + i % 2],
        )


def generate(path: str, count: int, month: int) -> None:
    """Write the set of a month."""
    write_kbo(Path(path), Extract(month, date(2026, month, 1)), lambda: enterprises(count, month))
    Step().tell()


def measure(database: str, count: int) -> Measuring:
    """Load so many, and print what it took."""
    with measuring(database) as one:
        one.installation.wisselwerk("migrate", "--verbosity", "0")
        for month, part in ((1, "loaded"), (2, "the next month")):
            path = str(one.installation.home / f"{month}.zip")
            one.installation.step("register", f"generate({path!r}, {count}, {month})")
            one.step(part, "registering", f"load({path!r}, {part!r})")
        one.step("ask", "registering", f"ask({count})")
    print(f"{database}, {count:,} enterprises")
    for line in one.lines():
        print(f"  {line}", flush=True)
    return one


def main(most: int) -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for database in DATABASES:
        small, large = measure(database, most // 10), measure(database, most)
        print(f"  an enterprise, larger against smaller: {large.growth(small, 10)}")
        loaded = large.told["loaded"]
        met = sum(loaded["seconds"].values()) < GOAL_SECONDS and loaded["peak_mb"] < GOAL_MEGABYTES
        print(f"  under {GOAL_SECONDS} s and {GOAL_MEGABYTES} MB: {'met' if met else 'missed'}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000)
