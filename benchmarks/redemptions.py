"""Redemptions per second: over HTTP against a real server, beside what the database itself can do.

python -m benchmarks.redemptions [--quick] [--database sqlite|postgresql] [--repetitions N] [--seconds S]

A request does all that one in use does: key, permission, invoice of 6 kB read and judged, money moved, redemption,
trail and receipt written. Runs are short and come in a random order, so that what else the machine does hits all of
them alike; ratios are taken within a repetition. In the end every redemption that was acknowledged must be there, no
other may be, and ``wisselwerk verify`` must find nothing. What it means is told in docs/reference/speed.md.
"""

import argparse
import os
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import NamedTuple

from benchmarks.cast import HOT, SHAPES, SPREAD, Piles
from benchmarks.installation import Installation
from benchmarks.load import percentile
from benchmarks.stand import CONNECTIONS, Measured, Stand, new_home, postmaster, standing
from tests.postgres import start_cluster

DATABASES = ("PostgreSQL", "SQLite")


class Name(NamedTuple):
    """Which run it was."""

    database: str
    road: str
    shape: str


HTTP, LIMIT = "HTTP", "limit"
Results = Mapping[Name, Sequence[Measured]]


@contextmanager
def stand_on(database: str, piles: Piles) -> Iterator[Stand]:
    """A new installation on this kind of database, seeded and served."""
    with ExitStack() as stack:
        installation, pid = Installation(stack.enter_context(new_home())), None
        if database == "PostgreSQL":
            cluster = start_cluster()
            stack.callback(cluster.stop)
            installation = Installation(installation.home, cluster.url("postgres"))
            pid = postmaster(cluster)
        say(f"{database}: seeding {piles.size * len(piles.all())} vouchers")
        seeded = installation.seed(piles)
        yield stack.enter_context(standing(installation, piles, seeded, pid))


def measure(stands: Mapping[str, Stand], repetitions: int, seconds: float) -> Results:
    """Run everything that often, in a random order each time."""
    runs: dict[Name, Callable[[], Measured]] = {}
    for database, stand in stands.items():
        for shape in SHAPES:
            runs[Name(database, HTTP, shape)] = partial(stand.over_http, shape, seconds)
            runs[Name(database, LIMIT, shape)] = partial(stand.straight, shape)
    results: defaultdict[Name, list[Measured]] = defaultdict(list)
    for repetition in range(repetitions):
        say(f"repetition {repetition + 1} of {repetitions}")
        for name in random.sample(list(runs), len(runs)):
            results[name].append(runs[name]())
    return results


def table(results: Results) -> Iterator[str]:
    """What came out, a line per kind of run, then the ratios."""
    yield f"{'':24}{'per second':>24}{'p50 ms':>8}{'p99 ms':>8}{'CPU us: server':>16}{'PostgreSQL':>12}"
    for name in sorted(results):
        many = results[name]
        rate = spread([one.run.per_second for one in many], "7.0f")
        half, most = (
            statistics.median(percentile(one.run.latencies, share) for one in many) * 1000
            for share in (0.5, 0.99)
        )
        server = per_request(many, lambda one: one.server_seconds) if name.road == HTTP else "-"
        database = per_request(many, lambda one: one.database_seconds)
        yield (
            f"{name.database:11}{name.road:6}{name.shape:7}{rate:>24}{half:8.1f}{most:8.1f}{server:>16}{database:>12}"
        )
    yield ""
    for title, upper, lower in ratios(results):
        values = [
            one.run.per_second / other.run.per_second
            for one, other in zip(results[upper], results[lower], strict=True)
        ]
        yield f"{title:48}{spread(values, '5.2f')}"


def ratios(results: Results) -> Iterator[tuple[str, Name, Name]]:
    """Which runs are held against each other."""
    for database in sorted({name.database for name in results}):
        for shape in SHAPES:
            title = f"{database}: HTTP of the limit, {shape}"
            yield title, Name(database, HTTP, shape), Name(database, LIMIT, shape)
        for road in (HTTP, LIMIT):
            yield (
                f"{database}: hot of spread, {road}",
                Name(database, road, HOT),
                Name(database, road, SPREAD),
            )


def spread(values: Sequence[float], shape: str) -> str:
    """Median, lowest and highest."""
    return f"{statistics.median(values):{shape}} ({min(values):{shape}} -{max(values):{shape}})"


def per_request(many: Sequence[Measured], used: Callable[[Measured], float | None]) -> str:
    """Processor time per redemption, in microseconds."""
    found = [seconds / one.run.done for one in many if (seconds := used(one)) is not None]
    return f"{statistics.median(found) * 1e6:.0f}" if found else "-"


def say(line: str) -> None:
    """Progress, apart from the result."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redemptions")
    parser.add_argument(
        "--quick", action="store_true", help="only see whether it works: the numbers mean nothing"
    )
    parser.add_argument("--database", choices=[name.lower() for name in DATABASES], help="only this one")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a run over HTTP")
    options = parser.parse_args()
    piles = Piles(8_000, schemes=1_000)
    if options.quick:
        options.repetitions, options.seconds, piles = 1, 0.5, Piles(320, schemes=10)
    chosen = [name for name in DATABASES if options.database in {None, name.lower()}]
    with ExitStack() as stack:
        stands = {name: stack.enter_context(stand_on(name, piles)) for name in chosen}
        results = measure(stands, options.repetitions, options.seconds)
        print(
            f"{CONNECTIONS} connections, {os.cpu_count()} processors, {options.repetitions} repetitions: "
            "median (lowest - highest)"
        )
        print("\n".join(table(results)), flush=True)
        for name, stand in stands.items():
            stand.check()
            say(f"{name}: {stand.acknowledged} redemptions acknowledged and there; verify finds nothing")


if __name__ == "__main__":
    main()
